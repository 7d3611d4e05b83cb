/** One step of one Deployment: what its ReplicaSets are told to be now, and what its status says then. */
import type { Deployment, ReplicaSet } from '@bulkhead/apimachinery/types/apps-v1';
import type { Pod } from '@bulkhead/apimachinery/types/core-v1';
import type { ClusterAccess, KubeObject } from '../cluster-access.js';
import { DEPLOYMENTS, REPLICA_SETS } from '../frame/api-resource.js';
import { canonicalJson } from '../frame/canonical-json.js';
import { at, type LoopClient } from '../frame/loop-client.js';
import { isAlreadyExists, isNamespaceTerminating } from '../frame/request-error.js';
import { timestamp } from '../frame/timestamp.js';
import { controllerOf, controllerReference } from './controller-reference.js';
import { deploymentStatus, hasDeadline, type Progress, untilDeadline } from './deployment-status.js';
import { isPodOver } from './pod-state.js';
import { equalTemplates, podTemplateHash, TEMPLATE_HASH_LABEL, withoutHash } from './pod-template-hash.js';
import { desiredReplicas, maxReplicas, newSetAnnotations, REVISION, revisionOf, sizeAnnotations } from './revision.js';
import {
  type Bounds,
  boundsOf,
  newSetSize,
  oldSetSizes,
  proportionalSizes,
  type SetSize,
  sum,
} from './rolling-update.js';

type SetObject = KubeObject & ReplicaSet;
const DEFAULT_HISTORY = 10;

export class DeploymentRollout {
  readonly #access: ClusterAccess;
  readonly #client: LoopClient;
  #deployment: KubeObject & Deployment;
  readonly #bounds: Bounds;
  readonly #isRecreate: boolean;
  /** The oldest first. */
  #sets: readonly SetObject[];
  #progress: Progress | undefined;
  #collisionCount: number | undefined;

  constructor(
    access: ClusterAccess,
    client: LoopClient,
    deployment: KubeObject & Deployment,
    sets: readonly SetObject[],
  ) {
    this.#access = access;
    this.#client = client;
    this.#deployment = deployment;
    this.#bounds = boundsOf(deployment);
    this.#isRecreate = deployment.spec?.strategy?.type === 'Recreate';
    this.#sets = sets.toSorted((a, b) => (ageOf(a) < ageOf(b) ? -1 : 1));
    this.#collisionCount = deployment.status?.collisionCount;
  }

  async step(): Promise<number | undefined> {
    const { metadata, spec } = this.#deployment;
    if ((metadata.deletionTimestamp ?? '') === '') {
      if (spec?.paused === true || this.#isScaling()) await this.#scale();
      else if (this.#isRecreate) await this.#recreate();
      else await this.#roll();
      await this.#cleanUp();
    }
    this.#noticePause();
    const told = await this.#tell();
    return untilDeadline(told, this.#access.now());
  }

  get #newSet(): SetObject | undefined {
    return this.#sets.find((set) => equalTemplates(set.spec?.template, this.#deployment.spec?.template));
  }

  get #oldSets(): readonly SetObject[] {
    const newSet = this.#newSet;
    return this.#sets.filter((set) => set !== newSet);
  }

  /** The wish has changed since the sets got their sizes. */
  #isScaling(): boolean {
    return this.#sets.some((set) => {
      const desired = desiredReplicas(set);
      return replicasOf(set) > 0 && desired !== undefined && desired !== this.#bounds.replicas;
    });
  }

  async #scale(): Promise<void> {
    const active = this.#sets.filter((set) => replicasOf(set) > 0);
    const newSet = this.#newSet;
    const [single = newSet ?? this.#sets.at(-1)] = active;
    if (active.length <= 1) {
      if (single !== undefined) await this.#resize(single, this.#bounds.replicas);
      return;
    }
    const isSaturated =
      newSet !== undefined &&
      replicasOf(newSet) === this.#bounds.replicas &&
      sizeOf(newSet).available === this.#bounds.replicas;
    if (isSaturated) await Promise.all(this.#oldSets.map((set) => this.#resize(set, 0)));
    else if (!this.#isRecreate) {
      const before = Math.max(...active.map((set) => maxReplicas(set) ?? this.#bounds.replicas));
      await this.#resizeAll(proportionalSizes(this.#bounds, active.map(sizeOf), before));
    }
  }

  async #recreate(): Promise<void> {
    const old = this.#oldSets.filter((set) => replicasOf(set) > 0);
    if (old.length > 0) {
      await Promise.all(old.map((set) => this.#resize(set, 0)));
      return;
    }
    if (this.#hasOldPods()) return;
    const newSet = await this.#ensureNewSet();
    if (newSet !== undefined) await this.#resize(newSet, this.#bounds.replicas);
  }

  async #roll(): Promise<void> {
    const newSet = await this.#ensureNewSet();
    if (newSet === undefined) return;
    const total = sum(this.#sets.map(replicasOf));
    const size = newSetSize(this.#bounds, replicasOf(newSet), total, false);
    if (size !== replicasOf(newSet)) {
      await this.#resize(newSet, size);
      return;
    }
    await this.#resizeAll(oldSetSizes(this.#bounds, sizeOf(newSet), this.#oldSets.map(sizeOf)));
  }

  #hasOldPods(): boolean {
    const old = new Set(this.#oldSets.map(({ metadata }) => metadata.uid));
    const pods = this.#access.caches.cache('', 'pods')?.list(this.#deployment.metadata.namespace ?? '') ?? [];
    return pods.some(({ object }) => {
      const pod: KubeObject & Pod = object;
      return old.has(controllerOf(pod.metadata)?.uid) && !isPodOver(pod);
    });
  }

  /** The set of the present template, with the highest revision; undefined when it could not be made. */
  async #ensureNewSet(): Promise<SetObject | undefined> {
    const highestOld = Math.max(0, ...this.#oldSets.map(revisionOf));
    const present = this.#newSet;
    const annotations = newSetAnnotations(this.#deployment, present, highestOld);
    const minReadySeconds = this.#deployment.spec?.minReadySeconds ?? 0;
    if (present === undefined) return await this.#createSet(annotations);
    await this.#takeRevision(annotations[REVISION]);
    const hasCondition = this.#deployment.status?.conditions?.some(({ type }) => type === 'Progressing') === true;
    if (!hasCondition) {
      const message = `Found new replica set "${present.metadata.name ?? ''}"`;
      this.#progress = { status: 'True', reason: 'FoundNewReplicaSet', message };
    }
    const isCurrent =
      canonicalJson(annotations) === canonicalJson(present.metadata.annotations) &&
      (present.spec?.minReadySeconds ?? 0) === minReadySeconds;
    if (isCurrent) return present;
    return await this.#updateSet({
      ...present,
      metadata: { ...present.metadata, annotations },
      spec: { ...present.spec, minReadySeconds },
    });
  }

  async #createSet(annotations: Readonly<Record<string, string>>): Promise<SetObject | undefined> {
    const { metadata, spec } = this.#deployment;
    const namespace = metadata.namespace ?? '';
    const template = withoutHash(spec?.template);
    const hash = podTemplateHash(template, this.#collisionCount);
    const labels = { ...template.metadata?.labels, [TEMPLATE_HASH_LABEL]: hash };
    const selector = {
      ...spec?.selector,
      matchLabels: { ...spec?.selector?.matchLabels, [TEMPLATE_HASH_LABEL]: hash },
    };
    const name = `${metadata.name ?? ''}-${hash}`;
    const total = sum(this.#sets.map(replicasOf));
    const body = {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: {
        name,
        namespace,
        labels,
        annotations: { ...annotations, ...sizeAnnotations(this.#bounds) },
        ownerReferences: [controllerReference(this.#deployment)],
      },
      spec: {
        replicas: newSetSize(this.#bounds, 0, total, this.#isRecreate),
        minReadySeconds: spec?.minReadySeconds ?? 0,
        selector,
        template: { ...template, metadata: { ...template.metadata, labels } },
      },
    };
    try {
      const created = await this.#client.create(at(REPLICA_SETS, namespace), body);
      if (created === undefined) return undefined;
      this.#sets = [...this.#sets, created];
      this.#progress = { status: 'True', reason: 'NewReplicaSetCreated', message: `Created new replica set "${name}"` };
      await this.#takeRevision(annotations[REVISION]);
      return created;
    } catch (error) {
      if (isNamespaceTerminating(error)) return undefined;
      if (isAlreadyExists(error)) {
        // Another template has the hash: the next look uses another one.
        this.#collisionCount = (this.#collisionCount ?? 0) + 1;
        return undefined;
      }
      const message = error instanceof Error ? error.message : String(error);
      this.#progress = { status: 'False', reason: 'ReplicaSetCreateError', message };
      await this.#tell();
      throw error;
    }
  }

  /** The deployment has the revision of its newest set. */
  async #takeRevision(revision = ''): Promise<void> {
    const { metadata } = this.#deployment;
    if (metadata.annotations?.[REVISION] === revision) return;
    const annotations = { ...metadata.annotations, [REVISION]: revision };
    const body = { ...this.#deployment, metadata: { ...metadata, annotations } };
    const path = at(DEPLOYMENTS, metadata.namespace ?? '', metadata.name);
    this.#deployment = (await this.#client.update(path, body)) ?? this.#deployment;
  }

  async #resizeAll(sizes: ReadonlyMap<string, number>): Promise<void> {
    await Promise.all(
      this.#sets.map((set) => this.#resize(set, sizes.get(set.metadata.name ?? '') ?? replicasOf(set))),
    );
  }

  async #resize(set: SetObject, replicas: number): Promise<void> {
    const sizes = sizeAnnotations(this.#bounds);
    const hasSizes = Object.entries(sizes).every(([name, value]) => set.metadata.annotations?.[name] === value);
    if (replicasOf(set) === replicas && hasSizes) return;
    const annotations = { ...set.metadata.annotations, ...sizes };
    await this.#updateSet({ ...set, metadata: { ...set.metadata, annotations }, spec: { ...set.spec, replicas } });
  }

  async #updateSet(set: SetObject): Promise<SetObject> {
    const { namespace = '', name = '' } = set.metadata;
    const updated: SetObject = (await this.#client.update(at(REPLICA_SETS, namespace, name), set)) ?? set;
    this.#sets = this.#sets.map((each) => (each.metadata.name === name ? updated : each));
    return updated;
  }

  /** Old sets without pods are kept for `kubectl rollout undo`, up to a number. */
  async #cleanUp(): Promise<void> {
    const limit = this.#deployment.spec?.revisionHistoryLimit ?? DEFAULT_HISTORY;
    const newSet = this.#newSet;
    if (newSet === undefined || sizeOf(newSet).available < this.#bounds.replicas) return;
    const idle = this.#oldSets.filter(
      (set) =>
        replicasOf(set) === 0 &&
        (set.status?.replicas ?? 0) === 0 &&
        (set.metadata.deletionTimestamp ?? '') === '' &&
        Number(set.status?.observedGeneration ?? 0) >= Number(set.metadata.generation ?? 0),
    );
    const surplus = idle.toSorted((a, b) => revisionOf(a) - revisionOf(b)).slice(0, Math.max(0, idle.length - limit));
    await Promise.all(
      surplus.map(({ metadata }) =>
        this.#client.delete(at(REPLICA_SETS, metadata.namespace ?? '', metadata.name), { uid: metadata.uid ?? '' }),
      ),
    );
    this.#sets = this.#sets.filter((set) => !surplus.includes(set));
  }

  #noticePause(): void {
    const { spec, status } = this.#deployment;
    if (!hasDeadline(this.#deployment)) return;
    const said = status?.conditions?.find(({ type }) => type === 'Progressing');
    const isPaused = said?.reason === 'DeploymentPaused';
    if (said?.reason === 'ProgressDeadlineExceeded') return;
    if (spec?.paused === true && !isPaused) {
      this.#progress = { status: 'Unknown', reason: 'DeploymentPaused', message: 'Deployment is paused' };
    } else if (spec?.paused !== true && isPaused) {
      this.#progress = { status: 'Unknown', reason: 'DeploymentResumed', message: 'Deployment is resumed' };
    }
  }

  async #tell(): Promise<Deployment> {
    const now = this.#access.now();
    const status = deploymentStatus(this.#deployment, {
      newSet: this.#newSet,
      oldSets: this.#oldSets,
      ...(this.#progress === undefined ? {} : { progress: this.#progress }),
      collisionCount: this.#collisionCount,
      countsTerminating: this.#access.profile.enabled('DeploymentReplicaSetTerminatingReplicas'),
      now,
      timestamp: timestamp(now),
    });
    await this.#client.updateStatus(DEPLOYMENTS, this.#deployment, status);
    return { ...this.#deployment, status };
  }
}

const replicasOf = ({ spec }: ReplicaSet): number => spec?.replicas ?? 1;

const sizeOf = (set: ReplicaSet): SetSize => ({
  name: set.metadata?.name ?? '',
  replicas: replicasOf(set),
  available: set.status?.availableReplicas ?? 0,
});

const ageOf = ({ metadata }: SetObject): string => `${metadata.creationTimestamp ?? ''} ${metadata.name ?? ''}`;
