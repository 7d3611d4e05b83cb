/**
 * Brings the pods of a Deployment from one template to the next: a ReplicaSet a template, the new one growing while
 * the old ones shrink.
 *
 * Source: pkg/controller/deployment.
 */
import { compileLabelSelector, matchesSelector } from '@bulkhead/apimachinery/selectors';
import type { Deployment, ReplicaSet } from '@bulkhead/apimachinery/types/apps-v1';
import type { CachedObject, ClusterAccess, KubeObject } from '../cluster-access.js';
import { DEPLOYMENTS, PODS, REPLICA_SETS } from '../frame/api-resource.js';
import { keyOf, type Loop, splitKey } from '../frame/loop.js';
import { LoopClient } from '../frame/loop-client.js';
import { claimObjects } from './claim-objects.js';
import { controllerOf } from './controller-reference.js';
import { DeploymentRollout } from './deployment-rollout.js';

const NAME = 'deployment-controller';

export function deploymentLoop(access: ClusterAccess): Loop {
  const deployments = new Deployments(access);
  return {
    name: NAME,
    watches: [
      { ...DEPLOYMENTS, keysOf: (deployment) => [keyOf(deployment)] },
      { ...REPLICA_SETS, keysOf: (set, previous) => deployments.deploymentsOf(set, previous) },
      // A deployment that is recreated waits for the last pod of its old template.
      { ...PODS, keysOf: (pod, _, isGone) => (isGone ? deployments.deploymentOfPod(pod) : []) },
    ],
    reconcile: (key) => deployments.reconcile(key),
  };
}

class Deployments {
  readonly #access: ClusterAccess;
  readonly #client: LoopClient;

  constructor(access: ClusterAccess) {
    this.#access = access;
    this.#client = LoopClient.as(NAME, access);
  }

  deploymentsOf({ object, namespace }: CachedObject, previous: CachedObject | undefined): readonly string[] {
    const controllers = [controllerOf(object.metadata), controllerOf(previous?.object.metadata)];
    const own = controllers.flatMap((owner) => (owner?.kind === 'Deployment' ? [`${namespace}/${owner.name}`] : []));
    if (controllers[0] !== undefined) return own;
    const adopters = (this.#access.caches.cache('apps', 'deployments')?.list(namespace) ?? []).filter((deployment) => {
      const selector = this.#selectorOf(deployment.object);
      return selector !== undefined && matchesSelector(selector, object.metadata.labels);
    });
    return [...own, ...adopters.map(keyOf)];
  }

  deploymentOfPod({ object, namespace }: CachedObject): readonly string[] {
    const owner = controllerOf(object.metadata);
    if (owner?.kind !== 'ReplicaSet') return [];
    const set = this.#access.caches.cache('apps', 'replicasets')?.get(namespace, owner.name ?? '');
    return set === undefined ? [] : this.deploymentsOf(set, undefined);
  }

  async reconcile(key: string): Promise<number | undefined> {
    const { caches } = this.#access;
    const [namespace, name] = splitKey(key);
    const deployment: (KubeObject & Deployment) | undefined = caches
      .cache('apps', 'deployments')
      ?.get(namespace, name)?.object;
    const selector = deployment === undefined ? undefined : this.#selectorOf(deployment);
    if (deployment === undefined || selector === undefined) return undefined;
    const claim = { owner: deployment, selector, resource: REPLICA_SETS, client: this.#client };
    const candidates = caches.cache('apps', 'replicasets')?.list(namespace) ?? [];
    const sets: readonly (KubeObject & ReplicaSet)[] = await claimObjects(claim, candidates);
    return await new DeploymentRollout(this.#access, this.#client, deployment, sets).step();
  }

  #selectorOf({ spec }: Deployment) {
    const compiled = compileLabelSelector(spec?.selector, this.#access.profile.minor);
    return compiled?.kind === 'requirements' && compiled.requirements.length > 0 ? compiled : undefined;
  }
}
