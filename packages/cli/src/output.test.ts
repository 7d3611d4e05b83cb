import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reasonOf, writeFileWhole } from './output.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-output-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('writeFileWhole', () => {
  it('writes pieces of any size, readable for the owner alone', () => {
    writeFileWhole('report.json', ['a', 'b'.repeat(3 << 20), 'ü'], folder);
    expect(readFileSync(join(folder, 'report.json'), 'utf8')).toBe(`a${'b'.repeat(3 << 20)}ü`);
    expect(statSync(join(folder, 'report.json')).mode & 0o777).toBe(0o600);
  });

  it('keeps the old file when the pieces fail half way', () => {
    writeFileSync(join(folder, 'report.json'), 'old');
    const pieces = function* (): Iterable<string> {
      yield 'new'.repeat(1 << 20);
      throw new Error('out of luck');
    };
    expect(() => writeFileWhole('report.json', pieces(), folder)).toThrow('cannot write report.json: out of luck');
    expect(readFileSync(join(folder, 'report.json'), 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['report.json']);
  });

  it('says what is wrong', () => {
    expect(() => writeFileWhole('none/report.json', [], folder)).toThrow(
      'cannot write none/report.json: no such file or folder',
    );
    expect(() => writeFileWhole('.', ['x'], folder)).toThrow(/^cannot write \.: /);
  });
});

it.each([
  ['ENOENT', 'no such file or folder'],
  ['EACCES', 'permission denied'],
  ['ENOSPC', 'no space left on the device'],
  ['EROFS', 'the file system is read-only'],
])('%s is told as %s', (code, reason) => {
  expect(reasonOf(Object.assign(new Error('x'), { code }))).toBe(reason);
});
