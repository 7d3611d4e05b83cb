/** Source: pkg/registry/core/pod/strategy.go, pkg/apis/core/v1/helper/qos. */
import type { Pod, PodSpec, PodStatus } from '@bulkhead/apimachinery/types/core-v1';
import { dropConditionalPodFields } from '@bulkhead/features';
import type { KubeObject } from '../kube-object.js';
import type { KindStrategy } from '../strategy.js';
import { podQualityOfService } from '@bulkhead/apimachinery/validation';

export const podStrategy: KindStrategy = {
  prepareForCreate(object, { profile, now }) {
    const pod = object as unknown as Pod;
    const { spec } = dropConditionalPodFields(pod.spec ?? ({} as PodSpec), profile);
    return { ...object, spec, status: initialStatus(spec, now) };
  },
  prepareForUpdate(object, old, subresource) {
    if (subresource !== 'status') return object;
    const { ownerReferences } = old.metadata;
    const { ownerReferences: _, ...metadata } = object.metadata;
    return {
      ...object,
      metadata: { ...metadata, ...(ownerReferences === undefined ? {} : { ownerReferences }) },
      status: { ...statusOf(object), qosClass: statusOf(old).qosClass ?? statusOf(object).qosClass },
    };
  },
};

const statusOf = (object: KubeObject): PodStatus => (object['status'] ?? {}) as PodStatus;

function initialStatus(spec: PodSpec, now: string): PodStatus {
  const isGated = (spec.schedulingGates ?? []).length > 0;
  const gated = {
    type: 'PodScheduled',
    status: 'False',
    lastTransitionTime: now,
    reason: 'SchedulingGated',
    message: 'Scheduling is blocked due to non-empty scheduling gates',
  };
  return { phase: 'Pending', ...(isGated ? { conditions: [gated] } : {}), qosClass: podQualityOfService(spec) };
}
