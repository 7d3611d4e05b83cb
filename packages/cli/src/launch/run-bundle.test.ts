import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { afterAll, describe, expect, it } from 'vitest';
import { runBundle } from './run-bundle.js';

const directory = mkdtempSync(join(tmpdir(), 'bulkhead-bundle-'));
const told = globalThis as { told?: unknown };

afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
  delete told.told;
});

describe('a bundle', () => {
  it.each([
    ['without code', 'a', () => undefined, undefined],
    ['with code', 'b', (source: string) => new Script(source).createCachedData(), false],
    ['with code that V8 refuses', 'c', () => Buffer.from('of another machine'), true],
  ] as const)('runs %s', (_, name, code, isRefused) => {
    const source = `(function(require){globalThis.told=require("node:path").posix.join("${name}","b")})`;
    const made = code(source);
    writeFileSync(join(directory, `${name}.cjs`), source);
    if (made !== undefined) writeFileSync(join(directory, `${name}.code`), made);
    const script = runBundle(directory, name);
    expect(told.told).toBe(`${name}/b`);
    expect(script.cachedDataRejected).toBe(isRefused);
  });

  it('is named in what goes wrong inside', () => {
    writeFileSync(join(directory, 'broken.cjs'), '(function(){\nthrow new Error("broken")})');
    let stack = '';
    try {
      runBundle(directory, 'broken');
    } catch (error) {
      stack = error instanceof Error ? (error.stack ?? '') : '';
    }
    expect(stack).toContain(`${join(directory, 'broken.cjs')}:2`);
  });
});
