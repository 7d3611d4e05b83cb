/**
 * What of /proc and /sys is hidden from a container or read-only for it. procMount Default hides the lists below,
 * Unmasked hides nothing; while the gate ProcMountType is off Unmasked is reset to Default. A privileged container
 * sees everything.
 * Sources: pkg/securitycontext/util.go of each minor; KEP-4265.
 */
import type { VersionProfile } from '@bulkhead/apimachinery';
import { type Step, stepAt } from './by-minor.js';
import { fieldSupport } from './field-support.js';
import type { NodeFacts } from './node-facts.js';

export interface EffectiveProcMount {
  readonly type: 'Default' | 'Unmasked';
  readonly source: 'container' | 'default';
  readonly maskedPaths: readonly string[];
  readonly readOnlyPaths: readonly string[];
}

interface MaskedPaths {
  readonly paths: readonly string[];
  /** Whether each CPU's thermal_throttle directory is hidden as well. */
  readonly thermalThrottle: boolean;
}

const ALWAYS_MASKED: readonly string[] = [
  '/proc/asound',
  '/proc/acpi',
  '/proc/kcore',
  '/proc/keys',
  '/proc/latency_stats',
  '/proc/timer_list',
  '/proc/timer_stats',
  '/proc/sched_debug',
  '/proc/scsi',
  '/sys/firmware',
];
const WITH_POWERCAP: readonly string[] = [...ALWAYS_MASKED, '/sys/devices/virtual/powercap'];
const WITH_INTERRUPTS: readonly string[] = [
  ...WITH_POWERCAP.slice(0, 2),
  '/proc/interrupts',
  ...WITH_POWERCAP.slice(2),
];

/** By the last patch release of each minor: powercap came to 1.28 and 1.30 as a backport, but not to 1.27 and 1.29. */
const MASKED: readonly [Step<MaskedPaths>, ...Step<MaskedPaths>[]] = [
  { from: 27, value: { paths: ALWAYS_MASKED, thermalThrottle: false } },
  { from: 28, value: { paths: WITH_POWERCAP, thermalThrottle: false } },
  { from: 29, value: { paths: ALWAYS_MASKED, thermalThrottle: false } },
  { from: 30, value: { paths: WITH_POWERCAP, thermalThrottle: false } },
  { from: 31, value: { paths: WITH_INTERRUPTS, thermalThrottle: true } },
];

const READ_ONLY: readonly string[] = ['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys', '/proc/sysrq-trigger'];
const NONE: readonly string[] = Object.freeze([]);

/** More CPUs than any machine has; a wrong number given for a node must not fill the memory. */
const CPUS_MAX = 8192;

/** The procMount type and the paths that it hides in this version. */
export function effectiveProcMount(
  procMount: string | undefined,
  privileged: boolean,
  profile: VersionProfile,
  node: NodeFacts | undefined,
): EffectiveProcMount {
  const unmasked = procMount === 'Unmasked' && fieldSupport('procMount', profile).kept;
  const source = unmasked || procMount === 'Default' ? 'container' : 'default';
  const type = unmasked ? 'Unmasked' : 'Default';
  if (unmasked || privileged) return { type, source, maskedPaths: NONE, readOnlyPaths: NONE };
  return { type, source, maskedPaths: maskedPaths(profile, node), readOnlyPaths: READ_ONLY };
}

function maskedPaths(profile: VersionProfile, node: NodeFacts | undefined): readonly string[] {
  const masked = stepAt(MASKED, profile.minor);
  const cpus = Math.min(node?.thermalThrottleCPUs ?? 0, CPUS_MAX);
  if (!masked.thermalThrottle || !(cpus > 0)) return masked.paths;
  const throttles = Array.from({ length: cpus }, (_, cpu) => `/sys/devices/system/cpu/cpu${cpu}/thermal_throttle`);
  return [...masked.paths, ...throttles];
}
