/** The kinds that a cluster is asked for. */

export interface WantedKind {
  /** `''` is the core group. */
  readonly group: string;
  /** The versions that are understood, the best first. */
  readonly versions: readonly string[];
  /** The plural name in paths. */
  readonly resource: string;
  readonly kind: string;
  readonly namespaced: boolean;
  /** Whether every supported release serves the first version; discovery is asked about the others. */
  readonly isEverywhere: boolean;
}

const kind = (group: string, resource: string, name: string, namespaced: boolean, versions = ['v1']): WantedKind => ({
  group,
  versions,
  resource,
  kind: name,
  namespaced,
  isEverywhere: versions.length === 1 && versions[0] === 'v1',
});

const CORE = [
  kind('', 'namespaces', 'Namespace', false),
  kind('', 'nodes', 'Node', false),
  kind('', 'pods', 'Pod', true),
  kind('', 'serviceaccounts', 'ServiceAccount', true),
  kind('', 'services', 'Service', true),
  kind('', 'configmaps', 'ConfigMap', true),
  kind('', 'secrets', 'Secret', true),
  kind('', 'replicationcontrollers', 'ReplicationController', true),
  kind('', 'podtemplates', 'PodTemplate', true),
  kind('', 'resourcequotas', 'ResourceQuota', true),
  kind('', 'limitranges', 'LimitRange', true),
  kind('', 'persistentvolumes', 'PersistentVolume', false),
  kind('', 'persistentvolumeclaims', 'PersistentVolumeClaim', true),
];

const RBAC = 'rbac.authorization.k8s.io';
const ADMISSION = 'admissionregistration.k8s.io';
const POLICIES = 'policy.networking.k8s.io';
/** Before `v1`: served where a gate or an administrator says so. */
const YOUNG = ['v1', 'v1beta1', 'v1alpha1'];

const OTHERS = [
  kind('apps', 'deployments', 'Deployment', true),
  kind('apps', 'daemonsets', 'DaemonSet', true),
  kind('apps', 'statefulsets', 'StatefulSet', true),
  kind('apps', 'replicasets', 'ReplicaSet', true),
  kind('batch', 'cronjobs', 'CronJob', true),
  kind('batch', 'jobs', 'Job', true),
  kind('policy', 'poddisruptionbudgets', 'PodDisruptionBudget', true),
  kind('networking.k8s.io', 'networkpolicies', 'NetworkPolicy', true),
  kind('networking.k8s.io', 'ingresses', 'Ingress', true),
  kind(RBAC, 'roles', 'Role', true),
  kind(RBAC, 'clusterroles', 'ClusterRole', false),
  kind(RBAC, 'rolebindings', 'RoleBinding', true),
  kind(RBAC, 'clusterrolebindings', 'ClusterRoleBinding', false),
  kind(ADMISSION, 'validatingwebhookconfigurations', 'ValidatingWebhookConfiguration', false),
  kind(ADMISSION, 'mutatingwebhookconfigurations', 'MutatingWebhookConfiguration', false),
  kind(ADMISSION, 'validatingadmissionpolicies', 'ValidatingAdmissionPolicy', false, YOUNG),
  kind(ADMISSION, 'validatingadmissionpolicybindings', 'ValidatingAdmissionPolicyBinding', false, YOUNG),
  kind(ADMISSION, 'mutatingadmissionpolicies', 'MutatingAdmissionPolicy', false, YOUNG),
  kind(ADMISSION, 'mutatingadmissionpolicybindings', 'MutatingAdmissionPolicyBinding', false, YOUNG),
  kind('storage.k8s.io', 'csidrivers', 'CSIDriver', false),
  kind('storage.k8s.io', 'volumeattachments', 'VolumeAttachment', false),
  kind('node.k8s.io', 'runtimeclasses', 'RuntimeClass', false),
  kind('apiregistration.k8s.io', 'apiservices', 'APIService', false),
  kind('apiextensions.k8s.io', 'customresourcedefinitions', 'CustomResourceDefinition', false),
  kind('certificates.k8s.io', 'podcertificaterequests', 'PodCertificateRequest', true, YOUNG),
  kind('certificates.k8s.io', 'clustertrustbundles', 'ClusterTrustBundle', false, YOUNG),
  kind('resource.k8s.io', 'resourceslices', 'ResourceSlice', false, ['v1', 'v1beta2', 'v1beta1', 'v1alpha3']),
  kind(POLICIES, 'adminnetworkpolicies', 'AdminNetworkPolicy', false, ['v1alpha1']),
  kind(POLICIES, 'baselineadminnetworkpolicies', 'BaselineAdminNetworkPolicy', false, ['v1alpha1']),
  kind(POLICIES, 'clusternetworkpolicies', 'ClusterNetworkPolicy', false, ['v1alpha2']),
];

/** Every kind that any command asks about, in the order in which they are read. */
export const WANTED_KINDS: readonly WantedKind[] = [...CORE, ...OTHERS];

/** `deployments.apps`, `pods`: how kubectl names a resource. */
export const resourceName = ({ group, resource }: Pick<WantedKind, 'group' | 'resource'>): string =>
  group === '' ? resource : `${resource}.${group}`;

/** `apps/v1`, `v1` */
export const apiVersionOf = (group: string, version: string): string =>
  group === '' ? version : `${group}/${version}`;
