/**
 * Only sysctls that are namespaced and isolated from other pods may be set.
 *
 * Restricted fields: spec.securityContext.sysctls[*].name
 * Allowed: the names below. They are compared as they are, so `net/ipv4/tcp_syncookies` is not on the list.
 *
 * Source: k8s.io/pod-security-admission/policy/check_sysctls.go.
 */
import { ALLOWED, type Check, type CheckResult, forbidden } from '../check.js';
import { listOf, type PodView, textOf } from '../pod-view.js';

/** A list exists in API servers of its own version and newer ones. */
export const sysctls: Check = {
  id: 'sysctls',
  level: 'baseline',
  versions: [
    { minimumVersion: 0, checkPod: sysctls1_0 },
    { minimumVersion: 27, checkPod: sysctls1_27, code: { since: 27 } },
    { minimumVersion: 29, checkPod: sysctls1_29, code: { since: 29 } },
    { minimumVersion: 32, checkPod: sysctls1_32, code: { since: 32 } },
    { minimumVersion: 37, checkPod: sysctls1_37, code: { since: 37 } },
  ],
};

const ALLOWED_1_0: ReadonlySet<string> = new Set([
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_unprivileged_port_start',
]);
const ALLOWED_1_27: ReadonlySet<string> = new Set([...ALLOWED_1_0, 'net.ipv4.ip_local_reserved_ports']);
const ALLOWED_1_29: ReadonlySet<string> = new Set([
  ...ALLOWED_1_27,
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
]);
const ALLOWED_1_32: ReadonlySet<string> = new Set([...ALLOWED_1_29, 'net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem']);
const ALLOWED_1_37: ReadonlySet<string> = new Set([
  ...ALLOWED_1_32,
  'net.ipv4.tcp_slow_start_after_idle',
  'net.ipv4.tcp_notsent_lowat',
]);

function sysctls1_37(pod: PodView): CheckResult {
  return checkSysctls(pod, ALLOWED_1_37);
}

function sysctls1_32(pod: PodView): CheckResult {
  return checkSysctls(pod, ALLOWED_1_32);
}

function sysctls1_29(pod: PodView): CheckResult {
  return checkSysctls(pod, ALLOWED_1_29);
}

function sysctls1_27(pod: PodView): CheckResult {
  return checkSysctls(pod, ALLOWED_1_27);
}

function sysctls1_0(pod: PodView): CheckResult {
  return checkSysctls(pod, ALLOWED_1_0);
}

function checkSysctls(pod: PodView, allowed: ReadonlySet<string>): CheckResult {
  const items = listOf(pod.securityContext.sysctls);
  if (items.every((sysctl) => allowed.has(textOf(sysctl?.name)))) return ALLOWED;
  const names: string[] = [];
  const fields: string[] = [];
  for (const [index, sysctl] of items.entries()) {
    const name = textOf(sysctl?.name);
    if (allowed.has(name)) continue;
    names.push(name);
    fields.push(`spec.securityContext.sysctls[${index}].name`);
  }
  return forbidden('forbidden sysctls', names.join(', '), fields);
}
