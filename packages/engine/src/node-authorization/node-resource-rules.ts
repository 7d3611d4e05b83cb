/**
 * What a node may do with the resources that the Node authorizer looks at closely. Each rule answers, or leaves the
 * word to the fixed rules of `system:node` by answering undefined.
 *
 * Source: plugin/pkg/auth/authorizer/node/node_authorizer.go of each minor.
 */
import type { Minor, VersionProfile } from '@bulkhead/apimachinery';
import type { Attributes } from '../authorization/attributes.js';
import { ALLOW, type AuthorizationResult, NO_OPINION, noOpinion } from '../authorization/decision.js';
import { requiresValue } from '../authorization/field-selector.js';
import type { GraphObjectType, NodeGraph } from './node-graph.js';

export interface NodeRequest {
  readonly node: string;
  readonly graph: NodeGraph;
  readonly profile: VersionProfile;
  readonly attributes: Attributes;
}

export type ResourceRule = (request: NodeRequest) => AuthorizationResult | undefined;

const NODE_LEASE_NAMESPACE = 'kube-node-lease';
const OWN_OBJECT_VERBS: ReadonlySet<string> = new Set(['get', 'create', 'update', 'patch', 'delete']);
const READ_VERBS: ReadonlySet<string> = new Set(['get', 'list', 'watch']);
const WRITE_STATUS_VERBS: ReadonlySet<string> = new Set(['update', 'patch']);

/** By group and resource, rising by the minor from which it is so. */
export const NODE_RESOURCE_RULES: ReadonlyMap<
  string,
  readonly { readonly from: Minor; readonly rule: ResourceRule }[]
> = new Map([
  ['/secrets', [{ from: 27, rule: readNamespaced('secret') }]],
  ['/configmaps', [{ from: 27, rule: readNamespaced('configmap') }]],
  ['/persistentvolumeclaims', [{ from: 27, rule: persistentVolumeClaim }]],
  ['/persistentvolumes', [{ from: 27, rule: getOne('persistentvolume') }]],
  ['resource.k8s.io/resourceclaims', [{ from: 28, rule: getOne('resourceclaim') }]],
  ['storage.k8s.io/volumeattachments', [{ from: 27, rule: getOne('volumeattachment') }]],
  [
    '/serviceaccounts',
    [
      { from: 27, rule: createToken },
      { from: 33, rule: serviceAccount },
    ],
  ],
  ['coordination.k8s.io/leases', [{ from: 27, rule: lease }]],
  ['storage.k8s.io/csinodes', [{ from: 27, rule: csiNode }]],
  [
    'resource.k8s.io/resourceslices',
    [
      { from: 30, rule: resourceSliceBeforeSelectors },
      { from: 31, rule: resourceSlice },
    ],
  ],
  ['/nodes', [{ from: 31, rule: withSelectors(node) }]],
  ['/pods', [{ from: 31, rule: withSelectors(pod) }]],
  [
    'certificates.k8s.io/podcertificaterequests',
    [
      { from: 34, rule: (request) => (knowsPodCertificates(request) ? podCertificateRequest(request) : undefined) },
      { from: 35, rule: (request) => (knowsPodCertificates(request) ? podCertificateRequest(request) : NO_OPINION) },
    ],
  ],
]);

/** The object must lead to the node. */
function related({ node: name, graph, attributes }: NodeRequest, type: GraphObjectType): AuthorizationResult {
  if (attributes.name === '') return noOpinion('No Object name found');
  return relatedObject({ node: name, graph, attributes }, type);
}

function relatedObject(
  { node: name, graph, attributes }: Omit<NodeRequest, 'profile'>,
  type: GraphObjectType,
): AuthorizationResult {
  if (graph.leadsTo(name, type, attributes.namespace, attributes.name)) return ALLOW;
  return noOpinion(`no relationship found between node '${name}' and this object`);
}

function readNamespaced(type: GraphObjectType): ResourceRule {
  return (request) => {
    const { verb, subresource, namespace } = request.attributes;
    if (!READ_VERBS.has(verb)) return noOpinion('can only read resources of this type');
    if (subresource !== '') return noOpinion('cannot read subresource');
    if (namespace === '') return noOpinion('can only read namespaced object of this type');
    return related(request, type);
  };
}

function getOne(type: GraphObjectType): ResourceRule {
  return (request) => {
    const { verb, subresource } = request.attributes;
    if (verb !== 'get') return noOpinion('can only get individual resources of this type');
    if (subresource !== '') return noOpinion('cannot get subresource');
    return related(request, type);
  };
}

function persistentVolumeClaim(request: NodeRequest): AuthorizationResult | undefined {
  if (request.attributes.subresource !== 'status') return getOne('persistentvolumeclaim')(request);
  if (!WRITE_STATUS_VERBS.has(request.attributes.verb)) return noOpinion('can only get/update/patch this type');
  return related(request, 'persistentvolumeclaim');
}

function serviceAccount(request: NodeRequest): AuthorizationResult | undefined {
  const { profile, attributes } = request;
  if (attributes.verb !== 'get' || attributes.subresource !== '') return createToken(request);
  const mayGet =
    profile.enabled('KubeletServiceAccountTokenForCredentialProviders') ||
    (profile.minor >= POD_CERTIFICATES_FROM && profile.enabled('PodCertificateRequest'));
  if (!mayGet) return noOpinion('not allowed to get service accounts');
  return readNamespaced('serviceaccount')(request);
}

function createToken(request: NodeRequest): AuthorizationResult {
  const { verb, subresource, name } = request.attributes;
  if (verb !== 'create' || name === '') return noOpinion('can only create tokens for individual service accounts');
  if (subresource !== 'token') return noOpinion('can only create token subresource of serviceaccount');
  return relatedObject(request, 'serviceaccount');
}

/** The name of a new object is not known here; NodeRestriction sees to it. */
function lease({ node: own, attributes }: NodeRequest): AuthorizationResult {
  if (!OWN_OBJECT_VERBS.has(attributes.verb)) {
    return noOpinion('can only get, create, update, patch, or delete a node lease');
  }
  if (attributes.namespace !== NODE_LEASE_NAMESPACE) {
    return noOpinion(`can only access leases in the "${NODE_LEASE_NAMESPACE}" system namespace`);
  }
  if (attributes.verb !== 'create' && attributes.name !== own) {
    return noOpinion('can only access node lease with the same name as the requesting node');
  }
  return ALLOW;
}

function csiNode({ node: own, attributes }: NodeRequest): AuthorizationResult {
  if (!OWN_OBJECT_VERBS.has(attributes.verb)) {
    return noOpinion('can only get, create, update, patch, or delete a CSINode');
  }
  if (attributes.subresource !== '') return noOpinion('cannot authorize CSINode subresources');
  if (attributes.verb !== 'create' && attributes.name !== own) {
    return noOpinion('can only access CSINode with the same name as the requesting node');
  }
  return ALLOW;
}

function resourceSliceBeforeSelectors(request: NodeRequest): AuthorizationResult {
  const { verb, subresource } = request.attributes;
  if (subresource !== '') return noOpinion('cannot authorize ResourceSlice subresources');
  if (verb === 'watch' || verb === 'list' || verb === 'create') return ALLOW;
  if (OWN_OBJECT_VERBS.has(verb)) return related(request, 'resourceslice');
  return noOpinion('can only get, create, update, patch, or delete a ResourceSlice');
}

function resourceSlice(request: NodeRequest): AuthorizationResult {
  const { node: own, profile, attributes } = request;
  if (attributes.subresource !== '') return noOpinion('cannot authorize ResourceSlice subresources');
  switch (attributes.verb) {
    case 'create':
      return ALLOW;
    case 'get':
    case 'update':
    case 'patch':
    case 'delete':
      return related(request, 'resourceslice');
    case 'watch':
    case 'list':
    case 'deletecollection':
      if (!profile.enabled('AuthorizeNodeWithSelectors')) return ALLOW;
      if (requiresValue(attributes.fieldSelectorRequirements, 'spec.nodeName', own)) return ALLOW;
      return noOpinion('can only list/watch/deletecollection resourceslices with nodeName field selector');
    default:
      return noOpinion(
        'only the following verbs are allowed for a ResourceSlice: get, watch, list, create, update, patch, delete, deletecollection',
      );
  }
}

function withSelectors(rule: ResourceRule): ResourceRule {
  return (request) => (request.profile.enabled('AuthorizeNodeWithSelectors') ? rule(request) : undefined);
}

function node({ node: own, attributes }: NodeRequest): AuthorizationResult {
  const { verb, subresource, name } = attributes;
  if (subresource === 'status') return WRITE_STATUS_VERBS.has(verb) ? ALLOW : NO_OPINION;
  if (subresource !== '') return NO_OPINION;
  if (verb === 'create' || WRITE_STATUS_VERBS.has(verb)) return ALLOW;
  if (!READ_VERBS.has(verb)) return NO_OPINION;
  if (name === own) return ALLOW;
  const what = name === '' ? 'all nodes' : `'${name}'`;
  return noOpinion(`node '${own}' cannot read ${what}, only its own Node object`);
}

function pod(request: NodeRequest): AuthorizationResult {
  const { node: own, attributes } = request;
  const { verb, subresource, name } = attributes;
  if (subresource === 'status') return WRITE_STATUS_VERBS.has(verb) ? ALLOW : NO_OPINION;
  if (subresource === 'eviction') return verb === 'create' ? ALLOW : NO_OPINION;
  if (subresource !== '') return NO_OPINION;
  switch (verb) {
    case 'get':
      return related(request, 'pod');
    case 'list':
    case 'watch':
      if (requiresValue(attributes.fieldSelectorRequirements, 'spec.nodeName', own)) return ALLOW;
      if (name !== '') return related(request, 'pod');
      return noOpinion('can only list/watch pods with spec.nodeName field selector');
    case 'create':
    case 'delete':
      return ALLOW;
    default:
      return NO_OPINION;
  }
}

const POD_CERTIFICATES_FROM: Minor = 34;

const knowsPodCertificates = ({ profile }: NodeRequest): boolean =>
  profile.enabled('PodCertificateRequest') && profile.enabled('AuthorizeNodeWithSelectors');

function podCertificateRequest(request: NodeRequest): AuthorizationResult {
  const { node: own, attributes } = request;
  if (attributes.subresource !== '') {
    return noOpinion('nodes may not access the status subresource of PodCertificateRequests');
  }
  switch (attributes.verb) {
    case 'create':
      return ALLOW;
    case 'get':
      return related(request, 'podcertificaterequest');
    case 'list':
    case 'watch':
      if (requiresValue(attributes.fieldSelectorRequirements, 'spec.nodeName', own)) return ALLOW;
      return noOpinion('can only list/watch podcertificaterequests with nodeName field selector');
    default:
      return noOpinion(`nodes may not ${attributes.verb} podcertificaterequests`);
  }
}
