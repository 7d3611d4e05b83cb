/**
 * What a Windows container gets. Linux settings mean nothing to it: the API server refuses them when `spec.os.name`
 * says windows, and a Windows kubelet passes over them otherwise.
 * Sources: pkg/securitycontext/util.go; pkg/apis/core/validation/validation.go (validateWindows).
 */
import type { PodSpec, WindowsSecurityContextOptions } from '@bulkhead/apimachinery/types/core-v1';
import type { IgnoredSetting } from './ignored-settings.js';
import { flagOf, objectOf, textOf } from './plain-values.js';
import type { PodContainer } from './pod-containers.js';

export interface EffectiveWindows {
  readonly runAsUserName: string | null;
  readonly hostProcess: boolean;
  readonly gmsaCredentialSpecName: string | null;
  readonly gmsaCredentialSpec: string | null;
}

const POD_FIELDS = ['hostUsers', 'hostPID', 'hostIPC', 'shareProcessNamespace'] as const;
const POD_SECURITY_FIELDS = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'fsGroup',
  'fsGroupChangePolicy',
  'sysctls',
  'runAsUser',
  'runAsGroup',
  'supplementalGroups',
  'supplementalGroupsPolicy',
  'seLinuxChangePolicy',
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

/** The container's options over the pod's; the two GMSA fields go together. */
export function effectiveWindows(
  own: WindowsSecurityContextOptions | undefined,
  shared: WindowsSecurityContextOptions | undefined,
): EffectiveWindows {
  const container = objectOf(own);
  const pod = objectOf(shared);
  const name = textOf(container?.gmsaCredentialSpecName);
  const credentialSpec = textOf(container?.gmsaCredentialSpec);
  const ownCredentials = name !== undefined || credentialSpec !== undefined;
  return {
    runAsUserName: textOf(container?.runAsUserName) ?? textOf(pod?.runAsUserName) ?? null,
    hostProcess: flagOf(container?.hostProcess) ?? flagOf(pod?.hostProcess) ?? false,
    gmsaCredentialSpecName: (ownCredentials ? name : textOf(pod?.gmsaCredentialSpecName)) ?? null,
    gmsaCredentialSpec: (ownCredentials ? credentialSpec : textOf(pod?.gmsaCredentialSpec)) ?? null,
  };
}

/** The Linux settings of a Windows pod and of one of its containers. */
export function ignoredOnWindows(spec: PodSpec, item: PodContainer): IgnoredSetting[] {
  const refused = textOf(objectOf(spec.os)?.name) === 'windows';
  const why = refused
    ? 'a Windows pod cannot have it: the API server answers "cannot be set for a windows pod"'
    : 'it means nothing on a Windows node';
  const found: IgnoredSetting[] = [];
  collect(found, spec, POD_FIELDS, 'spec', why);
  collect(found, objectOf(spec.securityContext), POD_SECURITY_FIELDS, 'spec.securityContext', why);
  const own = objectOf(item.container.securityContext);
  collect(found, own, CONTAINER_FIELDS, `${item.path}.securityContext`, why);
  return found;
}

function collect<T extends object>(
  found: IgnoredSetting[],
  owner: T | undefined,
  fields: readonly (keyof T & string)[],
  path: string,
  why: string,
): void {
  if (owner === undefined) return;
  for (const field of fields) {
    if (isSet(field, owner[field])) found.push({ fieldPath: `${path}.${field}`, why });
  }
}

/** hostPID and hostIPC are plain booleans in the API, where false is the same as absent. */
function isSet(field: string, value: unknown): boolean {
  if (field === 'hostPID' || field === 'hostIPC') return value === true;
  return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
}
