import { describe, expect, it } from 'vitest';
import { compareBytes, joinQuoted, namedContainers, plural, setters, sortedSet } from './detail.js';
import { podView } from './pod-view.js';

const { containers } = podView({ spec: { containers: [{ name: 'a' }, { name: 'b' }] } });

describe('details', () => {
  it('quote lists without escaping', () => {
    expect(joinQuoted([])).toBe('');
    expect(joinQuoted(['a'])).toBe('"a"');
    expect(joinQuoted(['a', 'b"c', ''])).toBe('"a", "b"c", ""');
  });

  it('take the plural for none', () => {
    expect([0, 1, 2].map((count) => plural('port', 'ports', count))).toEqual(['ports', 'port', 'ports']);
  });

  it('name containers and who has set a value', () => {
    expect(namedContainers(containers.slice(0, 1))).toBe('container "a"');
    expect(namedContainers(containers)).toBe('containers "a", "b"');
    expect(setters(true, [])).toBe('pod');
    expect(setters(true, containers)).toBe('pod and containers "a", "b"');
    expect(setters(false, containers)).toBe('containers "a", "b"');
    expect(setters(false, [])).toBe('');
  });
});

describe('sortedSet', () => {
  it('sorts by the bytes of UTF-8, each value once', () => {
    // U+FF5E is three bytes that begin with EF, U+1F600 is four that begin with F0; in UTF-16 it is the other way.
    expect(sortedSet(['b', '\u{1f600}', 'a', '\uff5e', 'b', 'B', 'aa'])).toEqual([
      'B',
      'a',
      'aa',
      'b',
      '\uff5e',
      '\u{1f600}',
    ]);
  });

  it('agrees with the order of encoded bytes', () => {
    const texts = [
      '',
      'a',
      'ab',
      '\u00e9',
      '\ud7ff',
      '\ue000',
      '\uffff',
      '\u{10000}',
      '\u{10ffff}',
      'a\u{10000}',
      'a\uffff',
    ];
    const encoder = new TextEncoder();
    const encoded = (text: string) => [...encoder.encode(text)].map((byte) => String.fromCharCode(byte)).join('');
    const expected = [...texts].sort((a, b) => (encoded(a) < encoded(b) ? -1 : 1));
    expect([...texts].reverse().sort(compareBytes)).toEqual(expected);
  });
});
