/**
 * All admission plugins of kube-apiserver, in the order in which they are asked, and which of them there are here.
 *
 * Source: pkg/kubeapiserver/options/plugins.go of each minor.
 */
import type { Minor } from '@bulkhead/apimachinery';
import type { AdmissionDependencies } from './dependencies.js';
import type { AdmissionPlugin } from './plugin.js';
import { namespaceLifecycle } from './plugins/namespace-lifecycle.js';
import { nodeRestriction } from './plugins/node-restriction.js';
import { podSecurity } from './plugins/pod-security.js';
import { serviceAccount } from './plugins/service-account.js';

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
  off('AlwaysAdmit'),
  off('NamespaceAutoProvision'),
  on('NamespaceLifecycle', namespaceLifecycle),
  off('NamespaceExists'),
  off('SecurityContextDeny', undefined, { to: 29 }),
  off('LimitPodHardAntiAffinityTopology'),
  on('LimitRanger'),
  on('ServiceAccount', serviceAccount),
  off('NodeRestriction', nodeRestriction),
  on('TaintNodesByCondition'),
  off('AlwaysPullImages'),
  off('ImagePolicyWebhook'),
  on('PodSecurity', podSecurity),
  off('PodNodeSelector'),
  on('Priority'),
  on('DefaultTolerationSeconds'),
  off('PodTolerationRestriction'),
  off('EventRateLimit'),
  off('ExtendedResourceToleration'),
  off('PersistentVolumeLabel', undefined, { to: 30 }),
  on('DefaultStorageClass'),
  on('StorageObjectInUseProtection'),
  on('PodGroupProtection', undefined, { from: 36 }),
  off('OwnerReferencesPermissionEnforcement'),
  on('PersistentVolumeClaimResize'),
  on('RuntimeClass'),
  on('CertificateApproval'),
  on('CertificateSigning'),
  on('ClusterTrustBundleAttest'),
  on('CertificateSubjectRestriction'),
  on('DefaultIngressClass'),
  off('DenyServiceExternalIPs'),
  on('PodTopologyLabels', undefined, { from: 33 }),
  on('PodGroupWorkloadExists', undefined, { from: 36 }),
  on('NodeDeclaredFeatureValidator', undefined, { from: 35 }),
  on('JobValidation', undefined, { from: 36 }),
  on('PodResizeValidator', undefined, { from: 36 }),
  on('MutatingAdmissionPolicy', undefined, { from: 32 }),
  on('MutatingAdmissionWebhook'),
  on('ValidatingAdmissionPolicy'),
  on('ValidatingAdmissionWebhook'),
  on('ResourceQuota'),
  off('AlwaysDeny'),
];

/** The plugins that a server of the minor knows, in order. */
export const pluginsOf = (minor: Minor): readonly PluginEntry[] =>
  PLUGIN_ORDER.filter(({ from = minor, to = minor }) => from <= minor && minor <= to);
