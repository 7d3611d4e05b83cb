/**
 * Annotations by which other linters are told to be quiet. Teams that come from them keep their decisions: each check
 * is mapped onto the rules here that say the same. A check that no rule here resembles is left alone.
 */
import type { Exception } from './exception.js';

/** Checks of other linters and the rules that say the same. */
export const SAME: Readonly<Record<string, readonly string[]>> = {
  // Checkov
  CKV_K8S_1: ['pod-security/host-namespaces'],
  CKV_K8S_2: ['pod-security/privileged'],
  CKV_K8S_3: ['pod-security/host-namespaces'],
  CKV_K8S_4: ['pod-security/host-namespaces'],
  CKV_K8S_5: ['pod-security/privilege-escalation'],
  CKV_K8S_6: ['pod-security/run-as-non-root'],
  CKV_K8S_16: ['pod-security/privileged'],
  CKV_K8S_17: ['pod-security/host-namespaces'],
  CKV_K8S_18: ['pod-security/host-namespaces'],
  CKV_K8S_19: ['pod-security/host-namespaces'],
  CKV_K8S_20: ['pod-security/privilege-escalation'],
  CKV_K8S_21: ['namespace/default'],
  CKV_K8S_22: ['security-context/read-only-root-filesystem'],
  CKV_K8S_23: ['pod-security/run-as-non-root', 'pod-security/run-as-user'],
  CKV_K8S_25: ['pod-security/capabilities'],
  CKV_K8S_26: ['pod-security/host-ports'],
  CKV_K8S_27: ['pod-security/host-path-volumes'],
  CKV_K8S_28: ['pod-security/drop-all-capabilities'],
  CKV_K8S_31: ['pod-security/seccomp-profile-missing'],
  CKV_K8S_37: ['pod-security/drop-all-capabilities'],
  CKV_K8S_39: ['pod-security/capabilities'],
  // kube-linter
  'privileged-container': ['pod-security/privileged'],
  'privilege-escalation-container': ['pod-security/privilege-escalation'],
  'run-as-non-root': ['pod-security/run-as-non-root', 'pod-security/run-as-user'],
  'no-read-only-root-fs': ['security-context/read-only-root-filesystem'],
  'drop-net-raw-capability': ['pod-security/drop-all-capabilities'],
  'host-network': ['pod-security/host-namespaces'],
  'host-pid': ['pod-security/host-namespaces'],
  'host-ipc': ['pod-security/host-namespaces'],
  'docker-sock': ['pod-security/host-path-volumes'],
  'sensitive-host-mounts': ['pod-security/host-path-volumes'],
  'unsafe-sysctls': ['pod-security/sysctls'],
  'unsafe-proc-mount': ['pod-security/proc-mount'],
  'use-namespace': ['namespace/default'],
  // kube-score
  'container-security-context-user-group-id': ['pod-security/run-as-non-root', 'pod-security/run-as-user'],
  'container-security-context-privileged': ['pod-security/privileged'],
  'container-security-context-readonlyrootfilesystem': ['security-context/read-only-root-filesystem'],
  'container-seccomp-profile': ['pod-security/seccomp-profile-missing'],
  // polaris
  hostIPCSet: ['pod-security/host-namespaces'],
  hostPIDSet: ['pod-security/host-namespaces'],
  hostNetworkSet: ['pod-security/host-namespaces'],
  hostPortSet: ['pod-security/host-ports'],
  hostPathSet: ['pod-security/host-path-volumes'],
  hostProcess: ['pod-security/windows-host-process'],
  procMount: ['pod-security/proc-mount'],
  runAsRootAllowed: ['pod-security/run-as-non-root', 'pod-security/run-as-user'],
  runAsPrivileged: ['pod-security/privileged'],
  notReadOnlyRootFilesystem: ['security-context/read-only-root-filesystem'],
  privilegeEscalationAllowed: ['pod-security/privilege-escalation'],
  dangerousCapabilities: ['pod-security/capabilities'],
  insecureCapabilities: ['pod-security/capabilities', 'pod-security/drop-all-capabilities'],
  // kubescape
  'C-0013': ['pod-security/run-as-non-root', 'pod-security/run-as-user'],
  'C-0016': ['pod-security/privilege-escalation'],
  'C-0017': ['security-context/read-only-root-filesystem'],
  'C-0038': ['pod-security/host-namespaces'],
  'C-0041': ['pod-security/host-namespaces'],
  'C-0044': ['pod-security/host-ports'],
  'C-0045': ['pod-security/host-path-volumes'],
  'C-0046': ['pod-security/capabilities'],
  'C-0048': ['pod-security/host-path-volumes'],
  'C-0055': ['pod-security/seccomp-profile-missing', 'pod-security/drop-all-capabilities'],
  'C-0057': ['pod-security/privileged'],
  'C-0061': ['namespace/default'],
  'C-0074': ['pod-security/host-path-volumes'],
};

const rulesOf = (check: string): readonly string[] => (Object.hasOwn(SAME, check) ? (SAME[check] ?? []) : []);

function exception(checks: readonly string[], reason: string, source: string): Exception[] {
  const rules = [...new Set(checks.flatMap((check) => rulesOf(check.trim())))];
  return rules.length === 0 ? [] : [{ by: 'annotation', rules, reason: reason.trim() || `set by ${source}`, source }];
}

/** Exceptions that one annotation of another linter makes; none when it is no such annotation. */
export function peerExceptions(key: string, value: string): Exception[] {
  const slash = key.indexOf('/');
  if (slash === -1) return [];
  const prefix = key.slice(0, slash);
  const name = key.slice(slash + 1);
  switch (prefix) {
    case 'checkov.io':
    case 'bridgecrew.io':
    case 'cortex.io': {
      if (!/^skip\d+$/.test(name)) return [];
      const [check = '', ...reason] = value.split('=');
      return exception([check], reason.join('='), key);
    }
    case 'ignore-check.kube-linter.io':
      return exception([name], value, key);
    case 'kube-linter.io':
      return name === 'ignore-all'
        ? [{ by: 'annotation', rules: ['all'], reason: value || `set by ${key}`, source: key }]
        : [];
    case 'kube-score':
      return name === 'ignore' ? exception(value.split(','), '', key) : [];
    case 'polaris.fairwinds.com':
      if (value !== 'true') return [];
      if (name === 'exempt') return [{ by: 'annotation', rules: ['all'], reason: `set by ${key}`, source: key }];
      return name.endsWith('-exempt') ? exception([camelCase(name.slice(0, -'-exempt'.length))], '', key) : [];
    case 'kubescape.io':
      return name === 'skip-controls' ? exception(value.split(','), '', key) : [];
    default:
      return [];
  }
}

/** Polaris writes `run-as-root-allowed-exempt` for `runAsRootAllowed`, and keeps capitals of abbreviations. */
function camelCase(kebab: string): string {
  const plain = kebab.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  return Object.keys(SAME).find((check) => check.toLowerCase() === plain.toLowerCase()) ?? plain;
}
