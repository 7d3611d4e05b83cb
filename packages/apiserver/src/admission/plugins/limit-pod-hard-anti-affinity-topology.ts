/**
 * LimitPodHardAntiAffinityTopology: no pod may keep others off more than one node.
 *
 * Source: plugin/pkg/admission/antiaffinity/admission.go.
 */
import type { Pod } from '@bulkhead/apimachinery/types/core-v1';
import { refusal } from '../admission-refusal.js';
import type { AdmissionPlugin } from '../plugin.js';
import { isWriteOf } from '../request-match.js';

const HOSTNAME = 'kubernetes.io/hostname';

export function limitPodHardAntiAffinityTopology(): AdmissionPlugin {
  return {
    name: 'LimitPodHardAntiAffinityTopology',
    handles: (attributes) => isWriteOf(attributes, ['CREATE', 'UPDATE'], '', 'pods'),
    validate(attributes) {
      const pod: Pod | undefined = attributes.object;
      const terms = pod?.spec?.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
      for (const { topologyKey = '' } of terms) {
        if (topologyKey === HOSTNAME) continue;
        const place = 'affinity.PodAntiAffinity.RequiredDuringScheduling';
        throw refusal(attributes, `${place} has TopologyKey ${topologyKey} but only key ${HOSTNAME} is allowed`);
      }
    },
  };
}
