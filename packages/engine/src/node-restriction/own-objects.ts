/**
 * Objects that carry the name of the kubelet's Node: its lease, its CSINode, its ResourceSlices, and the certificate
 * requests that it makes for itself.
 *
 * Source: plugin/pkg/admission/noderestriction/admission.go.
 */
import type { Minor } from '@bulkhead/apimachinery';
import { ADMITTED, type AdmissionResult, refuse } from './admission-request.js';
import type { Restriction } from './node-restriction.js';

const NODE_LEASE_NAMESPACE = 'kube-node-lease';

interface Named {
  readonly metadata?: { readonly name?: string };
}

export function admitLease({ request, node }: Restriction): AdmissionResult {
  if (request.namespace !== NODE_LEASE_NAMESPACE) {
    return refuse(request, `can only access leases in the "${NODE_LEASE_NAMESPACE}" system namespace`);
  }
  if (writtenName({ request }) === node) return ADMITTED;
  return refuse(request, 'can only access node lease with the same name as the requesting node');
}

export function admitCSINode({ request, node }: Restriction): AdmissionResult {
  if (writtenName({ request }) === node) return ADMITTED;
  return refuse(request, 'can only access CSINode with the same name as the requesting node');
}

/** A create has its name in the object only. */
function writtenName({ request }: Pick<Restriction, 'request'>): string {
  if (request.operation !== 'CREATE') return request.name;
  return (request.object as Named | undefined)?.metadata?.name ?? '';
}

interface Slice {
  /** In 1.30 the field stands at the top. */
  readonly nodeName?: string;
  readonly spec?: { readonly nodeName?: string };
}

const SLICE_SPEC_FROM: Minor = 31;
const SLICE_DELETE_FROM: Minor = 31;

export function admitResourceSlice({ request, node, profile }: Restriction): AdmissionResult {
  const nodeOf = (object: unknown): string | undefined => {
    const slice = (object ?? {}) as Slice;
    return profile.minor >= SLICE_SPEC_FROM ? slice.spec?.nodeName : slice.nodeName;
  };
  if (request.operation === 'CREATE' && nodeOf(request.object) !== node) {
    return refuse(request, 'can only create ResourceSlice with the same NodeName as the requesting node');
  }
  const looksAtDelete = request.operation === 'DELETE' && profile.minor >= SLICE_DELETE_FROM;
  if (looksAtDelete && nodeOf(request.oldObject) !== node) {
    return refuse(request, 'can only delete ResourceSlice with the same NodeName as the requesting node');
  }
  return ADMITTED;
}

const NODE_SIGNERS: ReadonlySet<string> = new Set([
  'kubernetes.io/kubelet-serving',
  'kubernetes.io/kube-apiserver-client-kubelet',
]);

interface SigningRequest {
  readonly spec?: { readonly signerName?: string; readonly request?: unknown };
}

export function admitCertificateSigningRequest({ request, node, lookup, profile }: Restriction): AdmissionResult {
  if (profile.enabled('AllowInsecureKubeletCertificateSigningRequests')) return ADMITTED;
  if (request.operation !== 'CREATE') return ADMITTED;
  const { spec } = (request.object ?? {}) as SigningRequest;
  if (!NODE_SIGNERS.has(spec?.signerName ?? '')) return ADMITTED;
  const read = lookup.commonNameOf(spec?.request);
  if ('error' in read) return refuse(request, `unable to parse csr: ${read.error}`);
  if (read.commonName === `system:node:${node}`) return ADMITTED;
  return refuse(request, `can only create a node CSR with CN=system:node:${node}`);
}
