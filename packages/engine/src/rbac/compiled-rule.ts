/** A rule with the numbers of its atoms. */
import type { PolicyRule } from './policy-rule.js';

export interface CompiledRule {
  readonly rule: PolicyRule;
  /** Undefined when the rule is too wide to be taken apart. */
  readonly atoms: readonly number[] | undefined;
}
