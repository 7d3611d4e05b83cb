/** The demands of the Kubernetes Hardening Guide of NSA and CISA, version 1.2 (August 2022), chapter by chapter. */
import type { Control } from './profile.js';

export const NSA_CONTROLS: readonly Control[] = [
  // Pod security
  { id: 'non-root', title: 'containers run as users other than root' },
  { id: 'immutable-file-system', title: 'root file systems of containers are read-only' },
  { id: 'image-provenance', title: 'images are pinned and come from trusted places' },
  { id: 'privileged', title: 'no privileged containers' },
  { id: 'host-namespaces', title: 'pods keep out of the namespaces of the host' },
  { id: 'host-path', title: 'pods mount no folders of the host' },
  { id: 'privilege-escalation', title: 'processes cannot gain privileges' },
  { id: 'capabilities', title: 'capabilities are dropped' },
  { id: 'seccomp', title: 'system calls are filtered' },
  { id: 'linux-security-modules', title: 'AppArmor or SELinux confine containers' },
  { id: 'pod-security', title: 'Pod Security admission enforces a level on namespaces' },
  { id: 'service-accounts', title: 'tokens are mounted only where they are needed; no rights for default accounts' },
  { id: 'admission', title: 'admission control refuses what policies forbid' },
  // Network separation and hardening
  { id: 'namespaces', title: 'namespaces separate teams and applications' },
  { id: 'network-policies', title: 'network policies deny by default and select every pod' },
  { id: 'resource-policies', title: 'limits, quotas and process limits hold resources' },
  { id: 'control-plane', title: 'the control plane is reachable only by whom it must be, over TLS' },
  { id: 'etcd', title: 'etcd speaks TLS with certificates of its own and only with the API server' },
  { id: 'kubelet', title: 'kubelets ask for authentication and authorization' },
  {
    id: 'kubeconfig',
    title: 'kubeconfig files of components are readable by their owners alone',
    outside: 'rights of files on nodes stand in no manifest',
  },
  { id: 'tls', title: 'traffic is encrypted, with strong ciphers' },
  { id: 'secrets', title: 'secrets are read only by whom they are for, encrypted at rest, and stand in no plain text' },
  { id: 'metadata-service', title: "pods cannot reach the cloud's metadata service" },
  // Authentication and authorization
  { id: 'authentication', title: 'anonymous requests and weak authenticators are off' },
  { id: 'rbac', title: 'roles give the least that is needed' },
  // Audit logging and threat detection
  { id: 'audit', title: 'the API server writes an audit log under a policy' },
  {
    id: 'log-collection',
    title: 'logs of nodes, containers and applications leave the node and are watched',
    outside: 'what happens with logs is not in the API objects',
  },
  // Upgrading and application security
  { id: 'updates', title: 'versions are current; known vulnerabilities are fixed' },
];
