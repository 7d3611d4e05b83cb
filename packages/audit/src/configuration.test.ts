import { describe, expect, it } from 'vitest';
import { configuredExceptions, parseConfiguration } from './configuration.js';

const HEAD = { apiVersion: 'bulkhead.dev/v1', kind: 'AuditConfiguration' };
const object = { apiVersion: 'apps/v1', kind: 'DaemonSet', namespace: 'kube-system', name: 'cni-agent' };

describe('the audit configuration', () => {
  it('takes every field of the schema', () => {
    const document = {
      ...HEAD,
      kubernetesVersion: '1.34',
      featureGates: { UserNamespacesSupport: true },
      failOn: 'medium',
      severity: 'info',
      rules: ['pod-security'],
      skip: ['pod-security/host-ports'],
      severities: { 'pod-security/host-ports': 'info' },
      baseline: 'baseline.json',
      ignore: [{ rules: ['pod-security'], reason: 'node agents', namespaces: ['kube-*'], until: '2027-01-31' }],
      podSecurity: { defaults: { enforce: 'baseline' } },
    };
    expect(parseConfiguration(document)).toBe(document);
  });

  it.each([
    [{ kind: 'AuditConfiguration' }, "the document: must have required property 'apiVersion'"],
    [{ ...HEAD, rule: [] }, 'the document: unknown field "rule"'],
    [{ ...HEAD, failOn: 'bad' }, 'failOn: expected "critical", "high", "medium", "low", "none"'],
    [{ ...HEAD, ignore: [{ rules: ['all'] }] }, "ignore[0]: must have required property 'reason'"],
    [
      { ...HEAD, ignore: [{ rules: ['all'], reason: 'x', until: '2026-02-30' }] },
      'ignore[0].until: "2026-02-30" is no day (YYYY-MM-DD)',
    ],
    ['text', 'the document: must be object'],
  ])('%j', (document, problem) => {
    expect(parseConfiguration(document)).toEqual({ problems: [problem] });
  });

  it.each([
    [{ kinds: ['DaemonSet'] }, true],
    [{ kinds: ['Deployment'] }, false],
    [{ namespaces: ['kube-*'] }, true],
    [{ namespaces: ['*-system'], names: ['cni-*'] }, true],
    [{ names: ['*agent*'] }, true],
    [{ names: ['agent'] }, false],
    [{ files: ['deploy/*.yaml'] }, true],
    [{ files: ['*/cni.yml'] }, false],
    [{ names: ['cni-agent*cni-agent'] }, false],
  ])('%j covers the DaemonSet: %s', (selector, expected) => {
    const exceptions = configuredExceptions([{ rules: ['all'], reason: 'x', ...selector }], object, 'deploy/cni.yaml');
    expect(exceptions.length === 1).toBe(expected);
  });
});
