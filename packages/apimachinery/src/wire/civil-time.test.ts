import { describe, expect, it } from 'vitest';
import { canonicalMicroTime, canonicalTime, formatMicros, formatSeconds, parseTime } from './civil-time.js';

describe('canonicalTime', () => {
  it.each([
    ['2024-05-06T07:08:09Z', '2024-05-06T07:08:09Z'],
    ['2024-05-06T07:08:09.999999999Z', '2024-05-06T07:08:09Z'],
    ['2024-02-29T23:30:00-01:00', '2024-03-01T00:30:00Z'],
    ['2023-01-01T0:00:00+00:30', '2022-12-31T23:30:00Z'],
    ['0001-01-01T00:00:00Z', null],
    ['0001-01-01T01:00:00+01:00', null],
    ['0000-01-01T00:00:00+01:00', '-0001-12-31T23:00:00Z'],
    ['9999-12-31T23:59:59-01:00', '10000-01-01T00:59:59Z'],
    ['yesterday', 'yesterday'],
  ])('%s', (text, expected) => {
    expect(canonicalTime(text)).toBe(expected);
  });

  it.each([
    ['2024-05-06T07:08:09.123456Z', '2024-05-06T07:08:09.123456Z'],
    ['2024-05-06T07:08:09.123456+01:00', '2024-05-06T06:08:09.123456Z'],
    ['0001-01-01T00:00:00.000000Z', null],
    ['nope', 'nope'],
  ])('micro %s', (text, expected) => {
    expect(canonicalMicroTime(text)).toBe(expected);
  });
});

describe('formatSeconds', () => {
  it('agrees with Date', () => {
    for (let seconds = -70_000_000_000; seconds < 250_000_000_000; seconds += 123_456_789) {
      const text = new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
      if (text.startsWith('-')) continue;
      const expected = text.replace(/^\+0*/, '');
      expect(formatSeconds(seconds)).toBe(expected);
      if (!text.startsWith('+')) expect(parseTime(expected)).toEqual({ seconds, nanos: 0 });
    }
  });

  it('names years that no Date can', () => {
    expect(formatSeconds(2 ** 52)).toMatch(/^142715360-/);
    expect(formatMicros({ seconds: -1, nanos: -1000 })).toBe('1969-12-31T23:59:58.999999Z');
  });
});
