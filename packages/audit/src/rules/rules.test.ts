/**
 * Every rule with a failing, a passing and an ignored case. The table below is complete: a rule without cases fails.
 */
import { defaultProfile } from '@bulkhead/features';
import { describe, expect, it } from 'vitest';
import { type AuditTextOptions, auditText } from '../audit-text.js';
import type { Finding } from '../finding.js';
import { CASES } from './every-case.js';
import { rules } from './registry.js';
import type { RuleCase } from './rule-case.js';

function findingsOf(
  ruleId: string,
  text: string,
  minor: number,
  options: Pick<AuditTextOptions, 'file' | 'ignore' | 'upgradeFrom'> = {},
): readonly Finding[] {
  const rule = rules.filter(({ id }) => id === ruleId);
  return auditText(text, { profile: defaultProfile(minor), rules: rule, ...options }).findings;
}

/** The same manifest with an exception on each of its objects. */
const withException = (yaml: string, ruleId: string): string =>
  yaml.replaceAll(
    /^metadata: \{/gm,
    `metadata: {annotations: {ignore.bulkhead.dev/${ruleId.replace('/', '.')}: reviewed}, `,
  );

describe.each(Object.entries(CASES))('%s', (ruleId, ruleCase: RuleCase) => {
  const minor = ruleCase.minor ?? 35;
  const { file, upgradeFrom } = ruleCase;
  const options = { ...(file !== undefined && { file }), ...(upgradeFrom !== undefined && { upgradeFrom }) };

  it('finds', () => {
    const findings = findingsOf(ruleId, ruleCase.failing, minor, options);
    expect(findings.map(({ fieldPath, message, severity }) => ({ fieldPath, message, severity }))).toEqual(
      ruleCase.findings,
    );
    for (const finding of findings) {
      expect(finding.ignored).toBeNull();
      expect(finding.locations[0]?.line).toBeGreaterThan(0);
    }
  });

  it('is quiet', () => {
    expect(findingsOf(ruleId, ruleCase.passing, ruleCase.passingMinor ?? minor, options)).toEqual([]);
  });

  it('can be ignored with a reason', () => {
    // Configuration files of components have no annotations.
    const first = ruleCase.failing.split('---\n')[0] ?? '';
    const ignore = /^metadata: \{/m.test(first) ? [] : [{ rules: [ruleId], reason: 'reviewed' }];
    const findings = findingsOf(ruleId, withException(ruleCase.failing, ruleId), minor, { ...options, ignore });
    expect(findings.length).toBeGreaterThan(0);
    expect(findings.filter(({ ignored }) => ignored?.reason !== 'reviewed')).toEqual([]);
  });
});

describe('the table', () => {
  it('has cases for every rule', () => {
    expect(Object.keys(CASES).sort()).toEqual(rules.map(({ id }) => id).sort());
  });

  it('has rules with whole descriptions', () => {
    for (const { id, title, description, risk, remediation } of rules) {
      expect(id).toMatch(/^[a-z-]+\/[a-z-]+$/);
      expect(title).not.toMatch(/\.$/);
      for (const text of [description, risk, remediation]) expect(text).toMatch(/^\S.*\.$/s);
    }
  });
});
