import { defaultProfile } from '@bulkhead/features';
import { describe, expect, it } from 'vitest';
import { auditText } from '../../audit-text.js';
import { finding } from '../../reporters/report.test-support.js';
import type { Rule } from '../../rule.js';
import { rules } from '../../rules/registry.js';
import { CIS_CONTROLS } from './cis.js';
import { NSA_CONTROLS } from './nsa.js';
import { asks, profileNamed } from './profile.js';
import { profileReport } from './profile-report.js';

const askedBy = (name: Parameters<typeof profileNamed>[0]): string[] =>
  rules.filter((rule) => asks(profileNamed(name), rule)).map(({ id }) => id);

const ofWorkloads = ({ subject }: Rule): boolean => subject === 'workload';
const report = (
  name: 'cis' | 'nsa' | 'baseline',
  { findings = [finding({})], asked = rules, severity = 'info' as const } = {},
) => profileReport({ profile: name, known: rules }, { rules: asked, severity, severities: {} }, ofWorkloads, findings);
const status = (made: ReturnType<typeof report>, id: string) => made.controls.find((control) => control.id === id);

const audited = (text: string, profile: 'cis' | 'nsa' = 'cis'): ReadonlyMap<string, string> => {
  const made = auditText(text, { profile: defaultProfile(35), controls: { profile, known: rules } });
  return new Map(made.profile?.controls.map(({ id, status: standing }) => [id, standing]));
};

describe('profiles', () => {
  it('select rules by their standards, and always what cannot be read', () => {
    expect(askedBy('baseline')).toContain('pod-security/privileged');
    expect(askedBy('baseline')).not.toContain('pod-security/run-as-non-root');
    expect(askedBy('restricted')).toEqual(
      expect.arrayContaining(['pod-security/privileged', 'pod-security/run-as-non-root', 'schema/unreadable-object']),
    );
    expect(askedBy('cis')).toContain('rbac/cluster-admin');
    expect(askedBy('nsa')).toContain('rbac/node-proxy');
  });

  it('list every control once', () => {
    for (const controls of [CIS_CONTROLS, NSA_CONTROLS]) {
      expect(new Set(controls.map(({ id }) => id)).size).toBe(controls.length);
    }
    expect(CIS_CONTROLS).toHaveLength(132);
  });

  it('say how each control stands, and never passed where nothing was looked at', () => {
    const cis = report('cis');
    expect(status(cis, '5.2.2')).toMatchObject({ status: 'failed', findings: 1, rules: ['pod-security/privileged'] });
    expect(status(cis, '5.2.13')).toMatchObject({ status: 'passed', findings: 0 });
    expect(status(cis, '5.1.1')).toMatchObject({ status: 'notSeen' });
    expect(status(cis, '1.1.1')).toMatchObject({
      status: 'notCovered',
      rules: [],
      why: 'rights and owners of files on nodes stand in no manifest',
    });
    expect(Object.values(cis.counts).reduce((sum, count) => sum + count, 0)).toBe(cis.controls.length);
  });

  it('do not call passed what a flag left out or an exception accepts', () => {
    const asked = rules.filter(({ id }) => id !== 'pod-security/host-ports');
    expect(status(report('cis', { asked }), '5.2.13')).toMatchObject({ status: 'notAsked' });
    const excepted = finding({ ignored: { by: 'baseline', reason: 'x', source: 'y' } });
    expect(status(report('cis', { findings: [excepted] }), '5.2.2')).toMatchObject({ status: 'excepted' });
    const quiet = report('cis', { findings: [], severity: 'critical' as 'info' });
    expect(status(quiet, '5.2.13')).toMatchObject({ status: 'notAsked', why: expect.stringContaining('--severity') });
  });

  it('report the rules themselves for a Pod Security level', () => {
    expect(status(report('baseline'), 'pod-security/privileged')).toMatchObject({ status: 'failed' });
    expect(status(report('baseline'), 'pod-security/sysctls')).toMatchObject({ status: 'passed' });
  });

  it('pass nothing for what the input does not show', () => {
    const role = audited('apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: r, namespace: a}\n');
    const passed = [...role].filter(([, standing]) => standing === 'passed').map(([id]) => id);
    expect(passed.every((id) => id.startsWith('5.1.'))).toBe(true);
    const pod = audited('apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: a, image: b}]}\n');
    expect([...pod].filter(([id, standing]) => /^[1-4]/.test(id) && standing === 'passed')).toEqual([]);
    expect(pod.get('5.3.1')).toBe('notSeen');
    expect(pod.get('5.2.2')).toBe('passed');
  });

  it('pass what a component shows', () => {
    const server = audited(
      'apiVersion: v1\nkind: Pod\nmetadata: {name: kube-apiserver-a, namespace: kube-system}\nspec: {containers: [{name: kube-apiserver, image: registry.k8s.io/kube-apiserver:v1.35.0, command: [kube-apiserver, --profiling=false, --authorization-mode=Node]}]}\n',
    );
    expect(server.get('1.2.2')).toBe('passed');
    expect(server.get('1.2.8')).toBe('failed');
    expect(server.get('2.2')).toBe('notSeen');
  });

  it('know every number that rules carry', () => {
    for (const [name, controls] of [
      ['CIS:', CIS_CONTROLS],
      ['NSA:', NSA_CONTROLS],
    ] as const) {
      const known = new Set(controls.map(({ id }) => name + id));
      const carried = rules.flatMap(({ standards }) => standards).filter((standard) => standard.startsWith(name));
      expect(carried.filter((standard) => !known.has(standard))).toEqual([]);
    }
  });
});
