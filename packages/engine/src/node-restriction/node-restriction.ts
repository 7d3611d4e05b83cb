/**
 * NodeRestriction: a kubelet writes its own Node and the objects that belong to it, and nothing else. It stands beside
 * the Node authorizer, which does not see what is written. Users that are no nodes are not looked at.
 *
 * Source: plugin/pkg/admission/noderestriction/admission.go of each minor.
 */
import type { Minor, VersionProfile } from '@bulkhead/apimachinery';
import { goQuote } from '../authorization/go-syntax.js';
import { nodeNameOfUser } from '../authorization/node-identity.js';
import type { Procedure } from '../authorization/procedure.js';
import {
  ADMITTED,
  type AdmissionRequest,
  type AdmissionResult,
  type NodeRestrictionLookup,
  refuse,
} from './admission-request.js';
import { admitNode } from './node-changes.js';
import { admitCertificateSigningRequest, admitCSINode, admitLease, admitResourceSlice } from './own-objects.js';
import { admitPodCertificateRequest } from './pod-certificate-request.js';
import { admitPod, admitPodEviction, admitPodStatus } from './pods.js';
import { admitServiceAccount } from './service-account-tokens.js';
import { admitPersistentVolumeClaim } from './volume-claims.js';

export interface Restriction {
  readonly request: AdmissionRequest;
  readonly node: string;
  readonly lookup: NodeRestrictionLookup;
  readonly profile: VersionProfile;
}

type Admit = (restriction: Restriction) => AdmissionResult | Procedure<AdmissionResult>;

/** By group and resource, with the first minor that looks at it. */
const RESOURCES: ReadonlyMap<string, { readonly from: Minor; readonly admit: Admit }> = new Map([
  ['/pods', { from: 27, admit: admitPods }],
  ['/nodes', { from: 27, admit: admitNode }],
  ['/persistentvolumeclaims', { from: 27, admit: admitPersistentVolumeClaim }],
  ['/serviceaccounts', { from: 27, admit: admitServiceAccount }],
  ['coordination.k8s.io/leases', { from: 27, admit: admitLease }],
  ['storage.k8s.io/csinodes', { from: 27, admit: admitCSINode }],
  ['resource.k8s.io/resourceslices', { from: 30, admit: admitResourceSlice }],
  ['certificates.k8s.io/certificatesigningrequests', { from: 31, admit: admitCertificateSigningRequest }],
  ['certificates.k8s.io/podcertificaterequests', { from: 34, admit: admitPodCertificateRequest }],
]);

/** Asks the authorizers only about the audience of a token that the pod does not mount. */
export function* admitNodeRequest(
  request: AdmissionRequest,
  lookup: NodeRestrictionLookup,
  profile: VersionProfile,
): Procedure<AdmissionResult> {
  if (request.operation === 'CONNECT') return ADMITTED;
  const node = nodeNameOfUser(request.user);
  if (node === undefined) return ADMITTED;
  if (node === '') return refuse(request, `could not determine node from user ${goQuote(request.user.name)}`);
  const rule = RESOURCES.get(`${request.resource.group}/${request.resource.resource}`);
  if (rule === undefined || rule.from > profile.minor) return ADMITTED;
  const result = rule.admit({ request, node, lookup, profile });
  return 'kind' in result ? result : yield* result;
}

function admitPods(restriction: Restriction): AdmissionResult {
  const { request } = restriction;
  switch (request.subresource) {
    case '':
      return admitPod(restriction);
    case 'status':
      return admitPodStatus(restriction);
    case 'eviction':
      return admitPodEviction(restriction);
    default: {
      const subresource = goQuote(request.subresource);
      return refuse(request, `unexpected pod subresource ${subresource}, only 'status' and 'eviction' are allowed`);
    }
  }
}
