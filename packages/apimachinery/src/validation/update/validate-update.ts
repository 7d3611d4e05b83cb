/**
 * The field errors with which kube-apiserver would refuse a changed object: those of its metadata, what its kind does
 * not let change, and the validation of the object as it is to be.
 * Source: k8s.io/apiserver/pkg/registry/rest/update.go BeforeUpdate, the ValidateUpdate methods of the strategies.
 */
import type { FieldError } from '../../field-error.js';
import type { ObjectMeta, TypeMeta } from '../../generated/types/meta-v1.js';
import { nameIsPathSegment } from '../../names/index.js';
import type { VersionProfile } from '../../version-profile.js';
import { validateCertificateSigningRequestUpdate } from '../certificates/certificate-signing-request.js';
import { ErrorList } from '../error-list.js';
import { validateEventState } from '../events/event.js';
import { Path } from '../field-path.js';
import { validateFlowConditions } from '../flow-control/flow-conditions.js';
import { validatePlainObjectMeta } from '../metadata/object-meta.js';
import { validatePodState } from '../pod/pod.js';
import { validatedKind } from '../registry.js';
import { validationOptions } from '../validation-options.js';
import { text } from '../zero-value.js';
import { validateConfigMapUpdate, validateSecretUpdate } from './config-and-secret.js';
import { validateObjectMetaUpdate } from './object-meta-update.js';
import { resizeRefusal, validatePodResize } from './pod-resize.js';
import { validateEphemeralContainersUpdate, validatePodUpdate } from './pod-update.js';
import { validatePodStatusUpdate, validateServiceStatusUpdate } from './status-update.js';
import * as workload from './workload-update.js';

type ValidateUpdate = (object: never, old: never, errors: ErrorList) => void;

interface AnyObject extends TypeMeta {
  readonly metadata?: ObjectMeta;
}

const VERSIONS = ['v1', 'v1beta3', 'v1beta2', 'v1beta1', 'v1alpha3', 'v1alpha2', 'v1alpha1'] as const;
const NEWER_EVENT = 'events.k8s.io/v1/Event';

/** The rule of a kind in whatever version it is served. */
function versions(groupKind: string, rule: ValidateUpdate): [string, ValidateUpdate][] {
  const [group = '', kind = ''] = groupKind.split('/');
  return VERSIONS.map((version) => [`${group}/${version}/${kind}`, rule]);
}

/** Kinds whose own rules come before the validation of the new object, and those where they come behind it. */
const BEFORE: ReadonlyMap<string, ValidateUpdate> = new Map<string, ValidateUpdate>([
  ['v1/ConfigMap', validateConfigMapUpdate],
  ['v1/Pod', validatePodUpdate],
  ['v1/Secret', validateSecretUpdate],
  ['v1/Service', workload.validateServiceUpdate],
  ['apps/v1/StatefulSet', workload.validateStatefulSetUpdate],
  ['storage.k8s.io/v1/StorageClass', workload.validateStorageClassUpdate],
  ['scheduling.k8s.io/v1/PriorityClass', workload.validatePriorityClassUpdate],
  ['node.k8s.io/v1/RuntimeClass', workload.immutableFields('handler')],
  ['networking.k8s.io/v1/IngressClass', workload.immutableFields('spec.controller')],
  ['apps/v1/ControllerRevision', workload.immutableFields('data')],
  ...versions('networking.k8s.io/IPAddress', workload.immutableFields('spec.parentRef')),
  ...versions('certificates.k8s.io/ClusterTrustBundle', workload.immutableFields('spec.signerName')),
  ...versions('certificates.k8s.io/PodCertificateRequest', workload.immutableFields('spec')),
  ...versions('coordination.k8s.io/LeaseCandidate', workload.immutableFields('spec.leaseName')),
  ...versions('resource.k8s.io/ResourceClaim', workload.immutableFields('spec')),
  ...versions('resource.k8s.io/ResourceClaimTemplate', workload.immutableFields('spec')),
  ...versions(
    'resource.k8s.io/ResourceSlice',
    workload.immutableFields('spec.driver', 'spec.pool.name', 'spec.nodeName'),
  ),
  ...versions('storage.k8s.io/VolumeAttachment', workload.immutableFields('spec')),
  ...versions('storage.k8s.io/CSIStorageCapacity', workload.immutableFields('nodeTopology', 'storageClassName')),
  ...versions('storage.k8s.io/VolumeAttributesClass', workload.forbiddenFields('driverName', 'parameters')),
]);

const BEHIND: ReadonlyMap<string, ValidateUpdate> = new Map<string, ValidateUpdate>([
  ['apps/v1/DaemonSet', workload.validateSelectorUpdate],
  ['apps/v1/Deployment', workload.validateSelectorUpdate],
  ['apps/v1/ReplicaSet', workload.validateSelectorUpdate],
  ['batch/v1/Job', workload.validateJobUpdate],
  ['v1/PersistentVolume', workload.validateVolumeUpdate],
  ['v1/PersistentVolumeClaim', workload.validateClaimUpdate],
  ['rbac.authorization.k8s.io/v1/RoleBinding', workload.validateRoleRefUpdate],
  ['rbac.authorization.k8s.io/v1/ClusterRoleBinding', workload.validateRoleRefUpdate],
  ['discovery.k8s.io/v1/EndpointSlice', workload.immutableFields('addressType')],
  [
    NEWER_EVENT,
    workload.renamedImmutableFields([
      ['regarding', 'involvedObject'],
      ['reason', 'reason'],
      ['note', 'message'],
      ['deprecatedSource', 'source'],
      ['deprecatedFirstTimestamp', 'firstTimestamp'],
      ['deprecatedLastTimestamp', 'lastTimestamp'],
      ['deprecatedCount', 'count'],
      ['reason', 'reason'],
      ['type', 'type'],
      ['eventTime', 'eventTime'],
      ['action', 'action'],
      ['related', 'related'],
      ['reportingController', 'reportingController'],
      ['reportingInstance', 'reportingInstance'],
    ]),
  ],
  ['storage.k8s.io/v1/CSIDriver', workload.immutableFields('spec.attachRequired', 'spec.volumeLifecycleModes')],
]);

/** Kinds whose status is looked at. */
const STATUS: ReadonlyMap<string, ValidateUpdate> = new Map<string, ValidateUpdate>([
  ['v1/Pod', validatePodStatusUpdate],
  ['v1/Service', validateServiceStatusUpdate],
  ...versions('flowcontrol.apiserver.k8s.io/FlowSchema', validateFlowConditions),
  ...versions('flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration', validateFlowConditions),
]);

const CERTIFICATE_REQUEST = 'certificates.k8s.io/v1/CertificateSigningRequest';

export interface UpdateContext {
  readonly profile: VersionProfile;
  /** `''` is the object itself. */
  readonly subresource: string;
  /** Whether kube-apiserver runs with `--allow-privileged`; true unless said otherwise. */
  readonly allowPrivileged?: boolean;
}

/** Kinds whose update looks at the new metadata once less: what would be said of it there is dropped. */
const METADATA_ONCE: ReadonlySet<string> = new Set([
  'autoscaling/v1/HorizontalPodAutoscaler',
  'autoscaling/v2/HorizontalPodAutoscaler',
  'batch/v1/CronJob',
  'coordination.k8s.io/v1/Lease',
  'scheduling.k8s.io/v1/PriorityClass',
  'storage.k8s.io/v1/CSIDriver',
]);

/**
 * Both objects are in one version, with their defaults. Metadata is looked at for all kinds, and by each kind again:
 * errors come as often as upstream reports them.
 */
export function validateObjectUpdate(object: AnyObject, old: AnyObject, context: UpdateContext): readonly FieldError[] {
  const { profile, subresource } = context;
  const key = `${object.apiVersion ?? ''}/${object.kind ?? ''}`;
  const errors = new ErrorList(profile.minor);
  const isNamespaced =
    validatedKind(object.apiVersion, object.kind)?.isNamespaced ?? text(old.metadata?.namespace) !== '';
  validatePlainObjectMeta(object.metadata, { isNamespaced, nameRule: nameIsPathSegment }, errors);
  validateObjectMetaUpdate(object.metadata, old.metadata, errors);
  validateObjectMetaUpdate(object.metadata, old.metadata, errors);
  const isRequest = key === CERTIFICATE_REQUEST;
  if (subresource === 'status' && !isRequest) {
    STATUS.get(key)?.(object as never, old as never, errors);
    return errors.items;
  }
  if (subresource === 'scale' || subresource === 'finalize') return errors.items;
  if (subresource === 'resize') return resizeErrors(object, old, key, context, errors);
  if (subresource === 'ephemeralcontainers') validateEphemeralContainersUpdate(object, old, errors);
  if (subresource === '') BEFORE.get(key)?.(object as never, old as never, errors);
  validateNewState(object, key, context, errors);
  if (subresource === '') BEHIND.get(key)?.(object as never, old as never, errors);
  if (isRequest) validateCertificateSigningRequestUpdate(object, old, subresource, errors);
  return errors.items;
}

function resizeErrors(
  object: AnyObject,
  old: AnyObject,
  key: string,
  context: UpdateContext,
  errors: ErrorList,
): readonly FieldError[] {
  const refusal = resizeRefusal(old);
  if (refusal !== undefined) {
    const only = new ErrorList(context.profile.minor);
    only.forbidden(new Path(''), refusal);
    return only.items;
  }
  validateNewState(object, key, context, errors);
  validatePodResize(object, old, errors);
  return errors.items;
}

function validateNewState(object: AnyObject, key: string, context: UpdateContext, errors: ErrorList): void {
  const kind = validatedKind(object.apiVersion, object.kind);
  if (kind === undefined) return;
  const { profile, allowPrivileged } = context;
  const { pod, template } = validationOptions(profile, allowPrivileged);
  const own = new ErrorList(profile.minor);
  if (key === 'v1/Pod') validatePodState(object, pod, own);
  else if (key === NEWER_EVENT) validateEventState(object, own);
  else kind.validate(object, template, own);
  const isDropped = ({ field }: FieldError): boolean => METADATA_ONCE.has(key) && field.startsWith('metadata');
  errors.items.push(...own.items.filter((error) => !isDropped(error)));
}
