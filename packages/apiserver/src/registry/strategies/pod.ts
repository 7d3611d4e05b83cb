/** Source: pkg/registry/core/pod/strategy.go. */
import type { Container, Pod, PodCondition, PodSpec, PodStatus } from '@bulkhead/apimachinery/types/core-v1';
import { podQualityOfService } from '@bulkhead/apimachinery/validation';
import { dropConditionalPodFields } from '@bulkhead/features';
import type { KubeObject } from '../kube-object.js';
import type { KindStrategy } from '../strategy.js';
import { appArmorWarnings } from './app-armor-warnings.js';

export const podStrategy: KindStrategy = {
  resetFields: { status: ['spec', 'metadata.deletionTimestamp', 'metadata.ownerReferences'] },
  prepareForCreate(object, { profile, now, context }) {
    for (const warning of appArmorWarnings(object, profile.minor)) context.warnings.add(warning);
    const pod = object as unknown as Pod;
    const { spec } = dropConditionalPodFields(pod.spec ?? {}, profile);
    return { ...object, spec, status: initialStatus(spec, now) };
  },
  prepareForUpdate(object, old, subresource) {
    switch (subresource) {
      case 'status':
        return withStatus(object, old);
      case 'ephemeralcontainers': {
        const { ephemeralContainers } = specOf(object);
        return withMetadataOf({ ...object, spec: { ...specOf(old), ephemeralContainers } }, old);
      }
      case 'resize':
        return resized(object, old);
      default:
        return object;
    }
  },
};

const statusOf = (object: KubeObject): PodStatus => object['status'] ?? {};
const specOf = (object: KubeObject): PodSpec => object['spec'] ?? {};

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

/** Nodes that are older than a field take nothing away by leaving it out. */
function withStatus(object: KubeObject, old: KubeObject): KubeObject {
  const { ownerReferences } = old.metadata;
  const { ownerReferences: _, ...metadata } = object.metadata;
  const status = statusOf(object);
  const before = statusOf(old);
  const observedGeneration = status.observedGeneration || before.observedGeneration;
  return {
    ...object,
    metadata: { ...metadata, ...(ownerReferences === undefined ? {} : { ownerReferences }) },
    status: {
      ...status,
      ...(status.conditions === undefined ? {} : { conditions: observed(status.conditions, before.conditions ?? []) }),
      ...(observedGeneration === undefined ? {} : { observedGeneration }),
      qosClass: status.qosClass || before.qosClass,
    },
  };
}

/** Of several conditions of one type the first belongs to the first. */
function observed(conditions: readonly PodCondition[], before: readonly PodCondition[]): readonly PodCondition[] {
  const left = [...before];
  return conditions.map((condition) => {
    const index = left.findIndex(({ type }) => type === condition.type);
    const [was] = index < 0 ? [] : left.splice(index, 1);
    if (condition.observedGeneration || !was?.observedGeneration) return condition;
    return { ...condition, observedGeneration: was.observedGeneration };
  });
}

/** Metadata is not written at these endpoints, but for who owns which field. */
function withMetadataOf(object: KubeObject, old: KubeObject): KubeObject {
  const { name, namespace, uid, resourceVersion, managedFields } = object.metadata;
  const { managedFields: _, ...kept } = old.metadata;
  const metadata = { ...kept, name, namespace, uid, resourceVersion, managedFields };
  // What was undefined there is so here.
  return { ...object, metadata: metadata as KubeObject['metadata'] };
}

/** Other containers than before are left for validation to refuse. */
function resized(object: KubeObject, old: KubeObject): KubeObject {
  const spec = specOf(object);
  const before = specOf(old);
  const sizes = ['containers', 'initContainers'] as const;
  if (sizes.some((name) => (spec[name] ?? []).length !== (before[name] ?? []).length)) return object;
  const containers = withResources(spec.containers, before.containers);
  const initContainers = withResources(spec.initContainers, before.initContainers);
  return withMetadataOf({ ...object, spec: { ...before, containers, initContainers } }, old);
}

function withResources(
  containers: readonly Container[] | undefined,
  before: readonly Container[] | undefined,
): readonly Container[] | undefined {
  if (containers === undefined || before === undefined) return containers;
  if (containers.some(({ name }, index) => before[index]?.name !== name)) return containers;
  return before.map((container, index) => {
    const { resources: _r, resizePolicy: _p, ...kept } = container;
    const { resources, resizePolicy } = containers[index] ?? {};
    return {
      ...kept,
      ...(resources === undefined ? {} : { resources }),
      ...(resizePolicy === undefined ? {} : { resizePolicy }),
    };
  });
}
