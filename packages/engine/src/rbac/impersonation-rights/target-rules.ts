/** What those may do who are named as users, groups or service accounts to impersonate. */
import {
  serviceAccountGroups,
  serviceAccountUsername,
  splitServiceAccountUsername,
} from '../../authorization/service-account-user.js';
import { ALL_AUTHENTICATED } from '../../authorization/user-info.js';
import type { RulesByNamespace } from '../least-privilege/minimal-rules.js';
import type { PolicyRule } from '../policy-rule.js';
import { isRequestVerb } from './action-rules.js';
import type { IdentityRights } from './identity-rights.js';
import { impliedGroups } from './impersonation-holders.js';
import type { RulesByScope, SubjectGrants } from './subject-grants.js';

/** Undefined when anybody can be meant. `places` are the namespaces in which the rights count. */
export function targetRules(
  mode: 'user-info' | 'serviceaccount',
  { users, groups, serviceAccounts }: IdentityRights,
  places: readonly string[],
  grants: SubjectGrants,
): RulesByNamespace | undefined {
  if (mode === 'user-info') {
    if (users === 'any' || groups === 'any') return undefined;
    const plain = [...users].filter((user) => splitServiceAccountUsername(user) === undefined);
    const found = plain.map((user) => rulesOf(grants, user, [...groups, ...impliedGroups(user)]));
    return merged(found.length > 0 ? found : [rulesOf(grants, '', [...groups])]);
  }
  if (serviceAccounts === 'any') return undefined;
  const names = [...serviceAccounts];
  return merged(places.flatMap((place) => names.flatMap((name) => accountRules(grants, place, name))));
}

const ACCOUNTS = 'system:serviceaccounts';

/** In the cluster the account of whatever namespace is meant. */
function accountRules(grants: SubjectGrants, place: string, name: string): readonly RulesByScope[] {
  const of = (namespace: string): RulesByScope =>
    rulesOf(grants, serviceAccountUsername(namespace, name), [...serviceAccountGroups(namespace), ALL_AUTHENTICATED]);
  if (place !== '') return [of(place)];
  const namespaces = [...grants.users()].flatMap((user) => {
    const account = splitServiceAccountUsername(user);
    return account?.name === name ? [account.namespace] : [];
  });
  const groups = [...grants.groups()].filter((group) => `${group}:`.startsWith(`${ACCOUNTS}:`));
  return [...namespaces.map(of), rulesOf(grants, '', [...groups, ALL_AUTHENTICATED])];
}

const rulesOf = (grants: SubjectGrants, user: string, groups: readonly string[]): RulesByScope =>
  grants.rulesOf(user, groups, ({ verbs }) => verbs.some((verb) => verb === '*' || isRequestVerb(verb)));

/** Each rule once in a scope, and not in a namespace when the cluster has it. */
function merged(all: readonly RulesByScope[]): RulesByNamespace {
  const byScope = new Map<string, Map<string, PolicyRule>>();
  for (const found of all) {
    for (const [scope, placed] of found) {
      const own = byScope.get(scope) ?? new Map<string, PolicyRule>();
      for (const { rule } of placed) own.set(JSON.stringify(rule), rule);
      byScope.set(scope, own);
    }
  }
  const everywhere = byScope.get('');
  const left = [...byScope].map(([scope, rules]) => {
    const own = [...rules].filter(([key]) => scope === '' || everywhere?.has(key) !== true);
    return [scope, own.map(([, rule]) => rule)] as const;
  });
  return new Map(left.filter(([, rules]) => rules.length > 0).sort(([a], [b]) => (a < b ? -1 : 1)));
}
