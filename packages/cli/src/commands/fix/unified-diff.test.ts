import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unifiedDiff } from './unified-diff.js';

const diff = (before: string, after: string): string => [...unifiedDiff('a.yaml', before, after)].join('');
const lines = (...numbers: readonly (number | string)[]): string => numbers.map((line) => `${line}\n`).join('');
const hasPatch = spawnSync('patch', ['--version']).status === 0;

describe('unifiedDiff', () => {
  it('shows what changed with three lines around', () => {
    const before = lines(1, 2, 3, 4, 5, 6, 7, 8, 9);
    expect(diff(before, before)).toBe('');
    expect(diff(before, lines(1, 2, 3, 4, 'x', 'y', 6, 7, 8, 9))).toBe(
      '--- a/a.yaml\n+++ b/a.yaml\n@@ -2,7 +2,8 @@\n 2\n 3\n 4\n-5\n+x\n+y\n 6\n 7\n 8\n',
    );
  });

  it('says where the last line has no break', () => {
    expect(diff('a', 'a\nb')).toBe(
      '--- a/a.yaml\n+++ b/a.yaml\n@@ -1 +1,2 @@\n-a\n\\ No newline at end of file\n+a\n+b\n\\ No newline at end of file\n',
    );
  });

  it.skipIf(!hasPatch)('is what patch takes', { timeout: 60_000 }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'bulkhead-diff-'));
    const text = fc.array(fc.constantFrom('a', 'b', 'c', '', 'd'), { maxLength: 30 });
    try {
      fc.assert(
        fc.property(text, text, fc.constantFrom('', '\n'), (one, other, end) => {
          const [before, after] = [one.join('\n') + end, other.join('\n') + end];
          fc.pre(before !== '' && after !== '' && before !== after);
          writeFileSync(join(folder, 'a.yaml'), before);
          const result = spawnSync('patch', ['-p1', '-s'], { cwd: folder, input: diff(before, after) });
          expect(result.status).toBe(0);
          expect(readFileSync(join(folder, 'a.yaml'), 'utf8')).toBe(after);
        }),
        { numRuns: 60, seed: 3 },
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
