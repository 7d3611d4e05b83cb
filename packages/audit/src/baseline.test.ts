import { describe, expect, it } from 'vitest';
import { parseBaseline, toBaseline } from './baseline.js';
import type { Finding } from './finding.js';

const finding = (fingerprint: string, ignored: Finding['ignored'] = null): Finding => ({
  ruleId: 'pod-security/privileged',
  title: 'Privileged container',
  severity: 'critical',
  gains: 'node',
  object: { apiVersion: 'v1', kind: 'Pod', namespace: 'a', name: 'b' },
  fieldPath: '',
  locations: [],
  message: '',
  standards: [],
  layer: 'container',
  ignored,
  fingerprint,
  fix: null,
});
const byAnnotation = { by: 'annotation', reason: 'r', source: 's' } as const;
const byBaseline = { by: 'baseline', reason: 'r', source: 's' } as const;

describe('baselines', () => {
  it('hold what counts now and what an older baseline accepted, not what annotations excuse', () => {
    const { findings } = toBaseline([finding('a'), finding('b', byAnnotation), finding('c', byBaseline)]);
    expect(findings.map(({ fingerprint }) => fingerprint)).toEqual(['a', 'c']);
  });

  it('are read back', () => {
    expect(parseBaseline(toBaseline([finding('a'), finding('c')]))).toEqual(new Set(['a', 'c']));
  });

  it('can be a report', () => {
    const report = { kind: 'AuditReport', findings: [finding('a'), finding('b', byAnnotation)] };
    expect(parseBaseline(report)).toEqual(new Set(['a']));
  });

  it.each([
    [null, 'expected kind AuditBaseline or AuditReport, got null'],
    [[], 'expected kind AuditBaseline or AuditReport, got null'],
    [{ kind: 'Pod' }, 'expected kind AuditBaseline or AuditReport, got "Pod"'],
    [{ kind: 'AuditBaseline' }, '"findings" must be a list'],
    [{ kind: 'AuditBaseline', findings: [{}] }, 'findings[0].fingerprint must be a text'],
  ])('%j: %s', (document, problem) => {
    expect(parseBaseline(document)).toEqual({ problem });
  });
});
