/** Ranges of keys and their order, which is that of their bytes. */

/** A range never leaves its prefix, whatever a client's continue token says. */
export function rangeStart(prefix: string, from: string | undefined): string {
  if (from === undefined) return prefix;
  if (!from.startsWith(prefix)) throw new RangeError('a range must start at a key with its prefix');
  return from;
}

/** The order of keys by their UTF-8 bytes, which is that of code points and not that of JavaScript's strings. */
export function compareKeys(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a !== b) return codePointOrder(a) - codePointOrder(b);
  }
  return left.length - right.length;
}

/** Surrogates stand for code points above all that fit into one unit. */
const codePointOrder = (unit: number): number => {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
};

/** The first bytes after all that start with the prefix; undefined when there are none. */
export function prefixEnd(prefix: Uint8Array): Buffer | undefined {
  const end = Buffer.from(prefix);
  const last = end.length - 1;
  if (last < 0) return undefined;
  // The bytes of text are never 0xff.
  end[last] = (end[last] ?? 0) + 1;
  return end;
}
