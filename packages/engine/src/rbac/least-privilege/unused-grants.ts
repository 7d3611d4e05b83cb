/** What bindings grant and no logged request used: whole rules, and of used rules the verbs and resources beside it. */
import type { Attributes } from '../../authorization/attributes.js';
import { atomsOf, compactRules } from '../covers.js';
import type { IndexedBinding } from '../indexed-binding.js';
import { type PolicyRule, ruleAllows } from '../policy-rule.js';
import type { RbacIndex } from '../rbac-index.js';
import { minimalRules } from './minimal-rules.js';
import { ALL_VERBS, isSeenInLog } from './verbs.js';

export interface UnusedGrant {
  readonly binding: IndexedBinding;
  readonly ruleIndex: number;
  readonly rule: PolicyRule;
  /** Whether some request used the rule at all. */
  readonly used: boolean;
  /** The parts that nobody used. A `*` is here when it is not used at all, and in `wider` when it is. */
  readonly unused: readonly PolicyRule[];
  /** The lists of a used rule that hold a wildcard. */
  readonly wider: readonly ('verbs' | 'apiGroups' | 'resources' | 'nonResourceURLs')[];
  /** What was used of a rule with wildcards: rules to write in its place. */
  readonly narrowed: readonly PolicyRule[];
}

/** A rule with more parts is told of as a whole. */
const MAX_PARTS = 2_000;

/** Every rule of the bindings that was not used in full. Rules for verbs that no log shows are not called unused. */
export function unusedGrants(
  index: RbacIndex,
  bindings: Iterable<IndexedBinding>,
  requests: Iterable<Attributes>,
): readonly UnusedGrant[] {
  const usage = usageOf(index, requests);
  return [...bindings].flatMap((binding) =>
    binding.role.rules.flatMap((rule, ruleIndex) => {
      const grant = unusedPart(binding, rule, ruleIndex, [...(usage.get(binding)?.get(rule) ?? [])]);
      return grant === undefined ? [] : [grant];
    }),
  );
}

type Usage = Map<IndexedBinding, Map<PolicyRule, Set<Attributes>>>;

function usageOf(index: RbacIndex, requests: Iterable<Attributes>): Usage {
  const usage: Usage = new Map();
  const known = new Map<string, readonly IndexedBinding[]>();
  for (const request of requests) {
    const { user, namespace } = request;
    const key = JSON.stringify([namespace, user.name, user.groups]);
    const bindings = known.get(key) ?? index.bindingsOf(user, namespace);
    known.set(key, bindings);
    for (const binding of bindings) {
      for (const rule of binding.role.rules) if (ruleAllows(rule, request)) addUse(usage, binding, rule, request);
    }
  }
  return usage;
}

function addUse(usage: Usage, binding: IndexedBinding, rule: PolicyRule, request: Attributes): void {
  const ofBinding = usage.get(binding) ?? new Map<PolicyRule, Set<Attributes>>();
  const uses = ofBinding.get(rule) ?? new Set<Attributes>();
  usage.set(binding, ofBinding.set(rule, uses.add(request)));
}

function unusedPart(
  binding: IndexedBinding,
  rule: PolicyRule,
  ruleIndex: number,
  uses: readonly Attributes[],
): UnusedGrant | undefined {
  const verbs = rule.verbs.filter((verb) => verb === ALL_VERBS || isSeenInLog(verb));
  if (verbs.length === 0) return undefined;
  const visible = { ...rule, verbs };
  const grant = { binding, ruleIndex, rule };
  if (uses.length === 0) return { ...grant, used: false, unused: [visible], wider: [], narrowed: [] };
  const unused = partsOf(visible) > MAX_PARTS ? [] : compactRules(unusedAtoms(visible, uses));
  const wider = (['verbs', 'apiGroups', 'resources', 'nonResourceURLs'] as const).filter((list) =>
    rule[list].some((item) => item === '*' || (list === 'nonResourceURLs' && item.endsWith('*'))),
  );
  if (unused.length === 0 && wider.length === 0) return undefined;
  const narrowed = wider.length === 0 ? [] : [...minimalRules(uses).values()].flat();
  return { ...grant, used: true, unused, wider, narrowed: distinct(narrowed) };
}

function unusedAtoms(rule: PolicyRule, uses: readonly Attributes[]): readonly PolicyRule[] {
  const kinds = new Map<string, Attributes>();
  for (const use of uses) {
    const name = rule.resourceNames.length > 0 ? use.name : '';
    kinds.set(JSON.stringify([use.verb, use.apiGroup, use.resource, use.subresource, use.path, name]), use);
  }
  const distinctUses = [...kinds.values()];
  return atomsOf(rule).filter((atom) => !distinctUses.some((use) => ruleAllows(atom, use)));
}

const partsOf = ({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }: PolicyRule): number =>
  verbs.length * (apiGroups.length * resources.length * Math.max(resourceNames.length, 1) + nonResourceURLs.length);

const distinct = (rules: readonly PolicyRule[]): readonly PolicyRule[] => [
  ...new Map(rules.map((rule) => [JSON.stringify(rule), rule])).values(),
];
