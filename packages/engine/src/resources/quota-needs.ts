/**
 * What a ResourceQuota asks of each container: a quota on requests or limits of CPU and memory refuses pods that do not
 * say them.
 * Source: pkg/quota/v1/evaluator/core/pods.go (Constraints).
 */
import type { PodSpec, ResourceQuota } from '@bulkhead/apimachinery/types/core-v1';
import {
  type ContainerResources,
  effectiveResources,
  type ResourceDefaults,
  type ResourceValues,
} from './effective-resources.js';

/** Resources of a quota that each container has to set, and where it sets them. */
const NEEDED: ReadonlyMap<string, readonly [keyof ResourceDefaults, string]> = new Map([
  ['cpu', ['requests', 'cpu']],
  ['memory', ['requests', 'memory']],
  ['requests.cpu', ['requests', 'cpu']],
  ['requests.memory', ['requests', 'memory']],
  ['limits.cpu', ['limits', 'cpu']],
  ['limits.memory', ['limits', 'memory']],
]);

export interface QuotaRefusal {
  readonly message: string;
  readonly containers: readonly ContainerResources[];
}

/** Why pods of this spec are refused; undefined where they are not, and for quotas that count some pods only. */
export function quotaRefusal(
  quota: ResourceQuota,
  spec: PodSpec,
  defaults: ResourceDefaults,
): QuotaRefusal | undefined {
  const { hard, scopes, scopeSelector } = quota.spec ?? {};
  if (hard === undefined || (scopes?.length ?? 0) > 0 || scopeSelector !== undefined) return undefined;
  const every = effectiveResources(spec, defaults);
  const found = new Set<ContainerResources>();
  const texts: string[] = [];
  for (const resource of Object.keys(hard).sort()) {
    const needed = NEEDED.get(resource);
    if (needed === undefined) continue;
    const lacking = every.filter((container) => !sets(container[needed[0]], needed[1]));
    if (lacking.length === 0) continue;
    for (const container of lacking) found.add(container);
    texts.push(
      `${resource} for: ${lacking
        .map(({ name }) => name)
        .sort()
        .join(',')}`,
    );
  }
  if (texts.length === 0) return undefined;
  const message = `failed quota: ${quota.metadata?.name ?? ''}: must specify ${texts.join('; ')}`;
  return { message, containers: [...found] };
}

const sets = (values: ResourceValues, resource: string): boolean =>
  Object.hasOwn(values, resource) && values[resource] !== undefined;
