import { describe, expect, it } from 'vitest';
import { attackGraph, attackPaths } from '../attack-paths.js';
import { factsOf, grant } from '../attack-paths.test-support.js';
import { foothold } from '../foothold.js';
import { DEFAULT_TARGETS } from '../target.js';
import { attackPathReporters } from './index.js';
import type { AttackPathReport } from './report.js';

const HOSTILE = '<img src=x onerror=alert(1)>"\\\u001b[2J\n';

function report(user: string): AttackPathReport {
  const graph = attackGraph(factsOf(grant('', ['* */*'], `User/${user}`)));
  const starts = [foothold('user', '', user)];
  const { paths } = attackPaths(graph, { starts, targets: DEFAULT_TARGETS.slice(0, 1), paths: 1, maxSteps: 5 });
  return {
    kubernetesVersion: '1.35',
    paths,
    summary: { starts: 1, paths: paths.length, byTarget: { 'cluster-admin': paths.length }, truncated: false },
    cuts: [],
    problems: [],
    errors: [],
  };
}
const write = (format: keyof typeof attackPathReporters, user = 'ann'): string =>
  [...attackPathReporters[format](report(user), false)].join('');

describe('reports of attack paths', () => {
  it('name the rule and the binding', () => {
    expect(write('table')).toContain(
      [
        'critical  user ann -> cluster-admin  1 step',
        '  1. holds every verb on every resource -> cluster-admin [all-rights T1078.003 MS-TA9019]',
        '       every verb on every resource: ClusterRoleBinding own of ClusterRole own to User ann, rules[0] {APIGroups:["*"], Resources:["*"], Verbs:["*"]}',
      ].join('\n'),
    );
  });

  it('are JSON with everything about a step', () => {
    expect(JSON.parse(write('json'))).toMatchObject({
      apiVersion: 'bulkhead.dev/v1',
      kind: 'AttackPaths',
      summary: { starts: 1, paths: 1, shown: 1 },
      paths: [
        {
          from: { kind: 'user', name: 'ann' },
          target: 'cluster-admin',
          severity: 'critical',
          certain: true,
          steps: [
            {
              technique: 'all-rights',
              tags: ['T1078.003', 'MS-TA9019'],
              allowedBy: [
                {
                  binding: { kind: 'ClusterRoleBinding', namespace: '', name: 'own' },
                  role: { kind: 'ClusterRole', namespace: '', name: 'own' },
                  subject: { kind: 'User', namespace: '', name: 'ann' },
                  ruleIndex: 0,
                  rule: { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
                  alternatives: 0,
                },
              ],
              preconditions: [],
            },
          ],
        },
      ],
    });
  });

  it('let no name out of its place', () => {
    expect(write('html', HOSTILE)).not.toContain('<img');
    expect(write('html', HOSTILE)).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(write('html')).not.toMatch(/<script|https?:\/\//);
    expect(write('table', HOSTILE)).not.toContain('\u001b');
    const dot = write('dot', HOSTILE);
    // Outside quoted texts nothing of the name is left.
    expect(dot.replaceAll(/"(?:[^"\\]|\\.)*"/g, '')).not.toMatch(/img|onerror/);
    expect(JSON.parse(write('json', HOSTILE)).paths[0].from.name).toBe(HOSTILE);
  });
});
