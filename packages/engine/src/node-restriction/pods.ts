/**
 * Pods of a kubelet: it creates mirror pods of its own, owned by its Node and referring to nothing else, deletes and
 * evicts pods that are on it, and reports their status, but neither labels nor claims.
 *
 * Source: plugin/pkg/admission/noderestriction/admission.go (admitPod, admitPodStatus, admitPodEviction).
 */
import type { Minor } from '@bulkhead/apimachinery';
import type { Pod, PodExtendedResourceClaimStatus } from '@bulkhead/apimachinery/types/core-v1';
import { notFoundStatus } from '../authorization/api-status.js';
import { goQuote } from '../authorization/go-syntax.js';
import { equalMaps, semanticallyEqual } from '../authorization/semantic-equality.js';
import { claimStatusesEqual } from '../node-authorization/node-graph.js';
import { isMirrorPod } from '../node-authorization/pod-references.js';
import { ADMITTED, type AdmissionResult, refuse, refuseWith } from './admission-request.js';
import { apiObjectReference } from './api-object-reference.js';
import type { Restriction } from './node-restriction.js';

const RESOURCE_CLAIM_STATUSES_FROM: Minor = 28;
const EXTENDED_RESOURCE_CLAIM_STATUS_FROM: Minor = 34;

const POD = { group: '', resource: 'pod' };
const NODE = { group: '', resource: 'node' };

export function admitPod(restriction: Restriction): AdmissionResult {
  const { request, node, lookup } = restriction;
  if (request.operation === 'CREATE') return admitNewPod(restriction);
  if (request.operation !== 'DELETE') {
    const operation = goQuote(request.operation);
    const text = `unexpected operation ${operation}, node ${goQuote(node)} can only create and delete mirror pods`;
    return refuse(request, text);
  }
  const existing = lookup.pod(request.namespace, request.name);
  if (existing === undefined) return refuseWith(notFoundStatus(POD, request.name));
  if (existing.spec?.nodeName === node) return ADMITTED;
  return refuse(request, `node ${goQuote(node)} can only delete pods with spec.nodeName set to itself`);
}

export function admitPodStatus({ request, node, profile }: Restriction): AdmissionResult {
  if (request.operation !== 'UPDATE') return refuse(request, `unexpected operation ${goQuote(request.operation)}`);
  const [pod, oldPod] = [request.object ?? {}, request.oldObject ?? {}] as readonly [Pod, Pod];
  const own = `node ${goQuote(node)}`;
  if (oldPod.spec?.nodeName !== node) {
    return refuse(request, `${own} can only update pod status for pods with spec.nodeName set to itself`);
  }
  if (!equalMaps(oldPod.metadata?.labels, pod.metadata?.labels)) {
    return refuse(request, `${own} cannot update labels through pod status`);
  }
  const claims = [oldPod.status?.resourceClaimStatuses ?? [], pod.status?.resourceClaimStatuses ?? []] as const;
  if (profile.minor >= RESOURCE_CLAIM_STATUSES_FROM && !claimStatusesEqual(...claims)) {
    return refuse(request, `${own} cannot update resource claim statues`);
  }
  const extended = [oldPod.status?.extendedResourceClaimStatus, pod.status?.extendedResourceClaimStatus] as const;
  if (profile.minor >= EXTENDED_RESOURCE_CLAIM_STATUS_FROM && !extendedStatusesEqual(...extended)) {
    return refuse(request, `${own} cannot update extended resource claim status`);
  }
  return ADMITTED;
}

export function admitPodEviction({ request, node, lookup }: Restriction): AdmissionResult {
  if (request.operation !== 'CREATE') return refuse(request, `unexpected operation ${request.operation}`);
  const eviction = (request.object ?? {}) as Pick<Pod, 'metadata'>;
  const name = request.name === '' ? (eviction.metadata?.name ?? '') : request.name;
  if (name === '') return refuse(request, 'could not determine pod from request data');
  const existing = lookup.pod(request.namespace, name);
  if (existing === undefined) return refuseWith(notFoundStatus(POD, name));
  if (existing.spec?.nodeName === node) return ADMITTED;
  return refuse(request, `node ${node} can only evict pods with spec.nodeName set to itself`);
}

function admitNewPod({ request, node, lookup, profile }: Restriction): AdmissionResult {
  const pod = (request.object ?? {}) as Pod;
  const own = `node ${goQuote(node)}`;
  if (!isMirrorPod(pod)) {
    const text = `pod does not have "kubernetes.io/config.mirror" annotation, ${own} can only create mirror pods`;
    return refuse(request, text);
  }
  if (pod.spec?.nodeName !== node) {
    return refuse(request, `${own} can only create pods with spec.nodeName set to itself`);
  }
  const owners = pod.metadata?.ownerReferences ?? [];
  const [owner] = owners;
  if (owners.length > 1)
    return refuse(request, `${own} can only create pods with a single owner reference set to itself`);
  if (owner === undefined || owner.apiVersion !== 'v1' || owner.kind !== 'Node' || owner.name !== node) {
    return refuse(request, `${own} can only create pods with an owner reference set to itself`);
  }
  if (owner.controller !== true) {
    return refuse(request, `${own} can only create pods with a controller owner reference set to itself`);
  }
  if (owner.blockOwnerDeletion === true) {
    return refuse(request, `${own} must not set blockOwnerDeletion on an owner reference`);
  }
  const object = lookup.node(node);
  if (object === undefined) return refuseWith(notFoundStatus(NODE, node));
  const [expected, actual] = [owner.uid ?? '', object.metadata?.uid ?? ''];
  if (expected !== actual) {
    return refuse(request, `node ${node} UID mismatch: expected ${expected} got ${actual}`);
  }
  const reference = apiObjectReference(pod, profile.minor);
  if (reference === undefined) return ADMITTED;
  return refuse(
    request,
    reference.kind === 'reference'
      ? `${own} can not create pods that reference ${reference.resource}`
      : `error checking mirror pod for API references: ${reference.message}`,
  );
}

function extendedStatusesEqual(
  first: PodExtendedResourceClaimStatus | undefined,
  second: PodExtendedResourceClaimStatus | undefined,
): boolean {
  if (first === undefined || second === undefined) return first === second;
  if ((first.resourceClaimName ?? '') !== (second.resourceClaimName ?? '')) return false;
  return semanticallyEqual(first.requestMappings, second.requestMappings);
}
