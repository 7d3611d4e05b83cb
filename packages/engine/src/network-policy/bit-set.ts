/** Sets of small numbers as bits. */
export type BitSet = Uint32Array;

export function bitSet(size: number): BitSet {
  return new Uint32Array((size + 31) >> 5);
}

export function addBit(set: BitSet, index: number): void {
  const word = index >> 5;
  set[word] = (set[word] ?? 0) | (1 << (index & 31));
}

export function hasBit(set: BitSet, index: number): boolean {
  return (((set[index >> 5] ?? 0) >>> (index & 31)) & 1) === 1;
}

export function addAll(set: BitSet, other: BitSet): void {
  for (let word = 0; word < set.length; word += 1) set[word] = (set[word] ?? 0) | (other[word] ?? 0);
}
