import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLabelSelector } from './parse-label-selector.js';
import { formatRequirements, type Labels, matchesRequirements } from './requirement.js';

/** Six objects; a row says for each whether the selector matches. */
const OBJECTS: readonly (Labels | undefined)[] = [
  undefined,
  { a: 'b' },
  { a: 'c', b: 'x' },
  { a: '2' },
  { a: '' },
  { c: 'd', e: 'x', g: 'h', a: '1', l: '2', m: '1' },
];

describe('selectors, how they are printed, and what they match', () => {
  it.each<[string, string, string]>([
    ['', '', 'yyyyyy'],
    [' ', '', 'yyyyyy'],
    ['a', 'a', 'nyyyyy'],
    ['!a', '!a', 'ynnnnn'],
    ['a=b', 'a=b', 'nynnnn'],
    ['a==b', 'a==b', 'nynnnn'],
    ['a!=b', 'a!=b', 'ynyyyy'],
    ['a in (b,c)', 'a in (b,c)', 'nyynnn'],
    ['a in (c,b,b)', 'a in (b,c)', 'nyynnn'],
    ['a notin (b)', 'a notin (b)', 'ynyyyy'],
    ['a in ()', 'a in ()', 'nnnnyn'],
    ['a in (,)', 'a in ()', 'nnnnyn'],
    ['a in (,b)', 'a in (,b)', 'nynnyn'],
    ['a in (b,)', 'a in (,b)', 'nynnyn'],
    ['a>1', 'a>1', 'nnnynn'],
    ['a<1', 'a<1', 'nnnnnn'],
    ['a > 1', 'a>1', 'nnnynn'],
    ['a=', 'a=', 'nnnnyn'],
    ['a==,b', 'a==,b', 'nnnnnn'],
    ['a=,b=c', 'a=,b=c', 'nnnnnn'],
    ['a,b', 'a,b', 'nnynnn'],
    ['b,a', 'a,b', 'nnynnn'],
    ['in', 'in', 'nnnnnn'],
    ['in in (in)', 'in in (in)', 'nnnnnn'],
    ['notin', 'notin', 'nnnnnn'],
    ['in=in', 'in=in', 'nnnnnn'],
    ['! a', '!a', 'ynnnnn'],
    ['a,!b,c=d,e!=f,g in (h,i),j notin (k),l>1,m<2', 'a,!b,c=d,e!=f,g in (h,i),j notin (k),l>1,m<2', 'nnnnny'],
    ['a\tin\n(b)', 'a in (b)', 'nynnnn'],
    ['a in (b,,c)', 'a in (,b,c)', 'nyynyn'],
    ['a in (b),c', 'a in (b),c', 'nnnnnn'],
    ['a in(b)', 'a in (b)', 'nynnnn'],
    ['constructor in (x)', 'constructor in (x)', 'nnnnnn'],
  ])('%j', (text, printed, matches) => {
    const parsed = parseLabelSelector(text, 35);
    if (parsed.kind === 'invalid') throw new Error(parsed.message);
    expect(formatRequirements(parsed.requirements)).toBe(printed);
    const answers = OBJECTS.map((labels) => (matchesRequirements(parsed.requirements, labels) ? 'y' : 'n'));
    expect(answers.join('')).toBe(matches);
  });
});

describe('selectors that are refused', () => {
  it.each<[string, string]>([
    [
      'a>x',
      "unable to parse requirement: values[0]: Invalid value: \"x\": for 'Gt', 'Lt' operators, the value must be an integer",
    ],
    ['a gt 1', "unable to parse requirement: found 'gt', expected: in, notin, =, ==, !=, gt, lt"],
    [',', "found ',', expected: !, identifier, or 'end of string'"],
    [',a', "found ',', expected: !, identifier, or 'end of string'"],
    ['a,', "found '', expected: identifier after ','"],
    ['a b', "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
    ['a in b', "unable to parse requirement: found 'b' expected: '('"],
    ['a in (b', "unable to parse requirement: found '', expected: ',' or ')'"],
    ['a in (b c)', "unable to parse requirement: found 'c', expected: ',' or ')'"],
    ['a in', "unable to parse requirement: found '' expected: '('"],
    ['!', "unable to parse requirement: found '', expected: identifier"],
    ['!!a', "unable to parse requirement: found '!', expected: identifier"],
    ['!a=b', "found '=', expected: ',' or 'end of string'"],
    ['a=!b', "unable to parse requirement: found '!', expected: identifier"],
    ['a=b=c', "found '=', expected: ',' or 'end of string'"],
    ['(a)', "found '(', expected: !, identifier, or 'end of string'"],
    ['a)', "unable to parse requirement: found ')', expected: in, notin, =, ==, !=, gt, lt"],
    ['=a', "found '=', expected: !, identifier, or 'end of string'"],
    ['a===b', "unable to parse requirement: found '=', expected: identifier"],
    ['a!!=b', "unable to parse requirement: found '!', expected: in, notin, =, ==, !=, gt, lt"],
    [
      'a=-b',
      "unable to parse requirement: values[0][a]: Invalid value: \"-b\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
    ],
    [
      'A.b/c=d',
      "unable to parse requirement: <nil>: Invalid value: \"A.b/c\": prefix part a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
    ],
    [
      'A/b=c',
      "unable to parse requirement: <nil>: Invalid value: \"A/b\": prefix part a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
    ],
    [
      'a=b/c',
      "unable to parse requirement: values[0][a]: Invalid value: \"b/c\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
    ],
    [
      'é=a',
      "unable to parse requirement: <nil>: Invalid value: \"é\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
    ],
    [
      'a=é',
      "unable to parse requirement: values[0][a]: Invalid value: \"é\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
    ],
    [
      'a>9223372036854775808',
      "unable to parse requirement: values[0]: Invalid value: \"9223372036854775808\": for 'Gt', 'Lt' operators, the value must be an integer",
    ],
    [
      'a>-1',
      "unable to parse requirement: values[0][a]: Invalid value: \"-1\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
    ],
    [
      'a>+1',
      "unable to parse requirement: values[0][a]: Invalid value: \"+1\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
    ],
    ['a=b,', "found '', expected: identifier after ','"],
    ['a=b,,c', "found ',', expected: identifier after ','"],
    [
      'x/y/z',
      "unable to parse requirement: <nil>: Invalid value: \"x/y/z\": a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')",
    ],
    ['a=b c', "found 'c', expected: ',' or 'end of string'"],
    ['a\0b', "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
    ['a in (!)', "unable to parse requirement: found '!', expected: ',', ')' or identifier"],
    ['a in (=)', "unable to parse requirement: found '=', expected: ',', ')' or identifier"],
    [
      'a<b,c',
      "unable to parse requirement: values[0]: Invalid value: \"b\": for 'Gt', 'Lt' operators, the value must be an integer",
    ],
    ['a=<b', "unable to parse requirement: found '<', expected: identifier"],
    ['a=>b', "unable to parse requirement: found '>', expected: identifier"],
    ['><', "found '>', expected: !, identifier, or 'end of string'"],
    ['!=', "found '!=', expected: !, identifier, or 'end of string'"],
    ['a in (b)c', "found 'c', expected: ',' or 'end of string'"],
    [
      '__proto__',
      "unable to parse requirement: <nil>: Invalid value: \"__proto__\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
    ],
    [
      'a=' + 'b'.repeat(64),
      'unable to parse requirement: values[0][a]: Invalid value: "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb": must be no more than 63 bytes',
    ],
  ])('%j', (text, message) => expect(parseLabelSelector(text, 35)).toEqual({ kind: 'invalid', message }));
});

describe('any text', () => {
  const texts = fc.oneof(
    fc.string({
      unit: fc.constantFrom('a', 'b', ' ', '=', '!', ',', '(', ')', '<', '>', ' in ', ' notin ', '1', '\0'),
    }),
    fc.string({ unit: 'binary' }),
  );

  it('never throws, and what it gives is printed as text that gives the same', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const parsed = parseLabelSelector(text, 35);
        if (parsed.kind === 'invalid') {
          expect(parsed.message).not.toBe('');
          return;
        }
        const printed = formatRequirements(parsed.requirements);
        const again = parseLabelSelector(printed, 35);
        if (again.kind === 'invalid') throw new Error(`${text} is printed as ${printed}: ${again.message}`);
        expect(formatRequirements(again.requirements)).toBe(printed);
        for (const labels of OBJECTS) {
          expect(matchesRequirements(again.requirements, labels)).toBe(
            matchesRequirements(parsed.requirements, labels),
          );
        }
      }),
    );
  });
});
