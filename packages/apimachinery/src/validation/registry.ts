/**
 * The kinds that are validated, by API version and kind: their scope, what the API server changes before it
 * validates, and the validation itself.
 * Source: the Validate and PrepareForCreate methods of the strategies under pkg/registry.
 */
import type { Minor } from '../version.js';
import { validatePolicyBinding } from './admission-registration/policy-binding.js';
import { validateValidatingAdmissionPolicy } from './admission-registration/validating-admission-policy.js';
import { validateWebhookConfiguration } from './admission-registration/webhook.js';
import {
  validateHorizontalPodAutoscaler,
  validateHorizontalPodAutoscalerV1,
} from './autoscaling/horizontal-pod-autoscaler.js';
import { validateCertificateSigningRequest } from './certificates/certificate-signing-request.js';
import { validateLease } from './coordination/lease.js';
import { validateConfigMap } from './core/config-map.js';
import { validateEndpoints } from './core/endpoints.js';
import { validateLimitRange } from './core/limit-range.js';
import { validateNamespace, validateServiceAccount } from './core/namespace.js';
import { validateNode } from './core/node.js';
import { validatePersistentVolume } from './core/persistent-volume.js';
import { validatePersistentVolumeClaim } from './core/persistent-volume-claim.js';
import { validateResourceQuota } from './core/resource-quota.js';
import { validateSecret } from './core/secret.js';
import { validateService } from './core/service.js';
import { validateEndpointSlice } from './discovery/endpoint-slice.js';
import type { ErrorList } from './error-list.js';
import { validateCoreEvent, validateEvent } from './events/event.js';
import { validateFlowSchema } from './flow-control/flow-schema.js';
import { validatePriorityLevel } from './flow-control/priority-level.js';
import { METADATA_KINDS } from './metadata-kinds.js';
import { validateIngress } from './networking/ingress.js';
import { validateIngressClass } from './networking/ingress-class.js';
import { validateNetworkPolicy } from './networking/network-policy.js';
import { validateRuntimeClass } from './node/runtime-class.js';
import { validatePod } from './pod/pod.js';
import { validatePodTemplate } from './pod/pod-template.js';
import { validatePodDisruptionBudget } from './policy/pod-disruption-budget.js';
import { prepareJob } from './prepare/job.js';
import { prepareLimitRange } from './prepare/limit-range.js';
import { prepareNamespace } from './prepare/namespace.js';
import { prepareNode } from './prepare/node.js';
import { prepareClaim } from './prepare/persistent-volume-claim.js';
import { preparePod } from './prepare/pod.js';
import { prepareService } from './prepare/service.js';
import { validateClusterRole, validateRole } from './rbac/role.js';
import { validateClusterRoleBinding, validateRoleBinding } from './rbac/role-binding.js';
import { validatePriorityClass } from './scheduling/priority-class.js';
import { validateCSIDriver, validateCSINode } from './storage/csi-driver.js';
import { validateStorageClass } from './storage/storage-class.js';
import type { ValidationOptions } from './validation-options.js';
import { validateCronJob } from './workload/cron-job.js';
import { validateDaemonSet } from './workload/daemon-set.js';
import { validateDeployment, validateReplicaSet } from './workload/deployment.js';
import { validateJob } from './workload/job.js';
import { validateReplicationController } from './workload/replication-controller.js';
import { validateStatefulSet } from './workload/stateful-set.js';

type Validate<T> = (object: T, options: ValidationOptions, errors: ErrorList) => void;
type Prepare<T> = (object: T, options: ValidationOptions) => T;

export interface ValidatedKind {
  readonly isNamespaced: boolean;
  /** From this minor on the API server sets `metadata.generation` itself. */
  readonly generationSince?: Minor;
  readonly prepare: Prepare<object>;
  readonly validate: Validate<object>;
}

interface Traits<T> {
  readonly prepare?: Prepare<T>;
  readonly generationSince?: Minor;
}

const ALWAYS: Minor = 0;
const unchanged = (object: object): object => object;

/** The key under which a kind is filed says that its objects are of type `T`. */
function kind<T extends object>(isNamespaced: boolean, validate: Validate<T>, traits: Traits<T>): ValidatedKind {
  const { prepare = unchanged as unknown as Prepare<T>, generationSince } = traits;
  const common = {
    isNamespaced,
    prepare: prepare as unknown as Prepare<object>,
    validate: validate as unknown as Validate<object>,
  };
  return generationSince === undefined ? common : { ...common, generationSince };
}

const namespaced = <T extends object>(validate: Validate<T>, traits: Traits<T> = {}): ValidatedKind =>
  kind(true, validate, traits);

const clusterScoped = <T extends object>(validate: Validate<T>, traits: Traits<T> = {}): ValidatedKind =>
  kind(false, validate, traits);

const VERSIONED = { generationSince: ALWAYS };
const ADMISSION = 'admissionregistration.k8s.io';
const FLOW = 'flowcontrol.apiserver.k8s.io';
const RBAC = 'rbac.authorization.k8s.io/v1';

const KINDS: ReadonlyMap<string, ValidatedKind> = new Map<string, ValidatedKind>([
  ...METADATA_KINDS.map(({ key, isNamespaced, countsGenerations, validate }): [string, ValidatedKind] => [
    key,
    kind(isNamespaced, validate, countsGenerations ? VERSIONED : {}),
  ]),
  [`${ADMISSION}/v1/MutatingWebhookConfiguration`, clusterScoped(validateWebhookConfiguration, VERSIONED)],
  ...['v1', 'v1beta1'].flatMap((version): [string, ValidatedKind][] => [
    [`${ADMISSION}/${version}/ValidatingAdmissionPolicy`, clusterScoped(validateValidatingAdmissionPolicy, VERSIONED)],
    [`${ADMISSION}/${version}/ValidatingAdmissionPolicyBinding`, clusterScoped(validatePolicyBinding, VERSIONED)],
  ]),
  [`${ADMISSION}/v1/ValidatingWebhookConfiguration`, clusterScoped(validateWebhookConfiguration, VERSIONED)],
  ['apps/v1/DaemonSet', namespaced(validateDaemonSet, VERSIONED)],
  ['apps/v1/Deployment', namespaced(validateDeployment, VERSIONED)],
  ['apps/v1/ReplicaSet', namespaced(validateReplicaSet, VERSIONED)],
  ['apps/v1/StatefulSet', namespaced(validateStatefulSet, VERSIONED)],
  ['autoscaling/v1/HorizontalPodAutoscaler', namespaced(validateHorizontalPodAutoscalerV1)],
  ['autoscaling/v2/HorizontalPodAutoscaler', namespaced(validateHorizontalPodAutoscaler)],
  ['batch/v1/CronJob', namespaced(validateCronJob, VERSIONED)],
  ['batch/v1/Job', namespaced(validateJob, { ...VERSIONED, prepare: prepareJob })],
  ['certificates.k8s.io/v1/CertificateSigningRequest', clusterScoped(validateCertificateSigningRequest)],
  ['coordination.k8s.io/v1/Lease', namespaced(validateLease)],
  ['discovery.k8s.io/v1/EndpointSlice', namespaced(validateEndpointSlice, VERSIONED)],
  ['events.k8s.io/v1/Event', namespaced(validateEvent)],
  ...['v1', 'v1beta3', 'v1beta2', 'v1beta1'].flatMap((version): [string, ValidatedKind][] => [
    [`${FLOW}/${version}/FlowSchema`, clusterScoped(validateFlowSchema, VERSIONED)],
    [`${FLOW}/${version}/PriorityLevelConfiguration`, clusterScoped(validatePriorityLevel, VERSIONED)],
  ]),
  ['networking.k8s.io/v1/Ingress', namespaced(validateIngress, VERSIONED)],
  ['networking.k8s.io/v1/IngressClass', clusterScoped(validateIngressClass, VERSIONED)],
  ['networking.k8s.io/v1/NetworkPolicy', namespaced(validateNetworkPolicy, VERSIONED)],
  ['node.k8s.io/v1/RuntimeClass', clusterScoped(validateRuntimeClass)],
  ['policy/v1/PodDisruptionBudget', namespaced(validatePodDisruptionBudget, VERSIONED)],
  [`${RBAC}/ClusterRole`, clusterScoped(validateClusterRole)],
  [`${RBAC}/ClusterRoleBinding`, clusterScoped(validateClusterRoleBinding)],
  [`${RBAC}/Role`, namespaced(validateRole)],
  [`${RBAC}/RoleBinding`, namespaced(validateRoleBinding)],
  ['scheduling.k8s.io/v1/PriorityClass', clusterScoped(validatePriorityClass, VERSIONED)],
  ['storage.k8s.io/v1/CSIDriver', clusterScoped(validateCSIDriver)],
  ['storage.k8s.io/v1/CSINode', clusterScoped(validateCSINode)],
  ['storage.k8s.io/v1/StorageClass', clusterScoped(validateStorageClass)],
  ['v1/ConfigMap', namespaced(validateConfigMap)],
  ['v1/Endpoints', namespaced(validateEndpoints)],
  ['v1/Event', namespaced(validateCoreEvent)],
  ['v1/LimitRange', namespaced(validateLimitRange, { prepare: prepareLimitRange })],
  ['v1/Namespace', clusterScoped(validateNamespace, { prepare: prepareNamespace })],
  ['v1/Node', clusterScoped(validateNode, { prepare: prepareNode })],
  ['v1/PersistentVolume', clusterScoped(validatePersistentVolume)],
  ['v1/PersistentVolumeClaim', namespaced(validatePersistentVolumeClaim, { prepare: prepareClaim })],
  ['v1/Pod', namespaced(validatePod, { generationSince: 33, prepare: preparePod })],
  ['v1/PodTemplate', namespaced(validatePodTemplate, VERSIONED)],
  ['v1/ReplicationController', namespaced(validateReplicationController, VERSIONED)],
  ['v1/ResourceQuota', namespaced(validateResourceQuota)],
  ['v1/Secret', namespaced(validateSecret)],
  ['v1/Service', namespaced(validateService, { prepare: prepareService })],
  ['v1/ServiceAccount', namespaced(validateServiceAccount)],
]);

/** undefined for kinds whose values are not looked at. */
export function validatedKind(apiVersion: unknown, kindName: unknown): ValidatedKind | undefined {
  return typeof apiVersion === 'string' && typeof kindName === 'string'
    ? KINDS.get(`${apiVersion}/${kindName}`)
    : undefined;
}
