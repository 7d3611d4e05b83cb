import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCommand } from '../run-command.test-support.js';

const RISKY = `apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: shop
spec:
  containers:
    - name: app
      image: registry.example/app:1
      securityContext:
        privileged: true
`;
const CLEAN = `apiVersion: v1
kind: ConfigMap
metadata: {name: settings}
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-audit-'));
  writeFileSync(join(folder, 'web.yaml'), RISKY);
  writeFileSync(join(folder, 'settings.yaml'), CLEAN);
});
afterEach(() => rmSync(folder, { recursive: true }));

const audit = (...args: string[]) => runCommand(['audit', ...args], { cwd: folder });
const report = async (...args: string[]) => JSON.parse((await audit(...args, '--format', 'json')).stdout);

describe('bulkhead audit', () => {
  it('exits with 1 on findings at or above --fail-on, which is high', async () => {
    expect((await audit('web.yaml')).exitCode).toBe(1);
    expect((await audit('web.yaml', '--fail-on', 'none')).exitCode).toBe(0);
    expect((await audit('web.yaml', '--skip', 'pod-security/privileged')).exitCode).toBe(0);
    expect(await audit('settings.yaml')).toEqual({
      stdout: expect.stringMatching(
        /^nothing in this input speaks of cloud .*\nno findings \(1 object in 1 file, Kubernetes 1\.35\)\n$/,
      ),
      stderr: '',
      exitCode: 0,
    });
  });

  it('writes the pinned report with real places', async () => {
    const document = await report('.');
    expect(document).toMatchObject({
      apiVersion: 'bulkhead.dev/v1',
      kind: 'AuditReport',
      kubernetesVersion: '1.35',
      summary: { critical: 1, objects: 2, files: 2, incomplete: false },
      errors: [],
    });
    expect(document.findings[0]).toMatchObject({
      ruleId: 'pod-security/privileged',
      severity: 'critical',
      object: { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'web' },
      fieldPath: 'spec.containers[0].securityContext.privileged',
      locations: [
        { file: 'web.yaml', line: 11, column: 9, fieldPath: 'spec.containers[0].securityContext.privileged' },
      ],
      ignored: null,
    });
  });

  it('maps findings onto the controls of a profile, by flag or configuration', async () => {
    const byFlag = await report('web.yaml', '--profile', 'cis');
    expect(byFlag.profile).toMatchObject({ name: 'cis', counts: { failed: expect.any(Number) } });
    const control = (id: string) => byFlag.profile.controls.find((one: { id: string }) => one.id === id);
    expect(control('5.2.2')).toMatchObject({ status: 'failed', rules: ['pod-security/privileged'] });
    expect(control('5.1.1')).toMatchObject({ status: 'notSeen' });
    writeFileSync(
      join(folder, '.bulkhead.yaml'),
      'apiVersion: bulkhead.dev/v1\nkind: AuditConfiguration\nprofile: baseline\n',
    );
    const byFile = await report('web.yaml');
    expect(byFile.findings.map(({ ruleId }: { ruleId: string }) => ruleId)).toEqual(['pod-security/privileged']);
    expect(byFile.profile.name).toBe('baseline');
    expect((await audit('web.yaml')).stdout).toContain('Pod Security Standards, level baseline\n');
  });

  it.each(['table', 'json', 'sarif', 'junit', 'markdown', 'github', 'policyreport'])('writes %s', async (format) => {
    const { stdout, stderr, exitCode } = await audit('web.yaml', '--format', format);
    expect(stdout).toContain('pod-security/privileged');
    expect([stderr, exitCode]).toEqual(['', 1]);
  });

  it('reads stdin', async () => {
    const { stdout, exitCode } = await runCommand(['audit', '-', '--format', 'json'], { cwd: folder, stdin: RISKY });
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout).findings[0].locations[0].file).toBe('<stdin>');
  });

  it('accepts a baseline, and finds what is new', async () => {
    await audit('web.yaml', '--write-baseline', 'baseline.json');
    expect((await audit('web.yaml', '--baseline', 'baseline.json')).exitCode).toBe(0);
    writeFileSync(join(folder, 'web.yaml'), `# moved down\n${RISKY}  hostPID: true\n`);
    const document = await report('web.yaml', '--baseline', 'baseline.json');
    const fresh = document.findings.filter(({ ignored }: { ignored: unknown }) => ignored === null);
    expect(fresh.map(({ ruleId }: { ruleId: string }) => ruleId)).toEqual(['pod-security/host-namespaces']);
  });

  it('takes a configuration file, by default .bulkhead.yaml', async () => {
    writeFileSync(
      join(folder, '.bulkhead.yaml'),
      `apiVersion: bulkhead.dev/v1
kind: AuditConfiguration
kubernetesVersion: "1.30"
rules: [pod-security/privileged]
ignore:
  - rules: [pod-security]
    names: [web]
    reason: a node agent
    until: "2026-11-24"
`,
    );
    const document = await report('web.yaml');
    expect(document.kubernetesVersion).toBe('1.30');
    expect(document.findings).toHaveLength(1);
    expect(document.findings[0].ignored).toEqual({
      by: 'configuration',
      reason: 'a node agent',
      until: '2026-11-24',
      source: 'configuration',
    });
  });

  it('writes to a file, whole or not at all', async () => {
    expect((await audit('web.yaml', '--format', 'sarif', '--output', 'report.sarif')).stdout).toBe('');
    expect(JSON.parse(readFileSync(join(folder, 'report.sarif'), 'utf8')).version).toBe('2.1.0');
    expect(await audit('web.yaml', '--output', 'no/such/folder/report.json')).toEqual({
      stdout: '',
      stderr: 'bulkhead: cannot write no/such/folder/report.json: no such file or folder\n',
      exitCode: 2,
    });
  });

  it('looks at one namespace', async () => {
    expect((await report('.', '--namespace', 'other')).summary.objects).toBe(0);
    expect((await report('.', '--namespace', 'shop')).summary.objects).toBe(1);
  });

  it('adds what an upgrade breaks when it is told where the cluster comes from', async () => {
    writeFileSync(
      join(folder, 'kubelet.yaml'),
      'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nfeatureGates:\n  AppArmor: true\n',
    );
    const args = ['kubelet.yaml', '--kubernetes-version', '1.33', '--rules', 'version'];
    expect((await report(...args)).findings).toEqual([]);
    const [finding] = (await report(...args, '--from', '1.32')).findings;
    expect(finding).toMatchObject({
      ruleId: 'version/gate',
      fieldPath: 'featureGates.AppArmor',
      locations: [{ line: 4 }],
      message: 'kubelet does not start: 1.33 has no feature gate AppArmor any more',
    });
    writeFileSync(
      join(folder, 'kubeadm.yaml'),
      'apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\napiServer:\n  extraArgs:\n  - name: cloud-config\n    value: /etc/cloud\n',
    );
    const [flag] = (await report('kubeadm.yaml', ...args.slice(1), '--from', '1.32')).findings;
    expect(flag).toMatchObject({
      ruleId: 'version/upgrade-note',
      message: 'new in 1.33: kube-apiserver --cloud-provider and --cloud-config removed',
    });
  });

  it('exits with 3 when a part was not read, and audits the rest', async () => {
    writeFileSync(join(folder, 'broken.yaml'), 'apiVersion: v1\nkind: "Pod\n');
    const { stdout, exitCode } = await audit('.', '--format', 'json');
    expect(exitCode).toBe(3);
    const document = JSON.parse(stdout);
    expect(document.summary.incomplete).toBe(true);
    expect(document.errors[0].file).toBe('broken.yaml');
    expect(document.findings.length).toBeGreaterThan(0);
  });

  it.each([
    [
      [],
      'bulkhead: name a file, a folder, a chart, or - for stdin: bulkhead audit PATH; or a cluster with --context\n',
    ],
    [
      ['web.yaml', '--rules', 'pod-security/privilegd'],
      /^bulkhead: no rule or family "pod-security\/privilegd"; families are /,
    ],
    [['web.yaml', '--kubernetes-version', '1.9'], /^bulkhead: unsupported Kubernetes version "1.9"/],
    [['web.yaml', '--feature-gates', 'Nope=true'], 'bulkhead: unrecognized feature gate: Nope\n'],
    [['web.yaml', '--format', 'xml'], /^bulkhead: Expected "xml" to be one of/],
    [['web.yaml', '--baseline', 'none.json'], 'bulkhead: cannot read none.json: no such file or folder\n'],
    [['web.yaml', '--config', 'web.yaml'], /^bulkhead: web.yaml: /],
    [['web.yaml', '--from', '1.35'], /^bulkhead: --from 1.35 is not older than --kubernetes-version 1.35/],
    [['nowhere.yaml'], 'bulkhead: nowhere.yaml: no such file or folder\n'],
    [['web.yaml', '--nope'], /^bulkhead: No flag registered for --nope/],
  ])('%j is refused with one sentence', async (args, stderr) => {
    const outcome = await audit(...args);
    expect(outcome.exitCode).toBe(2);
    expect(outcome.stdout).toBe('');
    expect(outcome.stderr).toMatch(stderr);
  });
});
