/** KEP-2413. */
import { flagOf, listOf, objectOf } from '../../security-context/plain-values.js';
import { type PodContainer, podSpecOf } from '../../security-context/pod-containers.js';
import { isWindowsPod } from '../../security-context/pod-view.js';
import type { AdoptionPlace, FeatureBreak, FeatureUse, SecurityFeature } from '../adoption.js';
import type { InputWorkload } from '../cluster-input.js';

/** Containers that the setting changes: no profile of their own or of the pod, and not privileged. */
function changedContainers({ pod, containers }: InputWorkload): readonly PodContainer[] {
  const spec = podSpecOf(pod);
  if (isWindowsPod(spec, undefined) || objectOf(objectOf(spec.securityContext)?.seccompProfile) !== undefined)
    return [];
  return containers.filter(({ container }) => {
    const context = objectOf(container.securityContext);
    return objectOf(context?.seccompProfile) === undefined && flagOf(context?.privileged) !== true;
  });
}

/** A container that makes containers of its own: what the default profile keeps from it unless it has SYS_ADMIN. */
function makesNamespaces({ container }: PodContainer): boolean {
  const context = objectOf(container.securityContext);
  if (context?.procMount !== 'Unmasked') return false;
  return !listOf(objectOf(context.capabilities)?.add).some((name) =>
    /^(?:CAP_)?(?:SYS_ADMIN|ALL)$/i.test(String(name)),
  );
}

export const seccompDefault: SecurityFeature = {
  kep: 2413,
  name: 'SeccompDefault',
  decide: (input) => {
    const uses: FeatureUse[] = [];
    const couldUse: AdoptionPlace[] = [];
    const breaks: FeatureBreak[] = [];
    for (const { object, kubelet } of input.kubelets) {
      const setting = kubelet.boolean('seccompDefault');
      if (setting === undefined) continue;
      const place = { object, fieldPath: setting.path };
      if (setting.value) uses.push({ ...place, effective: true, message: 'pods without a profile get RuntimeDefault' });
      else couldUse.push({ ...place, message: 'pods without a seccomp profile run unconfined on its nodes' });
    }
    for (const workload of input.workloads) {
      const changed = changedContainers(workload);
      const [first] = changed;
      if (first === undefined) continue;
      const { source: object, prefix, containers } = workload;
      const holder = changed.length === containers.length ? 'spec' : first.path;
      couldUse.push({
        object,
        fieldPath: `${prefix}${holder}.securityContext.seccompProfile`,
        message: 'containers without a profile: unconfined now, RuntimeDefault with it',
      });
      for (const item of changed.filter(makesNamespaces)) {
        breaks.push({
          object,
          fieldPath: `${prefix}${item.path}.securityContext.procMount`,
          severity: 'error',
          message: `container ${item.name} makes namespaces of its own, which RuntimeDefault refuses: clone3, unshare and mount fail`,
          fix: 'set seccompProfile: {type: Unconfined} or a Localhost profile on it before',
        });
      }
    }
    return { uses, couldUse, breaks };
  },
};
