/**
 * `pods/binding` and `bindings`: a pod is given its node.
 *
 * Source: pkg/registry/core/pod/storage/storage.go, pkg/apis/core/validation/validation.go ValidatePodBinding.
 */
import { type FieldError, formatFieldError, lookupKind, type Minor, notSupported } from '@bulkhead/apimachinery';
import type { Binding, Pod } from '@bulkhead/apimachinery/types/core-v1';
import { aggregateMessage } from '@bulkhead/engine/authorization';
import type { ClusterProfile } from '@bulkhead/features';
import type { AdmissionChain } from '../../admission/plugin.js';
import { apiTime } from '../../registry/api-time.js';
import { directUpdate } from '../../registry/direct-update.js';
import { badRequest, conflict, internalError, methodNotAllowed, plainError } from '../../registry/failures.js';
import type { KubeObject } from '../../registry/kube-object.js';
import { withCondition } from '../../registry/pod-condition.js';
import { admitPosted, CREATED_STATUS, readPosted } from '../posted-object.js';
import { respondOther } from '../respond.js';
import type { SubresourceHandler } from '../subresource.js';
import { inNamespace } from '../writes.js';

export const podBinding =
  (admission: AdmissionChain): SubresourceHandler =>
  async (target, tools) => {
    const { context, namespace } = target;
    const kind = lookupKind('v1', 'Binding');
    const pods = tools.registryOf('', 'pods');
    if (kind === undefined || pods === undefined) throw internalError('bindings are not served');
    // Only the subresource is addressed by name.
    if (target.subresource === '' && target.name !== '') throw methodNotAllowed();
    const posted = await readPosted(target, kind);
    const object = inNamespace(target, posted.object);
    const name = target.subresource === '' ? (object.metadata.name ?? '') : target.name;
    const admitted = await admitPosted(target, kind, { ...posted, object }, admission);
    const binding: KubeObject & Binding = admitted;
    if (binding.metadata.name !== name) throw badRequest('name in URL does not match name in Binding object');
    refuseTarget(binding, context.profile.minor);
    const now = apiTime(context.receivedAt);
    const { name: pod = '', uid = '' } = binding.metadata;
    const { dryRun } = posted.options;
    const change = (current: KubeObject): KubeObject => boundPod(current, binding, now, context.profile);
    await directUpdate(pods, { namespace, name: pod, dryRun, uid, change });
    return respondOther(target, CREATED_STATUS, 201);
  };

/** An error of this endpoint is no status of its own. */
function refuseTarget({ target }: Binding, minor: Minor): void {
  const { kind = '', name = '' } = target ?? {};
  const errors: FieldError[] = [];
  if (kind !== '' && kind !== 'Node') errors.push(notSupported('target.kind', kind, ['Node', '<empty>']));
  if (name === '') errors.push({ type: 'FieldValueRequired', field: 'target.name', detail: '' });
  if (errors.length > 0) throw plainError(aggregateMessage(errors.map((error) => formatFieldError(error, minor))));
}

function boundPod(object: KubeObject, binding: Binding, now: string, profile: ClusterProfile): KubeObject {
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
  const conditions = withCondition(pod.status?.conditions ?? [], { type: 'PodScheduled', status: 'True' }, now);
  const { annotations, labels } = binding.metadata ?? {};
  const takesLabels = labels !== undefined && profile.enabled('PodTopologyLabelsAdmission');
  const status = { ...pod.status, conditions };
  if (profile.enabled('ClearingNominatedNodeNameAfterBinding')) delete status.nominatedNodeName;
  return {
    ...object,
    metadata: {
      ...object.metadata,
      ...(annotations === undefined ? {} : { annotations: { ...object.metadata.annotations, ...annotations } }),
      ...(takesLabels ? { labels: { ...object.metadata.labels, ...labels } } : {}),
    },
    spec: { ...pod.spec, nodeName: node },
    status,
  };
}
