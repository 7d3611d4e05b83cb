/**
 * What an audit policy writes down: the first rule that matches decides, and what none matches is not written.
 *
 * Source: k8s.io/apiserver/pkg/audit/policy/checker.go.
 */
import { itemsOf, type PlainMap, textOf, textsOf, valueAt } from '../plain-value.js';
import { type Verdict, verdict } from '../verdict.js';

const CONDITIONS = ['users', 'userGroups', 'verbs', 'resources', 'namespaces', 'nonResourceURLs'];

/** Kinds whose bodies hold credentials. */
const SECRET = ['secrets', 'configmaps', 'serviceaccounts/token', 'tokenreviews'];

interface Rule {
  readonly level: string;
  readonly isForAll: boolean;
  readonly resources: readonly { readonly group: string; readonly names: readonly string[] }[];
  readonly value: unknown;
}

export function auditPolicy(file: PlainMap): readonly Verdict[] {
  const rules = itemsOf(file['rules']).map(readRule);
  const first = rules[0];
  // No rules at all are refused.
  if (first === undefined) return [];
  return [...silent(rules), ...bodies(rules)];
}

function readRule(value: unknown): Rule {
  return {
    level: textOf(valueAt(value, 'level')),
    isForAll: CONDITIONS.every((field) => itemsOf(valueAt(value, field)).length === 0),
    resources: itemsOf(valueAt(value, 'resources')).map((entry) => ({
      group: textOf(valueAt(entry, 'group')),
      names: textsOf(valueAt(entry, 'resources')),
    })),
    value,
  };
}

function silent(rules: readonly Rule[]): readonly Verdict[] {
  const catchAll = rules.findIndex(({ isForAll }) => isForAll);
  if (catchAll === -1) {
    const text = 'no rule matches every request: what none matches is not written down';
    return [verdict(`${text}; end with a rule of level Metadata`, ['rules'], 'low')];
  }
  if (rules[catchAll]?.level !== 'None') return [];
  const text =
    catchAll === 0
      ? 'the first rule has level None and matches every request: nothing is written down'
      : 'what no earlier rule matches has level None: it is not written down';
  return [verdict(text, [`rules[${catchAll}].level`], catchAll === 0 ? 'high' : 'medium')];
}

/** Rules that write bodies of Secrets and tokens into the log, after those that came before them. */
function bodies(rules: readonly Rule[]): readonly Verdict[] {
  const open = new Set(SECRET);
  const found: Verdict[] = [];
  for (const [index, rule] of rules.entries()) {
    const matched = [...open].filter((name) => mayMatch(rule, name));
    if (matched.length > 0 && (rule.level === 'Request' || rule.level === 'RequestResponse')) {
      const text = `level ${rule.level} writes the bodies of ${matched.join(', ')} into the audit log`;
      found.push(verdict(`${text}: whoever reads the log has them; use Metadata`, [`rules[${index}].level`]));
    }
    for (const name of matched) if (isWhole(rule, name)) open.delete(name);
  }
  return found;
}

const groupOf = (name: string): string => (name === 'tokenreviews' ? 'authentication.k8s.io' : '');

function mayMatch({ isForAll, resources, value }: Rule, name: string): boolean {
  if (isForAll) return true;
  if (itemsOf(valueAt(value, 'nonResourceURLs')).length > 0) return false;
  const verbs = textsOf(valueAt(value, 'verbs'));
  if (verbs.length > 0 && !verbs.some((verb) => verb !== 'delete')) return false;
  return (
    resources.length === 0 || resources.some(({ group, names }) => group === groupOf(name) && namesCover(names, name))
  );
}

function namesCover(names: readonly string[], name: string): boolean {
  const [resource, subresource] = name.split('/');
  return (
    names.length === 0 ||
    names.some((each) => each === '*' || each === name || each === `${resource}/*` || each === `*/${subresource ?? ''}`)
  );
}

/** Whether a rule catches every request for the kind, so that no later one is asked. */
function isWhole(rule: Rule, name: string): boolean {
  const others = CONDITIONS.filter((field) => field !== 'resources');
  const hasOthers = others.some((field) => itemsOf(valueAt(rule.value, field)).length > 0);
  const hasNames = itemsOf(valueAt(rule.value, 'resources')).some(
    (entry) => itemsOf(valueAt(entry, 'resourceNames')).length > 0,
  );
  return !hasOthers && !hasNames && mayMatch(rule, name);
}
