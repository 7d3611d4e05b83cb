/**
 * Every rule with a failing, a passing and an ignored case. The table below is complete: a rule without cases fails.
 */
import { defaultProfile } from '@bulkhead/features';
import { describe, expect, it } from 'vitest';
import { auditText } from '../audit-text.js';
import type { Finding } from '../finding.js';
import { ADMISSION_POLICY_CASES } from './admission-policy/admission-policy-cases.js';
import { COMPONENT_CASES } from './component/component-cases.js';
import { CSI_DRIVER_CASES } from './csi-driver/csi-driver-cases.js';
import { CVE_CASES } from './cve/cve-cases.js';
import { EXPOSURE_CASES } from './exposure/exposure-cases.js';
import { IMAGE_CASES } from './image/image-cases.js';
import { NETWORK_POLICY_CASES } from './network-policy/network-policy-cases.js';
import { PROBE_CASES } from './probe/probe-cases.js';
import { RBAC_CASES } from './rbac/rbac-cases.js';
import { rules } from './registry.js';
import { RESOURCES_CASES } from './resources/resources-cases.js';
import type { RuleCase } from './rule-case.js';
import { CASES as POD_CASES } from './rule-cases.js';
import { SECRET_CASES } from './secret/secret-cases.js';
import { SERVICE_ACCOUNT_CASES } from './service-account/service-account-cases.js';
import { VERSION_CASES } from './version/version-cases.js';

const CASES: Readonly<Record<string, RuleCase>> = {
  ...POD_CASES,
  ...RBAC_CASES,
  ...IMAGE_CASES,
  ...SERVICE_ACCOUNT_CASES,
  ...SECRET_CASES,
  ...RESOURCES_CASES,
  ...PROBE_CASES,
  ...EXPOSURE_CASES,
  ...NETWORK_POLICY_CASES,
  ...ADMISSION_POLICY_CASES,
  ...CSI_DRIVER_CASES,
  ...COMPONENT_CASES,
  ...VERSION_CASES,
  ...CVE_CASES,
};

function findingsOf(ruleId: string, yaml: string, minor: number): readonly Finding[] {
  const rule = rules.filter(({ id }) => id === ruleId);
  return auditText(yaml, { profile: defaultProfile(minor), rules: rule }).findings;
}

/** The same manifest with an exception on each of its objects. */
const withException = (yaml: string, ruleId: string): string =>
  yaml.replaceAll(
    /^metadata: \{/gm,
    `metadata: {annotations: {ignore.bulkhead.dev/${ruleId.replace('/', '.')}: reviewed}, `,
  );

describe.each(Object.entries(CASES))('%s', (ruleId, ruleCase: RuleCase) => {
  const minor = ruleCase.minor ?? 35;

  it('finds', () => {
    const findings = findingsOf(ruleId, ruleCase.failing, minor);
    expect(findings.map(({ fieldPath, message, severity }) => ({ fieldPath, message, severity }))).toEqual(
      ruleCase.findings,
    );
    for (const finding of findings) {
      expect(finding.ignored).toBeNull();
      expect(finding.locations[0]?.line).toBeGreaterThan(0);
    }
  });

  it('is quiet', () => {
    expect(findingsOf(ruleId, ruleCase.passing, ruleCase.passingMinor ?? minor)).toEqual([]);
  });

  it('can be ignored with a reason', () => {
    const findings = findingsOf(ruleId, withException(ruleCase.failing, ruleId), minor);
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
