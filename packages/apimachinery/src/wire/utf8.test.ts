import { describe, expect, it } from 'vitest';
import { base64ToBytes, bytesToBase64 } from './base64-bytes.js';
import { decodeUtf8, encodeUtf8 } from './utf8.js';

describe('decodeUtf8', () => {
  it.each<[readonly number[], string]>([
    [[0x61, 0xc3, 0xa9], 'a\u00e9'],
    [[0xff, 0x61, 0xfe], '\ufffda\ufffd'],
    [[0xe2, 0x82], '\ufffd\ufffd'],
    [[0xed, 0xa0, 0x80], '\ufffd\ufffd\ufffd'],
    [[0xc0, 0x80, 0x41], '\ufffd\ufffdA'],
    [[0xf0, 0x9f, 0x98, 0x80, 0xf4, 0x90, 0x80, 0x80], '\u{1f600}\ufffd\ufffd\ufffd\ufffd'],
    [[0xef, 0xbb, 0xbf, 0x61], '\ufeffa'],
    [[0xef, 0xbf, 0xbd], '\ufffd'],
  ])('%j', (bytes, expected) => {
    const padded = Uint8Array.from([0x78, ...bytes, 0x78]);
    expect(decodeUtf8(padded, 1, bytes.length + 1)).toBe(expected);
  });

  it('reads long texts', () => {
    const text = '\u00e9'.repeat(1000);
    const bytes = encodeUtf8(text);
    expect(decodeUtf8(bytes, 0, bytes.length)).toBe(text);
  });
});

describe('bytesToBase64', () => {
  it('agrees with btoa at every length', () => {
    for (let length = 0; length < 60; length++) {
      const bytes = Uint8Array.from({ length }, (_, index) => (index * 37 + length * 11) & 255);
      const text = bytesToBase64(bytes, 0, length);
      expect(text).toBe(btoa(String.fromCharCode(...bytes)));
      expect([...base64ToBytes(text)]).toEqual([...bytes]);
    }
  });
});
