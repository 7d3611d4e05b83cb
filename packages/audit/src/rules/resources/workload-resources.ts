/** Requests and limits of a workload's containers, with what the LimitRanges of the input give them. */
import type { LimitRange } from '@bulkhead/apimachinery/types/core-v1';
import {
  type ContainerResources,
  effectiveResources,
  NO_DEFAULTS,
  type ResourceDefaults,
  resourceDefaults,
} from '@bulkhead/engine/resources';
import type { Cluster } from '../../cluster.js';
import type { Report } from '../../rule.js';
import type { Workload } from '../../workload.js';

const known = new WeakMap<Cluster, Map<string, ResourceDefaults>>();

export function defaultsFor({ source }: Workload, cluster: Cluster): ResourceDefaults {
  const ranges = cluster.objects.ofKind('LimitRange');
  if (ranges.length === 0) return NO_DEFAULTS;
  const namespace = source.identity.namespace || 'default';
  let byNamespace = known.get(cluster);
  if (byNamespace === undefined) known.set(cluster, (byNamespace = new Map()));
  let defaults = byNamespace.get(namespace);
  if (defaults === undefined) {
    const own = ranges.filter(
      ({ identity }) => identity.apiVersion === 'v1' && (identity.namespace || 'default') === namespace,
    );
    defaults = resourceDefaults(
      own.map(({ object }) => object as LimitRange),
      cluster.profile,
    );
    byNamespace.set(namespace, defaults);
  }
  return defaults;
}

type List = 'limits' | 'requests';

/** One report of all containers that lack the resource; undefined where none does. */
export function lacking(
  workload: Workload,
  cluster: Cluster,
  list: List,
  resource: string,
  consequence: string,
): Report | undefined {
  const { spec } = workload.pod;
  if (spec === undefined) return undefined;
  const found = effectiveResources(spec, defaultsFor(workload, cluster)).filter(
    (container) => container[list][resource] === undefined,
  );
  if (found.length === 0) return undefined;
  return {
    fields: found.map(({ path }) => workload.path(`${path}.resources.${list}.${resource}`)),
    message: `${namesOf(found)} ${found.length === 1 ? 'has' : 'have'} no ${resource} ${list === 'limits' ? 'limit' : 'request'}: ${consequence}`,
  };
}

/** `container "a"`, `containers "a", "b"` */
export function namesOf(containers: readonly Pick<ContainerResources, 'name'>[]): string {
  const names = containers.map(({ name }) => JSON.stringify(name)).join(', ');
  return `${containers.length === 1 ? 'container' : 'containers'} ${names}`;
}
