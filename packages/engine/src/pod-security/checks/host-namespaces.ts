/**
 * The host's network, process and IPC namespaces must not be shared. A user namespace (`hostUsers: false`) changes
 * nothing about it.
 *
 * Restricted fields: spec.hostNetwork, spec.hostPID, spec.hostIPC
 * Allowed: absent, false
 *
 * Source: k8s.io/pod-security-admission/policy/check_hostNamespaces.go.
 */
import { ALLOWED, type Check, type CheckResult, forbidden } from '../check.js';
import type { PodView } from '../pod-view.js';

export const hostNamespaces: Check = {
  id: 'hostNamespaces',
  level: 'baseline',
  versions: [{ minimumVersion: 0, checkPod: hostNamespaces1_0 }],
};

function hostNamespaces1_0({ spec }: PodView): CheckResult {
  if (spec.hostNetwork !== true && spec.hostPID !== true && spec.hostIPC !== true) return ALLOWED;
  const shared = (['hostNetwork', 'hostPID', 'hostIPC'] as const).filter((field) => spec[field] === true);
  return forbidden(
    'host namespaces',
    shared.map((field) => `${field}=true`).join(', '),
    shared.map((field) => `spec.${field}`),
  );
}
