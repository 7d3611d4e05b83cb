/**
 * RuntimeClass: a pod takes the overhead and the place of its runtime class, and no other.
 *
 * Source: plugin/pkg/admission/runtimeclass/admission.go.
 */
import { goQuote } from '@bulkhead/apimachinery';
import { compareQuantities, parseQuantity } from '@bulkhead/apimachinery/quantity';
import type { Pod } from '@bulkhead/apimachinery/types/core-v1';
import type { RuntimeClass } from '@bulkhead/apimachinery/types/node-v1';
import { refusal } from '../admission-refusal.js';
import { type AdmissionDependencies, cachedOrLive } from '../dependencies.js';
import type { AdmissionAttributes, AdmissionPlugin } from '../plugin.js';
import { isCreateOf } from '../request-match.js';
import { mergeTolerations } from './tolerations.js';

const OTHER_OVERHEAD = "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead";

type PodSpec = NonNullable<Pod['spec']>;

export function runtimeClass(dependencies: AdmissionDependencies): AdmissionPlugin {
  const classOf = async (attributes: AdmissionAttributes, { spec }: Pod): Promise<RuntimeClass | undefined> => {
    const name = spec?.runtimeClassName;
    if (name === undefined) return undefined;
    const found: RuntimeClass | undefined = await cachedOrLive(dependencies, 'node.k8s.io', 'runtimeclasses', '', name);
    if (found === undefined) throw refusal(attributes, `pod rejected: RuntimeClass ${goQuote(name)} not found`);
    return found;
  };
  return {
    name: 'RuntimeClass',
    handles: (attributes) => isCreateOf(attributes, '', 'pods'),
    async admit(attributes) {
      const { object } = attributes;
      if (object === undefined) return object;
      const pod: Pod = object;
      const found = await classOf(attributes, pod);
      if (found === undefined) return object;
      return { ...object, spec: withPlace(attributes, withOverhead(attributes, pod.spec ?? {}, found), found) };
    },
    async validate(attributes) {
      if (attributes.object === undefined) return;
      const pod: Pod = attributes.object;
      const overhead = (await classOf(attributes, pod))?.overhead;
      if (overhead !== undefined) {
        if (!areSameResources(overhead.podFixed, pod.spec?.overhead)) throw refusal(attributes, OTHER_OVERHEAD);
      } else if (pod.spec?.overhead !== undefined) {
        const text = 'pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead';
        throw refusal(attributes, text);
      }
    },
  };
}

function withOverhead(attributes: AdmissionAttributes, spec: PodSpec, { overhead }: RuntimeClass): PodSpec {
  if (overhead === undefined) return spec;
  if (spec.overhead !== undefined && !areSameResources(overhead.podFixed, spec.overhead)) {
    throw refusal(attributes, OTHER_OVERHEAD);
  }
  return { ...spec, overhead: overhead.podFixed ?? {} };
}

function withPlace(attributes: AdmissionAttributes, spec: PodSpec, { scheduling }: RuntimeClass): PodSpec {
  if (scheduling === undefined) return spec;
  const wanted = Object.entries(scheduling.nodeSelector ?? {});
  const selector = new Map(Object.entries(spec.nodeSelector ?? {}));
  for (const [key, value] of wanted) {
    const existing = selector.get(key);
    if (existing !== undefined && existing !== value) {
      const text = `conflict: runtimeClass.scheduling.nodeSelector[${key}] = ${value}; pod.spec.nodeSelector[${key}] = ${existing}`;
      throw refusal(attributes, text);
    }
    selector.set(key, value);
  }
  const tolerations = mergeTolerations(spec.tolerations ?? [], scheduling.tolerations ?? []);
  return {
    ...spec,
    ...(selector.size === 0 ? {} : { nodeSelector: Object.fromEntries(selector) }),
    ...(tolerations.length === 0 ? {} : { tolerations }),
  };
}

type Resources = { readonly [key: string]: string | number } | undefined;

function areSameResources(left: Resources = {}, right: Resources): boolean {
  if (right === undefined) return false;
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  return names.every((name) => {
    if (!Object.hasOwn(right, name)) return false;
    const [a, b] = [parseQuantity(left[name] ?? ''), parseQuantity(right[name] ?? '')];
    return a !== undefined && b !== undefined && compareQuantities(a, b) === 0;
  });
}
