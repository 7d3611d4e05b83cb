// What is compared: flaws, each in a manifest that has it and in the same manifest without. A tool finds a flaw when it
// says something of the first that it does not say of the second.
import {
  ACCOUNT,
  admissionPolicy,
  apiserver,
  around,
  BUDGET,
  binding,
  CONTEXT,
  deployment,
  encryption,
  kubelet,
  NAMESPACE,
  PLAIN_POLICY,
  POD_CONTEXT,
  POLICY,
  pair,
  policy,
  rbac,
  service,
  webhook,
  workload,
} from './comparison-manifests.mjs';

export const CASES = [
  workload('privileged', 'privileged container', {
    context: CONTEXT.replace('allowPrivilegeEscalation: false', 'privileged: true'),
  }),
  workload('host-pid', 'host PID namespace', { pod: 'hostPID: true' }),
  workload('docker-socket', "the container runtime's socket mounted", {
    pod: 'volumes: [{name: s, hostPath: {path: /var/run/docker.sock}}]',
  }),
  workload('host-path-etc', '/etc of the node mounted', { pod: 'volumes: [{name: s, hostPath: {path: /etc}}]' }),
  workload('sys-admin', 'capability SYS_ADMIN', {
    context: CONTEXT.replace('drop: [ALL]', 'drop: [ALL], add: [SYS_ADMIN]'),
  }),
  workload('bpf', 'capability BPF', { context: CONTEXT.replace('drop: [ALL]', 'drop: [ALL], add: [BPF]') }),
  workload('drop-lower-case', '`drop: [all]`, which Pod Security does not accept', {
    context: CONTEXT.replace('[ALL]', '[all]'),
  }),
  workload('root', 'runs as root', { podContext: POD_CONTEXT.replace('runAsNonRoot: true', 'runAsUser: 0') }),
  workload('non-root-and-uid-zero', '`runAsNonRoot` with user 0: never starts', {
    podContext: POD_CONTEXT.replace('runAsNonRoot: true', 'runAsNonRoot: true, runAsUser: 0'),
  }),
  workload('seccomp-unconfined', 'seccomp Unconfined', {
    podContext: POD_CONTEXT.replace('RuntimeDefault', 'Unconfined'),
  }),
  workload('seccomp-missing', 'no seccomp profile', { podContext: 'securityContext: {runAsNonRoot: true}' }),
  workload('apparmor-annotation', 'AppArmor only by the old annotation (1.35)', {
    annotations: 'container.apparmor.security.beta.kubernetes.io/web: unconfined',
  }),
  workload('proc-mount', 'unmasked /proc', { context: `${CONTEXT}, procMount: Unmasked` }),
  workload('sysctl', 'unsafe sysctl', {
    podContext: POD_CONTEXT.replace(
      'runAsNonRoot: true',
      'runAsNonRoot: true, sysctls: [{name: kernel.msgmax, value: "1"}]',
    ),
  }),
  pair(
    'host-port',
    'host port',
    around(deployment().replace('{containerPort: 8080}', '{containerPort: 8080, hostPort: 8080}')),
    around(deployment()),
  ),
  workload('host-probe', 'probe that makes the kubelet call another host', {
    probes:
      'readinessProbe: {httpGet: {path: /ready, port: 8080, host: 169.254.169.254}}\n        livenessProbe: {httpGet: {path: /live, port: 8080}}',
  }),
  workload('writable-root', 'writable root file system', {
    context: CONTEXT.replace('readOnlyRootFilesystem: true', 'readOnlyRootFilesystem: false'),
  }),
  workload('host-users-misplaced', '`hostUsers` where it is dropped silently', {
    podContext: POD_CONTEXT.replace('runAsNonRoot: true', 'runAsNonRoot: true, hostUsers: false'),
  }),
  workload('misspelt-field', 'misspelt `allowPrivilegeEscalation`', {
    context: CONTEXT.replace('allowPrivilegeEscalation', 'allowPriviledgeEscalation'),
  }),
  workload('duplicate-key', 'a key twice: the harmless one loses', {
    context: `privileged: false, ${CONTEXT}, privileged: true`,
  }),
  workload('without-effect', 'AppArmor settings of a Windows pod: refused', { pod: 'os: {name: windows}' }),
  workload('latest', 'tag latest', { image: 'registry.example/shop/web:latest' }),
  workload('no-digest', 'tag without digest', { image: 'registry.example/shop/web:1.4.2' }),
  workload('env-secret', 'a password in an environment variable', {
    container: 'env: [{name: DB_PASSWORD, value: hunter2-Zq81}]',
  }),
  workload('secret-env-from', 'a Secret as environment variable', {
    container: 'env: [{name: DB_PASSWORD, valueFrom: {secretKeyRef: {name: db, key: password}}}]',
  }),
  workload('token-mounted', 'token mounted though nothing needs it', {
    account: 'serviceAccountName: web\n      automountServiceAccountToken: true',
  }),
  workload('default-account', 'default service account with its token', { account: 'serviceAccountName: default' }),
  workload('no-memory-limit', 'no memory limit', {
    limits:
      'resources: {requests: {cpu: 100m, memory: 128Mi, ephemeral-storage: 64Mi}, limits: {cpu: 500m, ephemeral-storage: 128Mi}}',
  }),
  workload('no-probes', 'no probes', { probes: '# none' }),
  pair(
    'no-network-policy',
    'no NetworkPolicy selects the pods',
    NAMESPACE + ACCOUNT + deployment() + BUDGET,
    around(deployment()),
  ),
  pair(
    'no-disruption-budget',
    'no PodDisruptionBudget',
    NAMESPACE + ACCOUNT + deployment() + POLICY,
    around(deployment()),
  ),
  pair(
    'one-replica',
    'a single replica',
    around(deployment().replace('replicas: 3', 'replicas: 1')),
    around(deployment()),
  ),
  pair(
    'label-typo',
    'a misspelt Pod Security label',
    around(deployment()).replace(
      'pod-security.kubernetes.io/enforce: restricted',
      'pod-security.kubernetes.io/enforced: restricted',
    ),
    around(deployment()),
  ),
  pair(
    'refused-by-level',
    "pods that their namespace's own level refuses",
    around(deployment({ pod: 'hostIPC: true' })),
    around(deployment({ pod: 'hostIPC: false' })),
  ),
  pair(
    'removed-api',
    'an API that 1.35 does not serve',
    'apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata: {name: old}\nspec: {privileged: false, seLinux: {rule: RunAsAny}, runAsUser: {rule: RunAsAny}, fsGroup: {rule: RunAsAny}, supplementalGroups: {rule: RunAsAny}}\n',
    NAMESPACE,
  ),
  pair(
    'selector-mismatch',
    'a selector that matches no pod of its own template',
    around(deployment()).replace(
      'selector: {matchLabels: {app: web}}\n  template',
      'selector: {matchLabels: {app: wep}}\n  template',
    ),
    around(deployment()),
  ),
  rbac('wildcard', 'a role for everything', '- {apiGroups: ["*"], resources: ["*"], verbs: ["*"]}'),
  rbac('secrets', 'reads every Secret', '- {apiGroups: [""], resources: [secrets], verbs: [get, list]}'),
  rbac('exec', 'exec into every pod', '- {apiGroups: [""], resources: [pods/exec], verbs: [create]}'),
  rbac('create-pods', 'creates pods everywhere', '- {apiGroups: [""], resources: [pods], verbs: [create]}'),
  rbac('node-proxy', 'nodes/proxy', '- {apiGroups: [""], resources: [nodes/proxy], verbs: [get]}'),
  rbac(
    'escalate',
    'escalate on roles',
    '- {apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], verbs: [escalate, update]}',
  ),
  rbac(
    'bind',
    'bind on roles',
    '- {apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], verbs: [bind]}\n- {apiGroups: [rbac.authorization.k8s.io], resources: [clusterrolebindings], verbs: [create]}',
  ),
  rbac('impersonate', 'impersonation', '- {apiGroups: [""], resources: [users, groups], verbs: [impersonate]}'),
  rbac(
    'constrained-impersonation',
    'constrained impersonation (1.35)',
    '- {apiGroups: [authentication.k8s.io], resources: [users], verbs: ["impersonate:user-info"]}\n- {apiGroups: [""], resources: [secrets], verbs: ["impersonate-on:user-info:get"]}',
  ),
  rbac(
    'token-request',
    'tokens for every service account',
    '- {apiGroups: [""], resources: [serviceaccounts/token], verbs: [create]}',
  ),
  rbac(
    'approve-csr',
    'approves certificates',
    '- {apiGroups: [certificates.k8s.io], resources: [certificatesigningrequests/approval], verbs: [update]}\n- {apiGroups: [certificates.k8s.io], resources: [signers], verbs: [approve]}',
  ),
  rbac(
    'webhooks',
    'writes admission webhooks',
    '- {apiGroups: [admissionregistration.k8s.io], resources: [mutatingwebhookconfigurations], verbs: [create, patch]}',
  ),
  rbac(
    'list-by-name',
    '`list` limited by resourceNames: lists nothing',
    '- {apiGroups: [""], resources: [configmaps], verbs: [get, list], resourceNames: [settings]}',
  ),
  pair(
    'cluster-admin',
    'cluster-admin for the default service account',
    binding('cluster-admin', '{kind: ServiceAccount, name: default, namespace: shop}'),
    binding('view', '{kind: ServiceAccount, name: agent, namespace: shop}'),
  ),
  pair(
    'anonymous',
    'rights for the anonymous user',
    binding('view', '{kind: User, apiGroup: rbac.authorization.k8s.io, name: "system:anonymous"}'),
    binding('view', '{kind: User, apiGroup: rbac.authorization.k8s.io, name: ann}'),
  ),
  pair(
    'authenticated',
    'rights for everybody who has an account',
    binding('edit', '{kind: Group, apiGroup: rbac.authorization.k8s.io, name: "system:authenticated"}'),
    binding('edit', '{kind: Group, apiGroup: rbac.authorization.k8s.io, name: "team:shop"}'),
  ),
  pair(
    'policy-port-range',
    'a port range as a string: refused',
    policy('  podSelector: {matchLabels: {app: web}}\n  ingress: [{ports: [{port: 8000-8100}]}]'),
    PLAIN_POLICY,
  ),
  pair(
    'policy-except',
    '`except` outside of its cidr: refused',
    policy(
      '  podSelector: {matchLabels: {app: web}}\n  egress: [{to: [{ipBlock: {cidr: 10.0.0.0/16, except: [10.1.0.0/24]}}]}]\n  policyTypes: [Egress]',
    ),
    policy(
      '  podSelector: {matchLabels: {app: web}}\n  egress: [{to: [{ipBlock: {cidr: 10.0.0.0/16, except: [10.0.1.0/24]}}]}]\n  policyTypes: [Egress]',
    ),
  ),
  pair(
    'policy-everybody',
    'a rule without `from`: everybody',
    policy('  podSelector: {matchLabels: {app: web}}\n  ingress: [{}]'),
    PLAIN_POLICY,
  ),
  pair(
    'policy-metadata',
    "egress to everywhere, the cloud's credentials included",
    policy(
      '  podSelector: {matchLabels: {app: web}}\n  policyTypes: [Egress]\n  egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0}}]}]',
    ),
    policy(
      '  podSelector: {matchLabels: {app: web}}\n  policyTypes: [Egress]\n  egress: [{to: [{ipBlock: {cidr: 203.0.113.0/24}}]}]',
    ),
  ),
  pair(
    'policy-dns',
    'egress isolation that forgets DNS',
    around(deployment()).replace(
      /  egress:\n.*\n/,
      '  egress: [{to: [{podSelector: {matchLabels: {app: db}}}], ports: [{port: 5432}]}]\n',
    ),
    around(deployment()),
  ),
  pair(
    'policy-selects-nothing',
    'a policy that selects no pod',
    policy('  podSelector: {matchLabels: {app: wep}}\n  ingress: []'),
    PLAIN_POLICY,
  ),
  pair(
    'external-ips',
    'a Service that takes over addresses (externalIPs)',
    service('  externalIPs: [198.51.100.7]\n'),
    service(''),
  ),
  pair(
    'load-balancer',
    'a LoadBalancer open to everybody',
    service('  type: LoadBalancer\n'),
    service('  type: LoadBalancer\n  loadBalancerSourceRanges: [203.0.113.0/24]\n'),
  ),
  pair(
    'dangling-service',
    'a Service that selects no pod',
    service('').replace('selector: {app: web}\n  ports', 'selector: {app: wep}\n  ports'),
    service(''),
  ),
  pair(
    'config-map-secret',
    'a private key in a ConfigMap',
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, namespace: shop}\ndata:\n  tls.key: |\n    -----BEGIN PRIVATE KEY-----\n    MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj\n    -----END PRIVATE KEY-----\n',
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, namespace: shop}\ndata: {level: info}\n',
  ),
  pair(
    'token-secret',
    'a service account token that never expires',
    `${ACCOUNT}apiVersion: v1\nkind: Secret\nmetadata: {name: web-token, namespace: shop, annotations: {kubernetes.io/service-account.name: web}}\ntype: kubernetes.io/service-account-token\n`,
    ACCOUNT.replace('---\n', ''),
  ),
  pair('webhook-ignore', 'a security webhook that fails open', webhook('Ignore'), webhook('Fail')),
  pair('policy-unbound', 'an admission policy without binding', admissionPolicy(false), admissionPolicy(true)),
  pair(
    'csi-tokens',
    'CSI driver whose tokens end up in logs',
    'apiVersion: storage.k8s.io/v1\nkind: CSIDriver\nmetadata: {name: csi.example}\nspec: {attachRequired: false, tokenRequests: [{audience: vault}]}\n',
    'apiVersion: storage.k8s.io/v1\nkind: CSIDriver\nmetadata: {name: csi.example}\nspec: {attachRequired: false, tokenRequests: [{audience: vault}], serviceAccountTokenInSecrets: true}\n',
  ),
  pair(
    'apiserver-always-allow',
    'API server: AlwaysAllow',
    apiserver([]).replace('Node,RBAC', 'AlwaysAllow'),
    apiserver([]),
  ),
  pair(
    'apiserver-token-file',
    'API server: static tokens',
    apiserver(['--token-auth-file=/etc/kubernetes/tokens.csv']),
    apiserver([]),
  ),
  pair(
    'apiserver-plugin-off',
    'API server: PodSecurity switched off',
    apiserver(['--disable-admission-plugins=PodSecurity']),
    apiserver([]),
  ),
  pair(
    'kubelet-anonymous',
    'kubelet: anonymous access',
    kubelet('').replace('anonymous: {enabled: false}', 'anonymous: {enabled: true}'),
    kubelet(''),
  ),
  pair(
    'kubelet-never-verify',
    'kubelet: image credentials never verified',
    kubelet('imagePullCredentialsVerificationPolicy: NeverVerify'),
    kubelet('imagePullCredentialsVerificationPolicy: AlwaysVerify'),
  ),
  pair(
    'kubelet-misspelt',
    'kubelet: misspelt field',
    kubelet('protectKernelDefault: true'),
    kubelet('protectKernelDefaults: true'),
  ),
  pair(
    'encryption-identity',
    'encryption at rest that does not encrypt',
    encryption('{identity: {}}, {kms: {apiVersion: v2, name: k, endpoint: "unix:///run/kms.sock"}}'),
    encryption('{kms: {apiVersion: v2, name: k, endpoint: "unix:///run/kms.sock"}}, {identity: {}}'),
  ),
  pair(
    'component-cve',
    'a component version with a known CVE',
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ingress-nginx-controller, namespace: ingress-nginx}\nspec:\n  selector: {matchLabels: {app: c}}\n  template:\n    metadata: {labels: {app: c}}\n    spec:\n      containers: [{name: controller, image: "registry.k8s.io/ingress-nginx/controller:v1.11.2"}]\n',
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ingress-nginx-controller, namespace: ingress-nginx}\nspec:\n  selector: {matchLabels: {app: c}}\n  template:\n    metadata: {labels: {app: c}}\n    spec:\n      containers: [{name: controller, image: "registry.k8s.io/ingress-nginx/controller:v1.99.0"}]\n',
  ),
];
