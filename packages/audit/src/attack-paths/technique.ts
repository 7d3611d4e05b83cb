/**
 * The ways to take a step, with their severity, their place in MITRE ATT&CK and the Microsoft threat matrix for
 * Kubernetes, and what to do about them.
 */
import { OBJECTIVE_TECHNIQUES } from './objective-technique.js';
import { type Technique, technique } from './technique-definition.js';

const NARROW_PODS = 'let only deployment pipelines create pods, and enforce Pod Security baseline or restricted';

const CORE_TECHNIQUES = {
  'all-rights': technique(
    'critical',
    'T1078.003 MS-TA9019',
    'holds every verb on every resource',
    'replace the wildcards by the verbs and resources that are used',
  ),
  'privileged-group': technique(
    'critical',
    'T1078.003 MS-TA9019',
    'members of system:masters pass every authorization',
    'give no certificate or mapping with the group system:masters',
  ),
  'escalate-role': technique(
    'critical',
    'T1098.006 MS-TA9019',
    'escalate and update on a role that one is bound to: writes any rule into it',
    'take the verb escalate away (the wildcard verb holds it, too)',
  ),
  'aggregate-role': technique(
    'critical',
    'T1098.006 MS-TA9019',
    'escalate and create on ClusterRoles: a new one is aggregated into a role that one is bound to',
    'take the verb escalate away (the wildcard verb holds it, too)',
  ),
  'bind-role': technique(
    'critical',
    'T1098.006 MS-TA9019',
    'bind on roles and writing bindings: binds any of them to oneself',
    'limit bind to the roles that are meant by resourceNames',
  ),
  impersonate: technique(
    'high',
    'T1078 T1550',
    'impersonates the identity',
    'limit impersonate by resourceNames, or use constrained impersonation',
  ),
  'constrained-impersonation': technique(
    'high',
    'T1078',
    'acts as the identity, for the actions that it may impersonate on',
    'limit the identity by resourceNames, and the impersonate-on verbs to what is used',
  ),
  'read-secrets': technique(
    'high',
    'T1552.007 MS-TA9025',
    'reads secrets (list and watch give their contents, too)',
    'replace list and watch by get of the names that are used',
  ),
  'token-secret': technique(
    'high',
    'T1528 MS-TA9016',
    'creates a token Secret for any service account and reads it',
    'take the right to create Secrets away, or to read them',
  ),
  'request-token': technique(
    'high',
    'T1528 MS-TA9016',
    'requests tokens of service accounts',
    'limit serviceaccounts/token by resourceNames',
  ),
  'create-service-account': technique(
    'high',
    'T1136 T1078',
    'creates a service account that bindings already name, and uses it',
    'remove the subject that does not exist from its bindings',
  ),
  'create-pods': technique('high', 'T1610 MS-TA9008', 'creates pods', NARROW_PODS),
  'write-controllers': technique(
    'high',
    'T1610 MS-TA9008 MS-TA9012',
    'writes objects that make pods (Deployments, Jobs, ...)',
    NARROW_PODS,
  ),
  'edit-pods': technique(
    'high',
    'T1610 MS-TA9011',
    'changes the image of running pods',
    'take update and patch on pods away; controllers do not need people to change pods',
  ),
  'ephemeral-container': technique(
    'high',
    'T1609 MS-TA9006',
    'adds an ephemeral container to running pods',
    'take update and patch on pods/ephemeralcontainers away',
  ),
  exec: technique(
    'high',
    'T1609 MS-TA9006',
    'runs commands in the containers of running pods',
    'take pods/exec away (get is enough up to 1.34)',
  ),
  attach: technique(
    'medium',
    'T1609 MS-TA9006',
    'attaches to the first process of running containers',
    'take pods/attach away',
  ),
  'nodes-proxy': technique(
    'critical',
    'T1609 MS-TA9006 MS-TA9030',
    'talks to kubelets through nodes/proxy: runs commands in every container of the node, past admission and audit',
    'replace nodes/proxy by nodes/metrics, nodes/stats, nodes/log, nodes/pods, nodes/configz, nodes/healthz',
  ),
  'persistent-volume': technique(
    'critical',
    'T1611 MS-TA9013',
    'makes a hostPath PersistentVolume and mounts it: Pod Security never looks at PersistentVolumes',
    'take the right to create PersistentVolumes away',
  ),
  'relax-pod-security': technique(
    'critical',
    'T1562 T1611',
    'labels the namespace privileged, then runs a privileged pod',
    'take update and patch on namespaces, namespaces/status and namespaces/finalize away',
  ),
  'privileged-namespace': technique(
    'critical',
    'T1562 T1611',
    'makes a namespace that is labelled privileged, then runs a privileged pod there',
    'let only cluster administrators create namespaces',
  ),
  'sign-client-certificate': technique(
    'critical',
    'T1649 T1098',
    'has a client certificate signed for any user and group but system:masters',
    'limit approve to other signers by resourceNames',
  ),
  'sign-kubelet-certificate': technique(
    'high',
    'T1649',
    'has a certificate signed for any node',
    'limit approve to other signers by resourceNames, and nodeclient to bootstrap tokens',
  ),
  'mutating-webhook': technique(
    'critical',
    'T1546 MS-TA9015 MS-TA9011',
    'rewrites every object at admission by a webhook: changes pods of every namespace',
    'let only cluster administrators write MutatingWebhookConfigurations',
  ),
  'mutating-policy': technique(
    'critical',
    'T1546 MS-TA9015',
    'rewrites every object at admission by a MutatingAdmissionPolicy',
    'let only cluster administrators write MutatingAdmissionPolicies and their bindings',
  ),
  'map-cloud-identity': technique(
    'critical',
    'T1098 MS-TA9035',
    'maps a cloud identity to system:masters in the ConfigMap aws-auth',
    'keep the write rights on ConfigMaps of kube-system to cluster administrators',
  ),
  'privileged-pod': technique(
    'critical',
    'T1611 MS-TA9013 MS-TA9018',
    'runs a privileged pod: root on a node of its choice',
    'enforce Pod Security baseline or restricted in the namespace',
  ),
  'pod-service-account': technique(
    'high',
    'T1528 MS-TA9016',
    'a pod runs as any service account of its namespace',
    'give powerful service accounts a namespace of their own',
  ),
  'pod-secrets': technique(
    'high',
    'T1552.007 MS-TA9025',
    'a pod mounts any Secret of its namespace by name',
    'keep secrets in a namespace in which nobody else makes pods',
  ),
  'namespace-rights': technique('high', 'T1078', 'every right in the namespace', 'bind a narrower role'),
  'running-pod': technique('high', 'T1609', 'code in a pod that runs there', 'take the right away'),
  'mounted-token': technique(
    'high',
    'T1528 MS-TA9016',
    "the service account's token is mounted in the pod",
    'set automountServiceAccountToken: false',
  ),
  'mounted-secrets': technique(
    'medium',
    'T1552.007 MS-TA9025',
    'secrets are in the pod',
    'mount only what the container needs',
  ),
  'container-escape': technique(
    'critical',
    'T1611 MS-TA9013 MS-TA9018',
    'the pod has access to its node',
    'drop the privilege: no privileged containers, no host paths, no host namespaces',
  ),
  'host-network': technique('medium', 'T1611 MS-TA9018', "the pod is in the node's network", 'drop hostNetwork'),
  'service-account-identity': technique(
    'high',
    'T1528 MS-TA9016',
    'one of the service accounts',
    'give powerful service accounts a namespace of their own',
  ),
  'user-identity': technique('high', 'T1078', 'one of the users', 'limit impersonate by resourceNames'),
  'credential-secret': technique(
    'critical',
    'T1552.007 MS-TA9025',
    'secrets of kube-system hold credentials of the control plane',
    'keep the right to read secrets to single namespaces',
  ),
  'stored-token': technique(
    'high',
    'T1528 MS-TA9025',
    'a Secret holds a token of the service account',
    'delete token Secrets; request tokens that expire',
  ),
  'node-credentials': technique(
    'high',
    'T1528 MS-TA9016',
    'tokens and secrets of the pods that run on the node',
    'keep workloads with powerful service accounts on nodes of their own',
  ),
  'control-plane-node': technique(
    'critical',
    'T1552 T1611',
    "root on a control-plane node: the cluster's keys and etcd",
    'taint control-plane nodes and let no pod of others run there',
  ),
  'validating-webhook': technique(
    'high',
    'T1546 MS-TA9015',
    'sees every object at admission by a validating webhook, new Secrets with their contents, and may refuse any',
    'let only cluster administrators write ValidatingWebhookConfigurations',
  ),
} as const satisfies Readonly<Record<string, Technique>>;

export const TECHNIQUES = { ...CORE_TECHNIQUES, ...OBJECTIVE_TECHNIQUES };

export type TechniqueId = keyof typeof TECHNIQUES;
