/** What of webhooks and policies is found, and what is not, beyond the cases of `rules.test.ts`. */
import { defaultProfile } from '@bulkhead/features';
import { describe, expect, it } from 'vitest';
import { auditText } from '../../audit-text.js';
import { admissionPolicyRules } from './index.js';

const found = (id: string, yaml: string): readonly string[] =>
  auditText(yaml, { profile: defaultProfile(35), rules: admissionPolicyRules })
    .findings.filter(({ ruleId }) => ruleId === `admission-policy/${id}`)
    .map(({ severity, fieldPath, message }) => `${severity} ${fieldPath}: ${message}`);

const ALL = '{operations: ["*"], apiGroups: ["*"], apiVersions: ["*"], resources: ["*/*"]}';

const policy = (spec: string, match = ''): string => `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: p}
spec: {matchConstraints: {resourceRules: [${ALL}]${match}}, validations: [{expression: "true"}]${spec}}
`;

const onCreate = (resources: string, expression: string): string =>
  policy('')
    .replace(ALL, `{operations: [CREATE], apiGroups: ["*"], apiVersions: ["*"], resources: [${resources}]}`)
    .replace('expression: "true"', `expression: "${expression}"`);

const webhook = (more: string, resources: string): string => `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: w}
webhooks:
- name: a.b.c
  clientConfig: {service: {namespace: guard, name: guard}}
  sideEffects: None
  admissionReviewVersions: [v1]
  rules: [{operations: [CREATE], apiGroups: ["*"], apiVersions: [v1], resources: [${resources}]}]
${more}`;

describe('who is checked', () => {
  it.each([
    [
      'by the object in a condition',
      policy(', matchConditions: [{name: c, expression: "!has(object.metadata.labels.skip)"}]'),
      [
        'low spec.matchConditions[0].expression: policy "p" is asked or not by labels or annotations of the object itself (condition "c")',
      ],
    ],
    [
      'by a label of the namespace',
      policy('', ', namespaceSelector: {matchLabels: {guarded: "yes"}}'),
      [
        'low spec.matchConstraints.namespaceSelector: policy "p" is asked only in namespaces with guarded=yes: whoever may make or label a namespace gets past it',
      ],
    ],
    ['by the user', policy(', matchConditions: [{name: c, expression: "request.userInfo.username != \'ci\'"}]'), []],
  ])('%s', (_, yaml, expected) => {
    expect(found('self-exemption', yaml)).toEqual(expected);
  });
});

describe('ways round', () => {
  it.each([
    [
      'pods beside workloads',
      webhook('', 'deployments'),
      ['low webhooks[0].rules: webhook "a.b.c" does not see pods, which can be made without a workload'],
    ],
    [
      'another version',
      webhook('  matchPolicy: Exact\n', 'horizontalpodautoscalers'),
      [
        'medium webhooks[0].matchPolicy: webhook "a.b.c" does not see horizontalpodautoscalers of autoscaling/v2: matchPolicy is Exact, and the server takes these, too',
      ],
    ],
    ['none where everything is seen', policy(''), []],
    ['none for limits of replicas', onCreate('deployments', 'object.spec.replicas <= 5'), []],
    [
      'pods beside the templates of workloads',
      onCreate('deployments', 'object.spec.template.spec.hostNetwork != true'),
      ['low spec.matchConstraints.resourceRules: policy "p" does not see pods, which can be made without a workload'],
    ],
    ['none for labels of pods', onCreate('pods', 'has(object.metadata.labels.team)'), []],
    [
      'ephemeral containers of what is asked of containers',
      onCreate('pods', 'object.spec.containers.all(c, has(c.securityContext))'),
      [
        'low spec.matchConstraints.resourceRules: policy "p" does not see pods/ephemeralcontainers, by which a running pod gets another container',
      ],
    ],
  ])('%s', (_, yaml, expected) => {
    expect(found('scope-hole', yaml)).toEqual(expected);
  });
});

it('a policy that fails open is less than a webhook that does', () => {
  expect(found('failure-ignored', policy(', failurePolicy: Ignore'))).toEqual([
    'low spec.failurePolicy: policy "p" lets pods, pods/ephemeralcontainers, deployments and 9 more through when one of its expressions fails',
  ]);
});

it('a webhook with match conditions is not said to lock out', () => {
  expect(found('lock-out', webhook('  matchConditions: [{name: c, expression: "true"}]\n', 'pods'))).toEqual([]);
});
