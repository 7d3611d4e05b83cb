import { describe, expect, it } from 'vitest';
import { microTimeError, timeError } from './time-text.js';

describe('timeError', () => {
  it.each([
    '2020-02-29T23:59:59Z',
    '2020-01-31T00:00:00+01:00',
    '2020-01-01T00:00:00.123456789Z',
    '2020-01-01T00:00:00,5Z',
    '2020-12-31T1:00:00Z',
    '0000-01-01T00:00:00-24:60',
  ])('takes %s', (text) => {
    expect(timeError(text)).toBeUndefined();
  });

  // Recorded from a real server, or printed by Go's time.Parse.
  it.each([
    ['2020-01-01', 'parsing time "2020-01-01" as "2006-01-02T15:04:05Z07:00": cannot parse "" as "T"'],
    ['', 'parsing time "" as "2006-01-02T15:04:05Z07:00": cannot parse "" as "2006"'],
    ['2020-02-30T00:00:00Z', 'parsing time "2020-02-30T00:00:00Z": day out of range'],
    ['2020-01-01T24:00:00Z', 'parsing time "2020-01-01T24:00:00Z": hour out of range'],
    ['2016-12-31T23:59:60Z', 'parsing time "2016-12-31T23:59:60Z": second out of range'],
    ['1577836800', 'parsing time "1577836800" as "2006-01-02T15:04:05Z07:00": cannot parse "836800" as "-"'],
    [
      '-0001-01-01T00:00:00Z',
      'parsing time "-0001-01-01T00:00:00Z" as "2006-01-02T15:04:05Z07:00": cannot parse "-0001-01-01T00:00:00Z" as "2006"',
    ],
    [
      '2020-01-01t00:00:00z',
      'parsing time "2020-01-01t00:00:00z" as "2006-01-02T15:04:05Z07:00": cannot parse "t00:00:00z" as "T"',
    ],
    ['2020-01-01T00:00:00Zé', 'parsing time "2020-01-01T00:00:00Z\\xc3\\xa9": extra text: "\\xc3\\xa9"'],
    ['2020-01-01T00:00:00+25:00', 'parsing time "2020-01-01T00:00:00+25:00": time zone offset hour out of range'],
  ])('refuses %s', (text, expected) => {
    expect(timeError(text)).toBe(expected);
  });
});

describe('microTimeError', () => {
  it('wants six digits', () => {
    expect(microTimeError('2020-01-01T00:00:00.123456Z')).toBeUndefined();
    expect(microTimeError('2020-01-01T00:00:00Z')).toBe(
      'parsing time "2020-01-01T00:00:00Z" as "2006-01-02T15:04:05.000000Z07:00": cannot parse "Z" as ".000000"',
    );
  });
});
