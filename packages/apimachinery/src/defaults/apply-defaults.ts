/**
 * The values that kube-apiserver fills in when it decodes an object, before admission and validation.
 * Source: pkg/apis/…/defaults.go and zz_generated.defaults.go.
 */

import { type ValidationOptions, validationOptions } from '../validation/validation-options.js';
import type { VersionProfile } from '../version-profile.js';
import {
  defaultMutatingWebhooks,
  defaultValidatingAdmissionPolicy,
  defaultValidatingAdmissionPolicyBinding,
  defaultValidatingWebhooks,
} from './admission-registration.js';
import { defaultTokenRequest } from './authentication.js';
import { isObject } from './changes.js';
import * as core from './core.js';
import * as flow from './flow-control.js';
import * as policy from './policy.js';
import * as storage from './storage.js';
import * as workload from './workload.js';

type Defaulter = (object: never, options: ValidationOptions) => object;

const DEFAULTERS: ReadonlyMap<string, Defaulter> = new Map<string, Defaulter>([
  ['admissionregistration.k8s.io/v1/MutatingWebhookConfiguration', defaultMutatingWebhooks],
  ['admissionregistration.k8s.io/v1/ValidatingAdmissionPolicy', defaultValidatingAdmissionPolicy],
  ['admissionregistration.k8s.io/v1/ValidatingAdmissionPolicyBinding', defaultValidatingAdmissionPolicyBinding],
  ['admissionregistration.k8s.io/v1/ValidatingWebhookConfiguration', defaultValidatingWebhooks],
  ['apps/v1/DaemonSet', workload.defaultDaemonSet],
  ['apps/v1/Deployment', workload.defaultDeployment],
  ['apps/v1/ReplicaSet', workload.defaultReplicaSet],
  ['apps/v1/StatefulSet', workload.defaultStatefulSet],
  ['authentication.k8s.io/v1/TokenRequest', defaultTokenRequest],
  ['autoscaling/v1/HorizontalPodAutoscaler', policy.defaultHorizontalPodAutoscalerV1],
  ['autoscaling/v2/HorizontalPodAutoscaler', policy.defaultHorizontalPodAutoscaler],
  ['batch/v1/CronJob', workload.defaultCronJob],
  ['batch/v1/Job', workload.defaultJob],
  ['discovery.k8s.io/v1/EndpointSlice', policy.defaultEndpointSlice],
  ['flowcontrol.apiserver.k8s.io/v1/FlowSchema', flow.defaultFlowSchema],
  ['flowcontrol.apiserver.k8s.io/v1/PriorityLevelConfiguration', flow.defaultPriorityLevel],
  ['flowcontrol.apiserver.k8s.io/v1beta3/FlowSchema', flow.defaultFlowSchema],
  ['flowcontrol.apiserver.k8s.io/v1beta3/PriorityLevelConfiguration', flow.defaultPriorityLevelV1Beta3],
  ['flowcontrol.apiserver.k8s.io/v1beta2/FlowSchema', flow.defaultFlowSchema],
  ['flowcontrol.apiserver.k8s.io/v1beta2/PriorityLevelConfiguration', flow.defaultPriorityLevelV1Beta2],
  ['networking.k8s.io/v1/IngressClass', policy.defaultIngressClass],
  ['networking.k8s.io/v1/NetworkPolicy', policy.defaultNetworkPolicy],
  ['rbac.authorization.k8s.io/v1/ClusterRoleBinding', policy.defaultBinding],
  ['rbac.authorization.k8s.io/v1/RoleBinding', policy.defaultBinding],
  ['scheduling.k8s.io/v1/PriorityClass', policy.defaultPriorityClass],
  ['storage.k8s.io/v1/CSIDriver', storage.defaultCSIDriver],
  ['storage.k8s.io/v1/StorageClass', storage.defaultStorageClass],
  ['v1/Endpoints', core.defaultEndpoints],
  ['v1/LimitRange', core.defaultLimitRange],
  ['v1/Namespace', core.defaultNamespace],
  ['v1/Node', core.defaultNode],
  ['v1/PersistentVolume', storage.defaultPersistentVolume],
  ['v1/PersistentVolumeClaim', storage.defaultClaim],
  ['v1/Pod', workload.defaultPod],
  ['v1/PodTemplate', workload.defaultPodTemplate],
  ['v1/ReplicationController', workload.defaultReplicationController],
  ['v1/ResourceQuota', core.defaultResourceQuota],
  ['v1/Secret', core.defaultSecret],
  ['v1/Service', core.defaultService],
]);

/**
 * The object with its defaults. What needs none is shared with the input, which stays as it is; objects of kinds
 * without defaults are returned unchanged.
 */
export function applyDefaults<T>(object: T, profile: VersionProfile): T {
  if (!isObject<{ readonly apiVersion?: unknown; readonly kind?: unknown }>(object)) return object;
  const defaulter = DEFAULTERS.get(`${String(object.apiVersion)}/${String(object.kind)}`);
  // The table pairs each kind with the function for its type.
  return defaulter === undefined ? object : (defaulter(object as never, validationOptions(profile).template) as T);
}
