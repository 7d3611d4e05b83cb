/**
 * The sysctls of a pod: whether each is safe in this version, which kernel namespace confines it, and who refuses it.
 * A safe sysctl is namespaced and isolated from other pods. Others must be allowed by name or prefix in the kubelet's
 * allowedUnsafeSysctls. From 1.29 on the API server refuses what would change the host because of hostNetwork or
 * hostIPC; before that only the kubelet does.
 * Sources: pkg/kubelet/sysctl; component-helpers node/util/sysctl; pkg/apis/core/validation (ValidateHostSysctl).
 */
import { type FieldError, invalid, type Minor, quote, type VersionProfile } from '@bulkhead/apimachinery';
import type { PodSpec } from '@bulkhead/apimachinery/types/core-v1';
import { type Step, stepAt } from './by-minor.js';
import { isOlderThan, type NodeFacts } from './node-facts.js';
import { listOf, objectOf, textOf } from './plain-values.js';

/** The kernel namespace that a sysctl belongs to, in the words of 1.29 and later; null when none is known. */
export type SysctlNamespace = 'IPC' | 'Net' | null;

export interface EffectiveSysctl {
  /** With dots, as the kubelet compares it. */
  readonly name: string;
  readonly value: string;
  readonly fieldPath: string;
  readonly safe: boolean;
  readonly namespace: SysctlNamespace;
  /** Set when the API server refuses it. */
  readonly error?: FieldError;
  /** Set when the kubelet refuses the pod because of it: the text of its SysctlForbidden event. */
  readonly forbidden?: string;
}

interface SafeSysctl {
  readonly name: string;
  readonly minimumKernel?: string;
}

/** Each step adds to the ones before it. */
const SAFE: readonly (SafeSysctl & { readonly from: Minor })[] = [
  { from: 27, name: 'kernel.shm_rmid_forced' },
  { from: 27, name: 'net.ipv4.ip_local_port_range' },
  { from: 27, name: 'net.ipv4.tcp_syncookies' },
  { from: 27, name: 'net.ipv4.ping_group_range' },
  { from: 27, name: 'net.ipv4.ip_unprivileged_port_start' },
  { from: 27, name: 'net.ipv4.ip_local_reserved_ports', minimumKernel: '3.16' },
  { from: 29, name: 'net.ipv4.tcp_keepalive_time', minimumKernel: '4.5' },
  { from: 29, name: 'net.ipv4.tcp_fin_timeout', minimumKernel: '4.6' },
  { from: 29, name: 'net.ipv4.tcp_keepalive_intvl', minimumKernel: '4.5' },
  { from: 29, name: 'net.ipv4.tcp_keepalive_probes', minimumKernel: '4.5' },
  { from: 32, name: 'net.ipv4.tcp_rmem', minimumKernel: '4.15' },
  { from: 32, name: 'net.ipv4.tcp_wmem', minimumKernel: '4.15' },
];

interface NamespaceRules {
  /** Any name that begins so is of the IPC namespace. */
  readonly ipcPrefixes: readonly string[];
  readonly ipcNames: readonly string[];
  /** How the kubelet spells the namespaces. */
  readonly ipc: string;
  readonly net: string;
  /** Whether the API server refuses host sysctls by itself. */
  readonly validated: boolean;
}

const RULES: readonly [Step<NamespaceRules>, ...Step<NamespaceRules>[]] = [
  {
    from: 27,
    value: {
      ipcPrefixes: ['kernel.shm', 'kernel.msg', 'fs.mqueue.'],
      ipcNames: ['kernel.sem'],
      ipc: 'ipc',
      net: 'net',
      validated: false,
    },
  },
  {
    from: 29,
    value: {
      ipcPrefixes: ['fs.mqueue.'],
      ipcNames: [
        'kernel.sem',
        'kernel.shmall',
        'kernel.shmmax',
        'kernel.shmmni',
        'kernel.shm_rmid_forced',
        'kernel.shm',
        'kernel.msgmax',
        'kernel.msgmnb',
        'kernel.msgmni',
        'kernel.msg',
      ],
      ipc: 'IPC',
      net: 'Net',
      validated: true,
    },
  },
];

/** Every sysctl of the pod, judged. */
export function effectiveSysctls(
  spec: PodSpec,
  profile: VersionProfile,
  node: NodeFacts | undefined,
): readonly EffectiveSysctl[] {
  const sysctls = listOf(objectOf(spec.securityContext)?.sysctls);
  if (sysctls.length === 0) return [];
  const judged: EffectiveSysctl[] = [];
  for (let index = 0; index < sysctls.length; index++) {
    const written = textOf(objectOf(sysctls[index])?.name) ?? '';
    const name = normalizeSysctl(written);
    const fieldPath = `spec.securityContext.sysctls[${index}].name`;
    const error = hostSysctlError(written, spec, profile.minor, fieldPath);
    const forbidden = forbiddenSysctl(name, spec, profile.minor, node);
    judged.push({
      name,
      value: textOf(objectOf(sysctls[index])?.value) ?? '',
      fieldPath,
      safe: isSafeSysctl(name, profile.minor, node?.kernelVersion),
      namespace: sysctlNamespace(name, profile.minor),
      ...(error === undefined ? {} : { error }),
      ...(forbidden === undefined ? {} : { forbidden }),
    });
  }
  return judged;
}

/** Names may be written with `/`: when the first separator is one, dots and slashes change places. */
export function normalizeSysctl(name: string): string {
  const separator = /[./]/.exec(name);
  if (separator === null || separator[0] === '.') return name;
  return name.replace(/[./]/g, (character) => (character === '.' ? '/' : '.'));
}

/** Whether the kubelet allows the sysctl without being told to; an unknown kernel is taken for a new one. */
export function isSafeSysctl(name: string, minor: Minor, kernelVersion?: string): boolean {
  const safe = SAFE.find((item) => item.name === name);
  if (safe === undefined || safe.from > minor) return false;
  return safe.minimumKernel === undefined || isOlderThan(kernelVersion, safe.minimumKernel) !== true;
}

/** The namespace of a normalized name. */
export function sysctlNamespace(name: string, minor: Minor): SysctlNamespace {
  const rules = stepAt(RULES, minor);
  if (rules.ipcNames.includes(name) || rules.ipcPrefixes.some((prefix) => name.startsWith(prefix))) return 'IPC';
  return name.startsWith('net.') ? 'Net' : null;
}

function hostSysctlError(written: string, spec: PodSpec, minor: Minor, fieldPath: string): FieldError | undefined {
  if (!stepAt(RULES, minor).validated) return undefined;
  const namespace = sysctlNamespace(normalizeSysctl(written), minor);
  if (namespace === 'Net' && spec.hostNetwork === true) {
    return invalid(fieldPath, written, "may not be specified when 'hostNetwork' is true");
  }
  if (namespace === 'IPC' && spec.hostIPC === true) {
    return invalid(fieldPath, written, "may not be specified when 'hostIPC' is true");
  }
  return undefined;
}

function forbiddenSysctl(name: string, spec: PodSpec, minor: Minor, node: NodeFacts | undefined): string | undefined {
  const namespace = isSafeSysctl(name, minor, node?.kernelVersion)
    ? sysctlNamespace(name, minor)
    : allowedNamespace(name, minor, node);
  if (namespace === undefined) return `forbidden sysctl: ${quote(name)} not allowlisted`;
  const rules = stepAt(RULES, minor);
  if (namespace === 'IPC' && spec.hostIPC === true) {
    return `forbidden sysctl: ${quote(name)} not allowed with host ${rules.ipc} enabled`;
  }
  if (namespace === 'Net' && spec.hostNetwork === true) {
    return `forbidden sysctl: ${quote(name)} not allowed with host ${rules.net} enabled`;
  }
  return undefined;
}

/** The namespace of the entry of allowedUnsafeSysctls that covers the name; undefined when none does. */
function allowedNamespace(name: string, minor: Minor, node: NodeFacts | undefined): SysctlNamespace | undefined {
  for (const entry of node?.allowedUnsafeSysctls ?? []) {
    const pattern = normalizeSysctl(entry);
    const star = pattern.indexOf('*');
    const prefix = star === -1 ? pattern : pattern.slice(0, star);
    if (star === -1 ? name !== pattern : !name.startsWith(prefix)) continue;
    const namespace = sysctlNamespace(prefix, minor);
    if (namespace !== null) return namespace;
  }
  return undefined;
}
