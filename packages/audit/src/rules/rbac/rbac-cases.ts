/** One failing and one passing manifest for each rule of the family, with what must be found. Test data. */
import type { Severity } from '../../finding.js';
import type { RuleCase } from '../rule-case.js';

const API = 'apiVersion: rbac.authorization.k8s.io/v1';

const clusterRole = (...rules: readonly string[]): string =>
  `${API}\nkind: ClusterRole\nmetadata: {name: agent}\nrules:\n${rules.map((rule) => `- ${rule}\n`).join('')}`;

const role = (...rules: readonly string[]): string =>
  `${API}\nkind: Role\nmetadata: {name: agent, namespace: shop}\nrules:\n${rules.map((rule) => `- ${rule}\n`).join('')}`;

const rule = (group: string, resources: string, verbs: string, names = ''): string =>
  `{apiGroups: ["${group}"], resources: [${resources}], verbs: [${verbs}]${names === '' ? '' : `, resourceNames: [${names}]`}}`;

const clusterBinding = (roleName: string, subject: string): string =>
  `${API}
kind: ClusterRoleBinding
metadata: {name: agent}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ${roleName}}
subjects: [${subject}]
`;

const group = (name: string): string => `{kind: Group, apiGroup: rbac.authorization.k8s.io, name: "${name}"}`;
const account = (name: string): string => `{kind: ServiceAccount, name: ${name}, namespace: shop}`;

const found = (fieldPath: string, message: string, severity: Severity): RuleCase['findings'] => [
  { fieldPath, message, severity },
];

/** A role with one rule that is found, and one that is not. */
const grant = (failing: string, message: string, severity: Severity, passing: string): RuleCase => ({
  failing: clusterRole(rule('', 'configmaps', 'get'), failing),
  findings: found('rules[1].resources', message, severity),
  passing: clusterRole(passing),
});

const RBAC = 'rbac.authorization.k8s.io';

export const RBAC_CASES: Readonly<Record<string, RuleCase>> = {
  'rbac/everybody': {
    failing: clusterBinding('view', group('system:unauthenticated')),
    findings: found(
      'subjects[0]',
      'Group system:unauthenticated has the rights of ClusterRole view in the cluster',
      'high',
    ),
    // What every cluster of the version has.
    passing: `${API}
kind: ClusterRoleBinding
metadata: {name: "system:public-info-viewer"}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: "system:public-info-viewer"}
subjects: [${group('system:authenticated')}, ${group('system:unauthenticated')}]
`,
  },
  'rbac/default-service-account': {
    failing: clusterBinding('cluster-admin', account('default')),
    findings: found(
      'subjects[0]',
      'ServiceAccount shop/default has every right in the cluster, and so has every pod of namespace shop that names no service account',
      'critical',
    ),
    passing: clusterBinding('view', account('agent')),
  },
  'rbac/cluster-admin': {
    failing: clusterBinding('cluster-admin', account('agent')),
    findings: found('roleRef', 'ServiceAccount shop/agent has every right in the cluster', 'high'),
    passing: clusterBinding('cluster-admin', group('system:masters')),
  },
  'rbac/dangling-role': {
    failing: clusterBinding('agent', account('agent')),
    findings: found('roleRef', 'clusterrole.rbac.authorization.k8s.io "agent" not found', 'info'),
    passing: clusterBinding('edit', account('agent')),
  },
  'rbac/wildcard': {
    failing: clusterRole('{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}'),
    findings: found('rules[0].resources', '* on every resource of every group', 'critical'),
    passing: clusterRole(rule('', 'pods', '"*"')),
  },
  'rbac/escalation': grant(
    rule(RBAC, 'clusterroles', 'bind, escalate'),
    'bind, escalate clusterroles: gets round the rule that nobody grants what they do not have',
    'critical',
    rule(RBAC, 'clusterroles', 'get, list, update'),
  ),
  'rbac/impersonation': grant(
    rule('', 'users, groups', 'impersonate', 'ann'),
    'impersonate users, groups (only ann): acts with the rights of whoever it names',
    'low',
    rule('', 'users', 'get'),
  ),
  'rbac/constrained-impersonation': {
    minor: 36,
    failing: clusterRole(rule('authentication.k8s.io', 'users', '"impersonate:user-info"')),
    findings: found('rules[0].resources', 'impersonate:user-info users: of any name', 'medium'),
    passing: clusterRole(rule('authentication.k8s.io', 'users', '"impersonate:user-info"', 'ann')),
  },
  'rbac/impersonation-without-effect': {
    minor: 36,
    failing: clusterRole(rule('', 'users', '"impersonate:user-info"', 'ann')),
    findings: found('rules[0].verbs[0]', 'impersonate:user-info: asked in the API group authentication.k8s.io', 'low'),
    passing: clusterRole(rule('authentication.k8s.io', 'users', '"impersonate:user-info"', 'ann')),
  },
  'rbac/secrets-access': grant(
    rule('', '"configmaps", "secrets"', 'list, delete'),
    'list secrets: reads their contents (list and watch give them, too)',
    'high',
    rule('', 'secrets', 'get', 'tls'),
  ),
  'rbac/token-creation': grant(
    rule('', '"serviceaccounts/token"', 'create'),
    'create serviceaccounts/token: becomes any service account there',
    'high',
    rule('', '"serviceaccounts/token"', 'create', 'agent'),
  ),
  'rbac/code-in-pods': grant(
    rule('', '"*/exec"', 'create'),
    'create */exec: runs code in every pod there, with its service account, Secrets and mounts',
    'high',
    rule('', '"pods/log"', 'get'),
  ),
  'rbac/workload-creation': {
    failing: role(rule('apps', 'deployments', 'get, patch')),
    findings: found(
      'rules[0].resources',
      'patch deployments: a pod runs as any service account of its namespace and mounts any Secret of it',
      'medium',
    ),
    passing: role(rule('apps', 'deployments', 'get, list')),
  },
  'rbac/node-proxy': grant(
    rule('', '"nodes/proxy"', 'get'),
    'get nodes/proxy: runs code in every container of the nodes, past admission and audit (get is enough)',
    'critical',
    rule('', '"nodes/metrics"', 'get'),
  ),
  'rbac/certificate-approval': grant(
    rule('certificates.k8s.io', '"certificatesigningrequests/approval"', 'update'),
    'update certificatesigningrequests/approval: with approve for a signer of client certificates, makes itself a certificate of any user',
    'high',
    rule('certificates.k8s.io', 'certificatesigningrequests', 'create, get'),
  ),
  'rbac/admission-configuration': grant(
    rule('admissionregistration.k8s.io', 'mutatingwebhookconfigurations', 'update'),
    'update mutatingwebhookconfigurations: rewrites any object that is created, and reads what is sent',
    'high',
    rule('admissionregistration.k8s.io', 'mutatingwebhookconfigurations', 'update', 'agent'),
  ),
  'rbac/namespace-labels': grant(
    rule('', 'namespaces', 'patch'),
    'patch namespaces: changes the Pod Security level of the namespace',
    'medium',
    rule('', 'namespaces', 'get, list'),
  ),
  'rbac/persistent-volumes': grant(
    rule('', 'persistentvolumes', 'create'),
    'create persistentvolumes: a volume of type hostPath reaches the file system of the node, and Pod Security does not look at it',
    'medium',
    rule('', 'persistentvolumeclaims', 'create'),
  ),
  'rbac/create-by-name': {
    failing: role(rule('', 'configmaps', 'create, get', 'settings')),
    findings: found('rules[0].verbs', 'create configmaps is never granted by name', 'low'),
    passing: role(rule('', '"pods/exec"', 'create', 'web')),
  },
};
