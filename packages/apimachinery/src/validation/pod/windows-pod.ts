/**
 * What `spec.os` and Windows host processes demand of a pod.
 * Source: pkg/apis/core/validation/validation.go validateOS, validateLinux, validateWindows,
 * validateWindowsHostProcessPod.
 */
import type { Container, PodSpec } from '../../generated/types/core-v1.js';
import type { Minor } from '../../version.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, list, text } from '../zero-value.js';
import { visitContainers } from './visit-containers.js';

/** Before, an empty name came with a remark. */
const PLAIN_TEXTS_SINCE: Minor = 34;
const OPERATING_SYSTEMS: readonly string[] = ['linux', 'windows'];
const NOT_ON_WINDOWS = 'cannot be set for a windows pod';
const NOT_ON_LINUX = 'windows options cannot be set for a linux pod';

/** In upstream's order; the fields of the spec stand between those of its security context. */
const POD_FIELDS = [
  ['securityContext', 'appArmorProfile'],
  ['securityContext', 'seLinuxOptions'],
  ['spec', 'hostUsers'],
  ['spec', 'hostPID'],
  ['spec', 'hostIPC'],
  ['securityContext', 'seccompProfile'],
  ['securityContext', 'fsGroup'],
  ['securityContext', 'fsGroupChangePolicy'],
  ['securityContext', 'sysctls'],
  ['spec', 'shareProcessNamespace'],
  ['securityContext', 'runAsUser'],
  ['securityContext', 'runAsGroup'],
  ['securityContext', 'supplementalGroups'],
  ['securityContext', 'supplementalGroupsPolicy'],
  ['securityContext', 'seLinuxChangePolicy'],
] as const;

const CONTAINER_FIELDS = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'capabilities',
  'readOnlyRootFilesystem',
  'privileged',
  'allowPrivilegeEscalation',
  'procMount',
  'runAsUser',
  'runAsGroup',
] as const;

export function validateOperatingSystem(spec: PodSpec, specPath: Path, errors: ErrorList): void {
  if (!isSet(spec.os)) return;
  const name = text(spec.os.name);
  const detail = errors.minor >= PLAIN_TEXTS_SINCE ? '' : 'cannot be empty';
  if (name === '') errors.required(specPath.child('os').child('name'), detail);
  else if (!OPERATING_SYSTEMS.includes(name)) errors.notSupported(specPath.child('os'), name, OPERATING_SYSTEMS);
  else if (name === 'linux') validateLinuxPod(spec, specPath, errors);
  else validateWindowsPod(spec, specPath, errors);
}

function validateLinuxPod(spec: PodSpec, specPath: Path, errors: ErrorList): void {
  if (isSet(spec.securityContext?.windowsOptions)) {
    errors.forbidden(specPath.child('securityContext').child('windowsOptions'), NOT_ON_LINUX);
  }
  visitContainers(spec, specPath, ({ securityContext }, path) => {
    if (isSet(securityContext?.windowsOptions)) {
      errors.forbidden(path().child('securityContext').child('windowsOptions'), NOT_ON_LINUX);
    }
  });
}

function validateWindowsPod(spec: PodSpec, specPath: Path, errors: ErrorList): void {
  for (const field of POD_FIELDS) {
    if (field[0] === 'spec') {
      if (isSpecFieldUsed(spec, field[1])) errors.forbidden(specPath.child(field[1]), NOT_ON_WINDOWS);
    } else if (isContextFieldUsed(spec, field[1])) {
      errors.forbidden(specPath.child('securityContext').child(field[1]), NOT_ON_WINDOWS);
    }
  }
  visitContainers(spec, specPath, ({ securityContext }, path) => {
    if (!isSet(securityContext)) return;
    for (const name of CONTAINER_FIELDS) {
      if (isSet(securityContext[name])) errors.forbidden(path().child('securityContext').child(name), NOT_ON_WINDOWS);
    }
  });
}

type SpecField = Extract<(typeof POD_FIELDS)[number], readonly ['spec', string]>[1];
type ContextField = Extract<(typeof POD_FIELDS)[number], readonly ['securityContext', string]>[1];

/** `hostPID` and `hostIPC` count when true, the others when there. */
const isSpecFieldUsed = (spec: PodSpec, name: SpecField): boolean =>
  name === 'hostPID' || name === 'hostIPC' ? spec[name] === true : isSet(spec[name]);

function isContextFieldUsed(spec: PodSpec, name: ContextField): boolean {
  const context = spec.securityContext;
  return name === 'sysctls' ? list(context?.sysctls).length > 0 : isSet(context?.[name]);
}

/** Host process containers: all or none, and only on the host's network. */
export function validateHostProcesses(
  spec: PodSpec,
  specPath: Path,
  options: ValidationOptions,
  errors: ErrorList,
): void {
  const podSetting = spec.securityContext?.windowsOptions?.hostProcess;
  let containers = 0;
  let hostProcesses = 0;
  visitContainers(spec, specPath, (container, path) => {
    containers += 1;
    const setting = hostProcessOf(container);
    if (isSet(podSetting) && isSet(setting) && podSetting !== setting) {
      const fieldPath = path().child('securityContext').child('windowsOptions').child('hostProcess');
      const detail = `pod hostProcess value must be identical if both are specified, was ${podSetting}`;
      errors.invalid(fieldPath, setting, detail);
    }
    if ((setting ?? podSetting) === true) hostProcesses += 1;
  });
  if (hostProcesses === 0) return;
  if (hostProcesses !== containers) {
    const detail = 'If pod contains any hostProcess containers then all containers must be HostProcess containers';
    errors.invalid(specPath, '', detail);
  }
  if (spec.hostNetwork !== true) {
    const detail = 'hostNetwork must be true if pod contains any hostProcess containers';
    errors.invalid(specPath.child('hostNetwork'), false, detail);
  }
  if (!options.allowPrivileged) errors.forbidden(specPath, 'hostProcess containers are disallowed by cluster policy');
}

const hostProcessOf = (container: Container): boolean | undefined =>
  container.securityContext?.windowsOptions?.hostProcess;
