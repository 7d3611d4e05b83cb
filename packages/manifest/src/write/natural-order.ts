/**
 * The order of keys in YAML: as text, but numbers within by their size, and letters after everything else.
 *
 * Source: goyaml.v2's sorter.go.
 */
export function naturalOrder(left: string, right: string): number {
  const a = [...left];
  const b = [...right];
  for (let at = 0; at < a.length && at < b.length; at++) {
    const one = a[at] ?? '';
    const other = b[at] ?? '';
    if (one === other) continue;
    const isLetter = LETTER.test(one);
    const otherIsLetter = LETTER.test(other);
    if (isLetter && otherIsLetter) return byCodePoint(one, other);
    if (isLetter || otherIsLetter) return isLetter ? 1 : -1;
    return byNumber(a, b, at);
  }
  return a.length - b.length;
}

const LETTER = /\p{L}/u;
const DIGIT = /\p{Nd}/u;

function byNumber(a: readonly string[], b: readonly string[], at: number): number {
  // Zeros count as digits of a number that began before them.
  const start = (a[at] === '0' || b[at] === '0') && continuesNumber(a, at) ? 1n : 0n;
  const [number, end] = numberAt(a, at, start);
  const [otherNumber, otherEnd] = numberAt(b, at, start);
  if (number !== otherNumber) return number < otherNumber ? -1 : 1;
  if (end !== otherEnd) return end - otherEnd;
  return byCodePoint(a[at] ?? '', b[at] ?? '');
}

function continuesNumber(text: readonly string[], at: number): boolean {
  for (let before = at - 1; before >= 0 && DIGIT.test(text[before] ?? ''); before--) {
    if (text[before] !== '0') return true;
  }
  return false;
}

function numberAt(text: readonly string[], at: number, start: bigint): readonly [bigint, number] {
  let number = start;
  let end = at;
  for (; end < text.length && /[0-9]/.test(text[end] ?? ''); end++) {
    // Beyond 64 bits Go's number wraps.
    number = BigInt.asIntN(64, number * 10n + BigInt(text[end] ?? 0));
  }
  return [number, end];
}

const byCodePoint = (one: string, other: string): number => (one.codePointAt(0) ?? 0) - (other.codePointAt(0) ?? 0);
