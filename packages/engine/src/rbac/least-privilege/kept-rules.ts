/**
 * What a user's present roles give beyond what a log can show: rules for `escalate`, `bind`, `approve`, `impersonate`
 * and the like, which a suggestion must keep since their use leaves no trace of its own. A `*` is not taken for them.
 */
import type { UserInfo } from '../../authorization/user-info.js';
import type { IndexedBinding } from '../indexed-binding.js';
import type { PolicyRule } from '../policy-rule.js';
import type { RulesByNamespace } from './minimal-rules.js';
import { ALL_VERBS, isSeenInLog } from './verbs.js';

/** By the namespace of the binding. */
export function keptRules(bindings: Iterable<IndexedBinding>, users: readonly UserInfo[]): RulesByNamespace {
  const kept = new Map<string, Map<string, PolicyRule>>();
  for (const binding of bindings) {
    const isTheirs = users.some((user) => binding.places.some((place) => place?.appliesTo(user) === true));
    if (!isTheirs) continue;
    for (const rule of binding.role.rules) {
      const verbs = rule.verbs.filter((verb) => verb !== ALL_VERBS && !isSeenInLog(verb));
      if (verbs.length === 0 || rule.verbs.includes(ALL_VERBS)) continue;
      const own = kept.get(binding.namespace) ?? new Map<string, PolicyRule>();
      kept.set(binding.namespace, own.set(JSON.stringify({ ...rule, verbs }), { ...rule, verbs }));
    }
  }
  return new Map([...kept].map(([namespace, rules]) => [namespace, [...rules.values()]]));
}

/** The rules of both, each once. */
export function joinedRules(first: RulesByNamespace, second: RulesByNamespace): RulesByNamespace {
  const all = new Map(first);
  for (const [namespace, rules] of second) {
    const before = all.get(namespace) ?? [];
    const known = new Set(before.map((rule) => JSON.stringify(rule)));
    all.set(namespace, [...before, ...rules.filter((rule) => !known.has(JSON.stringify(rule)))]);
  }
  return all;
}
