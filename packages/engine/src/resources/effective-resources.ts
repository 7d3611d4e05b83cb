/**
 * Requests and limits of containers as they are once the API server has defaulted them: a request that is not written
 * is the limit, and then LimitRanges of the namespace fill in what is left. A limit of the pod as a whole holds all its
 * containers.
 * Sources: pkg/apis/core/v1/defaults.go; plugin/pkg/admission/limitranger; KEP-2837 for resources of pods.
 */
import { applyDefaults } from '@bulkhead/apimachinery/defaults';
import type { Container, LimitRange, LimitRangeItem, PodSpec } from '@bulkhead/apimachinery/types/core-v1';
import type { ClusterProfile } from '@bulkhead/features';

export type ResourceValues = Readonly<Record<string, unknown>>;

export interface ContainerResources {
  readonly name: string;
  /** `spec.containers[0]` */
  readonly path: string;
  readonly limits: ResourceValues;
  readonly requests: ResourceValues;
}

/** What LimitRanges give to containers that do not ask. */
export interface ResourceDefaults {
  readonly limits: ResourceValues;
  readonly requests: ResourceValues;
}

export const NO_DEFAULTS: ResourceDefaults = Object.freeze({ limits: {}, requests: {} });

/** The defaults of a namespace's LimitRanges; of several the first that sets a resource counts. */
export function resourceDefaults(ranges: readonly LimitRange[], profile: ClusterProfile): ResourceDefaults {
  let limits: ResourceValues = {};
  let requests: ResourceValues = {};
  for (const range of ranges) {
    const typed: LimitRange = { ...range, apiVersion: 'v1', kind: 'LimitRange' };
    const defaulted: LimitRange = applyDefaults(typed, profile);
    const items = (defaulted.spec?.limits ?? []).filter(isOfContainers);
    limits = { ...merged(items, 'default'), ...limits };
    requests = { ...merged(items, 'defaultRequest'), ...requests };
  }
  return { limits, requests };
}

const isOfContainers = ({ type }: LimitRangeItem): boolean => type === 'Container';

/** Later items of one LimitRange win. */
const merged = (items: readonly LimitRangeItem[], field: 'default' | 'defaultRequest'): ResourceValues =>
  Object.assign({}, ...items.map((item) => item[field]));

/** The containers that run as long as the pod does: regular ones, and init containers that are restarted. */
export function effectiveResources(spec: PodSpec, defaults: ResourceDefaults): readonly ContainerResources[] {
  const found: ContainerResources[] = [];
  for (const [index, container] of (spec.initContainers ?? []).entries()) {
    if (container.restartPolicy !== 'Always') continue;
    found.push(resourcesOf(container, `spec.initContainers[${index}]`, spec, defaults));
  }
  for (const [index, container] of (spec.containers ?? []).entries()) {
    found.push(resourcesOf(container, `spec.containers[${index}]`, spec, defaults));
  }
  return found;
}

function resourcesOf(
  container: Container,
  path: string,
  spec: PodSpec,
  defaults: ResourceDefaults,
): ContainerResources {
  const written = container.resources;
  const whole = spec.resources;
  return {
    name: container.name ?? '',
    path,
    limits: { ...defaults.limits, ...whole?.limits, ...written?.limits },
    requests: { ...defaults.requests, ...whole?.limits, ...whole?.requests, ...written?.limits, ...written?.requests },
  };
}
