/**
 * Grants by atom: which of several numbered grants is the lowest that allows a request. A few atoms stand in a row and
 * are read through; more are looked up, so that a question costs the same however many rules there are.
 */
import type { Attributes } from '../authorization/attributes.js';
import { AtomTable, NO_GRANT } from './atom-table.js';
import type { CompiledRule } from './compiled-rule.js';
import { ruleAllows } from './policy-rule.js';
import type { Question } from './question.js';

export { NO_GRANT } from './atom-table.js';

/** Up to this many atoms are faster read through than looked up. */
const FEW_ATOMS = 48;

const NO_NAMES: readonly string[] = Object.freeze([]);

export class GrantTable {
  /** In the order of the grants: atoms, their grants, and the names that each is limited to. */
  readonly #atoms: number[] = [];
  readonly #grants: number[] = [];
  readonly #names: (readonly string[])[] = [];
  #byAtom: AtomTable | undefined;
  /** Rules that are read as they stand: about paths, or too wide to be taken apart. */
  #plain: { readonly compiled: CompiledRule; readonly grant: number }[] | undefined;

  /** Numbers must not fall from one call to the next. */
  add(rules: readonly CompiledRule[], grant: number): void {
    for (const compiled of rules) {
      const { rule, atoms } = compiled;
      if (atoms === undefined || rule.nonResourceURLs.length > 0) {
        this.#plain ??= [];
        this.#plain.push({ compiled, grant });
      }
      for (const atom of atoms ?? []) {
        this.#atoms.push(atom);
        this.#grants.push(grant);
        this.#names.push(rule.resourceNames.length === 0 ? NO_NAMES : rule.resourceNames);
      }
    }
    if (this.#atoms.length > FEW_ATOMS) this.#byAtom = undefined;
  }

  /** The lowest grant that allows the request, or `NO_GRANT`. */
  find(question: Question): number {
    const lowest = this.#atoms.length <= FEW_ATOMS ? this.#readThrough(question) : this.#lookUp(question);
    return this.#plain === undefined ? lowest : Math.min(lowest, findPlain(this.#plain, question.attributes));
  }

  #readThrough({ attributes, atoms: wanted }: Question): number {
    const atoms = this.#atoms;
    for (let index = 0; index < atoms.length; index++) {
      const atom = atoms[index];
      for (let at = 0; at < wanted.length; at++) {
        if (wanted[at] !== atom) continue;
        const names = this.#names[index] ?? NO_NAMES;
        if (names.length === 0 || names.includes(attributes.name)) return this.#grants[index] ?? NO_GRANT;
      }
    }
    return NO_GRANT;
  }

  #lookUp({ attributes, atoms }: Question): number {
    const byAtom = (this.#byAtom ??= new AtomTable(this.#atoms, this.#grants, this.#names));
    let lowest = NO_GRANT;
    for (let index = 0; index < atoms.length; index++) {
      const grant = byAtom.find(atoms[index] ?? 0, attributes.name);
      if (grant < lowest) lowest = grant;
    }
    return lowest;
  }
}

function findPlain(
  plain: readonly { readonly compiled: CompiledRule; readonly grant: number }[],
  attributes: Attributes,
): number {
  for (const { compiled, grant } of plain) if (ruleAllows(compiled.rule, attributes)) return grant;
  return NO_GRANT;
}
