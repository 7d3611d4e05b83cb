/**
 * The rights that steps of an attack need, each a set of verbs and resources of which one is enough.
 */
import { RBAC_GROUP } from '@bulkhead/engine/rbac';

const ADMISSION = 'admissionregistration.k8s.io';
const CERTIFICATES = 'certificates.k8s.io';

export interface NeedDefinition {
  readonly verbs: readonly string[];
  /** `group/resource` or `group/resource/subresource`. */
  readonly resources: readonly string[];
  /** Paths that are no resources; a trailing `/` stands for all below. */
  readonly paths?: readonly string[];
  /** The objects belong to no namespace: a RoleBinding cannot give the right. */
  readonly clusterScoped?: true;
}

const WRITE = ['create', 'update', 'patch'];
const EDIT = ['update', 'patch'];

/** What leads to other identities, nodes and secrets. */
export const CORE_NEEDS = {
  everything: { verbs: ['*'], resources: ['*/*'] },
  escalateClusterRoles: { verbs: ['escalate'], resources: [`${RBAC_GROUP}/clusterroles`], clusterScoped: true },
  createClusterRoles: { verbs: ['create'], resources: [`${RBAC_GROUP}/clusterroles`], clusterScoped: true },
  editClusterRoles: { verbs: EDIT, resources: [`${RBAC_GROUP}/clusterroles`], clusterScoped: true },
  escalateRoles: { verbs: ['escalate'], resources: [`${RBAC_GROUP}/roles`] },
  editRoles: { verbs: EDIT, resources: [`${RBAC_GROUP}/roles`] },
  bindClusterRoles: { verbs: ['bind'], resources: [`${RBAC_GROUP}/clusterroles`] },
  bindRoles: { verbs: ['bind'], resources: [`${RBAC_GROUP}/roles`] },
  createClusterRoleBindings: {
    verbs: ['create'],
    resources: [`${RBAC_GROUP}/clusterrolebindings`],
    clusterScoped: true,
  },
  editClusterRoleBindings: { verbs: EDIT, resources: [`${RBAC_GROUP}/clusterrolebindings`], clusterScoped: true },
  createRoleBindings: { verbs: ['create'], resources: [`${RBAC_GROUP}/rolebindings`] },
  editRoleBindings: { verbs: EDIT, resources: [`${RBAC_GROUP}/rolebindings`] },
  impersonateUsers: { verbs: ['impersonate'], resources: ['/users'], clusterScoped: true },
  impersonateGroups: { verbs: ['impersonate'], resources: ['/groups'], clusterScoped: true },
  impersonateServiceAccounts: { verbs: ['impersonate'], resources: ['/serviceaccounts'] },
  readSecrets: { verbs: ['get', 'list', 'watch'], resources: ['/secrets'] },
  createSecrets: { verbs: ['create'], resources: ['/secrets'] },
  createTokens: { verbs: ['create'], resources: ['/serviceaccounts/token'] },
  createServiceAccounts: { verbs: ['create'], resources: ['/serviceaccounts'] },
  createPods: { verbs: ['create'], resources: ['/pods'] },
  writeControllers: {
    verbs: WRITE,
    resources: [
      'apps/deployments',
      'apps/daemonsets',
      'apps/statefulsets',
      'apps/replicasets',
      'batch/jobs',
      'batch/cronjobs',
      '/replicationcontrollers',
    ],
  },
  editPods: { verbs: EDIT, resources: ['/pods'] },
  addEphemeralContainers: { verbs: EDIT, resources: ['/pods/ephemeralcontainers'] },
  exec: { verbs: ['create'], resources: ['/pods/exec'] },
  execByGet: { verbs: ['get'], resources: ['/pods/exec'] },
  attach: { verbs: ['create'], resources: ['/pods/attach'] },
  attachByGet: { verbs: ['get'], resources: ['/pods/attach'] },
  createPersistentVolumes: { verbs: ['create'], resources: ['/persistentvolumes'], clusterScoped: true },
  createPersistentVolumeClaims: { verbs: ['create'], resources: ['/persistentvolumeclaims'] },
  proxyNodes: { verbs: ['get', 'create'], resources: ['/nodes/proxy'], clusterScoped: true },
  createCSRs: { verbs: ['create'], resources: [`${CERTIFICATES}/certificatesigningrequests`], clusterScoped: true },
  approveCSRs: {
    verbs: EDIT,
    resources: [`${CERTIFICATES}/certificatesigningrequests/approval`],
    clusterScoped: true,
  },
  approveForSigners: { verbs: ['approve'], resources: [`${CERTIFICATES}/signers`], clusterScoped: true },
  createNodeClientCSRs: {
    verbs: ['create'],
    resources: [`${CERTIFICATES}/certificatesigningrequests/nodeclient`],
    clusterScoped: true,
  },
  writeMutatingWebhooks: {
    verbs: WRITE,
    resources: [`${ADMISSION}/mutatingwebhookconfigurations`],
    clusterScoped: true,
  },
  writeMutatingPolicies: { verbs: WRITE, resources: [`${ADMISSION}/mutatingadmissionpolicies`], clusterScoped: true },
  writeMutatingPolicyBindings: {
    verbs: WRITE,
    resources: [`${ADMISSION}/mutatingadmissionpolicybindings`],
    clusterScoped: true,
  },
  labelNamespaces: { verbs: EDIT, resources: ['/namespaces', '/namespaces/status', '/namespaces/finalize'] },
  writeValidatingWebhooks: {
    verbs: WRITE,
    resources: [`${ADMISSION}/validatingwebhookconfigurations`],
    clusterScoped: true,
  },
  createNamespaces: { verbs: ['create'], resources: ['/namespaces'], clusterScoped: true },
  editNodes: { verbs: EDIT, resources: ['/nodes', '/nodes/status'], clusterScoped: true },
  bindPods: { verbs: ['create'], resources: ['/pods/binding', '/bindings'] },
  editConfigMaps: { verbs: EDIT, resources: ['/configmaps'] },
} as const satisfies Readonly<Record<string, NeedDefinition>>;

const AUTHENTICATION = 'authentication.k8s.io';

/** Whom constrained impersonation (KEP-5284) lets one be; nothing while its gate is off. */
export const CONSTRAINED_NEEDS = {
  beUsers: { verbs: ['impersonate:user-info'], resources: [`${AUTHENTICATION}/users`], clusterScoped: true },
  beGroups: { verbs: ['impersonate:user-info'], resources: [`${AUTHENTICATION}/groups`], clusterScoped: true },
  beServiceAccounts: {
    verbs: ['impersonate:serviceaccount'],
    resources: [`${AUTHENTICATION}/serviceaccounts`],
  },
  beNodes: { verbs: ['impersonate:arbitrary-node'], resources: [`${AUTHENTICATION}/nodes`], clusterScoped: true },
  beOwnNode: { verbs: ['impersonate:associated-node'], resources: [`${AUTHENTICATION}/nodes`], clusterScoped: true },
} as const satisfies Readonly<Record<string, NeedDefinition>>;

const DELETE = ['delete', 'deletecollection'];
const PROXY = ['get', 'create', 'update', 'patch', 'delete'];
const NETWORKING = 'networking.k8s.io';
const GATEWAY = 'gateway.networking.k8s.io';
const STORAGE = 'storage.k8s.io';
const FLOWCONTROL = 'flowcontrol.apiserver.k8s.io';

/** What leads to no identity, but to an objective of its own: data, traffic, persistence, disruption. */
export const OBJECTIVE_NEEDS = {
  createRoles: { verbs: ['create'], resources: [`${RBAC_GROUP}/roles`] },
  forwardPorts: { verbs: ['create'], resources: ['/pods/portforward'] },
  forwardPortsByGet: { verbs: ['get'], resources: ['/pods/portforward'] },
  proxyPods: { verbs: PROXY, resources: ['/pods/proxy', '/services/proxy'] },
  readNodeLogs: { verbs: ['get'], resources: ['/nodes/log'], clusterScoped: true },
  readNodePods: { verbs: ['get'], resources: ['/nodes/pods'], clusterScoped: true },
  readNodeConfiguration: { verbs: ['get'], resources: ['/nodes/configz'], clusterScoped: true },
  readNodeFigures: { verbs: ['get'], resources: ['/nodes/stats', '/nodes/metrics'], clusterScoped: true },
  deleteNodes: { verbs: DELETE, resources: ['/nodes'], clusterScoped: true },
  editCSRStatus: {
    verbs: EDIT,
    resources: [`${CERTIFICATES}/certificatesigningrequests/status`],
    clusterScoped: true,
  },
  signForSigners: { verbs: ['sign'], resources: [`${CERTIFICATES}/signers`], clusterScoped: true },
  attestSigners: { verbs: ['attest'], resources: [`${CERTIFICATES}/signers`], clusterScoped: true },
  createPodCertificates: { verbs: ['create'], resources: [`${CERTIFICATES}/podcertificaterequests`] },
  readPodCertificates: { verbs: ['get', 'list', 'watch'], resources: [`${CERTIFICATES}/podcertificaterequests`] },
  writeTrustBundles: { verbs: WRITE, resources: [`${CERTIFICATES}/clustertrustbundles`], clusterScoped: true },
  weakenPolicies: {
    verbs: [...EDIT, ...DELETE],
    resources: [`${ADMISSION}/validatingadmissionpolicies`, `${ADMISSION}/validatingadmissionpolicybindings`],
    clusterScoped: true,
  },
  weakenValidatingWebhooks: {
    verbs: [...EDIT, ...DELETE],
    resources: [`${ADMISSION}/validatingwebhookconfigurations`],
    clusterScoped: true,
  },
  deleteMutatingWebhooks: {
    verbs: DELETE,
    resources: [`${ADMISSION}/mutatingwebhookconfigurations`],
    clusterScoped: true,
  },
  writeAPIServices: { verbs: WRITE, resources: ['apiregistration.k8s.io/apiservices'], clusterScoped: true },
  editCRDs: { verbs: EDIT, resources: ['apiextensions.k8s.io/customresourcedefinitions'], clusterScoped: true },
  editServiceAccounts: { verbs: EDIT, resources: ['/serviceaccounts'] },
  writeServices: { verbs: WRITE, resources: ['/services'] },
  editServiceStatus: { verbs: EDIT, resources: ['/services/status'] },
  writeEndpoints: { verbs: WRITE, resources: ['/endpoints', 'discovery.k8s.io/endpointslices'] },
  writeRoutes: {
    verbs: WRITE,
    resources: [
      `${NETWORKING}/ingresses`,
      `${GATEWAY}/httproutes`,
      `${GATEWAY}/grpcroutes`,
      `${GATEWAY}/tlsroutes`,
      `${GATEWAY}/tcproutes`,
      `${GATEWAY}/udproutes`,
    ],
  },
  weakenNetworkPolicies: { verbs: [...EDIT, ...DELETE], resources: [`${NETWORKING}/networkpolicies`] },
  deleteEvents: { verbs: DELETE, resources: ['/events', 'events.k8s.io/events'] },
  writeLimits: {
    verbs: [...WRITE, ...DELETE],
    resources: ['/resourcequotas', '/limitranges', 'policy/poddisruptionbudgets'],
  },
  writePriorities: {
    verbs: [...WRITE, ...DELETE],
    resources: [
      'scheduling.k8s.io/priorityclasses',
      `${FLOWCONTROL}/flowschemas`,
      `${FLOWCONTROL}/prioritylevelconfigurations`,
    ],
    clusterScoped: true,
  },
  writeLeases: { verbs: [...WRITE, ...DELETE], resources: ['coordination.k8s.io/leases'] },
  editPodStatus: { verbs: EDIT, resources: ['/pods/status'] },
  deleteData: { verbs: DELETE, resources: ['/persistentvolumeclaims', 'apps/statefulsets', '/namespaces'] },
  deleteClusterData: {
    verbs: DELETE,
    resources: ['/persistentvolumes', 'apiextensions.k8s.io/customresourcedefinitions'],
    clusterScoped: true,
  },
  createStorage: {
    verbs: ['create'],
    resources: [
      `${STORAGE}/csidrivers`,
      `${STORAGE}/storageclasses`,
      'snapshot.storage.k8s.io/volumesnapshotcontents',
      'node.k8s.io/runtimeclasses',
    ],
    clusterScoped: true,
  },
  createResourceClaims: { verbs: ['create'], resources: ['resource.k8s.io/resourceclaims'] },
  mapRights: {
    verbs: ['create'],
    resources: ['authentication.k8s.io/tokenreviews', 'authorization.k8s.io/subjectaccessreviews'],
    clusterScoped: true,
  },
  readNodes: { verbs: ['get', 'list'], resources: ['/nodes'], clusterScoped: true },
  readPods: { verbs: ['get', 'list'], resources: ['/pods'] },
  readLogs: { verbs: ['get', 'list'], resources: ['/pods/log', '/configmaps'] },
  readControlPlane: {
    verbs: ['get'],
    resources: [],
    paths: ['/debug/', '/logs/', '/flagz', '/configz'],
    clusterScoped: true,
  },
  writeControlPlane: { verbs: ['post', 'put'], resources: [], paths: ['*'], clusterScoped: true },
} as const satisfies Readonly<Record<string, NeedDefinition>>;

/** Rights that are asked of one subject alone; the resource is an audience of tokens. */
const NODE_NEEDS = {
  tokenAudience: { verbs: ['request-serviceaccounts-token-audience'], resources: ['/*'] },
} as const satisfies Readonly<Record<string, NeedDefinition>>;

export const NEEDS = { ...CORE_NEEDS, ...CONSTRAINED_NEEDS, ...OBJECTIVE_NEEDS, ...NODE_NEEDS };

export type Need = keyof typeof NEEDS;
