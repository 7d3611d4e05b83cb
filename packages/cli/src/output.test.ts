import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reasonOf, writeFileWhole, writePieces } from './output.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-output-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A pipe that answers each write in turn: with a number of bytes that it takes, or with an error code. */
function pipe(...answers: (number | string)[]) {
  const written: string[] = [];
  const waits: number[] = [];
  const write = (_: number, bytes: Uint8Array, offset: number): number => {
    const answer = answers.shift() ?? bytes.length - offset;
    if (typeof answer === 'string') throw Object.assign(new Error(answer), { code: answer });
    written.push(Buffer.from(bytes.subarray(offset, offset + answer)).toString());
    return answer;
  };
  return { written, waits, system: { write, sleep: (wait: number) => void waits.push(wait) } };
}

describe('writePieces', () => {
  it('goes on where a full pipe stopped, waiting longer each time until something is taken', () => {
    const { written, waits, system } = pipe('EAGAIN', 'EAGAIN', 2, 'EAGAIN', 3);
    writePieces(1, ['abc', 'defg'], system);
    expect(written).toEqual(['ab', 'cde', 'fg']);
    expect(waits).toEqual([0.05, 0.1, 0.05]);
  });

  it('waits for a reader that takes its time, never long at once', () => {
    const { written, waits, system } = pipe(...Array.from({ length: 20 }, () => 'EAGAIN'));
    writePieces(1, ['x'], system);
    expect(written).toEqual(['x']);
    expect(waits.at(-1)).toBe(5);
  });

  it('ends where the reader left, and fails on everything else', () => {
    const left = pipe(1, 'EPIPE');
    const pieces = function* (): Iterable<string> {
      yield 'a'.repeat(1 << 20);
      throw new Error('asked for more');
    };
    expect(() => writePieces(1, pieces(), left.system)).not.toThrow();
    expect(left.written).toEqual(['a']);
    expect(() => writePieces(1, ['x'], pipe('ENOSPC').system)).toThrow('ENOSPC');
  });
});

describe('writeFileWhole', () => {
  it('leaves a device what it is', () => {
    writeFileWhole('/dev/null', ['a'], folder);
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  it('refuses links and folders', () => {
    writeFileSync(join(folder, 'kept'), 'kept');
    symlinkSync('kept', join(folder, 'link'));
    expect(() => writeFileWhole('link', ['a'], folder)).toThrow('cannot write link: it is a link');
    expect(() => writeFileWhole('.', ['a'], folder)).toThrow('cannot write .: it is a folder');
    expect(readFileSync(join(folder, 'kept'), 'utf8')).toBe('kept');
  });

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
