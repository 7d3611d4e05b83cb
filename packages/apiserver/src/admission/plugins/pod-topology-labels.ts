/**
 * PodTopologyLabels: a pod carries the zone and the region of the node that it is put on.
 *
 * Source: plugin/pkg/admission/podtopologylabels/admission.go.
 */
import type { Binding, Pod } from '@bulkhead/apimachinery/types/core-v1';
import type { KubeObject } from '../../registry/kube-object.js';
import { type AdmissionDependencies, cachedOrLive } from '../dependencies.js';
import type { AdmissionAttributes, AdmissionPlugin } from '../plugin.js';
import { isCreateOf, isWriteOf } from '../request-match.js';

/** Rising by the minor from which it is so. */
const LABELS = [
  { from: 33, keys: ['topology.k8s.io/zone', 'topology.k8s.io/region'] },
  { from: 34, keys: ['topology.kubernetes.io/zone', 'topology.kubernetes.io/region'] },
];

export function podTopologyLabels(dependencies: AdmissionDependencies): AdmissionPlugin {
  const { profile } = dependencies;
  const isOn = profile.enabled('PodTopologyLabelsAdmission');
  const keys = LABELS.findLast(({ from }) => from <= profile.minor)?.keys ?? [];
  const isBinding = (attributes: AdmissionAttributes): boolean =>
    isWriteOf(attributes, ['CREATE'], '', 'pods', 'binding');
  return {
    name: 'PodTopologyLabels',
    handles: (attributes) => isOn && (isCreateOf(attributes, '', 'pods') || isBinding(attributes)),
    async admit(attributes) {
      const { object } = attributes;
      if (object === undefined) return object;
      const nodeName = isBinding(attributes) ? targetOf(object) : nodeOf(object);
      if (nodeName === '') return object;
      const node = await cachedOrLive(dependencies, '', 'nodes', '', nodeName);
      const labels = node?.metadata.labels ?? {};
      const copied = keys.filter((key) => Object.hasOwn(labels, key)).map((key) => [key, labels[key] ?? ''] as const);
      if (copied.length === 0) return object;
      const merged = { ...object.metadata.labels, ...Object.fromEntries(copied) };
      return { ...object, metadata: { ...object.metadata, labels: merged } };
    },
  };
}

const nodeOf = ({ spec }: Pod): string => spec?.nodeName ?? '';

const targetOf = (object: KubeObject): string => {
  const { target }: Partial<Binding> = object;
  return target?.kind === 'Node' ? (target.name ?? '') : '';
};
