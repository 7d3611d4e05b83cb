/**
 * The flags that kubeadm gives the components, under those that its configuration adds.
 *
 * Source: k8s.io/kubernetes/cmd/kubeadm/app/phases/{controlplane,etcd,kubelet}.
 */
import { type Flag, FlagSet } from './command-line/flag-set.js';
import { isMap, itemsOf, type PlainMap, textOf, valueAt } from './plain-value.js';

const PKI = '/etc/kubernetes/pki';

const API_SERVER: Readonly<Record<string, string>> = {
  'allow-privileged': 'true',
  'authorization-mode': 'Node,RBAC',
  'client-ca-file': `${PKI}/ca.crt`,
  'enable-admission-plugins': 'NodeRestriction',
  'enable-bootstrap-token-auth': 'true',
  'etcd-cafile': `${PKI}/etcd/ca.crt`,
  'etcd-certfile': `${PKI}/apiserver-etcd-client.crt`,
  'etcd-keyfile': `${PKI}/apiserver-etcd-client.key`,
  'etcd-servers': 'https://127.0.0.1:2379',
  'kubelet-client-certificate': `${PKI}/apiserver-kubelet-client.crt`,
  'kubelet-client-key': `${PKI}/apiserver-kubelet-client.key`,
  'proxy-client-cert-file': `${PKI}/front-proxy-client.crt`,
  'proxy-client-key-file': `${PKI}/front-proxy-client.key`,
  'requestheader-allowed-names': 'front-proxy-client',
  'requestheader-client-ca-file': `${PKI}/front-proxy-ca.crt`,
  'secure-port': '6443',
  'service-account-issuer': 'https://kubernetes.default.svc.cluster.local',
  'service-account-key-file': `${PKI}/sa.pub`,
  'service-account-signing-key-file': `${PKI}/sa.key`,
  'tls-cert-file': `${PKI}/apiserver.crt`,
  'tls-private-key-file': `${PKI}/apiserver.key`,
};

const CONTROLLER_MANAGER: Readonly<Record<string, string>> = {
  'bind-address': '127.0.0.1',
  'client-ca-file': `${PKI}/ca.crt`,
  controllers: '*,bootstrapsigner,tokencleaner',
  'root-ca-file': `${PKI}/ca.crt`,
  'service-account-private-key-file': `${PKI}/sa.key`,
  'use-service-account-credentials': 'true',
};

const SCHEDULER: Readonly<Record<string, string>> = { 'bind-address': '127.0.0.1' };

const ETCD: Readonly<Record<string, string>> = {
  'cert-file': `${PKI}/etcd/server.crt`,
  'client-cert-auth': 'true',
  'key-file': `${PKI}/etcd/server.key`,
  'listen-metrics-urls': 'http://127.0.0.1:2381',
  'peer-cert-file': `${PKI}/etcd/peer.crt`,
  'peer-client-cert-auth': 'true',
  'peer-key-file': `${PKI}/etcd/peer.key`,
  'peer-trusted-ca-file': `${PKI}/etcd/ca.crt`,
  'trusted-ca-file': `${PKI}/etcd/ca.crt`,
};

export interface KubeadmComponent {
  readonly name: 'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler' | 'etcd';
  readonly flags: FlagSet;
}

const PARTS: readonly {
  readonly name: KubeadmComponent['name'];
  readonly keys: readonly string[];
  readonly usual: Readonly<Record<string, string>>;
}[] = [
  { name: 'kube-apiserver', keys: ['apiServer'], usual: API_SERVER },
  { name: 'kube-controller-manager', keys: ['controllerManager'], usual: CONTROLLER_MANAGER },
  { name: 'kube-scheduler', keys: ['scheduler'], usual: SCHEDULER },
  { name: 'etcd', keys: ['etcd', 'local'], usual: ETCD },
];

/** The components that a ClusterConfiguration makes; an etcd of somebody else is not looked at. */
export function kubeadmComponents(configuration: PlainMap): readonly KubeadmComponent[] {
  const isExternal = isMap(valueAt(configuration, 'etcd', 'external'));
  return PARTS.filter(({ name }) => name !== 'etcd' || !isExternal).map(({ name, keys, usual }) => {
    const path = `${keys.join('.')}.extraArgs`;
    const own = extraArgs(valueAt(configuration, ...keys, 'extraArgs'), path);
    const given = new Set(own.map((flag) => flag.name));
    const base = Object.entries(usual).map(([flag, value]): Flag => ({ name: flag, value, path }));
    return { name, flags: new FlagSet([...base.filter((flag) => !given.has(flag.name)), ...own], path) };
  });
}

/** A map of v1beta3, or a list of v1beta4. */
export function extraArgs(value: unknown, path: string): readonly Flag[] {
  if (Array.isArray(value)) {
    return itemsOf(value).flatMap((item, index): Flag[] => {
      const name = textOf(valueAt(item, 'name'));
      return name === '' ? [] : [{ name, value: textOf(valueAt(item, 'value')), path: `${path}[${index}].value` }];
    });
  }
  if (!isMap(value)) return [];
  return Object.entries(value).map(([name, text]) => ({ name, value: textOf(text), path: `${path}.${name}` }));
}

/** What kubeadm writes into a KubeletConfiguration that leaves it open. */
export function withKubeadmDefaults(configuration: PlainMap): PlainMap {
  const authentication = valueAt(configuration, 'authentication');
  const x509 = valueAt(authentication, 'x509');
  return {
    rotateCertificates: true,
    ...configuration,
    authentication: {
      ...(isMap(authentication) ? authentication : {}),
      x509: { clientCAFile: `${PKI}/ca.crt`, ...(isMap(x509) ? x509 : {}) },
    },
  };
}
