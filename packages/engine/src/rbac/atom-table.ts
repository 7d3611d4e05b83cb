/**
 * Grants by atom in one piece of memory: a question of a large cluster is mostly waiting for memory, and here it waits
 * once. Slots of four numbers are found by the atom and, where that is taken, the next free one: the atom and one (zero
 * is an empty slot), the lowest grant without names, and where the grants for single names are, or zero.
 */

/** No grant allows the request. Above all grants, and an integer that fits into one word. */
export const NO_GRANT = 0x3fffffff;

const SLOT = 4;
const ANY = 1;
const NAMED = 2;

export class AtomTable {
  readonly #slots: Int32Array;
  readonly #mask: number;
  /** Lowest grants by name; the first place stands for none. */
  readonly #named: (Map<string, number> | undefined)[] = [undefined];

  /** Atom, grant and names of each right, in rising order of the grants. */
  constructor(atoms: readonly number[], grants: readonly number[], names: readonly (readonly string[])[]) {
    const size = sizeFor(new Set(atoms).size);
    this.#mask = size - 1;
    this.#slots = new Int32Array(size * SLOT);
    for (let index = 0; index < atoms.length; index++) {
      this.#add(atoms[index] ?? 0, grants[index] ?? NO_GRANT, names[index] ?? []);
    }
  }

  /** The lowest grant of the atom for this name. */
  find(atom: number, name: string): number {
    const slots = this.#slots;
    const at = this.#place(atom);
    if (slots[at] === 0) return NO_GRANT;
    const any = slots[at + ANY] ?? NO_GRANT;
    const place = slots[at + NAMED] ?? 0;
    if (place === 0) return any;
    const named = this.#named[place]?.get(name) ?? NO_GRANT;
    return named < any ? named : any;
  }

  #add(atom: number, grant: number, names: readonly string[]): void {
    const slots = this.#slots;
    const at = this.#place(atom);
    if (slots[at] === 0) {
      slots[at] = atom + 1;
      slots[at + ANY] = NO_GRANT;
    }
    // Grants come in rising order: whatever follows one without names is never the lowest.
    if (slots[at + ANY] !== NO_GRANT) return;
    if (names.length === 0) {
      slots[at + ANY] = grant;
      return;
    }
    if (slots[at + NAMED] === 0) slots[at + NAMED] = this.#named.push(new Map()) - 1;
    const byName = this.#named[slots[at + NAMED] ?? 0];
    for (const name of names) if (byName?.has(name) === false) byName.set(name, grant);
  }

  /** Where the atom stands, or the empty slot where it would. */
  #place(atom: number): number {
    const slots = this.#slots;
    for (let slot = hash(atom) & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const key = slots[slot * SLOT];
      if (key === 0 || key === atom + 1) return slot * SLOT;
    }
  }
}

/** A power of two with room to spare, so that there is always an empty slot near. */
function sizeFor(count: number): number {
  let size = 4;
  while (size < count * 2) size *= 2;
  return size;
}

/** Atoms that are made together have numbers side by side; spread, they meet less often. */
const hash = (atom: number): number => Math.imul(atom, 0x9e3779b1) >>> 7;
