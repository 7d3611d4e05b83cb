/**
 * Changes that would end a step: a subject taken out of a binding, a rule narrowed, a label set, a workload made
 * harmless. Default roles and bindings are left alone: the API server would write them again.
 */
import { compactRuleString } from '@bulkhead/engine/rbac';
import { type ClusterFacts, isGiven } from './cluster-facts.js';
import type { Grant, Subject } from './grants.js';
import type { Change, Step } from './step.js';

export class Changes {
  readonly #facts: ClusterFacts;
  readonly #ofGrant = new Map<Grant, readonly Change[]>();

  constructor(facts: ClusterFacts) {
    this.#facts = facts;
  }

  /** Any of these takes the grant away; none for a grant of the version's own roles and bindings. */
  ofGrant(grant: Grant): readonly Change[] {
    const known = this.#ofGrant.get(grant);
    if (known !== undefined) return known;
    const { binding, role, rule, ruleIndex, subject, through } = grant;
    const changes: Change[] = through === undefined ? [] : [...this.ofGrant(through)];
    if (binding !== undefined && subject !== undefined && isGiven(this.#facts, binding)) {
      const what = `${binding.kind} ${qualified(binding)}`;
      const id = JSON.stringify(['unbind', binding.kind, binding.namespace, binding.name, subject]);
      changes.push({ id, text: `take ${subjectText(subject)} out of ${what}` });
    }
    if (isGiven(this.#facts, role)) {
      const what = `${role.kind} ${qualified(role)}`;
      const id = JSON.stringify(['rule', role.kind, role.namespace, role.name, ruleIndex]);
      changes.push({ id, text: `narrow or remove rules[${ruleIndex}] of ${what}: ${compactRuleString(rule)}` });
    }
    this.#ofGrant.set(grant, changes);
    return changes;
  }

  /** The step as it stands after the changes: a grant for each right, or undefined when it is no longer possible. */
  proof(step: Step, made: ReadonlySet<string>): readonly Change[] | undefined {
    const used: Change[] = [];
    for (const { changes } of step.conditions) {
      if (changes.some(({ id }) => made.has(id))) return undefined;
      used.push(...changes);
    }
    for (const { grants } of step.requirements) {
      const left = grants.find((grant) => !this.ofGrant(grant).some(({ id }) => made.has(id)));
      if (left === undefined) return undefined;
      used.push(...this.ofGrant(left));
    }
    return used;
  }
}

const qualified = ({ namespace, name }: { readonly namespace: string; readonly name: string }): string =>
  namespace === '' ? name : `${namespace}/${name}`;

/** The subject in words: `ServiceAccount a/b`. */
export const subjectText = ({ kind, namespace, name }: Subject): string => `${kind} ${qualified({ namespace, name })}`;
