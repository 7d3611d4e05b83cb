/**
 * The smallest set that has an element of each given set, by branch and bound. Within the amount of work the answer is
 * the smallest; beyond it, a small one.
 */
export interface HittingSet {
  readonly elements: ReadonlySet<string>;
  readonly isSmallest: boolean;
}

/** Sets that are looked at. */
const MAX_WORK = 2_000_000;

export function smallestHittingSet(sets: readonly (readonly string[])[]): HittingSet {
  const search = new BranchAndBound(sets);
  search.run(new Set());
  return { elements: search.best, isSmallest: search.work < MAX_WORK };
}

class BranchAndBound {
  best: ReadonlySet<string>;
  work = 0;
  readonly #sets: readonly (readonly string[])[];

  constructor(sets: readonly (readonly string[])[]) {
    this.#sets = sets;
    this.best = greedy(sets);
  }

  run(chosen: Set<string>): void {
    this.work += this.#sets.length;
    if (this.work >= MAX_WORK) return;
    const open = this.#sets.filter((set) => !set.some((element) => chosen.has(element)));
    if (open.length === 0) {
      if (chosen.size < this.best.size) this.best = new Set(chosen);
      return;
    }
    if (chosen.size + disjointSets(open) >= this.best.size) return;
    const branch = open.reduce((shortest, set) => (set.length < shortest.length ? set : shortest));
    for (const element of byFrequency(branch, open)) {
      chosen.add(element);
      this.run(chosen);
      chosen.delete(element);
    }
  }
}

/** No fewer elements than disjoint sets are needed. */
function disjointSets(sets: readonly (readonly string[])[]): number {
  const used = new Set<string>();
  let count = 0;
  for (const set of sets) {
    if (set.some((element) => used.has(element))) continue;
    for (const element of set) used.add(element);
    count += 1;
  }
  return count;
}

function greedy(sets: readonly (readonly string[])[]): ReadonlySet<string> {
  const chosen = new Set<string>();
  for (let open = sets; open.length > 0; ) {
    const all = [...new Set(open.flat())];
    const [best] = byFrequency(all, open);
    if (best === undefined) break;
    chosen.add(best);
    open = open.filter((set) => !set.includes(best));
  }
  return chosen;
}

/** The elements that stand in most sets first; of as many, in their own order. */
function byFrequency(elements: readonly string[], sets: readonly (readonly string[])[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const set of sets) for (const element of set) counts.set(element, (counts.get(element) ?? 0) + 1);
  return [...elements].sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0));
}
