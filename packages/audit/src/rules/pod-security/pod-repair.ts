/** Repairs that several rules of the Pod Security Standards share. Fields are paths of the object. */
import type { CheckResult } from '@bulkhead/engine/pod-security';
import { isMap } from '../../fix/json-value.js';
import type { ObjectPatch } from '../../fix/object-patch.js';
import type { Workload } from '../../workload.js';

export interface PodRepair {
  /** What it can break, as a clause; undefined where nothing is. */
  readonly risk?: string | ((workload: Workload, result: CheckResult) => string | undefined);
  /** `fields` are those of the report. */
  readonly edit: (patch: ObjectPatch, fields: readonly string[], workload: Workload) => unknown;
}

/** Takes every field away. */
export const pruneAll: PodRepair['edit'] = (patch, fields) => {
  for (const field of fields) patch.prune(field);
};

/** The path of the container or pod around a field of a security context. */
export const securityContextOf = (field: string): string =>
  field.slice(0, field.lastIndexOf('securityContext') + 'securityContext'.length);

/** Whether nothing confines the container, so that settings of its security context do nothing. */
export function isPrivileged(patch: ObjectPatch, field: string): boolean {
  const context = patch.read(securityContextOf(field));
  return isMap(context) && context['privileged'] === true;
}

/** The names in a list of capabilities as it is written. */
export const namesIn = (list: unknown): string[] =>
  Array.isArray(list) ? list.filter((name) => typeof name === 'string') : [];
