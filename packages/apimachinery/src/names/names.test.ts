/**
 * What holds for every name, whatever the text.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as names from './index.js';

type Problems = (value: string) => readonly string[];

const CHECKS: readonly (readonly [string, Problems])[] = [
  ['dns1123Label', names.dns1123LabelProblems],
  ['dns1123Subdomain', names.dns1123SubdomainProblems],
  ['dns1123SubdomainWithUnderscore', (value) => names.dns1123SubdomainWithUnderscoreProblems(value, 35)],
  ['dns1035Label', names.dns1035LabelProblems],
  ['wildcardDns1123Subdomain', names.wildcardDns1123SubdomainProblems],
  ['qualifiedName', (value) => names.qualifiedNameProblems(value, 35)],
  ['labelValue', (value) => names.labelValueProblems(value, 35)],
  ['configMapKey', names.configMapKeyProblems],
  ['envVarName', names.envVarNameProblems],
  ['relaxedEnvVarName', names.relaxedEnvVarNameProblems],
  ['httpHeaderName', names.httpHeaderNameProblems],
  ['percent', names.percentProblems],
  ['cIdentifier', names.cIdentifierProblems],
  ['portName', names.portNameProblems],
];

/** Texts near to names, and any text at all. */
const texts = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'aZ09-_./%*= é\n') }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('__proto__', 'constructor', 'a'.repeat(100_000), '-'.repeat(100_000), 'a.'.repeat(100_000)),
);

describe('any text', () => {
  it.each(CHECKS)(
    '%s gives non-empty texts, the same each time, and the shared list for good names',
    (_, problemsOf) => {
      fc.assert(
        fc.property(texts, (value) => {
          const problems = problemsOf(value);
          expect(problems.every((problem) => problem !== '')).toBe(true);
          expect(problemsOf(value)).toEqual(problems);
          if (problems.length === 0) expect(problems).toBe(names.NO_PROBLEMS);
        }),
      );
    },
  );

  it('is a subdomain where it is a label, and a label where it is a DNS-1035 label', () => {
    fc.assert(
      fc.property(texts, (value) => {
        if (names.dns1035LabelProblems(value).length === 0) expect(names.dns1123LabelProblems(value)).toEqual([]);
        if (names.dns1123LabelProblems(value).length === 0) expect(names.dns1123SubdomainProblems(value)).toEqual([]);
        if (names.envVarNameProblems(value).length === 0) expect(names.relaxedEnvVarNameProblems(value)).toEqual([]);
      }),
    );
  });

  it('never throws as a domain or an object name', () => {
    fc.assert(
      fc.property(texts, fc.boolean(), (value, isPrefix) => {
        names.fullyQualifiedNameProblem(value);
        names.fullyQualifiedDomainNameProblem(value);
        names.domainPrefixedPathProblems(value);
        names.domainPrefixedKeyProblems(value, 36);
        for (const rule of [
          names.nameIsDnsSubdomain,
          names.nameIsDnsLabel,
          names.nameIsDns1035Label,
          names.nameIsPathSegment,
        ]) {
          expect(Array.isArray(rule(value, isPrefix))).toBe(true);
        }
      }),
    );
  });
});
