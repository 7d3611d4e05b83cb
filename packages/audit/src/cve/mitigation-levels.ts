/** How many workloads of the input have a protection. */
import { ENFORCE_LABEL, LATEST, type Level } from '@bulkhead/engine/pod-security';
import { hostUsersOf } from '@bulkhead/engine/user-namespaces';
import type { Workload } from '../workload.js';
import type { CveFacts } from './cve-facts.js';

/** Whether the namespace of every workload enforces the level restricted. */
export function enforcesRestricted({ workloads, cluster }: CveFacts): boolean {
  return (
    workloads.length > 0 &&
    workloads.every(({ source: { identity } }) => {
      const labels = cluster.namespaces.get(identity.namespace === '' ? 'default' : identity.namespace);
      return labels?.[ENFORCE_LABEL] === 'restricted';
    })
  );
}

export interface Share {
  readonly having: number;
  readonly all: number;
}

const shareOf = (workloads: readonly Workload[], has: (workload: Workload) => boolean): Share => ({
  having: workloads.filter(has).length,
  all: workloads.length,
});

/** Workloads that pass a level of the Pod Security Standards at its newest version. */
export const passing = ({ workloads, cluster }: CveFacts, level: Level): Share =>
  shareOf(workloads, ({ pod }) => cluster.podSecurity.evaluatePod({ level, version: LATEST }, pod).allowed);

export const inUserNamespaces = ({ workloads, cluster }: CveFacts): Share =>
  shareOf(workloads, ({ pod }) => hostUsersOf(pod.spec ?? {}, cluster.profile).userNamespace);

/** Workloads all of whose containers run under a seccomp profile. */
export const underSeccomp = ({ workloads }: CveFacts): Share =>
  shareOf(workloads, ({ pod: { spec } }) => {
    const isProfile = (type: string | null | undefined): boolean => type === 'RuntimeDefault' || type === 'Localhost';
    const ofPod = spec?.securityContext?.seccompProfile?.type;
    return [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])].every(
      ({ securityContext }) =>
        securityContext?.privileged !== true && isProfile(securityContext?.seccompProfile?.type ?? ofPod),
    );
  });

/** Workloads that say which user they run as, and not root. */
export const withUser = ({ workloads }: CveFacts): Share =>
  shareOf(workloads, ({ pod: { spec } }) =>
    [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])].every(
      ({ securityContext }) => (securityContext?.runAsUser ?? spec?.securityContext?.runAsUser ?? 0) !== 0,
    ),
  );

/** Workloads with strict supplementary groups. */
export const withStrictGroups = ({ workloads }: CveFacts): Share =>
  shareOf(workloads, ({ pod: { spec } }) => spec?.securityContext?.supplementalGroupsPolicy === 'Strict');

/** Workloads none of whose containers has NET_RAW. */
export const withoutNetRaw = ({ workloads, podUses }: CveFacts): Share => {
  const having = new Set((podUses.get('net-raw') ?? []).map(({ object }) => object));
  return shareOf(workloads, ({ source }) => !having.has(source));
};
