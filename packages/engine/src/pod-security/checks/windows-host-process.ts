/**
 * Windows host process containers are forbidden: they run on the node itself.
 *
 * Restricted fields: spec.securityContext.windowsOptions.hostProcess
 *   and spec.{containers,initContainers,ephemeralContainers}[*].securityContext.windowsOptions.hostProcess
 * Allowed: absent, false
 *
 * Source: k8s.io/pod-security-admission/policy/check_windowsHostProcess.go.
 */
import { ALLOWED, type Check, type CheckResult, forbidden } from '../check.js';
import { setters } from '../detail.js';
import { containerPaths, containersWhere, type PodView } from '../pod-view.js';

export const windowsHostProcess: Check = {
  id: 'windowsHostProcess',
  level: 'baseline',
  versions: [{ minimumVersion: 0, checkPod: windowsHostProcess1_0 }],
};

const FIELD = 'securityContext.windowsOptions.hostProcess';

function windowsHostProcess1_0(pod: PodView): CheckResult {
  const podIsBad = pod.securityContext.windowsOptions?.hostProcess === true;
  const bad = containersWhere(pod, ({ securityContext }) => securityContext.windowsOptions?.hostProcess === true);
  if (!podIsBad && bad.length === 0) return ALLOWED;
  return forbidden('hostProcess', `${setters(podIsBad, bad)} must not set ${FIELD}=true`, [
    ...(podIsBad ? [`spec.${FIELD}`] : []),
    ...containerPaths(bad, FIELD),
  ]);
}
