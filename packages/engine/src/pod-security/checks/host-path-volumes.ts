/**
 * HostPath volumes are forbidden.
 *
 * Restricted fields: spec.volumes[*].hostPath
 * Allowed: absent
 *
 * Source: k8s.io/pod-security-admission/policy/check_hostPathVolumes.go.
 */
import { ALLOWED, type Check, type CheckResult, forbidden } from '../check.js';
import { joinQuoted, plural } from '../detail.js';
import { type PodView, textOf } from '../pod-view.js';

export const hostPathVolumes: Check = {
  id: 'hostPathVolumes',
  level: 'baseline',
  versions: [{ minimumVersion: 0, checkPod: hostPathVolumes1_0 }],
};

function hostPathVolumes1_0({ volumes }: PodView): CheckResult {
  const names: string[] = [];
  const fields: string[] = [];
  for (const [index, volume] of volumes.entries()) {
    if (volume?.hostPath === undefined || volume.hostPath === null) continue;
    names.push(textOf(volume.name));
    fields.push(`spec.volumes[${index}].hostPath`);
  }
  if (names.length === 0) return ALLOWED;
  return forbidden('hostPath volumes', `${plural('volume', 'volumes', names.length)} ${joinQuoted(names)}`, fields);
}
