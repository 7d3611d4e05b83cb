/**
 * `scale`: the number of replicas of a workload, in one form for all of them.
 *
 * Source: pkg/registry/apps/deployment/storage/storage.go and its likes.
 */
import { lookupKind } from '@bulkhead/apimachinery';
import { compileLabelSelector, formatRequirements } from '@bulkhead/apimachinery/selectors';
import type { LabelSelector } from '@bulkhead/apimachinery/types/meta-v1';
import { internalError, invalidObject, methodNotAllowed, notFound } from '../../registry/failures.js';
import type { KubeObject } from '../../registry/kube-object.js';
import { readWriteOptions, type WriteOptions } from '../options.js';
import { patchedObject, patchType, readPatch } from '../patch.js';
import { bodyFormat, decodeBody, readBody } from '../request-body.js';
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
      return await writeScale(target, () => scale, options, false);
    }
    case 'PATCH': {
      const type = patchType(target);
      const bytes = await context.request.body();
      const options = readWriteOptions(context, 'PatchOptions', type === 'apply');
      if (type === 'apply') throw methodNotAllowed();
      const patch = readPatch(bytes, type, options);
      const asScale = { ...target, version: { ...target.version, kind: scaleKind() } };
      return await writeScale(target, (current) => patchedObject(asScale, current, patch, options), options, true);
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
    change: (current) => withScale(current, withName(target, next(scaleOf(current, target))), target),
    isPatch,
    tracksFields: true,
  });
  return respondOther(target, scaleOf(outcome.object, target));
}

function withScale(object: KubeObject, scale: KubeObject, { context }: ResourceTarget): KubeObject {
  const { replicas = 0 } = (scale['spec'] ?? {}) as { readonly replicas?: number };
  if (replicas < 0) {
    const detail = 'must be greater than or equal to 0';
    const error = { type: 'FieldValueInvalid', field: 'spec.replicas', badValue: replicas, detail } as const;
    const name = object.metadata.name ?? '';
    throw invalidObject({ group: 'autoscaling', kind: 'Scale' }, name, [error], context.profile.minor);
  }
  const { resourceVersion } = scale.metadata;
  return {
    ...object,
    metadata: { ...object.metadata, ...(resourceVersion === undefined ? {} : { resourceVersion }) },
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
