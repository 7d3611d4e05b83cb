/** Objects of components for cases, with what each needs so that only the rule in question speaks. Test data. */

const PKI = '/etc/kubernetes/pki';

/** A static pod of a component; flags that are given again replace those of the base. */
function staticPod(
  name: string,
  base: readonly string[],
  flags: readonly string[],
  without: readonly string[],
): string {
  const nameOf = (flag: string): string => flag.split('=')[0] ?? '';
  const given = new Set([...flags.map(nameOf), ...without]);
  const words = [name, ...base.filter((flag) => !given.has(nameOf(flag))), ...flags];
  return `apiVersion: v1
kind: Pod
metadata: {name: ${name}, namespace: kube-system}
spec:
  containers:
  - name: ${name}
    image: registry.k8s.io/${name}:v1.35.0
    command:
${words.map((word) => `    - ${JSON.stringify(word)}`).join('\n')}
`;
}

const API_SERVER = [
  '--authorization-mode=Node,RBAC',
  '--anonymous-auth=false',
  '--audit-log-maxage=30',
  '--audit-log-maxbackup=10',
  '--audit-log-maxsize=100',
  '--audit-log-path=/var/log/audit.log',
  '--audit-policy-file=/etc/kubernetes/audit.yaml',
  `--client-ca-file=${PKI}/ca.crt`,
  '--enable-admission-plugins=NodeRestriction,EventRateLimit',
  '--encryption-provider-config=/etc/kubernetes/encryption.yaml',
  `--etcd-cafile=${PKI}/etcd/ca.crt`,
  `--etcd-certfile=${PKI}/apiserver-etcd-client.crt`,
  `--etcd-keyfile=${PKI}/apiserver-etcd-client.key`,
  '--etcd-servers=https://127.0.0.1:2379',
  `--kubelet-certificate-authority=${PKI}/ca.crt`,
  `--kubelet-client-certificate=${PKI}/apiserver-kubelet-client.crt`,
  `--kubelet-client-key=${PKI}/apiserver-kubelet-client.key`,
  '--profiling=false',
  '--requestheader-allowed-names=front-proxy-client',
  `--requestheader-client-ca-file=${PKI}/front-proxy-ca.crt`,
  `--proxy-client-cert-file=${PKI}/front-proxy-client.crt`,
  `--proxy-client-key-file=${PKI}/front-proxy-client.key`,
  '--service-account-extend-token-expiration=false',
  '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
  `--service-account-key-file=${PKI}/sa.pub`,
  '--service-account-max-token-expiration=24h',
  `--service-account-signing-key-file=${PKI}/sa.key`,
  `--tls-cert-file=${PKI}/apiserver.crt`,
  `--tls-private-key-file=${PKI}/apiserver.key`,
];

/** A hardened API server; with other flags, and without some. */
export const apiServer = (flags: readonly string[] = [], without: readonly string[] = []): string =>
  staticPod('kube-apiserver', API_SERVER, flags, without);

const CONTROLLER_MANAGER = [
  '--bind-address=127.0.0.1',
  '--profiling=false',
  `--root-ca-file=${PKI}/ca.crt`,
  `--service-account-private-key-file=${PKI}/sa.key`,
  '--use-service-account-credentials=true',
];

export const controllerManager = (flags: readonly string[] = [], without: readonly string[] = []): string =>
  staticPod('kube-controller-manager', CONTROLLER_MANAGER, flags, without);

const ETCD = [
  `--cert-file=${PKI}/etcd/server.crt`,
  '--client-cert-auth=true',
  `--key-file=${PKI}/etcd/server.key`,
  '--listen-client-urls=https://127.0.0.1:2379',
  `--peer-cert-file=${PKI}/etcd/peer.crt`,
  '--peer-client-cert-auth=true',
  `--peer-key-file=${PKI}/etcd/peer.key`,
  `--peer-trusted-ca-file=${PKI}/etcd/ca.crt`,
  `--trusted-ca-file=${PKI}/etcd/ca.crt`,
];

export const etcd = (flags: readonly string[] = [], without: readonly string[] = []): string =>
  staticPod('etcd', ETCD, flags, without);

/** A hardened kubelet; fields that are given again replace those of the base. */
export function kubelet(fields: Readonly<Record<string, unknown>> = {}): string {
  const base = {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    authentication: { x509: { clientCAFile: `${PKI}/ca.crt` } },
    podPidsLimit: 4096,
    protectKernelDefaults: true,
    rotateCertificates: true,
    seccompDefault: true,
    serverTLSBootstrap: true,
  };
  return `${JSON.stringify({ ...base, ...fields }, null, 2)}\n`;
}

/** A configuration file of the API server. */
export const file = (apiVersion: string, kind: string, text: string): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\n${text}`;
