/**
 * The rights that steps of an attack need, each a set of verbs and resources of which one is enough. Rules are read
 * once for all of them, so that a cluster of thousands of roles is looked through in a moment.
 *
 * Source: plugin/pkg/auth/authorizer/rbac/rbac.go for how rules match.
 */
import type { PolicyRule } from '@bulkhead/engine/rbac';
import { CONSTRAINED_NEEDS, CORE_NEEDS, NEEDS, type Need, type NeedDefinition, OBJECTIVE_NEEDS } from './need-table.js';

export { NEEDS, type Need };

/** Where a role meets a need: one rule, and the names that the rule is limited to. */
export interface RuleOfNeed {
  readonly need: Need;
  readonly rule: PolicyRule;
  readonly ruleIndex: number;
  /** Empty: objects of any name. */
  readonly names: readonly string[];
}

/** The need in words, as far as the rule meets it: `create pods`. */
export function needText(need: Need, rule?: PolicyRule): string {
  if (need === 'everything') return 'every verb on every resource';
  const all: readonly string[] = NEEDS[need].verbs;
  const held = all.filter((verb) => rule === undefined || hasOrAll(rule.verbs, verb));
  // Verbs of impersonation stand for those that they allow.
  const verbs = held.length === 0 ? all : held;
  const words = NEEDS[need].resources.flatMap((text) => {
    const [group = '', ...parts] = text.split('/');
    const resource = parts.join('/');
    if (resource === '*') return rule?.resources ?? [];
    if (rule !== undefined && !(hasOrAll(rule.apiGroups, group) && matchesResource(rule, resource))) return [];
    return [`${resource}${group === '' ? '' : `.${group}`}`];
  });
  const paths: readonly string[] = (NEEDS[need] as NeedDefinition).paths ?? [];
  const open =
    rule === undefined ? paths : rule.nonResourceURLs.filter((url) => paths.some((path) => opens(url, path)));
  return `${verbs.join(', ')} ${[...words, ...open].join(', ')}`;
}

/** Whether the URL of a rule, perhaps with a `*` at its end, opens the path or something below it. */
function opens(url: string, path: string): boolean {
  if (path === '*') return url === '*';
  const isPrefix = url.endsWith('*');
  const stem = isPrefix ? url.slice(0, -1) : url;
  return (
    (isPrefix && path.startsWith(stem)) || (path.endsWith('/') ? stem.startsWith(path) : stem === path && !isPrefix)
  );
}

const hasOrAll = (list: readonly string[], item: string): boolean => list.includes('*') || list.includes(item);

const matchesResource = ({ resources }: PolicyRule, resource: string): boolean =>
  hasOrAll(resources, resource) || (resource.includes('/') && resources.includes(`*/${resource.split('/')[1]}`));

/** A set of needs, as bits: asking one costs next to nothing. */
export class NeedSet {
  #low = 0;
  #middle = 0;
  #high = 0;

  add(need: Need): void {
    const bit = needNumbers()[need];
    if (bit < 32) this.#low |= 1 << bit;
    else if (bit < 64) this.#middle |= 1 << (bit - 32);
    else this.#high |= 1 << (bit - 64);
  }

  addAll(other: NeedSet): void {
    this.#low |= other.#low;
    this.#middle |= other.#middle;
    this.#high |= other.#high;
  }

  has(need: Need): boolean {
    const bit = needNumbers()[need];
    if (bit < 32) return (this.#low & (1 << bit)) !== 0;
    return bit < 64 ? (this.#middle & (1 << (bit - 32))) !== 0 : (this.#high & (1 << (bit - 64))) !== 0;
  }

  get isEmpty(): boolean {
    return (this.#low | this.#middle | this.#high) === 0;
  }
}

const MAX_NEEDS = 96;

let numbers: Readonly<Record<Need, number>> | undefined;

function needNumbers(): Readonly<Record<Need, number>> {
  if (numbers === undefined) {
    const needs = Object.keys(NEEDS);
    if (needs.length > MAX_NEEDS) throw new Error(`a NeedSet holds ${MAX_NEEDS} needs, not ${needs.length}`);
    numbers = Object.fromEntries(needs.map((need, number) => [need, number])) as Record<Need, number>;
  }
  return numbers;
}

export const isClusterScoped = (need: Need): boolean => {
  const definition: NeedDefinition = NEEDS[need];
  return definition.clusterScoped === true;
};

interface Candidate {
  readonly need: Need;
  readonly verbs: readonly string[];
  readonly group: string;
  readonly subresource: string;
}

const CORE = Object.keys(CORE_NEEDS) as readonly Need[];

/** The needs that a search asks about; constrained impersonation only where the gate is on. */
export const needsFor = (constrained: boolean, objectives: boolean): readonly Need[] => [
  ...CORE,
  ...(constrained ? (Object.keys(CONSTRAINED_NEEDS) as Need[]) : []),
  ...(objectives ? (Object.keys(OBJECTIVE_NEEDS) as Need[]) : []),
];

export class NeedFinder {
  readonly #byResource = new Map<string, Candidate[]>();
  readonly #all: Candidate[] = [];
  readonly #ofPaths: Need[] = [];

  constructor(needs: readonly Need[] = CORE) {
    for (const need of needs) {
      if (need === 'everything') continue;
      if ((NEEDS[need] as NeedDefinition).paths !== undefined) this.#ofPaths.push(need);
      for (const text of NEEDS[need].resources) {
        const [group = '', resource = '', subresource = ''] = text.split('/');
        const candidate: Candidate = { need, verbs: NEEDS[need].verbs, group, subresource };
        this.#all.push(candidate);
        const combined = subresource === '' ? resource : `${resource}/${subresource}`;
        const list = this.#byResource.get(combined);
        if (list === undefined) this.#byResource.set(combined, [candidate]);
        else list.push(candidate);
      }
    }
  }

  /** Every need that one of the rules meets, each rule once a need. */
  needsOf(rules: readonly PolicyRule[]): readonly RuleOfNeed[] {
    const found: RuleOfNeed[] = [];
    rules.forEach((rule, ruleIndex) => {
      const needs = new Set<Need>();
      for (const resource of rule.resources) {
        for (const candidate of this.#candidates(resource)) if (meets(rule, candidate)) needs.add(candidate.need);
      }
      if (isEverything(rule)) needs.add('everything');
      if (rule.nonResourceURLs.length > 0) for (const need of this.#ofPaths) if (opensPath(rule, need)) needs.add(need);
      for (const need of needs) found.push({ need, rule, ruleIndex, names: rule.resourceNames });
    });
    return found;
  }

  #candidates(resource: string): readonly Candidate[] {
    if (resource === '*') return this.#all;
    if (resource.startsWith('*/')) return this.#all.filter(({ subresource }) => subresource === resource.slice(2));
    return this.#byResource.get(resource) ?? [];
  }
}

function meets(rule: PolicyRule, { verbs, group, subresource }: Candidate): boolean {
  if (!rule.apiGroups.includes('*') && !rule.apiGroups.includes(group)) return false;
  // A create carries no name, unless it is of a subresource: no list of names can allow it.
  const counting =
    rule.resourceNames.length > 0 && subresource === '' ? verbs.filter((verb) => verb !== 'create') : verbs;
  return counting.length > 0 && (rule.verbs.includes('*') || counting.some((verb) => rule.verbs.includes(verb)));
}

function opensPath({ verbs, nonResourceURLs }: PolicyRule, need: Need): boolean {
  const { verbs: wanted, paths = [] }: NeedDefinition = NEEDS[need];
  if (!verbs.includes('*') && !wanted.some((verb) => verbs.includes(verb))) return false;
  return nonResourceURLs.some((url) => paths.some((path) => opens(url, path)));
}

const isEverything = (rule: PolicyRule): boolean =>
  rule.resourceNames.length === 0 &&
  rule.verbs.includes('*') &&
  rule.apiGroups.includes('*') &&
  rule.resources.includes('*');
