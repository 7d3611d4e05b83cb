/**
 * The address space cut at every edge that a policy has, and the pieces that all policies treat alike put together.
 */
import { type Address, type AddressRange, allAddresses, type Family } from './address.js';
import type { AddressSet } from './compiled-policy.js';

/** Addresses that the same sets have. */
export interface AddressBlock {
  readonly family: Family;
  readonly ranges: readonly AddressRange[];
  /** Indexes of the sets that have them, rising. */
  readonly sets: readonly number[];
}

interface FamilyBlocks {
  /** Rising; the first piece begins with the family's first address. */
  readonly starts: readonly bigint[];
  /** The block of each piece. */
  readonly blocks: readonly number[];
}

export class AddressBlocks {
  readonly blocks: readonly AddressBlock[];
  readonly #families: ReadonlyMap<Family, FamilyBlocks>;

  /** `cuts` are edges besides those of the sets. IPv6 is there once a set or a cut has it, and then pods' too. */
  constructor(sets: readonly AddressSet[], cuts: readonly AddressRange[] = []) {
    const blocks: AddressBlock[] = [];
    const families = new Map<Family, FamilyBlocks>();
    const all = [...sets.flatMap(({ ranges }) => ranges), ...cuts];
    for (const family of [4, 6] as const) {
      if (family === 6 && !all.some((range) => range.family === 6)) continue;
      families.set(family, cutFamily(family, sets, cuts, blocks));
    }
    this.blocks = blocks;
    this.#families = families;
  }

  /** First addresses of the pieces of a family and the block of each, rising. */
  pieces(family: Family): readonly { readonly first: bigint; readonly block: number }[] {
    const found = this.#families.get(family);
    return (found?.starts ?? []).map((first, index) => ({ first, block: found?.blocks[index] ?? 0 }));
  }

  /** The block that has the address; undefined for a family that no policy names. */
  blockOf({ family, value }: Address): number | undefined {
    const found = this.#families.get(family);
    if (found === undefined) return undefined;
    let low = 0;
    let high = found.starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((found.starts[middle] ?? 0n) <= value) low = middle;
      else high = middle;
    }
    return found.blocks[low];
  }
}

function cutFamily(
  family: Family,
  sets: readonly AddressSet[],
  cuts: readonly AddressRange[],
  blocks: AddressBlock[],
): FamilyBlocks {
  const whole = allAddresses(family);
  const edges = new Set<bigint>([whole.first]);
  for (const { ranges } of [...sets, { ranges: cuts }]) {
    for (const range of ranges) {
      if (range.family !== family) continue;
      edges.add(range.first);
      if (range.last < whole.last) edges.add(range.last + 1n);
    }
  }
  const starts = [...edges].sort((left, right) => (left < right ? -1 : Number(left > right)));
  const members = membersOf(family, sets, starts);
  const known = new Map<string, number>();
  const ranges: AddressRange[][] = [];
  const first = blocks.length;
  const blockOfPiece = starts.map((start, index) => {
    const key = (members[index] ?? []).join();
    let block = known.get(key);
    if (block === undefined) {
      block = first + ranges.length;
      known.set(key, block);
      ranges.push([]);
      blocks.push({ family, ranges: ranges.at(-1) ?? [], sets: members[index] ?? [] });
    }
    appendRange(ranges[block - first] ?? [], {
      family,
      first: start,
      last: (starts[index + 1] ?? whole.last + 1n) - 1n,
    });
    return block;
  });
  return { starts, blocks: blockOfPiece };
}

/** The sets of each piece. */
function membersOf(family: Family, sets: readonly AddressSet[], starts: readonly bigint[]): readonly number[][] {
  const pieces = new Map(starts.map((start, index) => [start, index]));
  const members: number[][] = starts.map(() => []);
  for (const [index, { ranges }] of sets.entries()) {
    for (const range of ranges) {
      if (range.family !== family) continue;
      const begin = pieces.get(range.first) ?? 0;
      for (let piece = begin; piece < starts.length && (starts[piece] ?? 0n) <= range.last; piece += 1) {
        const list = members[piece];
        if (list !== undefined && list.at(-1) !== index) list.push(index);
      }
    }
  }
  return members;
}

function appendRange(ranges: AddressRange[], next: AddressRange): void {
  const last = ranges.at(-1);
  if (last !== undefined && last.last + 1n === next.first) ranges[ranges.length - 1] = { ...last, last: next.last };
  else ranges.push(next);
}
