import type { Minor } from '@bulkhead/apimachinery';
import { meansRequest, unmatchedVersions } from '@bulkhead/engine/admission-matching';
import type { ObjectRule, Report } from '../../rule.js';
import { DEPLOYMENTS, EPHEMERAL_CONTAINERS, GUARDS, type Guard, guardsOf, PODS } from './guard.js';

export const scopeHole: ObjectRule = {
  id: 'admission-policy/scope-hole',
  title: 'A way round the rules of a guard',
  severity: 'low',
  gains: 'workload',
  layer: 'cluster',
  standards: ['NSA:admission', 'MITRE:T1562.001'],
  description:
    'A validating webhook or policy looks at pods or workloads and leaves out a request that comes to the same: ephemeral containers, a changed image, pods made directly, or another version of the API with `matchPolicy: Exact`. Of a policy only what its expressions ask of pods and containers counts.',
  risk: 'What the guard refuses is done by the request that it does not see.',
  remediation:
    'Add `pods` and `pods/ephemeralcontainers` with CREATE and UPDATE, and leave `matchPolicy` at Equivalent.',
  subject: 'object',
  kinds: GUARDS,
  check: (object, { profile }): readonly Report[] =>
    guardsOf(object).flatMap((guard) =>
      guard.mutates ? [] : [...ofPods(guard, profile.minor), ...ofVersions(guard, profile.minor)],
    ),
};

function ofPods({ requests, rulesPath, title, asked: askedOf }: Guard, minor: Minor): readonly Report[] {
  // Rules for certain names guard something else than what pods may do.
  if (requests.rules.some(({ resourceNames = [] }) => resourceNames.length > 0)) return [];
  const holes: string[] = [];
  // Nobody gets past a limit of replicas, or a label that is asked for, by an ephemeral container.
  const asked = askedOf();
  if (meansRequest(requests, PODS('CREATE'), minor)) {
    if (asked.containers && !meansRequest(requests, EPHEMERAL_CONTAINERS('UPDATE'), minor))
      holes.push('pods/ephemeralcontainers, by which a running pod gets another container');
    if (asked.images && !meansRequest(requests, PODS('UPDATE'), minor))
      holes.push('updates of pods, which change images');
  } else if (asked.template && meansRequest(requests, DEPLOYMENTS('CREATE'), minor)) {
    holes.push('pods, which can be made without a workload');
  }
  if (holes.length === 0) return [];
  return [{ fields: [rulesPath], message: `${title} does not see ${holes.join('; nor ')}` }];
}

function ofVersions({ requests, matchPath, title }: Guard, minor: Minor): readonly Report[] {
  const missed = unmatchedVersions(requests, minor).map(
    ({ group, version, resource }) => `${resource} of ${group === '' ? version : `${group}/${version}`}`,
  );
  if (missed.length === 0) return [];
  const named =
    missed.length > 3 ? `${missed.slice(0, 3).join(', ')} and ${missed.length - 3} more` : missed.join(', ');
  return [
    {
      fields: [`${matchPath}.matchPolicy`],
      message: `${title} does not see ${named}: matchPolicy is Exact, and the server takes these, too`,
      severity: 'medium',
    },
  ];
}
