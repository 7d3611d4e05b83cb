/**
 * All admission plugins of kube-apiserver, in the order in which they are asked, and which of them there are here.
 *
 * Source: pkg/kubeapiserver/options/plugins.go of each minor.
 */
import type { Minor } from '@bulkhead/apimachinery';
import type { AdmissionDependencies } from './dependencies.js';
import type { AdmissionPlugin } from './plugin.js';
import { alwaysAdmit, alwaysDeny } from './plugins/always.js';
import { alwaysPullImages } from './plugins/always-pull-images.js';
import {
  certificateApproval,
  certificateSigning,
  certificateSubjectRestriction,
  clusterTrustBundleAttest,
} from './plugins/certificates.js';
import { defaultIngressClass } from './plugins/default-ingress-class.js';
import { defaultStorageClass } from './plugins/default-storage-class.js';
import { defaultTolerationSeconds } from './plugins/default-toleration-seconds.js';
import { denyServiceExternalIPs } from './plugins/deny-service-external-ips.js';
import { extendedResourceToleration } from './plugins/extended-resource-toleration.js';
import { limitPodHardAntiAffinityTopology } from './plugins/limit-pod-hard-anti-affinity-topology.js';
import { limitRanger } from './plugins/limit-ranger.js';
import { namespaceExists } from './plugins/namespace-exists.js';
import { namespaceLifecycle } from './plugins/namespace-lifecycle.js';
import { nodeRestriction } from './plugins/node-restriction.js';
import { ownerReferencesPermissionEnforcement } from './plugins/owner-references-permission-enforcement.js';
import { persistentVolumeClaimResize } from './plugins/persistent-volume-claim-resize.js';
import { podSecurity } from './plugins/pod-security.js';
import { podTopologyLabels } from './plugins/pod-topology-labels.js';
import { priority } from './plugins/priority.js';
import { resourceQuota } from './plugins/resource-quota.js';
import { runtimeClass } from './plugins/runtime-class.js';
import { serviceAccount } from './plugins/service-account.js';
import { storageObjectInUseProtection } from './plugins/storage-object-in-use-protection.js';
import { taintNodesByCondition } from './plugins/taint-nodes-by-condition.js';

export interface PluginEntry {
  readonly name: string;
  readonly defaultOn: boolean;
  /** Undefined for a plugin that this server does not have. */
  readonly create?: (dependencies: AdmissionDependencies) => AdmissionPlugin;
  /** Minors that know the name; all when left out. */
  readonly from?: Minor;
  readonly to?: Minor;
}

const on = (
  name: string,
  create?: PluginEntry['create'],
  minors: Pick<PluginEntry, 'from' | 'to'> = {},
): PluginEntry =>
  create === undefined ? { name, defaultOn: true, ...minors } : { name, defaultOn: true, create, ...minors };
const off = (name: string, create?: PluginEntry['create'], minors: Pick<PluginEntry, 'from' | 'to'> = {}) => ({
  ...on(name, create, minors),
  defaultOn: false,
});

export const PLUGIN_ORDER: readonly PluginEntry[] = [
  off('AlwaysAdmit', alwaysAdmit),
  off('NamespaceAutoProvision'),
  on('NamespaceLifecycle', namespaceLifecycle),
  off('NamespaceExists', namespaceExists),
  off('SecurityContextDeny', undefined, { to: 29 }),
  off('LimitPodHardAntiAffinityTopology', limitPodHardAntiAffinityTopology),
  on('LimitRanger', limitRanger),
  on('ServiceAccount', serviceAccount),
  off('NodeRestriction', nodeRestriction),
  on('TaintNodesByCondition', taintNodesByCondition),
  off('AlwaysPullImages', alwaysPullImages),
  off('ImagePolicyWebhook'),
  on('PodSecurity', podSecurity),
  off('PodNodeSelector'),
  on('Priority', priority),
  on('DefaultTolerationSeconds', defaultTolerationSeconds),
  off('PodTolerationRestriction'),
  off('EventRateLimit'),
  off('ExtendedResourceToleration', extendedResourceToleration),
  off('PersistentVolumeLabel', undefined, { to: 30 }),
  on('DefaultStorageClass', defaultStorageClass),
  on('StorageObjectInUseProtection', storageObjectInUseProtection),
  on('PodGroupProtection', undefined, { from: 36 }),
  off('OwnerReferencesPermissionEnforcement', ownerReferencesPermissionEnforcement),
  on('PersistentVolumeClaimResize', persistentVolumeClaimResize),
  on('RuntimeClass', runtimeClass),
  on('CertificateApproval', certificateApproval),
  on('CertificateSigning', certificateSigning),
  on('ClusterTrustBundleAttest', clusterTrustBundleAttest),
  on('CertificateSubjectRestriction', certificateSubjectRestriction),
  on('DefaultIngressClass', defaultIngressClass),
  off('DenyServiceExternalIPs', denyServiceExternalIPs),
  on('PodTopologyLabels', podTopologyLabels, { from: 33 }),
  on('PodGroupWorkloadExists', undefined, { from: 36 }),
  on('NodeDeclaredFeatureValidator', undefined, { from: 35 }),
  on('JobValidation', undefined, { from: 36 }),
  on('PodResizeValidator', undefined, { from: 36 }),
  on('MutatingAdmissionPolicy', undefined, { from: 32 }),
  on('MutatingAdmissionWebhook'),
  on('ValidatingAdmissionPolicy'),
  on('ValidatingAdmissionWebhook'),
  on('ResourceQuota', resourceQuota),
  off('AlwaysDeny', alwaysDeny),
];

/** The plugins that a server of the minor knows, in order. */
export const pluginsOf = (minor: Minor): readonly PluginEntry[] =>
  PLUGIN_ORDER.filter(({ from = minor, to = minor }) => from <= minor && minor <= to);
