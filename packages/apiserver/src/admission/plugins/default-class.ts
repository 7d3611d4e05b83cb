/** The class of a kind that an annotation makes the default: of several the newest, then the first by name. */
import type { ObjectMeta } from '@bulkhead/apimachinery/types/meta-v1';
import type { ObjectCaches } from '../../registry/kube-object.js';

export function defaultClassName(
  caches: ObjectCaches,
  group: string,
  resource: string,
  annotations: readonly string[],
): string | undefined {
  const isDefault = ({ annotations: given = {} }: ObjectMeta): boolean =>
    annotations.some((key) => Object.hasOwn(given, key) && given[key] === 'true');
  const [first] = (caches.cache(group, resource)?.list('') ?? [])
    .map(({ object }) => object.metadata)
    .filter(isDefault)
    .sort((a, b) => createdAt(b) - createdAt(a) || ((a.name ?? '') < (b.name ?? '') ? -1 : 1));
  return first?.name;
}

const createdAt = ({ creationTimestamp }: ObjectMeta): number => Date.parse(creationTimestamp ?? '') || 0;
