// The manifests that the comparison starts from: nobody should have anything against them.
export const POD_CONTEXT = 'securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}';
export const CONTEXT = 'allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}';
export const DIGEST = 'sha256:0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0';

/** A deployment that nobody has anything against, with room for what a case is about. */
export const deployment = ({
  kind = 'Deployment',
  api = 'apps/v1',
  annotations = '',
  pod = '',
  podContext = POD_CONTEXT,
  account = 'serviceAccountName: web\n      automountServiceAccountToken: false',
  image = `registry.example/shop/web:1.4.2@${DIGEST}`,
  context = CONTEXT,
  container = '',
  limits = 'resources: {requests: {cpu: 100m, memory: 128Mi, ephemeral-storage: 64Mi}, limits: {cpu: 500m, memory: 256Mi, ephemeral-storage: 128Mi}}',
  probes = 'readinessProbe: {httpGet: {path: /ready, port: 8080}}\n        livenessProbe: {httpGet: {path: /live, port: 8080}}',
} = {}) => `apiVersion: ${api}
kind: ${kind}
metadata:
  name: web
  namespace: shop
  labels: {app.kubernetes.io/name: web}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata:
      labels: {app: web}${annotations === '' ? '' : `\n      annotations: {${annotations}}`}
    spec:
      ${account}
      ${podContext}
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
          - {labelSelector: {matchLabels: {app: web}}, topologyKey: kubernetes.io/hostname}${pod === '' ? '' : `\n      ${pod}`}
      containers:
      - name: web
        image: ${image}
        imagePullPolicy: Always
        securityContext: {${context}}
        ports: [{containerPort: 8080}]
        ${limits}
        ${probes}${container === '' ? '' : `\n        ${container}`}
`;

export const ACCOUNT = `apiVersion: v1
kind: ServiceAccount
metadata: {name: web, namespace: shop}
automountServiceAccountToken: false
---
`;
export const BUDGET = `---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web, namespace: shop}
spec: {maxUnavailable: 1, unhealthyPodEvictionPolicy: AlwaysAllow, selector: {matchLabels: {app: web}}}
`;
export const POLICY = `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec:
  podSelector: {matchLabels: {app: web}}
  policyTypes: [Ingress, Egress]
  ingress: [{from: [{podSelector: {matchLabels: {app: gateway}}}], ports: [{port: 8080}]}]
  egress:
  - {to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}}], ports: [{port: 53, protocol: UDP}, {port: 53}]}
`;
export const NAMESPACE = `apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels: {pod-security.kubernetes.io/enforce: restricted, pod-security.kubernetes.io/enforce-version: v1.35}
---
`;
/** Everything around the deployment that a good one has. */
export const around = (text) => NAMESPACE + ACCOUNT + text + BUDGET + POLICY;

export const workload = (name, title, changes, more = '') => ({
  name,
  title,
  flawed: around(deployment(changes)) + more,
  fixed: around(deployment()) + more,
});
export const pair = (name, title, flawed, fixed) => ({ name, title, flawed, fixed });

export const role = (rules, kind = 'ClusterRole') => `apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata: {name: agent${kind === 'Role' ? ', namespace: shop' : ''}}
rules:
${rules}
`;
export const bound = (rules) => `${role(rules)}---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: agent}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: agent}
subjects: [{kind: ServiceAccount, name: agent, namespace: shop}]
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: agent, namespace: shop}
`;
export const HARMLESS = '- {apiGroups: [""], resources: [configmaps], verbs: [get], resourceNames: [settings]}';
export const rbac = (name, title, rule) => pair(name, title, bound(rule), bound(HARMLESS));

export const binding = (roleName, subject) => `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: agent}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ${roleName}}
subjects: [${subject}]
`;
export const policy = (spec) => `${around(deployment())}---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: more, namespace: shop}
spec:
${spec}
`;
export const PLAIN_POLICY = policy(
  '  podSelector: {matchLabels: {app: web}}\n  ingress: [{from: [{podSelector: {matchLabels: {app: job}}}], ports: [{port: 8080}]}]',
);

export const apiserver = (flags) => `apiVersion: v1
kind: Pod
metadata: {name: kube-apiserver-node-1, namespace: kube-system, labels: {component: kube-apiserver, tier: control-plane}}
spec:
  hostNetwork: true
  priorityClassName: system-node-critical
  containers:
  - name: kube-apiserver
    image: registry.k8s.io/kube-apiserver:v1.35.4
    command:
    - kube-apiserver
    - --authorization-mode=Node,RBAC
    - --enable-admission-plugins=NodeRestriction
    - --client-ca-file=/etc/kubernetes/pki/ca.crt
    - --etcd-servers=https://127.0.0.1:2379
    - --tls-cert-file=/etc/kubernetes/pki/apiserver.crt
    - --tls-private-key-file=/etc/kubernetes/pki/apiserver.key
${flags.map((flag) => `    - ${flag}\n`).join('')}`;
export const kubelet = (fields) => `apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: /etc/kubernetes/pki/ca.crt}}
authorization: {mode: Webhook}
rotateCertificates: true
serverTLSBootstrap: true
${fields}
`;
export const encryption = (providers) => `apiVersion: apiserver.config.k8s.io/v1
kind: EncryptionConfiguration
resources:
- resources: [secrets]
  providers: [${providers}]
`;
export const webhook = (failurePolicy) => `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: guard}
webhooks:
- name: pods.guard.example
  admissionReviewVersions: [v1]
  sideEffects: None
  timeoutSeconds: 5
  failurePolicy: ${failurePolicy}
  clientConfig: {service: {name: guard, namespace: guard, path: /pods}, caBundle: LS0tLS1CRUdJTg==}
  rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [pods, pods/ephemeralcontainers]}]
  namespaceSelector: {matchExpressions: [{key: kubernetes.io/metadata.name, operator: NotIn, values: [guard, kube-system]}]}
`;
export const admissionPolicy = (isBound) => `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: replicas}
spec:
  failurePolicy: Fail
  matchConstraints: {resourceRules: [{apiGroups: [apps], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [deployments]}]}
  validations: [{expression: object.spec.replicas <= 10}]
${isBound ? '---\napiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicyBinding\nmetadata: {name: replicas}\nspec: {policyName: replicas, validationActions: [Deny]}\n' : ''}`;
export const service = (spec) => `${around(deployment())}---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  selector: {app: web}
  ports: [{port: 80, targetPort: 8080}]
${spec}`;

/** A workload that nobody should complain of. */
export const CLEAN = around(deployment());
