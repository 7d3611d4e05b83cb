/**
 * `pods/binding` and `bindings`: a pod is given its node.
 *
 * Source: pkg/registry/core/pod/storage/storage.go.
 */

import { lookupKind } from '@bulkhead/apimachinery';
import type { Binding, Pod } from '@bulkhead/apimachinery/types/core-v1';
import { badRequest, conflict, internalError, methodNotAllowed } from '../../registry/failures.js';
import type { KubeObject } from '../../registry/kube-object.js';
import { readWriteOptions } from '../options.js';
import { bodyFormat, decodeBody, readBody } from '../request-body.js';
import { respondOther } from '../respond.js';
import type { SubresourceHandler } from '../subresource.js';
import { inNamespace } from '../writes.js';

export const bindPod: SubresourceHandler = async (target) => {
  const { context, namespace, version } = target;
  if (context.request.method !== 'POST') throw methodNotAllowed();
  const kind = lookupKind('v1', 'Binding');
  if (kind === undefined) throw internalError('no kind Binding');
  const format = bodyFormat(context);
  const bytes = await context.request.body();
  const options = readWriteOptions(context, 'CreateOptions');
  const decoded = decodeBody(readBody(bytes, format, kind, context.profile), kind, options.fieldValidation, context);
  const binding = inNamespace(target, decoded) as KubeObject & Binding;
  const name = target.name === '' ? (binding.metadata.name ?? '') : target.name;
  if (binding.metadata.name !== name) throw badRequest('name in URL does not match name in Binding object');
  const now = `${new Date(context.receivedAt).toISOString().slice(0, 19)}Z`;
  await target.registry.update(context, {
    version,
    namespace,
    name,
    subresource: 'binding',
    options,
    change: (pod) => boundPod(pod, binding, now),
    isPatch: true,
    tracksFields: false,
  });
  return respondOther(target, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 }, 201);
};

function boundPod(object: KubeObject, binding: Binding, now: string): KubeObject {
  const pod = object as unknown as Pod;
  const name = object.metadata.name ?? '';
  const resource = { group: '', resource: 'pods/binding' };
  const node = binding.target?.name ?? '';
  if (object.metadata.deletionTimestamp) {
    throw conflict(resource, name, `pod ${name} is being deleted, cannot be assigned to a host`);
  }
  if ((pod.spec?.nodeName ?? '') !== '') {
    throw conflict(resource, name, `pod ${name} is already assigned to node "${pod.spec?.nodeName ?? ''}"`);
  }
  if ((pod.spec?.schedulingGates ?? []).length > 0) {
    throw conflict(resource, name, `pod ${name} has non-empty .spec.schedulingGates`);
  }
  const conditions = (pod.status?.conditions ?? []).filter(({ type }) => type !== 'PodScheduled');
  const scheduled = { type: 'PodScheduled', status: 'True', lastTransitionTime: now };
  const { annotations, labels } = binding.metadata ?? {};
  return {
    ...object,
    metadata: {
      ...object.metadata,
      ...(annotations === undefined ? {} : { annotations: { ...object.metadata.annotations, ...annotations } }),
      ...(labels === undefined ? {} : { labels: { ...object.metadata.labels, ...labels } }),
    },
    spec: { ...pod.spec, nodeName: node },
    status: { ...pod.status, conditions: [...conditions, scheduled] },
  };
}
