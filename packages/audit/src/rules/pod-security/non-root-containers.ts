/** Which containers are known not to run as root, by what the manifest says. */
import { isMap } from '../../fix/json-value.js';
import { ObjectPatch } from '../../fix/object-patch.js';
import type { Workload } from '../../workload.js';
import { namesIn, securityContextOf } from './pod-repair.js';

/** Whether the containers that the fields of the pod belong to say that they are not root. */
export function runsWithoutRoot(workload: Workload, fields: readonly string[]): boolean {
  const pod = new ObjectPatch(workload.pod);
  const shared = pod.read('spec.securityContext');
  return fields.every((field) => {
    const path = securityContextOf(field);
    const own = path.startsWith('spec.securityContext') ? undefined : pod.read(path);
    return isNotRoot(own, shared);
  });
}

/** Whether one of the containers adds capabilities and is not root: they come to it by the files of its programs alone. */
export function usesFileCapabilities(workload: Workload, fields: readonly string[]): boolean {
  const pod = new ObjectPatch(workload.pod);
  return fields.some(
    (field) =>
      namesIn(pod.read(`${securityContextOf(field)}.capabilities.add`)).length > 0 &&
      runsWithoutRoot(workload, [field]),
  );
}

function isNotRoot(own: unknown, shared: unknown): boolean {
  const setting = (name: string): unknown => {
    const value = isMap(own) ? own[name] : undefined;
    return value ?? (isMap(shared) ? shared[name] : undefined);
  };
  const user = setting('runAsUser');
  return typeof user === 'number' ? user !== 0 : setting('runAsNonRoot') === true;
}
