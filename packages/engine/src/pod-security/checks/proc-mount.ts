/**
 * The masks over /proc must stay, unless the pod is in a user namespace of its own.
 *
 * Restricted fields: spec.{containers,initContainers,ephemeralContainers}[*].securityContext.procMount
 * Allowed: absent, Default; from 1.35 on anything with `hostUsers: false`
 *
 * API servers 1.31 to 1.34 let pods with `hostUsers: false` pass in every policy version when the alpha gate
 * UserNamespacesPodSecurityStandards is on.
 *
 * Source: k8s.io/pod-security-admission/policy/check_procMount_baseline.go; KEP-127, KEP-4265.
 */
import { ALLOWED, type Check, type CheckResult, forbidden } from '../check.js';
import { joinQuoted, namedContainers, sortedSet } from '../detail.js';
import { type ContainerView, containerPaths, containersWhere, isInUserNamespace, type PodView } from '../pod-view.js';

export const procMount: Check = {
  id: 'procMount',
  level: 'baseline',
  versions: [
    { minimumVersion: 0, checkPod: procMount1_0 },
    {
      minimumVersion: 0,
      checkPod: procMountRelaxed,
      code: { since: 31, until: 34, gate: 'UserNamespacesPodSecurityStandards' },
    },
    { minimumVersion: 35, checkPod: procMountRelaxed, code: { since: 35 } },
  ],
};

function procMountRelaxed(pod: PodView): CheckResult {
  return isInUserNamespace(pod) ? ALLOWED : procMount1_0(pod);
}

export function procMount1_0(pod: PodView): CheckResult {
  const bad = containersWhere(pod, (view) => unmasked(view) !== undefined);
  if (bad.length === 0) return ALLOWED;
  const values = sortedSet(bad.map((view) => unmasked(view) ?? ''));
  return forbidden(
    'procMount',
    `${namedContainers(bad)} must not set securityContext.procMount to ${joinQuoted(values)}`,
    containerPaths(bad, 'securityContext.procMount'),
  );
}

function unmasked({ securityContext }: ContainerView): string | undefined {
  const { procMount } = securityContext;
  return typeof procMount === 'string' && procMount !== 'Default' ? procMount : undefined;
}
