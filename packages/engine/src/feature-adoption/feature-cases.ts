/** Small inputs for each feature, and what must be said of them. Test data. */

export interface Answer {
  readonly uses?: readonly string[];
  readonly inVain?: readonly string[];
  readonly couldUse?: readonly string[];
  readonly blocked?: readonly string[];
  readonly breaks?: readonly string[];
}

export const pod = (spec: string, name = 'a', metadata = ''): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: n${metadata}}\nspec: {${spec}}\n---\n`;
const C = 'containers: [{name: c, image: "r.example/i:1"}]';
const server = (...flags: readonly string[]): string =>
  pod(`containers: [{name: c, command: [kube-apiserver, ${flags.map((flag) => JSON.stringify(flag)).join(', ')}]}]`);
export const kubelet = (fields: string): string =>
  `apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n${fields}\n---\n`;
const file = (apiVersion: string, kind: string, fields: string, name = ''): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: "${name}", namespace: n}\n${fields}\n---\n`;
export const clusterRole = (rule: string): string =>
  file('rbac.authorization.k8s.io/v1', 'ClusterRole', `rules: [{${rule}}]`, 'r');

const PROVIDERS = (attributes: string): string =>
  file(
    'kubelet.config.k8s.io/v1',
    'CredentialProviderConfig',
    `providers: [{name: p, apiVersion: credentialprovider.kubelet.k8s.io/v1, matchImages: [x.example]${attributes}}]`,
  );
const TOKEN = ', tokenAttributes: {serviceAccountTokenAudience: aud, requireServiceAccount: true, cacheType: Token}';
const PULL_SECRET = file('v1', 'Secret', 'type: kubernetes.io/dockerconfigjson', 's');
const DRIVER = (fields: string): string => file('storage.k8s.io/v1', 'CSIDriver', `spec: {${fields}}`, 'd');
const ANONYMOUS = (fields: string): string => file('apiserver.config.k8s.io/v1', 'AuthenticationConfiguration', fields);
const MAP = (version: string): string =>
  file(`admissionregistration.k8s.io/${version}`, 'MutatingAdmissionPolicy', 'spec: {}', 'p') +
  file(`admissionregistration.k8s.io/${version}`, 'MutatingAdmissionPolicyBinding', 'spec: {policyName: p}', 'b');
const WEBHOOK = file(
  'admissionregistration.k8s.io/v1',
  'MutatingWebhookConfiguration',
  'webhooks: [{name: w.x.io}]',
  'w',
);
const PROJECTED = (source: string): string => pod(`${C}, volumes: [{name: v, projected: {sources: [{${source}}]}}]`);

const SECRET_TOKEN = `apiVersion: v1
kind: Secret
metadata: {name: s, namespace: n, annotations: {kubernetes.io/service-account.name: x}}
type: kubernetes.io/service-account-token
---
`;

/** KEP, what is asked, the input, the version, the answer, feature gates. */
export type FeatureCase = readonly [
  kep: number,
  what: string,
  yaml: string,
  version: string,
  expected: Answer,
  gates?: string,
];

export const FEATURE_CASES: readonly FeatureCase[] = [
  [127, 'used', pod(`hostUsers: false, ${C}`), '1.36', { uses: ['Pod a spec.hostUsers'] }],
  [127, 'dropped', pod(`hostUsers: false, ${C}`), '1.32', { inVain: ['Pod a spec.hostUsers'] }],
  [127, 'possible', pod(C), '1.32', { couldUse: ['Pod a spec.hostUsers'] }],
  [127, 'in the way', pod(`hostPID: true, ${C}`), '1.36', { blocked: ['Pod a spec.hostPID'] }],
  [127, 'set to true', pod(`hostUsers: true, ${C}`), '1.36', { blocked: ['Pod a spec.hostUsers'] }],
  [
    127,
    'a file system without idmapped mounts',
    pod(`hostUsers: false, ${C}, volumes: [{name: v, nfs: {server: s, path: /p}}]`),
    '1.36',
    { uses: ['Pod a spec.hostUsers'], breaks: ['Pod a spec.volumes[0]'] },
  ],
  [5607, 'not about other pods', pod(C), '1.36', {}],
  [5607, 'possible', pod(`hostNetwork: true, ${C}`), '1.30', { couldUse: ['Pod a spec.hostUsers'] }],
  [
    5607,
    'refused',
    pod(`hostNetwork: true, hostUsers: false, ${C}`),
    '1.35',
    { inVain: ['Pod a spec.hostUsers'], breaks: ['Pod a spec.hostNetwork'] },
  ],
  [
    4317,
    'used',
    PROJECTED('podCertificate: {signerName: x.example/s, keyType: ED25519}'),
    '1.35',
    { uses: ['Pod a spec.volumes[0].projected.sources[0].podCertificate'] },
    'PodCertificateRequest=true',
  ],
  [
    4317,
    'dropped',
    PROJECTED('podCertificate: {signerName: x.example/s, keyType: ED25519}'),
    '1.36',
    { inVain: ['Pod a spec.volumes[0].projected.sources[0].podCertificate'] },
  ],
  [
    4317,
    'a key in a Secret',
    pod(`${C}, volumes: [{name: v, secret: {secretName: s}}]`) + file('v1', 'Secret', 'type: kubernetes.io/tls', 's'),
    '1.36',
    { couldUse: ['Pod a spec.volumes[0].secret'] },
  ],
  [
    4317,
    'a server without what it needs',
    server('--authorization-mode=RBAC'),
    '1.36',
    { breaks: ['Pod a spec.containers[0].command', 'Pod a spec.containers[0].command[1]'] },
  ],
  [
    2535,
    'of one tenant',
    pod(`imagePullSecrets: [{name: s}], ${C}`),
    '1.36',
    { couldUse: ['Pod a spec.containers[0].image'] },
  ],
  [2535, 'nobody has a secret', pod(C) + pod(C, 'b'), '1.36', {}],
  [
    2535,
    'of two',
    pod(`imagePullSecrets: [{name: s}], ${C}`) + pod(C, 'b'),
    '1.34',
    { couldUse: ['Pod a spec.containers[0].image'], breaks: ['Pod b spec.containers[0].image'] },
  ],
  [
    2535,
    'a kubelet that verifies',
    kubelet('imagePullCredentialsVerificationPolicy: AlwaysVerify'),
    '1.36',
    { uses: ['KubeletConfiguration imagePullCredentialsVerificationPolicy'] },
  ],
  [
    2535,
    'a kubelet that does not know it',
    kubelet('imagePullCredentialsVerificationPolicy: AlwaysVerify'),
    '1.34',
    {
      inVain: ['KubeletConfiguration imagePullCredentialsVerificationPolicy'],
      couldUse: ['KubeletConfiguration imagePullCredentialsVerificationPolicy'],
      breaks: ['KubeletConfiguration imagePullCredentialsVerificationPolicy'],
    },
  ],
  [
    4412,
    'used, granted',
    PROVIDERS(TOKEN) +
      clusterRole('apiGroups: [""], resources: [aud], verbs: [request-serviceaccounts-token-audience]'),
    '1.35',
    { uses: ['CredentialProviderConfig providers[0].tokenAttributes'] },
  ],
  [
    4412,
    'used, not granted',
    PROVIDERS(TOKEN),
    '1.35',
    {
      uses: ['CredentialProviderConfig providers[0].tokenAttributes'],
      breaks: ['CredentialProviderConfig providers[0].tokenAttributes.serviceAccountTokenAudience'],
    },
  ],
  [
    4412,
    'without cacheType',
    PROVIDERS(', tokenAttributes: {requireServiceAccount: true}'),
    '1.34',
    {
      uses: ['CredentialProviderConfig providers[0].tokenAttributes'],
      breaks: ['CredentialProviderConfig providers[0].tokenAttributes.cacheType'],
    },
  ],
  [
    4412,
    'possible',
    PROVIDERS('') + PULL_SECRET,
    '1.36',
    { couldUse: ['CredentialProviderConfig providers[0].tokenAttributes', 'Secret s type'] },
  ],
  [
    4872,
    'possible',
    server('--kubelet-certificate-authority=ca'),
    '1.36',
    { couldUse: ['Pod a spec.containers[0].command[1]'] },
  ],
  [4872, 'nothing to check', server('--x=y'), '1.36', { blocked: ['Pod a spec.containers[0].command'] }],
  [
    4872,
    'a flag of the future',
    server('--enable-kubelet-cert-cn-validation'),
    '1.36',
    { inVain: ['Pod a spec.containers[0].command[1]'], breaks: ['Pod a spec.containers[0].command[1]'] },
  ],
  [
    4872,
    'self-signed',
    kubelet('serverTLSBootstrap: false'),
    '1.36',
    { breaks: ['KubeletConfiguration serverTLSBootstrap'] },
  ],
  [4872, 'signed', kubelet('serverTLSBootstrap: true'), '1.36', {}],
  [
    5284,
    'used',
    clusterRole('apiGroups: [authentication.k8s.io], resources: [users], verbs: ["impersonate:user-info"]'),
    '1.36',
    { uses: ['ClusterRole r rules[0]'] },
  ],
  [
    5284,
    'possible',
    clusterRole('apiGroups: [""], resources: [users], verbs: [impersonate]'),
    '1.35',
    { couldUse: ['ClusterRole r rules[0]'] },
  ],
  [
    5284,
    'not about other resources',
    clusterRole('apiGroups: [""], resources: [pods], verbs: [impersonate]'),
    '1.36',
    {},
  ],
  [
    5538,
    'used',
    DRIVER('tokenRequests: [{audience: a}], serviceAccountTokenInSecrets: true'),
    '1.35',
    {
      uses: ['CSIDriver d spec.serviceAccountTokenInSecrets'],
      breaks: ['CSIDriver d spec.serviceAccountTokenInSecrets'],
    },
  ],
  [
    5538,
    'dropped',
    DRIVER('tokenRequests: [{audience: a}], serviceAccountTokenInSecrets: true'),
    '1.34',
    {
      inVain: ['CSIDriver d spec.serviceAccountTokenInSecrets'],
      breaks: ['CSIDriver d spec.serviceAccountTokenInSecrets'],
    },
  ],
  [
    5538,
    'possible',
    DRIVER('tokenRequests: [{audience: a}]'),
    '1.35',
    { couldUse: ['CSIDriver d spec.serviceAccountTokenInSecrets'] },
  ],
  [5538, 'no tokens', DRIVER('attachRequired: false'), '1.35', {}],
  [
    24,
    'by annotation',
    pod(C, 'a', ', annotations: {container.apparmor.security.beta.kubernetes.io/c: runtime/default}'),
    '1.29',
    { uses: ['Pod a metadata.annotations[container.apparmor.security.beta.kubernetes.io/c]'] },
  ],
  [
    24,
    'by field',
    pod(`securityContext: {appArmorProfile: {type: RuntimeDefault}}, ${C}`),
    '1.30',
    { uses: ['Pod a spec.securityContext.appArmorProfile'] },
  ],
  [24, 'unconfined', pod(`securityContext: {appArmorProfile: {type: Unconfined}}, ${C}`), '1.30', {}],
  [24, 'possible', pod(C), '1.36', { couldUse: ['Pod a spec.securityContext.appArmorProfile'] }],
  [2413, 'used', kubelet('seccompDefault: true'), '1.27', { uses: ['KubeletConfiguration seccompDefault'] }],
  [2413, 'possible', pod(C), '1.36', { couldUse: ['Pod a spec.securityContext.seccompProfile'] }],
  [2413, 'has one', pod(`securityContext: {seccompProfile: {type: Unconfined}}, ${C}`), '1.36', {}],
  [
    2413,
    'breaks',
    pod('hostUsers: false, containers: [{name: c, image: i, securityContext: {procMount: Unmasked}}]'),
    '1.36',
    {
      couldUse: ['Pod a spec.securityContext.seccompProfile'],
      breaks: ['Pod a spec.containers[0].securityContext.procMount'],
    },
  ],
  [
    4633,
    'used',
    ANONYMOUS('anonymous: {enabled: true, conditions: [{path: /livez}]}'),
    '1.34',
    { uses: ['AuthenticationConfiguration anonymous'] },
  ],
  [
    4633,
    'everywhere',
    ANONYMOUS('anonymous: {enabled: true}'),
    '1.34',
    { couldUse: ['AuthenticationConfiguration anonymous.conditions'] },
  ],
  [4633, 'possible', server('--profiling=false'), '1.34', { couldUse: ['Pod a spec.containers[0].command'] }],
  [4633, 'off', server('--anonymous-auth=false'), '1.34', {}],
  [
    4633,
    'a binding',
    file(
      'rbac.authorization.k8s.io/v1',
      'RoleBinding',
      'roleRef: {kind: Role, name: r}\nsubjects: [{kind: User, name: "system:anonymous"}]',
      'b',
    ),
    '1.34',
    { breaks: ['RoleBinding b subjects[0]'] },
  ],
  [
    4193,
    'used',
    PROJECTED('serviceAccountToken: {audience: vault, path: t}'),
    '1.36',
    { uses: ['Pod a spec.volumes[0].projected.sources[0].serviceAccountToken'] },
  ],
  [
    4193,
    'a token without an end',
    SECRET_TOKEN + file('v1', 'ServiceAccount', 'secrets: [{name: s}]', 'x'),
    '1.30',
    { couldUse: ['Secret s type'], breaks: ['Secret s'] },
  ],
  [
    740,
    'possible',
    server('--service-account-signing-key-file=k'),
    '1.36',
    { couldUse: ['Pod a spec.containers[0].command[1]'] },
  ],
  [
    740,
    'used',
    server('--service-account-signing-endpoint=/s'),
    '1.34',
    { uses: ['Pod a spec.containers[0].command[1]'] },
  ],
  [
    740,
    'too early, and twice',
    server('--service-account-signing-endpoint=/s', '--service-account-key-file=k'),
    '1.33',
    {
      inVain: ['Pod a spec.containers[0].command[1]'],
      breaks: ['Pod a spec.containers[0].command[1]', 'Pod a spec.containers[0].command[2]'],
    },
  ],
  [
    4601,
    'a borrowed credential',
    pod(`${C}, volumes: [{name: v, hostPath: {path: /var/lib/kubelet/pki}}]`),
    '1.32',
    { breaks: ['Pod a spec.volumes[0].hostPath.path'] },
  ],
  [4601, 'another path', pod(`${C}, volumes: [{name: v, hostPath: {path: /var/lib/kubelet/pods}}]`), '1.32', {}],
  [
    4601,
    'a webhook',
    server('--authorization-mode=Node,Webhook'),
    '1.32',
    { couldUse: ['Pod a spec.containers[0].command[1]'], breaks: ['Pod a spec.containers[0].command[1]'] },
  ],
  [3962, 'used', MAP('v1'), '1.36', { uses: ['MutatingAdmissionPolicy p'] }],
  [
    3962,
    'too early',
    MAP('v1'),
    '1.35',
    { inVain: ['MutatingAdmissionPolicy p'], breaks: ['MutatingAdmissionPolicy p apiVersion'] },
  ],
  [3962, 'possible', WEBHOOK, '1.36', { couldUse: ['MutatingWebhookConfiguration w webhooks[0]'] }],
  [
    2258,
    'used',
    kubelet('enableSystemLogQuery: true'),
    '1.36',
    { uses: ['KubeletConfiguration enableSystemLogQuery'] },
  ],
  [
    2258,
    'without the gate',
    kubelet('enableSystemLogQuery: true'),
    '1.35',
    {
      inVain: ['KubeletConfiguration enableSystemLogQuery'],
      breaks: ['KubeletConfiguration enableSystemLogQuery'],
    },
  ],
  [
    2258,
    'with its own gate',
    kubelet('enableSystemLogQuery: true\nfeatureGates: {NodeLogQuery: true}'),
    '1.30',
    { uses: ['KubeletConfiguration enableSystemLogQuery'] },
  ],
  [
    2258,
    'readers',
    clusterRole('apiGroups: [""], resources: [nodes/proxy], verbs: [get]'),
    '1.36',
    { couldUse: ['ClusterRole r rules[0]'] },
  ],
  [3325, 'used', file('authentication.k8s.io/v1', 'SelfSubjectReview', ''), '1.28', { uses: ['SelfSubjectReview'] }],
  [
    3203,
    'a version',
    file('v1', 'Node', 'status: {nodeInfo: {kubeletVersion: v1.30.1}}', 'n'),
    '1.36',
    { couldUse: ['Node n status.nodeInfo.kubeletVersion'] },
  ],
];
