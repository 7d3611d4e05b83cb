/**
 * The controls of the CIS Kubernetes Benchmark 1.10 by number, titles in our words, and those that 1.12 added. Rules
 * carry these numbers as `CIS:5.2.2`; other editions number sections 5.2 and 5.7 differently.
 */
import type { Control } from './profile.js';

const FILES = 'rights and owners of files on nodes stand in no manifest';

const flag = (id: string, title: string): Control => ({ id, title });

/** Sections 1.1 and 4.1: files. */
const files = (number: string, titles: readonly string[]): Control[] =>
  titles.map((title, index) => ({ id: `${number}.${index + 1}`, title, outside: FILES }));

/** A section whose controls are numbered from 1. */
const section = (number: string, titles: readonly string[]): Control[] =>
  titles.map((title, index) => flag(`${number}.${index + 1}`, title));

const pair = (file: string): string[] => [`rights of ${file}`, `owner of ${file}`];

export const CIS_CONTROLS: readonly Control[] = [
  ...files('1.1', [
    ...['API server manifest', 'controller manager manifest', 'scheduler manifest', 'etcd manifest'].flatMap(pair),
    ...['network interface files', 'etcd data'].flatMap(pair),
    ...['administrator kubeconfig', 'scheduler.conf', 'controller-manager.conf'].flatMap(pair),
    ...['owner of the PKI folder', 'rights of PKI certificates', 'rights of PKI keys'],
  ]),
  ...section('1.2', [
    'API server: anonymous requests',
    'API server: no static token file',
    'API server: service external IPs are refused',
    'API server: client certificate for kubelets',
    'API server: authority of kubelet certificates',
    'API server: authorization mode is not AlwaysAllow',
    'API server: Node authorizer',
    'API server: RBAC',
    'API server: EventRateLimit',
    'API server: no AlwaysAdmit',
    'API server: AlwaysPullImages',
    'API server: ServiceAccount',
    'API server: NamespaceLifecycle',
    'API server: NodeRestriction',
    'API server: profiling off',
    'API server: audit log',
    'API server: age of audit logs',
    'API server: number of audit logs',
    'API server: size of audit logs',
    'API server: request timeout',
    'API server: service accounts are looked up',
    'API server: keys of service account tokens',
    'API server: client certificate for etcd',
    'API server: serving certificate',
    'API server: client certificate authority',
    'API server: authority of etcd certificates',
    'API server: encryption at rest',
    'API server: encryption provider',
    'API server: cipher suites',
    'API server: tokens of service accounts are not extended',
  ]),
  ...section('1.3', [
    'controller manager: terminated pods are collected',
    'controller manager: profiling off',
    'controller manager: a service account a controller',
    'controller manager: key of service account tokens',
    'controller manager: root certificate for pods',
    'controller manager: kubelet serving certificates rotate',
    'controller manager: listens on the loopback address',
  ]),
  ...section('1.4', ['scheduler: profiling off', 'scheduler: listens on the loopback address']),
  ...section('2', [
    'etcd: serving certificate',
    'etcd: clients show certificates',
    'etcd: no self-made certificates',
    'etcd: certificate between peers',
    'etcd: peers show certificates',
    'etcd: no self-made certificates between peers',
    'etcd: a certificate authority of its own',
  ]),
  ...section('3.1', [
    'people do not log in by client certificate',
    'people do not use service account tokens',
    'people do not use bootstrap tokens',
  ]),
  ...section('3.2', ['an audit policy', 'the audit policy covers what matters']),
  ...files('4.1', [
    ...['the kubelet service file', "the proxy's kubeconfig", 'kubelet.conf', 'the client authority'].flatMap(pair),
    ...pair('the kubelet configuration'),
  ]),
  ...section('4.2', [
    'kubelet: no anonymous requests',
    'kubelet: authorization mode is not AlwaysAllow',
    'kubelet: client certificate authority',
    'kubelet: no read-only port',
    'kubelet: idle streams end',
    'kubelet: its iptables chains',
    'kubelet: no other host name',
    'kubelet: events are kept',
    'kubelet: serving certificate',
    'kubelet: client certificates rotate',
    'kubelet: serving certificates rotate',
    'kubelet: cipher suites',
    'kubelet: a limit of processes a pod',
    'kubelet: seccomp by default',
  ]),
  ...section('4.3', ['kube-proxy: metrics on the loopback address']),
  ...section('5.1', [
    'cluster-admin only where it is needed',
    'few read secrets',
    'no wildcards in roles',
    'few create pods',
    'default service accounts are not used',
    'tokens are mounted only where they are needed',
    'nobody is in system:masters',
    'few may bind, impersonate or escalate',
    'few create persistent volumes',
    'few reach the proxy of nodes',
    'few approve certificate requests',
    'few change webhook configurations',
    'few create service account tokens',
  ]),
  ...section('5.2', [
    'a policy decides which pods come in',
    'no privileged containers',
    'no host process namespace',
    'no host IPC namespace',
    'no host network',
    'no privilege escalation',
    'no root containers',
    'NET_RAW is dropped',
    'no added capabilities',
    'all capabilities are dropped',
    'no Windows HostProcess containers',
    'no hostPath volumes',
    'no host ports',
  ]),
  {
    id: '5.3.1',
    title: 'the network plugin enforces network policies',
    outside: 'which plugin a cluster has, and whether it enforces policies, is not in the API objects',
  },
  flag('5.3.2', 'network policies in every namespace'),
  flag('5.4.1', 'secrets as files, not as environment variables'),
  {
    id: '5.4.2',
    title: 'an external store of secrets is considered',
    outside: 'a decision of people, in no object',
  },
  flag('5.5.1', 'where images come from is verified at admission'),
  flag('5.7.1', 'namespaces separate what does not belong together'),
  flag('5.7.2', 'seccomp profile RuntimeDefault'),
  flag('5.7.3', 'security contexts of pods and containers'),
  flag('5.7.4', 'the default namespace is not used'),
];
