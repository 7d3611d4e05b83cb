import { describe, expect, it } from 'vitest';
import { formatGoDuration, parseGoDuration } from './go-duration.js';
import { goQuote, goQuoteList, goStringsLiteral, goUser } from './go-syntax.js';
import { percentDecode, queryValues } from './percent-decoding.js';
import { userInfo, userString } from './user-info.js';

describe('Go syntax', () => {
  it.each([
    ['plain', '"plain"'],
    ['a"b\\c', '"a\\"b\\\\c"'],
    ['tab\t line\n bell\u0007', '"tab\\t line\\n bell\\a"'],
    ['\u0000\u001f\u007f', '"\\x00\\x1f\\x7f"'],
    ['zero\u200bwidth', '"zero\\u200bwidth"'],
    ['ünï 💥', '"ünï 💥"'],
    ['\u{e0001}', '"\\U000e0001"'],
    ['\u{dcff}', '"\\xff"'],
    ['\u{d800}', '"\\ufffd"'],
  ])('quotes %j as %s', (text, quoted) => {
    expect(goQuote(text)).toBe(quoted);
  });

  it('prints lists and users', () => {
    expect(goQuoteList(['a', 'b"'])).toBe('["a" "b\\""]');
    expect(goStringsLiteral([])).toBe('[]string(nil)');
    expect(goStringsLiteral(['a', 'b'])).toBe('[]string{"a", "b"}');
    const user = userInfo({ name: 'ann', groups: ['g', 'h'], extra: new Map([['k', ['v', 'w']]]) });
    expect(goUser(user)).toBe('&{ann  [g h] map[k:[v w]]}');
    expect(userString(user)).toBe('ann[g,h]');
    expect(userString(userInfo({}))).toBe('<empty>');
    expect(userString(undefined)).toBe('<none>');
  });
});

describe('percent-decoding', () => {
  it.each([
    ['a%2Fb', 'a/b'],
    ['%C3%BC', 'ü'],
    ['%ff', '\u{dcff}'],
    ['%c0%ae', '\u{dcc0}\u{dcae}'],
    ['a+b', 'a+b'],
    ['%zz', undefined],
    ['%2', undefined],
  ])('%j', (text, decoded) => {
    expect(percentDecode(text)).toBe(decoded);
  });

  it('keeps all values of a parameter, and leaves out what Go leaves out', () => {
    const query = queryValues('a=1&b=x+y&a=2&c&=d&e=%zz&f;g=1&__proto__=p');
    expect([...query]).toEqual([
      ['a', ['1', '2']],
      ['b', ['x y']],
      ['c', ['']],
      ['', ['d']],
      ['__proto__', ['p']],
    ]);
  });
});

describe('durations', () => {
  it.each([
    ['0', '0s'],
    ['30s', '30s'],
    ['5m', '5m0s'],
    ['1h30m', '1h30m0s'],
    ['1.5s', '1.5s'],
    ['500ms', '500ms'],
    ['1.5us', '1.5µs'],
    ['-1s', '-1s'],
    ['90s', '1m30s'],
    ['3ns', '3ns'],
    ['.5h', '30m0s'],
  ])('%s is %s', (text, printed) => {
    const duration = parseGoDuration(text);
    expect(duration === undefined ? undefined : formatGoDuration(duration)).toBe(printed);
  });

  it.each(['', '1', 's', '1 s', '1d', '--1s', '.s', '9999999999h', `${'1'.repeat(200)}s`])('refuses %j', (text) => {
    expect(parseGoDuration(text)).toBeUndefined();
  });
});
