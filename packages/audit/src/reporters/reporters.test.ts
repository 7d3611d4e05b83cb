import { describe, expect, it } from 'vitest';
import { countGains } from '../posture/gain-text.js';
import { finding, options, report, write } from './report.test-support.js';

describe('table', () => {
  it('shows the worst first, with line, fix, what was not read and a sum', () => {
    expect(write('table')).toBe(`Pod shop/web  a b/web.yaml
  critical privileged: container "app" must not set securityContext.privileged=true [pod-security/privileged]
               9 | privileged: true
             fix remove it

Pod x\\x1b[2J\\u202eevil"<script>  a b/web.yaml
  high     x\\x1b[2J\\u202eevil"<script> [pod-security/host-namespaces]
               9 | privileged: true

unread b.yaml:3:1: the text ends within a quoted scalar

what an attacker gains first: a node (2)
nothing in this input speaks of cloud (add Node objects and kubelet configuration); cluster (add roles, namespaces, network policies, admission policies and control plane configuration)
2 findings: 1 critical, 1 high (2 objects in 2 files, Kubernetes 1.35, 1 ignored); 2 at or above --fail-on high; the input was not read completely
`);
  });

  it('is one line when all is well', () => {
    const summary = {
      ...{ ...report.summary, critical: 0, high: 0, ignored: 0, incomplete: false },
      gains: countGains([]),
    };
    expect(write('table', { ...report, summary, findings: [], errors: [] })).toBe(
      `nothing in this input speaks of cloud (add Node objects and kubelet configuration); cluster (add roles, namespaces, network policies, admission policies and control plane configuration)
no findings (2 objects in 2 files, Kubernetes 1.35)
`,
    );
  });

  it('shows of a long line the part that is meant', () => {
    const before = `{"apiVersion":"v1","kind":"Pod",${'"x":1,'.repeat(20)}`;
    const line = `  ${before}"privileged":true,${'"y":2,'.repeat(40)}}`;
    const place = { file: 'web.json', line: 1, column: 2 + before.length + 1, fieldPath: 'spec' };
    const long = { ...report, findings: [finding({ locations: [place] })], errors: [] };
    const shown = write('table', long, { ...options, lineText: () => line }).split('\n')[2];
    expect(shown).toBe(`               1 | …${'"x":1,'.repeat(5)}"privileged":true,${'"y":2,'.repeat(8)}"y"…`);
  });

  it('has colour only when asked', () => {
    expect(write('table')).not.toContain('\u001b[');
    expect(write('table', report, { ...options, colour: true })).toContain('\u001b[1;31mcritical\u001b[0m');
  });
});

describe('json', () => {
  it('is the pinned document', () => {
    const document: unknown = JSON.parse(write('json'));
    expect(document).toEqual({ apiVersion: 'bulkhead.dev/v1', kind: 'AuditReport', ...report });
  });
});

describe('sarif', () => {
  const { runs, version } = JSON.parse(write('sarif'));
  const [run] = runs;

  it('describes the rules that it uses', () => {
    expect(version).toBe('2.1.0');
    expect(run.tool.driver.semanticVersion).toBe('1.2.3');
    expect(run.tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual([
      'pod-security/privileged',
      'pod-security/host-namespaces',
    ]);
    expect(run.tool.driver.rules[0].properties['security-severity']).toBe('9.5');
    expect(run.tool.driver.rules[0].help.markdown).toContain('**Risk:**');
  });

  it('has real places, fingerprints and suppressions', () => {
    expect(run.results[0].locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: 'a%20b/web.yaml' },
      region: { startLine: 9, startColumn: 23 },
    });
    expect(run.results[0].partialFingerprints).toEqual({ 'bulkheadFinding/v1': '0123456789abcdef' });
    expect(run.results[0].suppressions).toBeUndefined();
    expect(run.results[2].suppressions).toEqual([
      { kind: 'inSource', status: 'accepted', justification: 'node agent (until 2027-01-31)' },
    ]);
    expect(run.results.map(({ ruleIndex }: { ruleIndex: number }) => ruleIndex)).toEqual([0, 1, 0]);
  });

  it('says what was not read', () => {
    expect(run.invocations[0].executionSuccessful).toBe(false);
    expect(run.invocations[0].toolExecutionNotifications[0].message.text).toBe('the text ends within a quoted scalar');
  });
});
