/**
 * Lists: which objects, as of which revision, in which pages. What they look like in the answer is decided elsewhere.
 *
 * Source: k8s.io/apiserver/pkg/endpoints/handlers/get.go, pkg/storage/cacher, pkg/storage/etcd3/store.go.
 */
import { matchesRequirements } from '@bulkhead/apimachinery/selectors';
import { badRequest, expired, tooLargeResourceVersion } from '../registry/failures.js';
import type { CachedObject, KubeObject } from '../registry/kube-object.js';
import type { WatchCache } from '../watch-cache/watch-cache.js';
import { type ContinueToken, decodeContinueToken, encodeContinueToken, NOW } from './continue-token.js';
import { type ListOptions, parseResourceVersion } from './list-options.js';
import { fieldMatcher } from './selectable-fields.js';
import type { ResourceTarget } from './target.js';

export interface ObjectList {
  readonly items: readonly CachedObject[];
  readonly metadata: ListMeta;
}

export interface ListMeta {
  readonly resourceVersion: string;
  readonly continue?: string;
  readonly remainingItemCount?: number;
}

/** Reads wait so long for a revision that this server has not seen yet. */
const FRESHNESS_TIMEOUT_MS = 3000;

export async function listObjects(
  target: ResourceTarget,
  options: ListOptions,
  caches: WatchCache,
): Promise<ObjectList> {
  target.registry.objects.checkKey(target.namespace, '');
  const select = selector(target, options);
  const token = options.continueToken === '' ? undefined : decodeToken(options);
  const revision = token === undefined ? await listRevision(options, caches) : token.revision;
  // Of another server, perhaps; or made up.
  if (token !== undefined) await reach(revision === NOW ? await caches.currentRevision() : revision, caches);
  const isNow = revision === NOW || revision === caches.revision;
  const all = isNow ? target.cache.list(target.namespace) : listAt(target, revision, token);
  const listed = String(isNow ? caches.revision : revision);
  const limit = options.resourceVersion === '0' && token === undefined ? 0 : options.limit;
  if (limit <= 0 && token === undefined) {
    const items = select === undefined ? all : all.filter(({ object }) => select(object));
    return { items, metadata: { resourceVersion: listed } };
  }
  return page(all, { target, select, limit, start: token?.start ?? '', revision: Number(listed) });
}

function decodeToken(options: ListOptions): ContinueToken {
  const token = decodeContinueToken(options.continueToken);
  if (options.resourceVersion !== '' && options.resourceVersion !== '0') {
    throw badRequest('specifying resource version is not allowed when using continue');
  }
  return token;
}

/** The revision to read; NOW where anything that the caches have is new enough. */
async function listRevision(options: ListOptions, caches: WatchCache): Promise<number> {
  const wanted = parseResourceVersion(options.resourceVersion, false);
  if (options.resourceVersion === '') {
    await reach(await caches.currentRevision(), caches);
    return NOW;
  }
  if (wanted === 0) return NOW;
  await reach(wanted, caches);
  const isExact =
    options.resourceVersionMatch === 'Exact' || (options.resourceVersionMatch === '' && options.limit > 0);
  return isExact ? wanted : NOW;
}

/** Waits until the caches have seen the revision. */
export async function reach(revision: number, caches: WatchCache): Promise<void> {
  if (caches.revision >= revision) return;
  if (await caches.waitFor(revision, FRESHNESS_TIMEOUT_MS)) return;
  throw tooLargeResourceVersion(revision, caches.revision);
}

const PAGE_EXPIRED =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.';

function listAt(
  { cache, namespace }: ResourceTarget,
  revision: number,
  token: ContinueToken | undefined,
): readonly CachedObject[] {
  const all = cache.listAt(revision);
  if (all === undefined) {
    if (token === undefined) throw expired('The resourceVersion for the provided list is too old.');
    throw expired(PAGE_EXPIRED, encodeContinueToken({ revision: NOW, start: token.start }));
  }
  return namespace === '' ? all : all.filter((object) => object.namespace === namespace);
}

interface PageRequest {
  readonly target: ResourceTarget;
  readonly select: ((object: KubeObject) => boolean) | undefined;
  readonly limit: number;
  readonly start: string;
  readonly revision: number;
}

function page(all: readonly CachedObject[], request: PageRequest): ObjectList {
  const { select, limit, start, revision, target } = request;
  const items: CachedObject[] = [];
  let index = start === '' ? 0 : all.findIndex((object) => relativeKey(object, target) >= start);
  if (index < 0) index = all.length;
  for (; index < all.length; index++) {
    const object = all[index];
    if (object === undefined || (select !== undefined && !select(object.object))) continue;
    if (limit > 0 && items.length === limit) break;
    items.push(object);
  }
  const last = items.at(-1);
  if (index >= all.length || last === undefined) return { items, metadata: { resourceVersion: String(revision) } };
  return {
    items,
    metadata: {
      resourceVersion: String(revision),
      continue: encodeContinueToken({ revision, start: `${relativeKey(last, target)}\0` }),
      ...(select === undefined ? { remainingItemCount: all.length - index } : {}),
    },
  };
}

/** The key behind the prefix of the list. */
function relativeKey({ namespace, name }: CachedObject, { namespace: listed }: ResourceTarget): string {
  return namespace === '' || listed !== '' ? name : `${namespace}/${name}`;
}

/** Undefined when every object is wanted. Field selectors look at objects in the version of the request. */
export function selector(
  { resource, version, registry }: ResourceTarget,
  { labels, fields }: ListOptions,
): ((object: KubeObject) => boolean) | undefined {
  const matchesFields = fieldMatcher(fields, resource);
  if (matchesFields === undefined) {
    return labels.length === 0 ? undefined : (object) => matchesRequirements(labels, object.metadata.labels);
  }
  return (object) =>
    matchesRequirements(labels, object.metadata.labels) && matchesFields(registry.objects.inVersion(object, version));
}
