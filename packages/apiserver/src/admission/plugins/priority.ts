/**
 * Priority: the priority of a pod comes from its class, and from nowhere else; there is one default class.
 *
 * Source: plugin/pkg/admission/priority/admission.go.
 */
import type { Pod } from '@bulkhead/apimachinery/types/core-v1';
import type { PriorityClass } from '@bulkhead/apimachinery/types/scheduling-v1';
import type { ObjectCaches } from '../../registry/kube-object.js';
import { refusal } from '../admission-refusal.js';
import { type AdmissionDependencies, cachedOrLive } from '../dependencies.js';
import type { AdmissionAttributes, AdmissionPlugin } from '../plugin.js';
import { isWriteOf } from '../request-match.js';

const GROUP = 'scheduling.k8s.io';
const NO_CLASS: PriorityClass = { value: 0, preemptionPolicy: 'PreemptLowerPriority' };

export function priority(dependencies: AdmissionDependencies): AdmissionPlugin {
  const isPodWrite = (attributes: AdmissionAttributes) => isWriteOf(attributes, ['CREATE', 'UPDATE'], '', 'pods');
  const isClassWrite = (attributes: AdmissionAttributes) =>
    isWriteOf(attributes, ['CREATE', 'UPDATE'], GROUP, 'priorityclasses');
  return {
    name: 'Priority',
    handles: (attributes) => isPodWrite(attributes) || isClassWrite(attributes),
    async admit(attributes) {
      const { object, oldObject, operation } = attributes;
      if (object === undefined || !isPodWrite(attributes)) return object;
      const pod: Pod = object;
      if (operation === 'UPDATE') return { ...object, spec: withPriorityOf(pod, oldObject) };
      const className = pod.spec?.priorityClassName ?? '';
      const found = className === '' ? defaultClass(dependencies.caches) : await classNamed(dependencies, className);
      if (className !== '' && found === undefined) {
        throw refusal(attributes, `no PriorityClass with name ${className} was found`);
      }
      return { ...object, spec: withClass(attributes, pod, found ?? NO_CLASS) };
    },
    validate(attributes) {
      if (attributes.object === undefined || !isClassWrite(attributes)) return;
      const { globalDefault, metadata }: PriorityClass = attributes.object;
      const existing = globalDefault === true ? defaultClass(dependencies.caches)?.metadata?.name : undefined;
      if (existing === undefined || (attributes.operation === 'UPDATE' && existing === metadata?.name)) return;
      throw refusal(attributes, `PriorityClass ${existing} is already marked as default. Only one default can exist`);
    },
  };
}

const classNamed = (dependencies: AdmissionDependencies, name: string): Promise<PriorityClass | undefined> =>
  cachedOrLive(dependencies, GROUP, 'priorityclasses', '', name);

/** Of several the one that gives least. */
function defaultClass(caches: ObjectCaches): PriorityClass | undefined {
  const classes = (caches.cache(GROUP, 'priorityclasses')?.list('') ?? []).map(({ object }): PriorityClass => object);
  return classes
    .filter(({ globalDefault }) => globalDefault === true)
    .reduce<PriorityClass | undefined>(
      (least, each) => (least === undefined || (each.value ?? 0) < (least.value ?? 0) ? each : least),
      undefined,
    );
}

/** Clients may send the pod back without what this plugin has set. */
function withPriorityOf({ spec }: Pod, oldPod: Pod | undefined): NonNullable<Pod['spec']> {
  const value = spec?.priority ?? oldPod?.spec?.priority;
  const policy = spec?.preemptionPolicy ?? oldPod?.spec?.preemptionPolicy;
  return {
    ...spec,
    ...(value === undefined ? {} : { priority: value }),
    ...(policy === undefined ? {} : { preemptionPolicy: policy }),
  };
}

function withClass(attributes: AdmissionAttributes, { spec }: Pod, found: PriorityClass): NonNullable<Pod['spec']> {
  const { value = 0, preemptionPolicy, metadata } = found;
  const computed = 'must not be provided in pod spec; priority admission controller computed';
  const origin = 'from the given PriorityClass name';
  if (spec?.priority !== undefined && spec.priority !== value) {
    throw refusal(attributes, `the integer value of priority (${spec.priority}) ${computed} ${value} ${origin}`);
  }
  const policy = spec?.preemptionPolicy;
  if (policy !== undefined && preemptionPolicy !== undefined && policy !== preemptionPolicy) {
    throw refusal(
      attributes,
      `the string value of PreemptionPolicy (${policy}) ${computed} ${preemptionPolicy} ${origin}`,
    );
  }
  return {
    ...spec,
    ...(metadata?.name === undefined ? {} : { priorityClassName: metadata.name }),
    priority: value,
    ...(preemptionPolicy === undefined ? {} : { preemptionPolicy }),
  };
}
