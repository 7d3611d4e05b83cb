/**
 * The kinds that are validated, by API version and kind: their scope, what the API server changes before it
 * validates, and the validation itself.
 * Source: the Validate and PrepareForCreate methods of the strategies under pkg/registry.
 */
import type { Minor } from '../version.js';
import { validatePersistentVolumeClaim } from './core/persistent-volume-claim.js';
import type { ErrorList } from './error-list.js';
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

const VERSIONED = { generationSince: ALWAYS };

const KINDS: ReadonlyMap<string, ValidatedKind> = new Map<string, ValidatedKind>([
  ['apps/v1/DaemonSet', namespaced(validateDaemonSet, VERSIONED)],
  ['apps/v1/Deployment', namespaced(validateDeployment, VERSIONED)],
  ['apps/v1/ReplicaSet', namespaced(validateReplicaSet, VERSIONED)],
  ['apps/v1/StatefulSet', namespaced(validateStatefulSet, VERSIONED)],
  ['batch/v1/CronJob', namespaced(validateCronJob, VERSIONED)],
  ['batch/v1/Job', namespaced(validateJob, { ...VERSIONED, prepare: prepareJob })],
  ['v1/PersistentVolumeClaim', namespaced(validatePersistentVolumeClaim, { prepare: prepareClaim })],
  ['v1/Pod', namespaced(validatePod, { generationSince: 33, prepare: preparePod })],
  ['v1/PodTemplate', namespaced(validatePodTemplate, VERSIONED)],
  ['v1/ReplicationController', namespaced(validateReplicationController, VERSIONED)],
]);

/** undefined for kinds whose values are not looked at. */
export function validatedKind(apiVersion: unknown, kindName: unknown): ValidatedKind | undefined {
  return typeof apiVersion === 'string' && typeof kindName === 'string'
    ? KINDS.get(`${apiVersion}/${kindName}`)
    : undefined;
}
