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

const SERVICE_ACCOUNT = 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: agent, namespace: shop}\n';

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
  'rbac/port-forward': grant(
    rule('', '"pods/portforward"', 'create'),
    'create pods/portforward: connects to any port of the pods there, also those on localhost, past network policies',
    'medium',
    rule('', '"services/proxy"', 'get', 'web'),
  ),
  'rbac/guardrails': grant(
    rule('admissionregistration.k8s.io', 'validatingadmissionpolicybindings', 'delete'),
    'delete validatingadmissionpolicybindings: takes away what refuses unwanted objects, or reads what is sent to it',
    'medium',
    rule('admissionregistration.k8s.io', 'validatingadmissionpolicybindings', 'get'),
  ),
  'rbac/api-services': grant(
    rule('apiregistration.k8s.io', 'apiservices', 'update'),
    'update apiservices: has requests for an API group answered by a server of its own, which sees them',
    'high',
    rule('apiregistration.k8s.io', 'apiservices', 'get'),
  ),
  'rbac/custom-resource-definitions': grant(
    rule('apiextensions.k8s.io', 'customresourcedefinitions', 'patch'),
    'patch customresourcedefinitions: with a conversion webhook reads and rewrites all objects of a kind, on which operators act',
    'medium',
    rule('apiextensions.k8s.io', 'customresourcedefinitions', 'patch', 'a.example.com'),
  ),
  'rbac/trust-bundles': grant(
    rule('certificates.k8s.io', 'clustertrustbundles', 'create'),
    'create clustertrustbundles: adds an authority that workloads trust',
    'medium',
    rule('certificates.k8s.io', 'clustertrustbundles', 'list'),
  ),
  'rbac/network-policies': grant(
    rule('networking.k8s.io', 'networkpolicies', 'delete'),
    'delete networkpolicies: opens whatever network policies closed',
    'low',
    rule('networking.k8s.io', 'networkpolicies', 'create'),
  ),
  'rbac/endpoints': grant(
    rule('', 'endpoints', 'update'),
    'update endpoints: leads a Service or an Ingress to other pods, also of other namespaces',
    'low',
    rule('', 'endpoints', 'update', 'lock'),
  ),
  'rbac/cloud-identity': grant(
    rule('', 'serviceaccounts', 'patch'),
    'patch serviceaccounts: annotates a service account with a role of the cloud, or adds image pull secrets to it',
    'low',
    rule('', 'serviceaccounts', 'get'),
  ),
  'rbac/nodes': grant(
    rule('', '"nodes/status"', 'patch'),
    'patch nodes/status: draws pods to a node of its choice by labels and taints, or drives them off all',
    'low',
    rule('', 'nodes', 'get'),
  ),
  'rbac/kubelet-data': grant(
    rule('', '"nodes/log"', 'get'),
    'get nodes/log: reads logs of the machine, specifications of all its pods or the configuration of the kubelet',
    'low',
    rule('', '"nodes/metrics"', 'get'),
  ),
  'rbac/event-deletion': grant(
    rule('', 'events', 'delete'),
    'delete events: removes the events that show what was done',
    'low',
    rule('', 'events', 'create'),
  ),
  'rbac/aggregated': {
    failing: clusterRole(rule('', 'secrets', 'get')).replace(
      '{name: agent}',
      '{name: agent, labels: {rbac.authorization.k8s.io/aggregate-to-view: "true"}}',
    ),
    findings: found(
      'metadata.labels[rbac.authorization.k8s.io/aggregate-to-view]',
      'everybody with view has get secrets',
      'high',
    ),
    passing: clusterRole(rule('', 'secrets', 'get')).replace(
      '{name: agent}',
      '{name: agent, labels: {rbac.authorization.k8s.io/aggregate-to-edit: "true"}}',
    ),
  },
  'rbac/control-plane-paths': {
    failing: clusterRole('{nonResourceURLs: [/debug/pprof/*, /healthz], verbs: [get]}'),
    findings: found('rules[0].nonResourceURLs', 'get /debug/pprof/*', 'medium'),
    passing: clusterRole('{nonResourceURLs: [/metrics], verbs: [get]}'),
  },
  'rbac/dangling-subject': {
    failing: `${clusterBinding('view', account('agnet'))}---\n${SERVICE_ACCOUNT}`,
    findings: found(
      'subjects[0].name',
      'ServiceAccount shop/agnet is not in the input, which holds others of that namespace',
      'low',
    ),
    passing: `${clusterBinding('view', account('agent'))}---\n${SERVICE_ACCOUNT}`,
  },
  'rbac/wildcard-verb': {
    failing: clusterRole(rule('', 'limitranges', '"*"')),
    findings: found('rules[0].verbs', 'every verb on limitranges', 'low'),
    passing: clusterRole(rule('', 'configmaps', 'get')),
  },
  'rbac/without-effect': {
    failing: role(rule('', 'nodes, pods/logs', 'get')),
    findings: found(
      'rules[0].resources[0]',
      'nodes: belongs to no namespace, so a Role does not grant it; pods/logs: pods has no such subresource',
      'low',
    ),
    passing: role(rule('', 'pods, pods/log', 'get')),
  },
  'rbac/list-by-name': {
    failing: role(rule('', 'configmaps', 'get, list', 'settings')),
    findings: found(
      'rules[0].verbs',
      'list configmaps: granted only to requests with the field selector metadata.name=settings',
      'info',
    ),
    passing: role(rule('', 'configmaps', 'get', 'settings')),
  },
};
