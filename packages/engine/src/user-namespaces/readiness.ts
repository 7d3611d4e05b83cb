/**
 * Whether a pod can run with `hostUsers: false` on this cluster, whether it does, and what breaks. The same answer
 * serves pods that have the field and pods that might get it (`candidate`).
 * Sources: KEP-127, KEP-5607; those of the files that decide each part.
 */
import type { FieldError } from '@bulkhead/apimachinery';
import type { Pod, PodSpec } from '@bulkhead/apimachinery/types/core-v1';
import type { ClusterProfile } from '@bulkhead/features';
import { type PodContainer, podContainers, podSpecOf } from '../security-context/pod-containers.js';
import { isWindowsPod } from '../security-context/pod-view.js';
import type { Break, UserNamespaceFacts } from './break.js';
import { addHostNamespaceBreaks, lacksDeclaredFeature } from './host-namespace-breaks.js';
import { type HostUsers, hostUsersOf } from './host-users.js';
import { addPrivilegeBreaks } from './privilege-breaks.js';
import { unmetRequirements } from './requirements.js';
import { hostUsersErrors } from './validate-host-users.js';
import { addVolumeBreaks } from './volume-breaks.js';

export interface UserNamespaceReadiness {
  /** The pod sets `hostUsers: false`. */
  readonly used: boolean;
  /** The API server keeps the field and takes the pod with it, also when it is not set yet. */
  readonly allowed: boolean;
  /** What the API server answers to the pod as it stands. */
  readonly errors: readonly FieldError[];
  /** Where the pod as it stands ends up. */
  readonly effective: 'user-namespace' | 'host' | 'refused';
  /** The gate that is off, so that the API server drops `hostUsers: false` without a word. */
  readonly silentlyDropped?: string;
  /** Nothing known keeps the pod from running in a user namespace. */
  readonly candidate: boolean;
  /** What breaks or changes with `hostUsers: false`. */
  readonly breaks: readonly Break[];
}

/** The pod under this profile, with or without `hostUsers: false`. */
export function userNamespaceReadiness(
  pod: Pod,
  profile: ClusterProfile,
  facts?: UserNamespaceFacts,
): UserNamespaceReadiness {
  const spec = podSpecOf(pod);
  const containers = podContainers(spec);
  const windows = isWindowsPod(spec, facts);
  const used = spec.hostUsers === false;
  const errors = hostUsersErrors(spec, containers, profile, 'spec', spec.hostUsers);
  const wouldFail = (used ? errors : hostUsersErrors(spec, containers, profile, 'spec', false)).length > 0;
  const hostUsers = hostUsersOf(spec, profile, facts, true);
  const breaks = windows ? [WINDOWS] : linuxBreaks(spec, containers, profile, hostUsers, facts);
  const gate = used ? hostUsers.support.gate : undefined;
  const answer = {
    used,
    allowed: hostUsers.support.kept && !windows && !wouldFail,
    errors,
    effective: effectiveOf(used && !windows, errors, hostUsers, spec, profile, facts),
    candidate: !breaks.some(({ severity }) => severity === 'error'),
    breaks,
  };
  return gate === undefined ? answer : { ...answer, silentlyDropped: gate };
}

const WINDOWS: Break = {
  cause: 'windows',
  fieldPath: 'spec.hostUsers',
  message: 'Windows has no user namespaces',
  severity: 'error',
};

function effectiveOf(
  used: boolean,
  errors: readonly FieldError[],
  hostUsers: HostUsers,
  spec: PodSpec,
  profile: ClusterProfile,
  facts: UserNamespaceFacts | undefined,
): UserNamespaceReadiness['effective'] {
  if (errors.length > 0) return 'refused';
  if (!used || !hostUsers.userNamespace) return 'host';
  const turnedAway = spec.hostNetwork === true && lacksDeclaredFeature(profile, facts);
  return hostUsers.refused !== undefined || turnedAway ? 'refused' : 'user-namespace';
}

function linuxBreaks(
  spec: PodSpec,
  containers: readonly PodContainer[],
  profile: ClusterProfile,
  hostUsers: HostUsers,
  facts: UserNamespaceFacts | undefined,
): Break[] {
  const fieldPath = 'spec.hostUsers';
  const breaks: Break[] = [];
  if (!hostUsers.support.kept) {
    breaks.push({ cause: 'feature-gate', fieldPath, message: hostUsers.support.why, severity: 'error' });
  }
  if (hostUsers.refused !== undefined) {
    breaks.push({ cause: 'runtime', fieldPath, message: hostUsers.refused, severity: 'error' });
  }
  for (const { cause, message } of unmetRequirements(facts)) {
    breaks.push({ cause, fieldPath, message, severity: 'error' });
  }
  addHostNamespaceBreaks(breaks, spec, containers, profile, facts);
  addVolumeBreaks(breaks, spec, containers, profile, facts);
  addPrivilegeBreaks(breaks, spec, containers, facts);
  return breaks;
}
