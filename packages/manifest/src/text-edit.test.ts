import { describe, expect, it } from 'vitest';
import { readManifest } from './read-manifest.js';
import { applyEdits } from './text-edit.js';

describe('applyEdits', () => {
  it('replaces, inserts and removes by the offsets of the text as it was', () => {
    const edits = [
      { offset: 4, end: 5, text: 'Y' },
      { offset: 0, end: 0, text: '1' },
      { offset: 0, end: 0, text: '2' },
      { offset: 2, end: 3, text: '' },
      { offset: 6, end: 6, text: '!' },
    ];
    expect(applyEdits('abcdef', edits)).toBe('12abdYf!');
    expect(applyEdits('abc', [])).toBe('abc');
  });

  it('keeps comments when a located value is replaced', () => {
    const text = 'a: # why\n  b: true # because\nc: |\n  x\nd: 1\n';
    const [document] = readManifest(text).documents;
    const edits = [['a', 'b'], ['c']].map((path) => {
      const { value, end } = document?.nearest(path) ?? { value: { offset: 0 }, end: { offset: 0 } };
      return { offset: value.offset, end: end.offset, text: 'false' };
    });
    expect(applyEdits(text, edits)).toBe('a: # why\n  b: false # because\nc: false\nd: 1\n');
  });

  it.each([
    [
      [
        { offset: 0, end: 2, text: '' },
        { offset: 1, end: 3, text: '' },
      ],
    ],
    [[{ offset: 2, end: 1, text: '' }]],
    [[{ offset: 0, end: 9, text: '' }]],
  ])('refuses %j', (edits) => {
    expect(() => applyEdits('abcd', edits)).toThrow(RangeError);
  });
});
