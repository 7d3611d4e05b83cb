import { at, type Case, describeValidation, LABEL, SUBDOMAIN } from '../validation.test-support.js';

const VERBS = '"create", "delete", "deletecollection", "get", "list", "patch", "proxy", "update", "watch"';
const EMPTY_RULE = 'at least one of resourceRules and nonResourceRules has to be non-empty';
const RULE = 'spec.rules[0]';
const SUBJECT = `${RULE}.subjects[0]`;
const RESOURCES = `${RULE}.resourceRules[0]`;
const PATHS = `${RULE}.nonResourceRules[0]`;

const resourceRule = { verbs: ['get'], apiGroups: [''], resources: ['pods'], namespaces: ['a'] };
const pathRule = { verbs: ['*'], nonResourceURLs: ['/healthz/*', '/'] };
const subject = { kind: 'User', user: { name: 'ann' } };
const rule = { subjects: [subject], resourceRules: [resourceRule], nonResourceRules: [pathRule] };

const schema = {
  apiVersion: 'flowcontrol.apiserver.k8s.io/v1',
  kind: 'FlowSchema',
  metadata: { name: 'a' },
  spec: { priorityLevelConfiguration: { name: 'b' }, rules: [rule] },
};

const withRule = (change: object) => at('spec.rules', [{ ...rule, ...change }]);
const withSubject = (only: object) => withRule({ subjects: [only] });
const withResources = (change: object) => withRule({ resourceRules: [{ ...resourceRule, ...change }] });
const withPaths = (change: object) => withRule({ nonResourceRules: [{ ...pathRule, ...change }] });

const SPECS: readonly Case[] = [
  ['a level that nobody has', at('spec.priorityLevelConfiguration.name', 'unknown'), []],
  ['no rules', at('spec.rules', undefined), []],
  [
    'no spec',
    { spec: undefined },
    ['spec.priorityLevelConfiguration.name: Required value: must reference a priority level'],
  ],
  ['a bad name', { metadata: { name: 'A' } }, [`metadata.name: Invalid value: "A": ${SUBDOMAIN}`]],
  [
    'a bad level',
    at('spec.priorityLevelConfiguration.name', 'b$'),
    [`spec.priorityLevelConfiguration.name: Invalid value: "b$": ${SUBDOMAIN}`],
  ],
  ['the lowest precedence', at('spec.matchingPrecedence', 10_000), []],
  [
    'a precedence too low',
    at('spec.matchingPrecedence', 10_001),
    ['spec.matchingPrecedence: Invalid value: 10001: must not be greater than 10000'],
  ],
  [
    'a precedence below zero',
    at('spec.matchingPrecedence', -1),
    ['spec.matchingPrecedence: Invalid value: -1: must be a positive value'],
  ],
  [
    'the precedence of another',
    at('spec.matchingPrecedence', 1),
    ["spec.matchingPrecedence: Invalid value: 1: only the schema named 'exempt' may have matchingPrecedence 1"],
  ],
  ['flows by namespace', at('spec.distinguisherMethod.type', 'ByNamespace'), []],
  [
    'flows by something else',
    at('spec.distinguisherMethod.type', 'x'),
    {
      27: [
        'spec.distinguisherMethod.type: Unsupported value: flowcontrol.FlowDistinguisherMethod{Type:"x"}: supported values: "ByNamespace", "ByUser"',
      ],
      34: ['spec.distinguisherMethod.type: Unsupported value: {"Type":"x"}: supported values: "ByNamespace", "ByUser"'],
    },
  ],
];

const SUBJECTS: readonly Case[] = [
  [
    'an empty rule',
    at('spec.rules', [{}]),
    [
      `${RULE}.subjects: Required value: subjects must contain at least one value`,
      `${RULE}: Required value: ${EMPTY_RULE}`,
    ],
  ],
  [
    'an unknown kind',
    withSubject({ ...subject, kind: 'Robot' }),
    [`${SUBJECT}.kind: Unsupported value: "Robot": supported values: "Group", "ServiceAccount", "User"`],
  ],
  [
    'a user without its part',
    withSubject({ kind: 'User', group: { name: 'g' }, serviceAccount: {} }),
    [
      `${SUBJECT}.user: Required value: user is required when subject kind is 'User'`,
      `${SUBJECT}.serviceAccount: Forbidden: serviceAccount is forbidden when subject kind is not 'ServiceAccount'`,
      `${SUBJECT}.group: Forbidden: group is forbidden when subject kind is not 'Group'`,
    ],
  ],
  [
    'a group without name and with a user',
    withSubject({ kind: 'Group', group: {}, user: {} }),
    [
      `${SUBJECT}.group.name: Required value`,
      `${SUBJECT}.user: Forbidden: user is forbidden when subject kind is not 'User'`,
    ],
  ],
  [
    'an account without anything',
    withSubject({ kind: 'ServiceAccount', serviceAccount: {} }),
    [
      `${SUBJECT}.serviceAccount.name: Required value`,
      `${SUBJECT}.serviceAccount.namespace: Required value: must specify namespace for service account`,
    ],
  ],
  [
    'an account with bad names',
    withSubject({ kind: 'ServiceAccount', serviceAccount: { name: 'A', namespace: 'a.b' } }),
    [
      `${SUBJECT}.serviceAccount.name: Invalid value: "A": ${SUBDOMAIN}`,
      `${SUBJECT}.serviceAccount.namespace: Invalid value: "a.b": must not contain dots`,
    ],
  ],
  ['every account', withSubject({ kind: 'ServiceAccount', serviceAccount: { name: '*', namespace: 'a' } }), []],
];

const RULES: readonly Case[] = [
  [
    'an empty resource rule and an empty path rule',
    withRule({ resourceRules: [{}], nonResourceRules: [{}] }),
    [
      `${RESOURCES}.verbs: Required value: verbs must contain at least one value`,
      `${RESOURCES}.apiGroups: Required value: resource rules must supply at least one api group`,
      `${RESOURCES}.resources: Required value: resource rules must supply at least one resource`,
      `${RESOURCES}.namespaces: Required value: resource rules that are not cluster scoped must supply at least one namespace`,
      `${PATHS}.verbs: Required value: verbs must contain at least one value`,
      `${PATHS}.nonResourceURLs: Required value: nonResourceURLs must contain at least one value`,
    ],
  ],
  [
    'an unknown verb',
    withResources({ verbs: ['get', 'feed'] }),
    {
      27: [`${RESOURCES}.verbs: Unsupported value: []string{"get", "feed"}: supported values: ${VERBS}`],
      34: [`${RESOURCES}.verbs: Unsupported value: ["get","feed"]: supported values: ${VERBS}`],
    },
  ],
  [
    'wildcards beside others',
    withResources({ verbs: ['*', 'feed'], apiGroups: ['a', '*'], resources: ['*', 'b'], namespaces: ['*', 'C'] }),
    {
      34: [
        `${RESOURCES}.verbs: Invalid value: ["*","feed"]: if '*' is present, must not specify other verbs`,
        `${RESOURCES}.apiGroups: Invalid value: ["a","*"]: if '*' is present, must not specify other api groups`,
        `${RESOURCES}.resources: Invalid value: ["*","b"]: if '*' is present, must not specify other resources`,
        `${RESOURCES}.namespaces: Invalid value: ["*","C"]: if '*' is present, must not specify other namespaces`,
      ],
    },
  ],
  ['the cluster without namespaces', withResources({ clusterScope: true, namespaces: undefined }), []],
  [
    'a bad namespace',
    withResources({ namespaces: ['a', '-b'] }),
    [
      `${RESOURCES}.namespaces[1]: Invalid value: "-b": each member of this list must be '*' or a DNS-1123 label; ${LABEL}`,
    ],
  ],
  [
    'a wildcard beside paths',
    withPaths({ verbs: ['get'], nonResourceURLs: ['*', 'a'] }),
    {
      34: [
        `${PATHS}.nonResourceURLs: Invalid value: ["*","a"]: if '*' is present, must not specify other non-resource URLs`,
      ],
    },
  ],
  [
    'bad paths',
    withPaths({ nonResourceURLs: ['', 'a', '/a b', '//', '/a*', '/*/*', '/*/a', '/apis/'] }),
    [
      `${PATHS}.nonResourceURLs[0]: Invalid value: "": must not be empty`,
      `${PATHS}.nonResourceURLs[1]: Invalid value: "a": must start with slash`,
      `${PATHS}.nonResourceURLs[2]: Invalid value: "/a b": must not contain white-space`,
      `${PATHS}.nonResourceURLs[3]: Invalid value: "//": must not contain double slash`,
      `${PATHS}.nonResourceURLs[4]: Invalid value: "/a*": wildcard can only do suffix matching`,
      `${PATHS}.nonResourceURLs[5]: Invalid value: "/*/*": wildcard can only do suffix matching`,
      `${PATHS}.nonResourceURLs[6]: Invalid value: "/*/a": wildcard can only do suffix matching`,
    ],
  ],
];

const everything = {
  subjects: [{ kind: 'Group', group: { name: 'system:masters' } }],
  resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'], clusterScope: true, namespaces: ['*'] }],
  nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
};
const exempt = {
  ...schema,
  metadata: { name: 'exempt' },
  spec: { priorityLevelConfiguration: { name: 'exempt' }, matchingPrecedence: 1, rules: [everything] },
};

const EXEMPT: readonly Case[] = [
  [
    'another spec',
    { spec: { priorityLevelConfiguration: { name: 'b' }, distinguisherMethod: { type: 'ByUser' }, rules: [] } },
    {
      27: [
        'spec: Invalid value: flowcontrol.FlowSchemaSpec{PriorityLevelConfiguration:flowcontrol.PriorityLevelConfigurationReference{Name:"b"}, MatchingPrecedence:1, DistinguisherMethod:(*flowcontrol.FlowDistinguisherMethod)(0xc000000000), Rules:[]flowcontrol.PolicyRulesWithSubjects{}}: spec of \'exempt\' must equal the fixed value',
      ],
      34: [
        'spec: Invalid value: {"PriorityLevelConfiguration":{"Name":"b"},"MatchingPrecedence":1,"DistinguisherMethod":{"Type":"ByUser"},"Rules":[]}: spec of \'exempt\' must equal the fixed value',
      ],
    },
  ],
  [
    'another subject',
    at('spec.rules', [{ ...everything, subjects: [subject] }]),
    {
      34: [
        'spec: Invalid value: {"PriorityLevelConfiguration":{"Name":"exempt"},"MatchingPrecedence":1,"DistinguisherMethod":null,"Rules":[{"Subjects":[{"Kind":"User","User":{"Name":"ann"},"Group":null,"ServiceAccount":null}],"ResourceRules":[{"Verbs":["*"],"APIGroups":["*"],"Resources":["*"],"ClusterScope":true,"Namespaces":["*"]}],"NonResourceRules":[{"Verbs":["*"],"NonResourceURLs":["*"]}]}]}: spec of \'exempt\' must equal the fixed value',
      ],
    },
  ],
];

describeValidation('a FlowSchema', schema, SPECS);
describeValidation('subjects of a FlowSchema', schema, SUBJECTS);
describeValidation('rules of a FlowSchema', schema, RULES);
describeValidation('the FlowSchema exempt', exempt, EXEMPT);
