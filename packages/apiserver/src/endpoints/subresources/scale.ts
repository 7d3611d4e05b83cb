/**
 * `scale`: the number of replicas of a workload, in one form for all of them.
 *
 * Source: pkg/registry/apps/deployment/storage/storage.go and its likes.
 */
import { decodeObject, decodingError, lookupKind } from '@bulkhead/apimachinery';
import { compileLabelSelector, formatRequirements } from '@bulkhead/apimachinery/selectors';
import type { LabelSelector } from '@bulkhead/apimachinery/types/meta-v1';
import { type JsonObject, parentManagedFields, scaleManagedFields } from '@bulkhead/patch';
import { StatusError } from '../../http/status-error.js';
import { apiTime } from '../../registry/api-time.js';
import {
  conflict,
  internalError,
  invalidObject,
  methodNotAllowed,
  notFound,
  plainError,
} from '../../registry/failures.js';
import type { KubeObject } from '../../registry/kube-object.js';
import { readConfiguration } from '../apply.js';
import { readWriteOptions, type WriteOptions } from '../options.js';
import { patchedObject, patchType, readPatch } from '../patch.js';
import { bodyFormat, decodeBody, decoding, readBody } from '../request-body.js';
import { respondOther } from '../respond.js';
import type { SubresourceHandler } from '../subresource.js';
import type { ResourceTarget } from '../target.js';
import { withName } from '../writes.js';

export const scaleHandler: SubresourceHandler = async (target) => {
  const { context } = target;
  switch (context.request.method) {
    case 'GET': {
      const stored = await target.registry.objects.read(target.registry.objects.key(target.namespace, target.name));
      if (stored === undefined) throw notFoundOf(target);
      return respondOther(target, scaleOf(target.registry.objects.inVersion(stored.object, target.version), target));
    }
    case 'PUT': {
      const format = bodyFormat(context);
      const bytes = await context.request.body();
      const options = readWriteOptions(context, 'UpdateOptions');
      const body = readBody(bytes, format, scaleKind(), context.profile);
      const scale = decodeBody(body, scaleKind(), options.fieldValidation, context);
      return await writeScale(target, (current) => tracked(target, current, scale, options), options, false);
    }
    case 'PATCH': {
      const type = patchType(target);
      const bytes = await context.request.body();
      const options = readWriteOptions(context, 'PatchOptions', type === 'apply');
      if (type === 'apply') return await applyScale(target, bytes, options);
      const patch = readPatch(bytes, type, options);
      const asScale = { ...target, version: { ...target.version, kind: scaleKind() } };
      const next = (current: KubeObject) =>
        tracked(target, current, patchedObject(asScale, current, patch, options), options);
      return await writeScale(target, next, options, true);
    }
    default:
      throw methodNotAllowed();
  }
};

async function writeScale(
  target: ResourceTarget,
  next: (current: KubeObject) => KubeObject,
  options: WriteOptions,
  isPatch: boolean,
) {
  const { context, version, namespace, name, registry } = target;
  const outcome = await registry.update(context, {
    version,
    namespace,
    name,
    subresource: 'scale',
    options,
    change: (current) => withScale(current, withName(target, next(managedScale(current, target))), target),
    isPatch,
    // A Scale has books of its own, which are brought back into those of its object.
    tracksFields: false,
  });
  return respondOther(target, scaleOf(outcome.object, target));
}

/** Server-side apply of a Scale: conflicts are those with who set the replicas. */
async function applyScale(target: ResourceTarget, bytes: Buffer, options: WriteOptions) {
  const { context, registry } = target;
  const configuration = readConfiguration(bytes, options, context);
  const next = (current: KubeObject): KubeObject => {
    const result = registry.fields.apply(scaleKind(), {
      live: current,
      configuration,
      manager: options.fieldManager,
      force: options.force,
      subresource: 'scale',
      now: apiTime(context.receivedAt),
    });
    if (!result.ok) throw new StatusError(result.failure);
    return decodedScale(result.object, target);
  };
  return await writeScale(target, next, options, true);
}

function decodedScale(value: JsonObject, { context }: ResourceTarget): KubeObject {
  const { object, findings } = decodeObject(value, context.profile, decoding(context.profile));
  const failure = decodingError(findings);
  if (failure !== undefined) throw plainError(failure);
  return { metadata: {}, ...object } as unknown as KubeObject;
}

function tracked(target: ResourceTarget, current: KubeObject, scale: KubeObject, options: WriteOptions): KubeObject {
  return target.registry.fields.update(scaleKind(), {
    live: current,
    object: scale,
    manager: options.fieldManager,
    subresource: 'scale',
    now: apiTime(target.context.receivedAt),
  });
}

/** Every version of these kinds has its replicas in one place. */
function replicasPaths({ apiVersion }: KubeObject): ReadonlyMap<string, readonly string[]> {
  return new Map([[apiVersion, ['f:spec', 'f:replicas']]]);
}

/** The Scale with what of the object's books is about its replicas. */
function managedScale(object: KubeObject, target: ResourceTarget): KubeObject {
  const scale = scaleOf(object, target);
  const managedFields = scaleManagedFields(object.metadata.managedFields, replicasPaths(object));
  return managedFields === undefined
    ? scale
    : { ...scale, metadata: { ...scale.metadata, managedFields: [...managedFields] } };
}

function withScale(object: KubeObject, scale: KubeObject, { context, resource }: ResourceTarget): KubeObject {
  const { replicas = 0 } = (scale['spec'] ?? {}) as { readonly replicas?: number };
  if (replicas < 0) {
    const detail = 'must be greater than or equal to 0';
    const error = { type: 'FieldValueInvalid', field: 'spec.replicas', badValue: replicas, detail } as const;
    const name = object.metadata.name ?? '';
    throw invalidObject({ group: 'autoscaling', kind: 'Scale' }, name, [error], context.profile.minor);
  }
  const { uid = '' } = scale.metadata;
  if (uid !== '' && uid !== object.metadata.uid) {
    const why = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${object.metadata.uid ?? ''}`;
    const scaled = { group: resource.group, resource: `${resource.resource}/scale` };
    throw conflict(scaled, object.metadata.name ?? '', why);
  }
  const { resourceVersion, managedFields: inScale } = scale.metadata;
  // A Scale without a version is meant for whatever there is.
  const { managedFields: inObject, resourceVersion: _, ...metadata } = object.metadata;
  const managedFields = parentManagedFields(inObject, inScale, object.apiVersion, replicasPaths(object));
  return {
    ...object,
    metadata: {
      ...metadata,
      ...(resourceVersion === undefined ? {} : { resourceVersion }),
      ...(managedFields === undefined ? {} : { managedFields: [...managedFields] }),
    },
    spec: { ...(object['spec'] as object), replicas },
  };
}

function scaleOf(object: KubeObject, { context }: ResourceTarget): KubeObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const spec = (object['spec'] ?? {}) as { readonly replicas?: number; readonly selector?: unknown };
  const status = (object['status'] ?? {}) as { readonly replicas?: number };
  const selector = selectorText(object, spec.selector, context.profile.minor);
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: {
      ...(name === undefined ? {} : { name }),
      ...(namespace === undefined ? {} : { namespace }),
      ...(uid === undefined ? {} : { uid }),
      ...(resourceVersion === undefined ? {} : { resourceVersion }),
      ...(creationTimestamp === undefined ? {} : { creationTimestamp }),
    },
    spec: spec.replicas === undefined || spec.replicas === 0 ? {} : { replicas: spec.replicas },
    status: { replicas: status.replicas ?? 0, ...(selector === '' ? {} : { selector }) },
  };
}

/** Replication controllers select by a map, the others by a selector. */
function selectorText(object: KubeObject, selector: unknown, minor: number): string {
  const asSelector = (
    object.kind === 'ReplicationController' ? { matchLabels: selector ?? {} } : (selector ?? {})
  ) as LabelSelector;
  const compiled = compileLabelSelector(asSelector, minor);
  return compiled?.kind === 'requirements' ? formatRequirements(compiled.requirements) : '';
}

function scaleKind() {
  const kind = lookupKind('autoscaling/v1', 'Scale');
  if (kind === undefined) throw internalError('no kind Scale');
  return kind;
}

const notFoundOf = ({ resource, name }: ResourceTarget): Error => notFound(resource, name);
