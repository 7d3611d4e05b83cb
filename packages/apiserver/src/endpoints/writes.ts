/**
 * Create, update, delete and deletecollection of objects.
 *
 * Source: k8s.io/apiserver/pkg/endpoints/handlers/{create,update,delete}.go.
 */
import { formatGroupResource } from '@bulkhead/engine/authorization';
import type { ApiResponse } from '../http/request.js';
import { StatusError } from '../http/status-error.js';
import { badRequest, plainError } from '../registry/failures.js';
import { internalForm } from '../registry/internal-form.js';
import type { CachedObject, KubeObject } from '../registry/kube-object.js';
import type { DeleteOutcome } from '../registry/object-deleter.js';
import type { WatchCache } from '../watch-cache/watch-cache.js';
import { readDeleteBody } from './delete-body.js';
import { listObjects } from './list.js';
import { readListOptions } from './list-options.js';
import { type DeleteOptions, readDeleteOptions, readWriteOptions, type WriteOptions } from './options.js';
import { bodyFormat, decodeBody, readBody } from './request-body.js';
import { respondList, respondObject, respondOther, respondWritten } from './respond.js';
import type { ResourceTarget } from './target.js';

export async function createObject(target: ResourceTarget): Promise<ApiResponse> {
  const { context, version, registry } = target;
  const object = await readObject(target, () => readWriteOptions(context, 'CreateOptions'));
  const outcome = await registry.create(context, version, inNamespace(target, object.object), object.options);
  return respondWritten(target, outcome);
}

export async function updateObject(target: ResourceTarget, authorizeCreate: () => Promise<void>): Promise<ApiResponse> {
  const { context, version, registry, namespace, name, subresource } = target;
  const read = await readObject(target, () => readWriteOptions(context, 'UpdateOptions'));
  const object = withName(target, inNamespace(target, read.object));
  const mayCreate = registry.traits.allowsCreateOnUpdate && subresource === '';
  const outcome = await registry.update(context, {
    version,
    namespace,
    name,
    subresource,
    options: read.options,
    change: () => object,
    isPatch: false,
    tracksFields: true,
    ...(mayCreate
      ? {
          createInstead: async () => {
            await authorizeCreate();
            return object;
          },
        }
      : {}),
  });
  return respondWritten(target, outcome);
}

export async function deleteObject(target: ResourceTarget): Promise<ApiResponse> {
  const { context, deleter, version, namespace, name, registry, resource } = target;
  const options = await deleteOptions(target);
  warnOfOrphans(target, options);
  const outcome = await deleter.delete(context, { version, namespace, name }, options);
  // Clients that ask for dependents to go by the old option learn that the object is still there.
  const status = options.orphanDependents === false && !outcome.isGone ? 202 : 200;
  if (!outcome.isGone || registry.traits.returnsDeletedObject) return respondObject(target, outcome.object, status);
  const { uid } = outcome.object.metadata;
  const details = {
    name,
    ...(resource.group === '' ? {} : { group: resource.group }),
    kind: resource.resource,
    ...(uid === undefined ? {} : { uid }),
  };
  return respondOther(target, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details }, status);
}

const DELETE_WORKERS = 32;

export async function deleteCollection(target: ResourceTarget, caches: WatchCache): Promise<ApiResponse> {
  const { context, deleter, version } = target;
  const list = readListOptions(context, false);
  const options = await deleteOptions(target);
  const { items, metadata } = await listObjects(target, list, caches);
  const gone = new Set<CachedObject>();
  const { signal } = context.request;
  let next = 0;
  // Many at a time: the store commits them together.
  const worker = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) {
      const item = items[index];
      // A client that has gone, or waited too long, is told nothing of what would still be deleted.
      if (item === undefined || signal.aborted) return;
      if ((await deleteOne(item)) !== undefined) gone.add(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(DELETE_WORKERS, items.length) }, worker));
  return respondList(target, { items: items.filter((item) => gone.has(item)), metadata });

  async function deleteOne({ namespace, name }: CachedObject): Promise<DeleteOutcome | undefined> {
    try {
      return await deleter.delete(context, { version, namespace, name }, options);
    } catch (error) {
      if (error instanceof StatusError && error.failure.code === 404) return undefined;
      // The refusal is the answer: the others stop too.
      next = items.length;
      throw error;
    }
  }
}

/** Options are checked before the body is looked at. */
async function readObject(
  { context, version }: ResourceTarget,
  readOptions: () => WriteOptions,
): Promise<{ readonly object: KubeObject; readonly options: WriteOptions }> {
  const format = bodyFormat(context);
  const bytes = await context.request.body();
  const options = readOptions();
  const body = readBody(bytes, format, version.kind, context.profile);
  const decoded = decodeBody(body, version.kind, options.fieldValidation, context);
  return { object: internalForm(decoded, context.profile), options };
}

async function deleteOptions({ context }: ResourceTarget): Promise<DeleteOptions> {
  const bytes = await context.request.body();
  const body = bytes.length === 0 ? undefined : readDeleteBody(bytes, bodyFormat(context), context);
  return readDeleteOptions(context.query, body, context.profile.minor);
}

const ORPHAN_WARNING =
  'child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning';

function warnOfOrphans({ context, resource, version }: ResourceTarget, options: DeleteOptions): void {
  const isJob = formatGroupResource(resource) === 'jobs.batch' && version.version === 'v1';
  if (isJob && options.propagationPolicy === undefined && options.orphanDependents === undefined) {
    context.warnings.add(ORPHAN_WARNING);
  }
}

/** The namespace of the URL, which the object may leave out; objects of the cluster have none, whatever they say. */
export function inNamespace({ namespace, resource }: ResourceTarget, object: KubeObject): KubeObject {
  const given = object.metadata.namespace ?? '';
  if (!resource.namespaced) return given === '' ? object : withoutNamespace(object);
  if (given === namespace) return object;
  if (given === '') return { ...object, metadata: { ...object.metadata, namespace } };
  throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
}

function withoutNamespace(object: KubeObject): KubeObject {
  const { namespace: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}

export function withName({ name }: ResourceTarget, object: KubeObject): KubeObject {
  const given = object.metadata.name ?? '';
  if (given === name) return object;
  if (given === '') {
    throw badRequest(`the name of the object (${name} based on URL) was undeterminable: name must be provided`);
  }
  throw badRequest(`the name of the object (${given}) does not match the name on the URL (${name})`);
}

/** An object without a name cannot be addressed. */
export const nameRequired = (): StatusError => plainError('name is required');
