/**
 * From a path of the API to what is done: which resource, which method, which subresource; and the refusals of paths and
 * methods that lead nowhere.
 *
 * Source: k8s.io/apiserver/pkg/endpoints/installer.go.
 */

import { deprecationWarning, removedRelease } from '@bulkhead/apimachinery';
import type { AsyncAuthorizer } from '@bulkhead/engine/authorization';
import { attributesOf, forbidden, type RequestInfo } from '@bulkhead/engine/authorization';
import type { ApiResponse, Handler, RequestContext } from '../http/request.js';
import { boundedTimeout } from '../http/timer-limit.js';
import { asError, badRequest, methodNotAllowed, noSuchResource, notFound } from '../registry/failures.js';
import { ObjectDeleter } from '../registry/object-deleter.js';
import { ObjectRegistry, type RegistryDependencies } from '../registry/object-registry.js';
import type { ServedResource } from '../registry/resource.js';
import type { ServedResources } from '../registry/served-resources.js';
import type { WatchCache } from '../watch-cache/watch-cache.js';
import { listObjects, reach } from './list.js';
import { type ListOptions, parseResourceVersion, readListOptions } from './list-options.js';
import { patchObject } from './patch.js';
import { queryFlag, queryText } from './query.js';
import { assertAcceptable, respondCached, respondList, watchFormOf } from './respond.js';
import type { SubresourceHandlers } from './subresource.js';
import type { ResourceTarget } from './target.js';
import { openWatch } from './watch.js';
import { createObject, deleteCollection, deleteObject, updateObject } from './writes.js';

export interface ResourceHandlerOptions extends RegistryDependencies {
  readonly resources: ServedResources;
  readonly authorizer: AsyncAuthorizer;
  /** By `group/resource/subresource`, and by `group/resource` for reviews and other kinds that are not kept. */
  readonly subresources: SubresourceHandlers;
  /** `--min-request-timeout`, in seconds: watches last between it and its double. */
  readonly minRequestTimeoutSeconds?: number;
  readonly bookmarkMs?: number;
}

const MIN_REQUEST_TIMEOUT_SECONDS = 1800;
const BOOKMARK_MS = 60_000;

interface Served {
  readonly registry: ObjectRegistry;
  readonly deleter: ObjectDeleter;
}

export class ResourceHandler {
  readonly #options: ResourceHandlerOptions;
  readonly #caches: WatchCache;
  readonly #served = new Map<ServedResource, Served>();

  constructor(options: ResourceHandlerOptions) {
    this.#options = options;
    this.#caches = options.caches;
  }

  /** Undefined when the path is none of an API that is served; the caller then looks further. */
  handle(context: RequestContext): Promise<ApiResponse> | undefined {
    const { info } = context;
    if (!info.resourceRequest) return undefined;
    const { resources } = this.#options;
    if (!resources.hasVersion(info.apiGroup, info.apiVersion)) return undefined;
    const resource = resources.find(info.apiGroup, info.apiVersion, info.resource);
    if (resource === undefined || !isServedPath(info, resource)) return Promise.reject(noSuchResource());
    return this.#dispatch(this.#target(context, resource));
  }

  registryOf(resource: ServedResource): Served {
    let served = this.#served.get(resource);
    if (served === undefined) {
      const registry = new ObjectRegistry(resource, this.#options);
      served = { registry, deleter: new ObjectDeleter(registry, this.#options) };
      this.#served.set(resource, served);
    }
    return served;
  }

  #target(context: RequestContext, resource: ServedResource): ResourceTarget {
    const { info } = context;
    const version = resource.versions.find((each) => each.version === info.apiVersion);
    const cache = this.#caches.cache(resource.group, resource.resource);
    // Both come from the table in which the resource was found.
    if (version === undefined || cache === undefined) throw new Error(`${resource.resource} has no ${info.apiVersion}`);
    const namespace = resource.namespaced ? info.namespace : '';
    const name = info.parts[1] ?? '';
    const subresource = info.subresource;
    return { context, resource, version, ...this.registryOf(resource), cache, namespace, name, subresource };
  }

  async #dispatch(target: ResourceTarget): Promise<ApiResponse> {
    warnOfDeprecation(target);
    const { context, resource, name, subresource } = target;
    if (context.info.verb === 'watch' && context.request.method !== 'GET') throw methodNotAllowed();
    if (context.request.method !== 'GET' && !CONNECTIONS.has(subresource)) assertAcceptable(target);
    if (subresource !== '') return await this.#subresource(target);
    const special = this.#options.subresources.get(`${resource.group}/${resource.resource}`);
    if (special !== undefined) return await special(target, this.#toolsOf(context));
    if (resource.namespaced && target.namespace === '' && name !== '') throw noSuchResource();
    if (context.info.verb === 'watch') return await this.#watch(target);
    return name === '' ? await this.#collection(target) : await this.#item(target);
  }

  async #collection(target: ResourceTarget): Promise<ApiResponse> {
    const { context, resource, namespace } = target;
    const isWritable = !resource.namespaced || namespace !== '';
    switch (context.request.method) {
      case 'GET':
        if (!resource.verbs.includes('list')) break;
        return respondList(target, await listObjects(target, readListOptions(context, false), this.#caches));
      case 'POST':
        if (!isWritable || !resource.verbs.includes('create')) break;
        return await createObject(target);
      case 'DELETE':
        if (!isWritable || !resource.verbs.includes('deletecollection')) break;
        return await deleteCollection(target, this.#caches);
      default:
    }
    throw methodNotAllowed();
  }

  async #item(target: ResourceTarget): Promise<ApiResponse> {
    const { context, resource } = target;
    switch (context.request.method) {
      case 'GET':
        if (!resource.verbs.includes('get')) break;
        return await this.#get(target);
      case 'PUT':
        if (!resource.verbs.includes('update')) break;
        return await updateObject(target, () => this.#authorizeCreate(context));
      case 'PATCH':
        if (!resource.verbs.includes('patch')) break;
        return await patchObject(target, () => this.#authorizeCreate(context));
      case 'DELETE':
        if (!resource.verbs.includes('delete')) break;
        return await deleteObject(target);
      default:
    }
    throw methodNotAllowed();
  }

  async #get(target: ResourceTarget): Promise<ApiResponse> {
    const { context, cache, namespace, name, resource, registry } = target;
    registry.objects.checkKey(namespace, name);
    if (queryFlag(context.query, 'export')) {
      throw badRequest('the export parameter, deprecated since v1.14, is no longer supported');
    }
    const wanted = queryText(context.query, 'resourceVersion');
    if (wanted === '') await reach(await this.#caches.currentRevision(), this.#caches);
    else await reach(parseResourceVersion(wanted, false), this.#caches);
    const object = cache.get(namespace, name);
    if (object === undefined) throw notFound(resource, name);
    return respondCached(target, object);
  }

  async #watch(target: ResourceTarget): Promise<ApiResponse> {
    const { context, resource } = target;
    if (!resource.verbs.includes('watch')) throw methodNotAllowed();
    const options = readListOptions(context, true);
    const { form, contentType } = watchFormOf(target);
    const { minRequestTimeoutSeconds = MIN_REQUEST_TIMEOUT_SECONDS, bookmarkMs = BOOKMARK_MS } = this.#options;
    const asked = options.timeoutSeconds ?? 0;
    const seconds = asked > 0 ? asked : minRequestTimeoutSeconds * (1 + Math.random());
    const settings = { caches: this.#caches, timeoutMs: boundedTimeout(seconds * 1000), bookmarkMs };
    const stream = await openWatch(target, nameOnly(target, options), form, settings);
    return { status: 200, headers: { 'Content-Type': contentType }, stream };
  }

  async #subresource(target: ResourceTarget): Promise<ApiResponse> {
    const { context, resource, version, subresource, name, namespace } = target;
    const known = resource.subresources.find((each) => each.name === subresource);
    const isInVersion = known?.apiVersions?.includes(version.apiVersion) ?? true;
    if (known === undefined || !isInVersion) throw noSuchResource();
    if (resource.namespaced && namespace === '') throw noSuchResource();
    const handler = this.#options.subresources.get(`${resource.group}/${resource.resource}/${subresource}`);
    if (handler !== undefined) return await handler(target, this.#toolsOf(context));
    const { method } = context.request;
    if (method === 'GET' && known.verbs.includes('get')) return await this.#get(target);
    if (method === 'PUT' && known.verbs.includes('update')) return await updateObject(target, neverCreated);
    if (method === 'PATCH' && known.verbs.includes('patch')) return await patchObject(target, neverCreated);
    if (name === '') throw noSuchResource();
    throw methodNotAllowed();
  }

  #toolsOf(context: RequestContext) {
    return {
      caches: this.#caches,
      profile: this.#options.profile,
      authorizeCreate: () => this.#authorizeCreate(context),
      registryOf: (group: string, name: string) => {
        const resource = this.#options.resources.byGroupResource(group, name);
        return resource === undefined ? undefined : this.registryOf(resource).registry;
      },
      get: (target: ResourceTarget) => this.#get(target),
    };
  }

  /** A PUT or an apply that creates needs the right to create too. */
  async #authorizeCreate(context: RequestContext): Promise<void> {
    const attributes = { ...attributesOf(context.user, context.info, context.profile), verb: 'create' };
    const { decision, reason } = await this.#options.authorizer.authorize(attributes);
    if (decision !== 'allow') throw asError(forbidden(attributes, reason));
  }
}

/**
 * Whether the path is one of those that upstream has a route for. Authorization reads more paths than there are routes:
 * what it was asked for such a path is not what a handler here would do.
 */
function isServedPath({ namespace, verb, parts }: RequestInfo, resource: ServedResource): boolean {
  const [, name = '', subresource = ''] = parts;
  // `/api/v1/proxy/...` was taken out long ago; its verb allows nothing that is done here.
  if (verb === 'proxy') return false;
  if (subresource !== '' && (name === '' || verb === 'watch')) return false;
  if (parts.length > DEEPEST && subresource !== 'proxy') return false;
  if (resource.namespaced) return true;
  // A Namespace is addressed by its own name, and never from within another: `namespaces/a/namespaces/b`.
  const isNamespaceItself = resource.resource === 'namespaces' && resource.group === '';
  return namespace === (isNamespaceItself ? name : '');
}

/** What these answer is not ours to put in a form. */
const CONNECTIONS: ReadonlySet<string> = new Set(['attach', 'exec', 'portforward', 'proxy']);

/** Resource, name, subresource. */
const DEEPEST = 3;

const neverCreated = (): Promise<void> => Promise.reject(methodNotAllowed());

/** Watching one object is watching its collection for one name, which a selector may only repeat. */
function nameOnly({ name }: ResourceTarget, options: ListOptions): ListOptions {
  if (name === '') return options;
  if (options.fields.length > 0) {
    const isRepeated = options.fields.some(
      ({ field, operator, value }) => field === 'metadata.name' && operator === '=' && value === name,
    );
    if (!isRepeated) throw badRequest("fieldSelector metadata.name doesn't match requested name");
  }
  return { ...options, fields: [...options.fields, { field: 'metadata.name', operator: '=', value: name }] };
}

function warnOfDeprecation({ context, version }: ResourceTarget): void {
  const warning = deprecationWarning(version.lifecycle, context.profile.minor);
  if (warning === undefined) return;
  context.warnings.add(warning);
  context.auditAnnotations.set('k8s.io/deprecated', 'true');
  const removed = removedRelease(version.lifecycle, context.profile.minor);
  if (removed !== undefined) context.auditAnnotations.set('k8s.io/removed-release', removed);
}

export const asHandler =
  (resources: ResourceHandler, others: Handler): Handler =>
  (context) =>
    resources.handle(context) ?? others(context);
