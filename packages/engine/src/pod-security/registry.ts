/**
 * The list of all checks, and what of it one API server has: the behaviours that its release and gates know, and the
 * newest policy version among them.
 *
 * Two versions meet here. The code version is that of the API server; it says which behaviours exist. The policy
 * version stands in a namespace label; it says which of those count. A policy version newer than any behaviour of the
 * code means the newest one.
 *
 * Source: k8s.io/pod-security-admission/policy/registry.go.
 */
import type { Minor, VersionProfile } from '@bulkhead/apimachinery';
import type { Check, CheckPod, CodeVersions, VersionedCheck } from './check.js';
import { allowPrivilegeEscalation } from './checks/allow-privilege-escalation.js';
import { appArmorProfile } from './checks/app-armor-profile.js';
import { capabilitiesBaseline } from './checks/capabilities-baseline.js';
import { capabilitiesRestricted } from './checks/capabilities-restricted.js';
import { hostNamespaces } from './checks/host-namespaces.js';
import { hostPathVolumes } from './checks/host-path-volumes.js';
import { hostPorts } from './checks/host-ports.js';
import { hostProbesAndHostLifecycle } from './checks/host-probes-and-host-lifecycle.js';
import { privileged } from './checks/privileged.js';
import { procMount } from './checks/proc-mount.js';
import { procMountRestricted } from './checks/proc-mount-restricted.js';
import { restrictedVolumes } from './checks/restricted-volumes.js';
import { runAsNonRoot } from './checks/run-as-non-root.js';
import { runAsUser } from './checks/run-as-user.js';
import { seLinuxOptions } from './checks/se-linux-options.js';
import { seccompProfileBaseline } from './checks/seccomp-profile-baseline.js';
import { seccompProfileRestricted } from './checks/seccomp-profile-restricted.js';
import { sysctls } from './checks/sysctls.js';
import { windowsHostProcess } from './checks/windows-host-process.js';

/** Baseline first, then restricted, each in the order of the bytes of the ids: the order of every message. */
export const CHECKS: readonly Check[] = [
  appArmorProfile,
  capabilitiesBaseline,
  hostNamespaces,
  hostPathVolumes,
  hostPorts,
  hostProbesAndHostLifecycle,
  privileged,
  procMount,
  seLinuxOptions,
  seccompProfileBaseline,
  sysctls,
  windowsHostProcess,
  allowPrivilegeEscalation,
  capabilitiesRestricted,
  procMountRestricted,
  restrictedVolumes,
  runAsNonRoot,
  runAsUser,
  seccompProfileRestricted,
];

/** A check with the behaviours that one API server knows. */
export interface CheckOfCode {
  readonly id: string;
  readonly level: Check['level'];
  readonly versions: readonly VersionedCheck[];
}

/** A check in the behaviour that counts for one level and version. */
export interface ActiveCheck {
  readonly id: string;
  readonly level: Check['level'];
  readonly checkPod: CheckPod;
}

/** What the API server of that release has; `gates` says which feature gates are on. */
export function checksOfCode(codeVersion: Minor, gates: Pick<VersionProfile, 'enabled'>): readonly CheckOfCode[] {
  return CHECKS.map(({ id, level, versions }) => ({
    id,
    level,
    versions: versions
      .filter(({ code }) => isInCode(code, codeVersion, gates))
      .filter(({ minimumVersion }, index, known) => known[index + 1]?.minimumVersion !== minimumVersion),
  })).filter(({ versions }) => versions.length > 0);
}

function isInCode(code: CodeVersions | undefined, version: Minor, gates: Pick<VersionProfile, 'enabled'>): boolean {
  if (code === undefined) return true;
  const { since = 0, until = Number.POSITIVE_INFINITY, gate } = code;
  return since <= version && version <= until && (gate === undefined || gates.enabled(gate));
}

/** The newest policy version that the code tells apart from the one before it. */
export function newestPolicyVersion(checks: readonly CheckOfCode[]): Minor {
  return Math.max(0, ...checks.flatMap(({ versions }) => versions.map(({ minimumVersion }) => minimumVersion)));
}

/** The checks of a level at a policy version, in the order of messages. */
export function activeChecks(
  checks: readonly CheckOfCode[],
  level: Check['level'],
  version: Minor,
): readonly ActiveCheck[] {
  return checksAt(checks, level, version, true);
}

/** Every check in its form of that policy version, also those that a stricter one overrides. */
export const everyCheck = (checks: readonly CheckOfCode[], version: Minor): readonly ActiveCheck[] =>
  checksAt(checks, 'restricted', version, false);

function checksAt(
  checks: readonly CheckOfCode[],
  level: Check['level'],
  version: Minor,
  overrides: boolean,
): readonly ActiveCheck[] {
  const candidates = checks.flatMap((check) => {
    const active = check.versions.findLast(({ minimumVersion }) => minimumVersion <= version);
    const counts = level === 'restricted' || check.level === 'baseline';
    return active !== undefined && counts ? [{ check, active }] : [];
  });
  const overridden = new Set(overrides ? candidates.flatMap(({ active }) => active.overrides ?? []) : []);
  return candidates
    .filter(({ check }) => !overridden.has(check.id))
    .map(({ check, active }) => ({ id: check.id, level: check.level, checkPod: active.checkPod }));
}
