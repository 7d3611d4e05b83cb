/**
 * The kinds that are validated, by API version and kind: their scope, what the API server changes before it
 * validates, and the validation itself.
 * Source: the Validate and PrepareForCreate methods of the strategies under pkg/registry.
 */
import type { ErrorList } from './error-list.js';
import { validatePersistentVolumeClaim } from './core/persistent-volume-claim.js';
import { validatePod } from './pod/pod.js';
import { validatePodTemplate } from './pod/pod-template.js';
import { prepareJob } from './prepare/job.js';
import { prepareClaim } from './prepare/persistent-volume-claim.js';
import { preparePod } from './prepare/pod.js';
import type { ValidationOptions } from './validation-options.js';
import { validateCronJob } from './workload/cron-job.js';
import { validateDaemonSet } from './workload/daemon-set.js';
import { validateDeployment, validateReplicaSet } from './workload/deployment.js';
import { validateJob } from './workload/job.js';
import { validateReplicationController } from './workload/replication-controller.js';
import { validateStatefulSet } from './workload/stateful-set.js';

export interface ValidatedKind {
  readonly isNamespaced: boolean;
  readonly prepare: (object: object, options: ValidationOptions) => object;
  readonly validate: (object: object, options: ValidationOptions, errors: ErrorList) => void;
}

type Validate<T> = (object: T, options: ValidationOptions, errors: ErrorList) => void;
type Prepare<T> = (object: T, options: ValidationOptions) => T;

const unchanged = <T>(object: T): T => object;

/** The key under which a kind is filed says that its objects are of type `T`. */
function kind<T extends object>(
  isNamespaced: boolean,
  validate: Validate<T>,
  prepare: Prepare<T> = unchanged,
): ValidatedKind {
  return {
    isNamespaced,
    prepare: prepare as unknown as ValidatedKind['prepare'],
    validate: validate as unknown as ValidatedKind['validate'],
  };
}

const namespaced = <T extends object>(validate: Validate<T>, prepare?: Prepare<T>): ValidatedKind =>
  kind(true, validate, prepare);
const clusterScoped = <T extends object>(validate: Validate<T>, prepare?: Prepare<T>): ValidatedKind =>
  kind(false, validate, prepare);

const KINDS: ReadonlyMap<string, ValidatedKind> = new Map<string, ValidatedKind>([
  ['apps/v1/DaemonSet', namespaced(validateDaemonSet)],
  ['apps/v1/Deployment', namespaced(validateDeployment)],
  ['apps/v1/ReplicaSet', namespaced(validateReplicaSet)],
  ['apps/v1/StatefulSet', namespaced(validateStatefulSet)],
  ['batch/v1/CronJob', namespaced(validateCronJob)],
  ['batch/v1/Job', namespaced(validateJob, prepareJob)],
  ['v1/PersistentVolumeClaim', namespaced(validatePersistentVolumeClaim, prepareClaim)],
  ['v1/Pod', namespaced(validatePod, preparePod)],
  ['v1/PodTemplate', namespaced(validatePodTemplate)],
  ['v1/ReplicationController', namespaced(validateReplicationController)],
]);

/** undefined for kinds whose values are not looked at. */
export function validatedKind(apiVersion: unknown, kindName: unknown): ValidatedKind | undefined {
  return typeof apiVersion === 'string' && typeof kindName === 'string'
    ? KINDS.get(`${apiVersion}/${kindName}`)
    : undefined;
}
void clusterScoped;
