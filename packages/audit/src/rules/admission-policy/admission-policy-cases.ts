/** One failing and one passing manifest for each rule of the family, with what must be found. Test data. */
import type { Severity } from '../../finding.js';
import type { RuleCase } from '../rule-case.js';

const RULE =
  '{operations: [CREATE, UPDATE], apiGroups: [""], apiVersions: [v1], resources: [pods, pods/ephemeralcontainers]}';
const SERVICE = 'clientConfig: {service: {namespace: guard, name: guard}, caBundle: Q0E=}';

const webhook = (more: string, rule = RULE, client = SERVICE, kind = 'Validating'): string =>
  `apiVersion: admissionregistration.k8s.io/v1
kind: ${kind}WebhookConfiguration
metadata: {name: guard}
webhooks:
- {name: pods.guard.example, ${client}, sideEffects: None, admissionReviewVersions: [v1], rules: [${rule}]${more}}
`;

const policy = (more = '', rule = RULE): string => `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: guard}
spec: {matchConstraints: {resourceRules: [${rule}]}, validations: [{expression: "true"}]${more}}
`;

const binding = (more: string): string => `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: guard}
spec: {policyName: guard, ${more}}
`;

const found = (fieldPath: string, message: string, severity: Severity): RuleCase['findings'] => [
  { fieldPath, message, severity },
];

const NAME = 'webhook "pods.guard.example"';
const EXCEPT =
  ', namespaceSelector: {matchExpressions: [{key: kubernetes.io/metadata.name, operator: NotIn, values: [guard, kube-system]}]}';
const DENY = 'validationActions: [Deny]';

export const ADMISSION_POLICY_CASES: Readonly<Record<string, RuleCase>> = {
  'admission-policy/unbound': {
    failing: policy(),
    findings: found('metadata.name', 'no ValidatingAdmissionPolicyBinding of the input names guard', 'medium'),
    passing: `${policy()}---\n${binding(DENY)}`,
  },
  'admission-policy/failure-ignored': {
    failing: webhook(', failurePolicy: Ignore'),
    findings: found(
      'webhooks[0].failurePolicy',
      `${NAME} lets pods, pods/ephemeralcontainers through when no answer comes within 10 s`,
      'medium',
    ),
    passing: webhook(
      ', failurePolicy: Ignore',
      '{operations: ["*"], apiGroups: [monitoring.coreos.com], apiVersions: ["*"], resources: [prometheusrules]}',
    ),
  },
  'admission-policy/self-exemption': {
    failing: webhook(', objectSelector: {matchExpressions: [{key: guard/skip, operator: DoesNotExist}]}'),
    findings: found(
      'webhooks[0].objectSelector',
      `${NAME} is asked only about objects with !guard/skip: whoever makes one chooses its labels`,
      'medium',
    ),
    passing: webhook(EXCEPT),
  },
  'admission-policy/scope-hole': {
    failing: webhook('', RULE.replace(', pods/ephemeralcontainers', '')),
    findings: found(
      'webhooks[0].rules',
      `${NAME} does not see pods/ephemeralcontainers, by which a running pod gets another container`,
      'low',
    ),
    passing: webhook(''),
  },
  'admission-policy/remote-endpoint': {
    failing: webhook('', RULE.replace('pods, ', 'secrets, '), 'clientConfig: {url: "https://guard.example/check"}'),
    findings: found(
      'webhooks[0].clientConfig.url',
      `${NAME} sends objects, Secrets with them, to https://guard.example/check`,
      'medium',
    ),
    passing: webhook(''),
  },
  'admission-policy/not-enforced': {
    failing: binding('validationActions: [Audit, Warn]'),
    findings: found('spec.validationActions', 'what breaks policy "guard" is allowed (only Audit, Warn)', 'low'),
    passing: binding('validationActions: [Deny, Audit]'),
  },
  'admission-policy/dangling-binding': {
    failing: binding(DENY),
    findings: found('spec.policyName', 'the input has no ValidatingAdmissionPolicy "guard"', 'info'),
    passing: `${policy()}---\n${binding(DENY)}`,
  },
  'admission-policy/parameters': {
    failing: `${policy(', paramKind: {apiVersion: v1, kind: ConfigMap}')}---\n${binding(DENY)}`,
    findings: found('spec.paramRef', 'policy "guard" asks for a ConfigMap, and params is null', 'low'),
    passing: `${policy()}---\n${binding(DENY)}`,
  },
  'admission-policy/lock-out': {
    failing: webhook(''),
    findings: found(
      'webhooks[0].namespaceSelector',
      `while ${NAME} (Service guard/guard) does not answer, no pod starts in guard and kube-system`,
      'medium',
    ),
    passing: webhook(EXCEPT),
  },
  'admission-policy/ca-bundle': {
    failing: webhook('', RULE, 'clientConfig: {service: {namespace: guard, name: guard}}'),
    findings: found('webhooks[0].clientConfig.caBundle', `${NAME} has no caBundle yet`, 'info'),
    passing: webhook(''),
  },
  'admission-policy/slow-webhook': {
    failing: webhook(', timeoutSeconds: 30'),
    findings: found('webhooks[0].timeoutSeconds', `each request waits up to 30 s for ${NAME}`, 'info'),
    passing: webhook(', timeoutSeconds: 5'),
  },
  'admission-policy/not-reinvoked': {
    failing: webhook('', RULE, SERVICE, 'Mutating'),
    findings: found(
      'webhooks[0].reinvocationPolicy',
      `${NAME} does not see containers that later webhooks add`,
      'info',
    ),
    passing: webhook(', reinvocationPolicy: IfNeeded', RULE, SERVICE, 'Mutating'),
  },
};
