/**
 * Security contexts of pods: ids, groups, sysctls, policies, seccomp, Windows options, AppArmor.
 * Source: pkg/apis/core/validation/validation.go validatePodSpecSecurityContext, validateSysctls.
 */
import type { PodSpec, Sysctl } from '../../generated/types/core-v1.js';
import { pointedText } from '../bad-value.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import { validateId, validateIds } from '../number.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, list, numbers, text } from '../zero-value.js';
import { validateAppArmorProfile } from './app-armor.js';
import { validateSeccompProfile } from './seccomp.js';
import { validateWindowsOptions } from './windows-options.js';

const FS_GROUP_CHANGE_POLICIES: readonly string[] = ['Always', 'OnRootMismatch'];
const SUPPLEMENTAL_GROUPS_POLICIES: readonly string[] = ['Merge', 'Strict'];
const SE_LINUX_CHANGE_POLICIES: readonly string[] = ['MountOption', 'Recursive'];

const SYSCTL_MAX_LENGTH = 253;
const SYSCTL_SEGMENT = '[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
const SYSCTL = `^(${SYSCTL_SEGMENT}[\\./])*${SYSCTL_SEGMENT}$`;
const SYSCTL_REGEX = new RegExp(SYSCTL);
const IPC_SYSCTLS: ReadonlySet<string> = new Set(
  'sem shmall shmmax shmmni shm_rmid_forced shm msgmax msgmnb msgmni msg'.split(' ').map((name) => `kernel.${name}`),
);

export function validatePodSecurityContext(
  spec: PodSpec,
  specPath: Path,
  options: ValidationOptions,
  errors: ErrorList,
): void {
  const context = spec.securityContext ?? {};
  const path = specPath.child('securityContext');
  validateId(context.fsGroup, path, 'fsGroup', errors);
  validateId(context.runAsUser, path, 'runAsUser', errors);
  validateId(context.runAsGroup, path, 'runAsGroup', errors);
  validateIds(numbers(context.supplementalGroups), () => path.child('supplementalGroups'), errors);
  if (spec.shareProcessNamespace === true && spec.hostPID === true) {
    const detail = 'ShareProcessNamespace and HostPID cannot both be enabled';
    errors.invalid(path.child('shareProcessNamespace'), true, detail);
  }
  validateSysctls(list(context.sysctls), spec, path, errors);
  validateChoice(context.fsGroupChangePolicy, FS_GROUP_CHANGE_POLICIES, path, 'fsGroupChangePolicy', errors);
  validateSeccompProfile(context.seccompProfile, () => path.child('seccompProfile'), errors);
  validateWindowsOptions(context.windowsOptions, () => path.child('windowsOptions'), errors);
  validateAppArmorProfile(context.appArmorProfile, () => path.child('appArmorProfile'), errors);
  const groupsPolicy = context.supplementalGroupsPolicy;
  validateChoice(groupsPolicy, SUPPLEMENTAL_GROUPS_POLICIES, path, 'supplementalGroupsPolicy', errors);
  validateChoice(context.seLinuxChangePolicy, seLinuxPolicies(options), path, 'seLinuxChangePolicy', errors);
}

/** Without SELinuxMount only the old way may be asked for. */
const seLinuxPolicies = ({ seLinuxMount }: ValidationOptions): readonly string[] =>
  seLinuxMount ? SE_LINUX_CHANGE_POLICIES : ['Recursive'];

function validateChoice(
  value: string | undefined,
  supported: readonly string[],
  parent: Path,
  name: string,
  errors: ErrorList,
): void {
  if (isSet(value) && !supported.includes(value)) {
    errors.notSupported(parent.child(name), pointedText(text(value), errors.minor), supported);
  }
}

function validateSysctls(sysctls: readonly Sysctl[], spec: PodSpec, path: Path, errors: ErrorList): void {
  const seen = new Set<string>();
  for (let index = 0; index < sysctls.length; index += 1) {
    const name = text(sysctls[index]?.name);
    const namePath = path.child('sysctls').index(index).child('name');
    if (name === '') errors.required(namePath);
    else if (name.length > SYSCTL_MAX_LENGTH || !SYSCTL_REGEX.test(name)) {
      const detail = `must have at most ${SYSCTL_MAX_LENGTH} characters and match regex ${SYSCTL}`;
      errors.invalid(namePath, name, detail);
    } else if (seen.has(name)) errors.duplicate(namePath, name);
    const normalized = normalizeSysctl(name);
    if (spec.hostNetwork === true && normalized.startsWith('net.')) {
      errors.invalid(namePath, name, "may not be specified when 'hostNetwork' is true");
    } else if (spec.hostIPC === true && isIpcSysctl(normalized)) {
      errors.invalid(namePath, name, "may not be specified when 'hostIPC' is true");
    }
    seen.add(name);
  }
}

/** Where the first separator is a slash, slashes and dots change places. */
function normalizeSysctl(name: string): string {
  const separator = /[./]/.exec(name)?.[0];
  const swapped = separator === '/' ? name.replace(/[./]/g, (character) => (character === '/' ? '.' : '/')) : name;
  const star = swapped.indexOf('*');
  return star < 0 ? swapped : swapped.slice(0, star);
}

const isIpcSysctl = (name: string): boolean => IPC_SYSCTLS.has(name) || name.startsWith('fs.mqueue.');
