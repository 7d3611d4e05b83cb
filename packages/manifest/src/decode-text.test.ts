import { describe, expect, it } from 'vitest';
import { decodeText, MAX_BYTES } from './decode-text.js';

const bytes = (...values: (number | string)[]): Uint8Array =>
  Uint8Array.from(
    values.flatMap((value) => (typeof value === 'number' ? [value] : [...new TextEncoder().encode(value)])),
  );

const utf16 = (text: string, isLittle: boolean): number[] =>
  [...`\ufeff${text}`].flatMap((character) =>
    character.split('').flatMap((unit) => {
      const code = unit.charCodeAt(0);
      return isLittle ? [code & 255, code >> 8] : [code >> 8, code & 255];
    }),
  );

describe('decodeText', () => {
  it.each([
    ['UTF-8', bytes('a: é😀\n'), 'a: é😀\n'],
    ['a byte order mark', bytes(0xef, 0xbb, 0xbf, 'a: b\n'), 'a: b\n'],
    ['UTF-16, little end first', Uint8Array.from(utf16('a: é😀\n', true)), 'a: é😀\n'],
    ['UTF-16, big end first', Uint8Array.from(utf16('a: é😀\n', false)), 'a: é😀\n'],
    ['a long text of UTF-16', Uint8Array.from(utf16('x'.repeat(30_000), true)), 'x'.repeat(30_000)],
    ['nothing', bytes(), ''],
  ])('takes %s', (_, input, text) => {
    expect(decodeText(input)).toMatchObject({ text });
  });

  it('gives the bytes without their mark', () => {
    expect(decodeText(bytes(0xef, 0xbb, 0xbf, 'a'))).toEqual({ text: 'a', bytes: bytes('a') });
  });

  it.each([
    ['binary', bytes('ab', 0, 'c'), 'the file is binary, not text: byte 3 is NUL', 2],
    [
      'UTF-16 without mark',
      Uint8Array.from(utf16('a', true).slice(2)),
      'the file is binary, not text: byte 2 is NUL',
      1,
    ],
    ['Latin-1', bytes('a: ', 0xe9, '\n'), 'the file is not valid UTF-8: byte 4 is 0xe9', 3],
    ['an overlong form', bytes('a', 0xc0, 0xaf), 'the file is not valid UTF-8: byte 2 is 0xc0', 1],
    ['a surrogate', bytes(0xed, 0xa0, 0x80), 'the file is not valid UTF-8: byte 1 is 0xed', 0],
    ['a cut character', bytes('é', 0xc3), 'the file is not valid UTF-8: byte 3 is 0xc3', 2],
    [
      'an odd number of bytes',
      bytes(0xff, 0xfe, 0x61),
      'the file is not valid UTF-16: its last character is cut off',
      2,
    ],
    [
      'half of a pair',
      bytes(0xff, 0xfe, 0x61, 0, 0x3d, 0xd8),
      'the file is not valid UTF-16: half of a surrogate pair',
      4,
    ],
    ['NUL in UTF-16', bytes(0xff, 0xfe, 0x61, 0, 0, 0), 'the file is binary, not text: byte 5 is NUL', 4],
  ])('refuses %s', (_, input, error, offset) => {
    expect(decodeText(input)).toEqual({ error, offset });
  });

  it('refuses what is too large without looking at it', () => {
    const large = { length: MAX_BYTES + 1 } as unknown as Uint8Array;
    expect(decodeText(large)).toEqual({ error: 'the file is larger than 256 MiB', offset: MAX_BYTES });
  });
});
