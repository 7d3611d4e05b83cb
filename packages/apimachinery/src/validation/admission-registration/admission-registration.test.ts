import {
  at,
  type Case,
  describeValidation,
  type Fields,
  LABEL_1035,
  NAME_PART,
  SUBDOMAIN,
} from '../validation.test-support.js';

const apiVersion = 'admissionregistration.k8s.io/v1';
const rule = { operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'] };
const webhook = {
  name: 'check.example.com',
  clientConfig: { url: 'https://hook.example.com/check' },
  sideEffects: 'None',
  admissionReviewVersions: ['v1'],
  rules: [rule],
};
const hooks = { apiVersion, kind: 'ValidatingWebhookConfiguration', metadata: { name: 'checks' }, webhooks: [webhook] };
const hook = (change: Fields): Fields => ({ webhooks: [{ ...webhook, ...change }] });
const url = (value: string): Fields => hook({ clientConfig: { url: value } });
const ruled = (change: Fields): Fields => hook({ rules: [{ ...rule, ...change }] });
const CLIENT = 'webhooks[0].clientConfig';
const RULE = 'webhooks[0].rules[0]';
const FORM = 'desired format: https://host[/path]';

const HOOKS: readonly Case[] = [
  [
    'a name of two parts',
    hook({ name: 'a.b' }),
    ['webhooks[0].name: Invalid value: "a.b": should be a domain with at least three segments separated by dots'],
  ],
  ['no name', hook({ name: undefined }), ['webhooks[0].name: Required value']],
  ['a name twice', { webhooks: [webhook, webhook] }, ['webhooks[1].name: Duplicate value: "check.example.com"']],
  [
    'no side effects and no versions',
    hook({ sideEffects: undefined, admissionReviewVersions: undefined }),
    [
      'webhooks[0].sideEffects: Required value: must specify one of None, NoneOnDryRun',
      'webhooks[0].admissionReviewVersions: Required value: must specify one of v1, v1beta1',
    ],
  ],
  [
    'versions that the server does not speak',
    hook({ admissionReviewVersions: ['v2', 'v2', '1'] }),
    {
      34: [
        'webhooks[0].admissionReviewVersions[1]: Invalid value: "v2": duplicate version',
        `webhooks[0].admissionReviewVersions[2]: Invalid value: "1": ${LABEL_1035}`,
        'webhooks[0].admissionReviewVersions: Invalid value: ["v2","v2","1"]: must include at least one of v1, v1beta1',
      ],
    },
  ],
  [
    'unknown policies and a long time',
    hook({ failurePolicy: 'Retry', matchPolicy: 'Fuzzy', timeoutSeconds: 31 }),
    [
      'webhooks[0].failurePolicy: Unsupported value: "Retry": supported values: "Fail", "Ignore"',
      'webhooks[0].matchPolicy: Unsupported value: "Fuzzy": supported values: "Equivalent", "Exact"',
      'webhooks[0].timeoutSeconds: Invalid value: 31: the timeout value must be between 1 and 30 seconds',
    ],
  ],
  [
    'conditions without anything, and twice',
    hook({ matchConditions: [{}, { name: 'a', expression: 'true' }, { name: 'a', expression: ' ' }] }),
    [
      'webhooks[0].matchConditions[0].expression: Required value',
      'webhooks[0].matchConditions[0].name: Required value',
      'webhooks[0].matchConditions[2].expression: Required value',
      'webhooks[0].matchConditions[2].name: Duplicate value: "a"',
    ],
  ],
];

const CLIENTS: readonly Case[] = [
  ['nowhere', hook({ clientConfig: {} }), [`${CLIENT}: Required value: exactly one of url or service is required`]],
  [
    'an open line',
    url('http://a'),
    [`${CLIENT}.url: Invalid value: "http": 'https' is the only allowed URL scheme; ${FORM}`],
  ],
  ['no host', url('https:///a'), [`${CLIENT}.url: Invalid value: "": host must be specified; ${FORM}`]],
  [
    'more than host and path',
    url('https://ann:secret@a/b?c#d'),
    [
      `${CLIENT}.url: Invalid value: "ann:secret": user information is not permitted in the URL`,
      `${CLIENT}.url: Invalid value: "d": fragments are not permitted in the URL`,
      `${CLIENT}.url: Invalid value: "c": query parameters are not permitted in the URL`,
    ],
  ],
  [
    'no URL',
    url('https://a:b'),
    [
      `${CLIENT}.url: Required value: url must be a valid URL: parse "https://a:b": invalid port ":b" after host; ${FORM}`,
    ],
  ],
  ['a service', hook({ clientConfig: { service: { name: 'a', namespace: 'b', path: '/c/d/', port: 443 } } }), []],
  [
    'a service without name, which is missed at the namespace',
    hook({ clientConfig: { service: { namespace: 'b' } } }),
    {
      27: [`${CLIENT}.service.namespace: Required value: service namespace is required`],
      34: [`${CLIENT}.service.namespace: Required value`],
    },
  ],
  [
    'a bad port and path',
    hook({ clientConfig: { service: { name: 'a', namespace: 'b', port: 0, path: 'c/_' } } }),
    [
      `${CLIENT}.service.port: Invalid value: 0: port is not valid: must be between 1 and 65535, inclusive`,
      `${CLIENT}.service.path: Invalid value: "c/_": must start with a '/'`,
      `${CLIENT}.service.path: Invalid value: "c/_": segment[0] may not be empty`,
      `${CLIENT}.service.path: Invalid value: "c/_": segment[1]: ${SUBDOMAIN}`,
    ],
  ],
];

const RULES: readonly Case[] = [
  [
    'nothing',
    hook({ rules: [{}] }),
    ['operations', 'apiGroups', 'apiVersions', 'resources'].map((field) => `${RULE}.${field}: Required value`),
  ],
  [
    'a star beside others',
    ruled({ operations: ['*', 'CREATE'], apiGroups: ['*', 'apps'], apiVersions: ['*', ''] }),
    {
      34: [
        `${RULE}.operations: Invalid value: ["*","CREATE"]: if '*' is present, must not specify other operations`,
        `${RULE}.apiGroups: Invalid value: ["*","apps"]: if '*' is present, must not specify other API groups`,
        `${RULE}.apiVersions: Invalid value: ["*",""]: if '*' is present, must not specify other API versions`,
        `${RULE}.apiVersions[1]: Required value`,
      ],
    },
  ],
  [
    'an unknown operation and scope',
    ruled({ operations: ['PATCH'], scope: 'Galaxy' }),
    [
      `${RULE}.operations[0]: Unsupported value: "PATCH": supported values: "*", "CONNECT", "CREATE", "DELETE", "UPDATE"`,
      `${RULE}.scope: Unsupported value: "Galaxy": supported values: "*", "Cluster", "Namespaced"`,
    ],
  ],
  [
    'resources that are named already',
    ruled({ resources: ['pods/*', 'pods/exec', '*/scale', 'jobs/scale', ''] }),
    [
      `${RULE}.resources[1]: Invalid value: "pods/exec": if 'pods/*' is present, must not specify pods/exec`,
      `${RULE}.resources[3]: Invalid value: "jobs/scale": if '*/scale' is present, must not specify jobs/scale`,
      `${RULE}.resources[4]: Required value`,
    ],
  ],
  [
    'all resources and one more',
    ruled({ resources: ['*', '*/*', 'pods'] }),
    {
      34: [
        `${RULE}.resources: Invalid value: ["*","*/*","pods"]: if '*/*' is present, must not specify other resources`,
        `${RULE}.resources: Invalid value: ["*","*/*","pods"]: if '*' is present, must not specify other resources without subresources`,
      ],
    },
  ],
];

const policy = {
  apiVersion,
  kind: 'ValidatingAdmissionPolicy',
  metadata: { name: 'limits' },
  spec: { matchConstraints: { resourceRules: [rule] }, validations: [{ expression: 'object.spec.replicas < 5' }] },
};
const spec = (change: Fields): Fields => ({ spec: change });
const validation = (change: Fields): Fields => spec({ validations: [{ expression: 'true', ...change }] });

const POLICIES: readonly Case[] = [
  ['no constraints', spec({ matchConstraints: undefined }), ['spec.matchConstraints: Required value']],
  [
    'no rules',
    at('spec.matchConstraints.resourceRules', undefined),
    ['spec.matchConstraints.resourceRules: Required value'],
  ],
  [
    'nothing to check',
    spec({ validations: undefined }),
    ['validations', 'auditAnnotations'].map(
      (field) => `spec.${field}: Required value: validations or auditAnnotations must contain at least one item`,
    ),
  ],
  [
    'names of objects twice',
    at('spec.matchConstraints.resourceRules', [{ ...rule, resourceNames: ['a', 'a', 'b/c'] }]),
    [
      'spec.matchConstraints.resourceRules[0].resourceNames[1]: Duplicate value: "a"',
      `spec.matchConstraints.resourceRules[0].resourceNames[2]: Invalid value: "b/c": may not contain '/'`,
    ],
  ],
  [
    'parameters of a bad kind',
    spec({ paramKind: { apiVersion: 'a/b/c', kind: 'A_b' } }),
    [
      'spec.paramKind.apiVersion: Invalid value: "a/b/c": unexpected GroupVersion string: a/b/c',
      `spec.paramKind.kind: Invalid value: "A_b": may have mixed case, but should otherwise match: ${LABEL_1035}`,
    ],
  ],
  [
    'a message of two lines and an unknown reason',
    validation({ message: 'a\nb', messageExpression: ' ', reason: 'Unlucky' }),
    {
      34: [
        'spec.validations[0].messageExpression: Invalid value: " ": must be non-empty if specified',
        'spec.validations[0].message: Invalid value: "a\\nb": must not contain line breaks',
        'spec.validations[0].reason: Unsupported value: "Unlucky": supported values: "Forbidden", "Invalid", "RequestEntityTooLarge"',
      ],
    },
  ],
  [
    'an empty message and no expression',
    validation({ expression: ' ', message: ' ' }),
    {
      27: [
        'spec.validations[0].expression: Required value: expression is not specified',
        'spec.validations[0].message: Invalid value: " ": message must be non-empty if specified',
      ],
      34: [
        'spec.validations[0].expression: Required value: expression is not specified',
        'spec.validations[0].message: Invalid value: " ": must be non-empty if specified',
      ],
    },
  ],
  [
    'bad variables',
    spec({ variables: [{}, { name: 'for', expression: '1' }] }),
    {
      34: [
        'spec.variables[0].name: Required value: name is not specified',
        'spec.variables[0].expression: Required value: expression is not specified',
        'spec.variables[1].name: Invalid value: "for": must be a valid CEL identifier',
      ],
    },
  ],
  [
    'bad annotations',
    spec({ auditAnnotations: [{ key: '-', valueExpression: 'a' }, { key: 'a' }, { key: 'a', valueExpression: 'b' }] }),
    [
      `spec.auditAnnotations[0].key: Invalid value: "limits/-": ${NAME_PART}`,
      'spec.auditAnnotations[1].valueExpression: Required value: valueExpression is not specified',
      'spec.auditAnnotations[2].key: Duplicate value: "a"',
    ],
  ],
];

const binding = {
  apiVersion,
  kind: 'ValidatingAdmissionPolicyBinding',
  metadata: { name: 'limits' },
  spec: { policyName: 'limits', validationActions: ['Deny'] },
};

const BINDINGS: readonly Case[] = [
  ['no policy', spec({ policyName: undefined }), ['spec.policyName: Required value']],
  [
    'no action',
    spec({ validationActions: undefined }),
    ['spec.validationActions: Required value: at least one validation action is required'],
  ],
  [
    'actions that say the same',
    spec({ validationActions: ['Deny', 'Warn', 'Deny', 'Log'] }),
    {
      34: [
        'spec.validationActions[2]: Duplicate value: "Deny"',
        'spec.validationActions[3]: Unsupported value: "Log": supported values: "Audit", "Deny", "Warn"',
        'spec.validationActions: Invalid value: ["Deny","Warn","Deny","Log"]: must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)',
      ],
    },
  ],
  [
    'parameters by name and by labels',
    spec({ paramRef: { name: 'a', selector: {}, parameterNotFoundAction: 'Deny' } }),
    [
      'spec.paramRef.name: Forbidden: name and selector are mutually exclusive',
      'spec.paramRef.selector: Forbidden: name and selector are mutually exclusive',
    ],
  ],
  [
    'parameters without anything',
    spec({ paramRef: {} }),
    [
      'spec.paramRef: Required value: one of name or selector must be specified',
      'spec.paramRef.parameterNotFoundAction: Required value',
    ],
  ],
];

describeValidation('webhooks', hooks, HOOKS);
describeValidation('where they are reached', hooks, CLIENTS);
describeValidation('what they are asked', hooks, RULES);
describeValidation('a webhook that changes objects', { ...hooks, kind: 'MutatingWebhookConfiguration' }, [
  [
    'an unknown policy of asking again',
    hook({ reinvocationPolicy: 'Always' }),
    ['webhooks[0].reinvocationPolicy: Unsupported value: "Always": supported values: "IfNeeded", "Never"'],
  ],
]);
describeValidation('a ValidatingAdmissionPolicy', policy, POLICIES);
describeValidation('its binding', binding, BINDINGS);
