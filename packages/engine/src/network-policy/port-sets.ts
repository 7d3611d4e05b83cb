/**
 * Sets of ports as small numbers. The ports of each protocol are cut into atoms at every edge that a rule has; a set is
 * a bit string over the atoms, kept once and named by its number, so that sets are compared and intersected cheaply.
 */
import { FIRST_PORT, LAST_PORT, type PortRange, PROTOCOLS, type Protocol } from './protocol.js';

export type Ports = 'all' | readonly PortRange[];

export const NO_PORTS = 0;
export const ALL_PORTS = 1;

const TABLE_BITS = 8;
const TABLE_SIZE = 1 << TABLE_BITS;

export class PortSets {
  /** Words of a bit string. */
  readonly width: number;
  readonly #atoms: readonly PortRange[];
  readonly #atomByStart = new Map<string, number>();
  readonly #words: Int32Array[] = [];
  readonly #ids = new Map<number | string, number>();
  readonly #ports = new Map<number, Ports>();
  readonly #intersections = new Int32Array(TABLE_SIZE * TABLE_SIZE).fill(-1);
  readonly #farIntersections = new Map<number, number>();

  constructor(ranges: Iterable<PortRange>) {
    this.#atoms = cutPorts(ranges);
    for (const [index, { protocol, from }] of this.#atoms.entries()) this.#atomByStart.set(`${protocol}${from}`, index);
    this.width = Math.ceil(this.#atoms.length / 32);
    this.intern(new Int32Array(this.width));
    const all = new Int32Array(this.width);
    for (const { protocol, from, to } of this.#atoms) this.add(all, protocol, from, to);
    this.intern(all);
  }

  /** Adds a range whose edges were handed to the constructor. */
  add(words: Int32Array, protocol: Protocol, from: number, to: number): void {
    let atom = this.#atomByStart.get(`${protocol}${from}`);
    if (atom === undefined) return;
    for (let found = this.#atoms[atom]; found !== undefined; found = this.#atoms[atom]) {
      if (found.protocol !== protocol || found.from > to) return;
      const word = atom >> 5;
      words[word] = (words[word] ?? 0) | (1 << (atom & 31));
      atom += 1;
    }
  }

  /** The number of a set; the words may be used again. */
  intern(words: Int32Array): number {
    const key = this.width === 1 ? (words[0] ?? 0) : words.join();
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#words.length;
    this.#words.push(words.slice());
    this.#ids.set(key, id);
    return id;
  }

  /** The bits of a set; not to be changed. */
  words(id: number): Int32Array {
    return this.#words[id] ?? new Int32Array(this.width);
  }

  intersect(left: number, right: number): number {
    if (left === right || right === ALL_PORTS) return left;
    if (left === ALL_PORTS) return right;
    if (left === NO_PORTS || right === NO_PORTS) return NO_PORTS;
    if (left >= TABLE_SIZE || right >= TABLE_SIZE) return this.#intersectFar(left, right);
    const place = (left << TABLE_BITS) | right;
    const known = this.#intersections[place] ?? -1;
    if (known >= 0) return known;
    const id = this.#intersectWords(left, right);
    this.#intersections[place] = id;
    return id;
  }

  #intersectFar(left: number, right: number): number {
    const key = left * 2 ** 26 + right;
    const known = this.#farIntersections.get(key);
    if (known !== undefined) return known;
    const id = this.#intersectWords(left, right);
    this.#farIntersections.set(key, id);
    return id;
  }

  #intersectWords(left: number, right: number): number {
    const other = this.words(right);
    return this.intern(this.words(left).map((word, index) => word & (other[index] ?? 0)));
  }

  union(left: number, right: number): number {
    if (left === right || right === NO_PORTS || left === ALL_PORTS) return left;
    if (left === NO_PORTS || right === ALL_PORTS) return right;
    const other = this.words(right);
    return this.intern(this.words(left).map((word, index) => word | (other[index] ?? 0)));
  }

  /** The set in the fewest ranges. */
  ports(id: number): Ports {
    if (id === ALL_PORTS) return 'all';
    const known = this.#ports.get(id);
    if (known !== undefined) return known;
    const words = this.words(id);
    const ranges: PortRange[] = [];
    for (const [index, atom] of this.#atoms.entries()) {
      if ((((words[index >> 5] ?? 0) >> (index & 31)) & 1) === 0) continue;
      const last = ranges.at(-1);
      if (last !== undefined && last.protocol === atom.protocol && last.to + 1 === atom.from) {
        ranges[ranges.length - 1] = { ...last, to: atom.to };
      } else ranges.push(atom);
    }
    this.#ports.set(id, ranges);
    return ranges;
  }
}

function cutPorts(ranges: Iterable<PortRange>): readonly PortRange[] {
  const starts = new Map<Protocol, Set<number>>(PROTOCOLS.map((protocol) => [protocol, new Set([FIRST_PORT])]));
  for (const { protocol, from, to } of ranges) {
    const found = starts.get(protocol);
    found?.add(from);
    if (to < LAST_PORT) found?.add(to + 1);
  }
  return PROTOCOLS.flatMap((protocol) => {
    const sorted = [...(starts.get(protocol) ?? [])].sort((left, right) => left - right);
    return sorted.map((from, index) => ({ protocol, from, to: (sorted[index + 1] ?? LAST_PORT + 1) - 1 }));
  });
}
