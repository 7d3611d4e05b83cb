/**
 * A unified diff of two texts, as `patch` and `git apply` take it. Texts that were edited in a few places are compared
 * line by line, and where they differ the nearest lines that agree again are looked for.
 */

interface Hunk {
  readonly before: readonly [number, number];
  readonly after: readonly [number, number];
}

/** Lines shown around a change. */
const CONTEXT = 3;
/** So many equal lines end a difference. */
const AGREEMENT = 3;
/** How far lines that agree again are looked for; behind that, all the rest counts as changed. */
const FARTHEST = 2000;

/** The diff; empty where the texts are equal. */
export function* unifiedDiff(name: string, before: string, after: string): Iterable<string> {
  if (before === after) return;
  const old = linesOf(before);
  const now = linesOf(after);
  const changes = differences(old, now);
  const shown = name.replace(/^\/+/, '');
  yield `--- a/${shown}\n+++ b/${shown}\n`;
  for (let first = 0; first < changes.length; ) {
    let last = first;
    while (last + 1 < changes.length && gap(changes[last], changes[last + 1]) <= 2 * CONTEXT) last++;
    yield* hunkText(changes.slice(first, last + 1), old, now);
    first = last + 1;
  }
}

/** Lines with their breaks. */
const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

const gap = (one: Hunk | undefined, next: Hunk | undefined): number => (next?.before[0] ?? 0) - (one?.before[1] ?? 0);

function differences(old: readonly string[], now: readonly string[]): Hunk[] {
  const changes: Hunk[] = [];
  let a = 0;
  let b = 0;
  while (a < old.length || b < now.length) {
    if (a < old.length && old[a] === now[b]) {
      a++;
      b++;
      continue;
    }
    const [skipA, skipB] = nextAgreement(old, now, a, b);
    changes.push(...narrowed(old, now, { before: [a, a + skipA], after: [b, b + skipB] }));
    a += skipA;
    b += skipB;
  }
  return changes;
}

/** Larger differences are shown as a whole. */
const LARGEST_NARROWED = 250_000;

/** The parts of a difference that really differ, by the longest lines in common. */
function narrowed(old: readonly string[], now: readonly string[], hunk: Hunk): Hunk[] {
  const [a, endA] = hunk.before;
  const [b, endB] = hunk.after;
  const width = endB - b + 1;
  if ((endA - a + 1) * width > LARGEST_NARROWED) return [hunk];
  const common = new Uint32Array((endA - a + 1) * width);
  const at = (i: number, j: number): number => common[(i - a) * width + (j - b)] ?? 0;
  for (let i = endA - 1; i >= a; i--) {
    for (let j = endB - 1; j >= b; j--) {
      common[(i - a) * width + (j - b)] =
        old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const parts: Hunk[] = [];
  let [i, j] = [a, b];
  while (i < endA || j < endB) {
    const [startI, startJ] = [i, j];
    while ((i < endA || j < endB) && !(i < endA && j < endB && old[i] === now[j])) {
      if (j >= endB || (i < endA && at(i + 1, j) >= at(i, j + 1))) i++;
      else j++;
    }
    if (i > startI || j > startJ) parts.push({ before: [startI, i], after: [startJ, j] });
    while (i < endA && j < endB && old[i] === now[j]) {
      i++;
      j++;
    }
  }
  return parts;
}

/** How many lines of either are passed over until both agree again. */
function nextAgreement(old: readonly string[], now: readonly string[], a: number, b: number): [number, number] {
  for (let total = 1; total <= FARTHEST; total++) {
    for (let skipA = 0; skipA <= total; skipA++) {
      const skipB = total - skipA;
      if (a + skipA > old.length || b + skipB > now.length) continue;
      if (agrees(old, now, a + skipA, b + skipB)) return [skipA, skipB];
    }
  }
  return [old.length - a, now.length - b];
}

function agrees(old: readonly string[], now: readonly string[], a: number, b: number): boolean {
  for (let index = 0; index < AGREEMENT; index++) {
    const one = old[a + index];
    if (one !== now[b + index]) return false;
    if (one === undefined) return true;
  }
  return true;
}

function* hunkText(changes: readonly Hunk[], old: readonly string[], now: readonly string[]): Iterable<string> {
  const [first, last] = [changes[0], changes.at(-1)];
  if (first === undefined || last === undefined) return;
  const start = Math.max(0, first.before[0] - CONTEXT);
  const lead = first.before[0] - start;
  const end = Math.min(old.length, last.before[1] + CONTEXT);
  const tail = end - last.before[1];
  const nowStart = first.after[0] - lead;
  yield `@@ -${range(start, end)} +${range(nowStart, last.after[1] + tail)} @@\n`;
  let at = start;
  for (const { before, after } of changes) {
    for (const line of old.slice(at, before[0])) yield marked(' ', line);
    for (const line of old.slice(...before)) yield marked('-', line);
    for (const line of now.slice(...after)) yield marked('+', line);
    at = before[1];
  }
  for (const line of old.slice(at, end)) yield marked(' ', line);
}

/** `12,7`: the first line, from 1, and how many; of nothing the line before. */
function range(start: number, end: number): string {
  const count = end - start;
  return `${count === 0 ? start : start + 1}${count === 1 ? '' : `,${count}`}`;
}

const marked = (mark: string, line: string): string =>
  line.endsWith('\n') ? mark + line : `${mark}${line}\n\\ No newline at end of file\n`;
