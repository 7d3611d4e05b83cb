/**
 * LimitRanger: containers get the default requests and limits of their namespace, and nothing asks for more or less than
 * it allows.
 *
 * Source: plugin/pkg/admission/limitranger/admission.go.
 */
import type {
  Container,
  LimitRange,
  LimitRangeItem,
  PersistentVolumeClaim,
  Pod,
} from '@bulkhead/apimachinery/types/core-v1';
import { aggregateMessage } from '@bulkhead/engine/authorization';
import type { ClusterProfile } from '@bulkhead/features';
import type { KubeObject, ObjectCaches } from '../../registry/kube-object.js';
import { refusal } from '../admission-refusal.js';
import type { AdmissionDependencies } from '../dependencies.js';
import type { AdmissionAttributes, AdmissionPlugin } from '../plugin.js';
import { podResources, resourcesOf } from '../pod-resources.js';
import { isWriteOf } from '../request-match.js';
import { brokenConstraints, brokenRequests } from './limit-constraints.js';

const ANNOTATION = 'kubernetes.io/limit-ranger';

export function limitRanger({ caches, profile }: AdmissionDependencies): AdmissionPlugin {
  return {
    name: 'LimitRanger',
    handles: (attributes) => isPodWrite(attributes) || isClaimWrite(attributes),
    admit(attributes) {
      const { object } = attributes;
      if (object === undefined || !isPodWrite(attributes) || isBeingDeleted(attributes)) return object;
      return limitRangesOf(caches, attributes.namespace).reduce<KubeObject>(withDefaults, object);
    },
    validate(attributes) {
      const { object } = attributes;
      if (object === undefined || isBeingDeleted(attributes)) return;
      const broken = isPodWrite(attributes) ? brokenByPod : brokenByClaim;
      for (const { spec } of limitRangesOf(caches, attributes.namespace)) {
        const errors = (spec?.limits ?? []).flatMap((item) => broken(item, object, profile));
        if (errors.length > 0) throw refusal(attributes, aggregateMessage(errors));
      }
    },
  };
}

const isPodWrite = (attributes: AdmissionAttributes): boolean =>
  isWriteOf(attributes, ['CREATE'], '', 'pods') || isWriteOf(attributes, ['UPDATE'], '', 'pods', 'resize');

const isClaimWrite = (attributes: AdmissionAttributes): boolean =>
  isWriteOf(attributes, ['CREATE', 'UPDATE'], '', 'persistentvolumeclaims');

const isBeingDeleted = ({ oldObject }: AdmissionAttributes): boolean =>
  oldObject?.metadata.deletionTimestamp !== undefined;

const limitRangesOf = (caches: ObjectCaches, namespace: string): readonly LimitRange[] =>
  (caches.cache('', 'limitranges')?.list(namespace) ?? []).map(({ object }): LimitRange => object);

function brokenByPod(item: LimitRangeItem, pod: Pod, profile: ClusterProfile): readonly string[] {
  if (item.type === 'Pod') {
    return brokenConstraints(item, podResources(pod, 'requests', profile), podResources(pod, 'limits', profile));
  }
  if (item.type !== 'Container') return [];
  const containers = [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? [])];
  return containers.flatMap(({ resources }) =>
    brokenConstraints(item, resourcesOf(resources?.requests), resourcesOf(resources?.limits)),
  );
}

function brokenByClaim(item: LimitRangeItem, { spec }: PersistentVolumeClaim): readonly string[] {
  return item.type === 'PersistentVolumeClaim' ? brokenRequests(item, resourcesOf(spec?.resources?.requests)) : [];
}

type ResourceList = Readonly<Record<string, string | number>>;

interface ContainerDefaults {
  readonly requests: ResourceList;
  readonly limits: ResourceList;
}

/** The pod with the defaults of one LimitRange, and an annotation that says what was set. */
function withDefaults(object: KubeObject, { spec }: LimitRange): KubeObject {
  const items = (spec?.limits ?? []).filter(({ type }) => type === 'Container');
  const defaults: ContainerDefaults = {
    requests: Object.assign({}, ...items.map(({ defaultRequest }) => defaultRequest)) as ResourceList,
    limits: Object.assign({}, ...items.map((item) => item.default)) as ResourceList,
  };
  const { spec: podSpec, metadata }: Pod = object;
  const set: string[] = [];
  const containers = podSpec?.containers?.map((each) => withContainerDefaults(each, defaults, 'container', set));
  const inits = podSpec?.initContainers?.map((each) => withContainerDefaults(each, defaults, 'init container', set));
  if (set.length === 0) return object;
  return {
    ...object,
    metadata: {
      ...object.metadata,
      annotations: { ...metadata?.annotations, [ANNOTATION]: `LimitRanger plugin set: ${set.join('; ')}` },
    },
    spec: {
      ...podSpec,
      ...(inits === undefined ? {} : { initContainers: inits }),
      ...(containers === undefined ? {} : { containers }),
    },
  };
}

/** What was set is added to `set`. */
function withContainerDefaults(
  container: Container,
  defaults: ContainerDefaults,
  what: string,
  set: string[],
): Container {
  const { requests = {}, limits = {} } = container.resources ?? {};
  const absent = (wanted: ResourceList, given: ResourceList): readonly string[] =>
    Object.keys(wanted)
      .filter((name) => !Object.hasOwn(given, name))
      .sort();
  const newRequests = absent(defaults.requests, requests);
  const newLimits = absent(defaults.limits, limits);
  const name = container.name ?? '';
  if (newRequests.length > 0) set.push(`${newRequests.join(', ')} request for ${what} ${name}`);
  if (newLimits.length > 0) set.push(`${newLimits.join(', ')} limit for ${what} ${name}`);
  if (newRequests.length + newLimits.length === 0) return container;
  return {
    ...container,
    resources: {
      ...container.resources,
      ...(newLimits.length + Object.keys(limits).length === 0 ? {} : { limits: { ...defaults.limits, ...limits } }),
      ...(newRequests.length + Object.keys(requests).length === 0
        ? {}
        : { requests: { ...defaults.requests, ...requests } }),
    },
  };
}
