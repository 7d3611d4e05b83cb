/** What admission plugins need beside the request. */
import type { AsyncAuthorizer } from '@bulkhead/engine/authorization';
import type { OwnerResources } from '@bulkhead/engine/authorization/secondary-checks';
import type { MetricEvent, PodSecurityConfiguration } from '@bulkhead/engine/pod-security';
import type { ClusterProfile } from '@bulkhead/features';
import type { KubeObject, ObjectCaches } from '../registry/kube-object.js';

/** Reads an object from the store itself; undefined when there is none. */
export type LiveGet = (
  group: string,
  resource: string,
  namespace: string,
  name: string,
) => Promise<KubeObject | undefined>;

export interface AdmissionDependencies {
  readonly profile: ClusterProfile;
  readonly caches: ObjectCaches;
  /** Asked where a cache that lags would refuse what is right. */
  readonly liveGet: LiveGet;
  readonly authorizer: AsyncAuthorizer;
  /** Of the plugin PodSecurity; its default when it is left out. */
  readonly podSecurity?: PodSecurityConfiguration;
  readonly onPodSecurityMetric?: (event: MetricEvent) => void;
  /** Five characters for generated names; random when it is left out. */
  readonly nameSuffix?: () => string;
  /** For OwnerReferencesPermissionEnforcement; without it no owner is known. */
  readonly ownerResources?: OwnerResources;
  /** `--default-not-ready-toleration-seconds`, `--default-unreachable-toleration-seconds`; 300 when left out. */
  readonly notReadyTolerationSeconds?: number;
  readonly unreachableTolerationSeconds?: number;
}

/** The object as the cache has it, else as the store has it. */
export async function cachedOrLive(
  { caches, liveGet }: Pick<AdmissionDependencies, 'caches' | 'liveGet'>,
  group: string,
  resource: string,
  namespace: string,
  name: string,
): Promise<KubeObject | undefined> {
  return (
    caches.cache(group, resource)?.get(namespace, name)?.object ?? (await liveGet(group, resource, namespace, name))
  );
}
