import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readManifest } from '@bulkhead/manifest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasKubectl } from '../apiserver/kubectl.test-support.js';
import { LiveScene } from './live-scene.test-support.js';

interface Report {
  readonly kubernetesVersion: string;
  readonly findings: readonly {
    readonly ruleId: string;
    readonly object: { readonly kind: string; readonly name: string };
    readonly locations: readonly { readonly file: string }[];
  }[];
  readonly errors: readonly { readonly file: string; readonly message: string }[];
}

const reportOf = (text: string): Report => JSON.parse(text);

/** Findings without the names of their files. */
const placeless = ({ findings }: Report): unknown =>
  findings.map((finding) => ({ ...finding, locations: finding.locations.map(({ file: _file, ...rest }) => rest) }));

const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => statSync(join(folder, path)).isFile());

/** All that is said where everything was read. */
const GATES = /^bulkhead: the API does not tell feature gates: [^\n]*\n$/;

describe.skipIf(!hasKubectl)('a cluster', () => {
  let scene: LiveScene;
  beforeAll(async () => {
    scene = await LiveScene.start();
  }, 60_000);
  afterAll(async () => await scene.stop());

  it('is audited as it is: in its own version, with what controllers made folded into them', async () => {
    const { code, stdout, stderr } = await scene.bulkhead(['audit', '--live', '--format', 'json']);
    expect(stderr).toMatch(GATES);
    expect(code).toBe(1);
    const report = reportOf(stdout);
    const version = (await scene.kubectl.json('version')).serverVersion;
    expect(report.kubernetesVersion).toBe(`${version.major}.${version.minor}`);
    const privileged = report.findings.filter(({ ruleId }) => ruleId === 'pod-security/privileged');
    expect(privileged.map(({ object }) => `${object.kind}/${object.name}`)).toEqual(['Deployment/web']);
    expect(privileged[0]?.locations[0]?.file).toBe('cluster:shop/Deployment/web');
    // The line is that of what kubectl prints.
    const line = Number(Reflect.get(privileged[0]?.locations[0] ?? {}, 'line'));
    const printed = await scene.kubectl.run('-n shop get deployment web -o yaml');
    expect(printed.split('\n')[line - 1]).toContain('privileged: true');
  });

  it('is dumped: the audit of the files is the audit of the cluster', { timeout: 90_000 }, async () => {
    const dump = scene.file('dump');
    const dumped = await scene.bulkhead(['dump', '-o', dump]);
    expect(dumped).toMatchObject({ code: 0, stdout: '' });
    const files = filesOf(dump);
    expect(files).toContain('shop/Role.rbac.authorization.k8s.io/odd%3A..name.yaml');
    expect(statSync(dump).mode & 0o777).toBe(0o700);
    for (const file of files) {
      expect(statSync(join(dump, file)).mode & 0o777).toBe(0o600);
      expect(readFileSync(join(dump, file), 'utf8')).not.toMatch(/hunter2|aHVudGVyMg/);
    }
    expect(readFileSync(join(dump, 'shop/Secret/password.yaml'), 'utf8')).toContain('password: UkVEQUNURUQ=');
    const args = ['--format', 'json', '--severity', 'info'];
    const live = reportOf((await scene.bulkhead(['audit', '--live', ...args])).stdout);
    const later = await scene.bulkhead(['audit', dump, ...args]);
    expect(later.code).toBe(1);
    expect(placeless(reportOf(later.stdout))).toEqual(placeless(live));
    const stream = scene.file('dump.yaml');
    expect((await scene.bulkhead(['dump', '-o', stream])).code).toBe(0);
    const ofStream = reportOf((await scene.bulkhead(['audit', stream, ...args])).stdout);
    expect(ofStream.findings).toHaveLength(live.findings.length);
    const again = await scene.bulkhead(['dump', '-o', dump]);
    expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('is not empty') });
    const whole = await scene.bulkhead(['dump', '--namespace', 'shop', '--include-secrets']);
    expect(whole.stdout).toContain('password: aHVudGVyMg==');
    const namespaces = readManifest(whole.stdout).documents.map(({ value }) => JSON.stringify(value));
    expect(namespaces.some((text) => text.includes('"kind":"ConfigMap"') && text.includes('"namespace":"shop"'))).toBe(
      true,
    );
    expect(
      namespaces.some((text) => text.includes('"kind":"ConfigMap"') && text.includes('"namespace":"default"')),
    ).toBe(false);
  });

  it('that may be read in part only is never clean, now or from its dump', { timeout: 90_000 }, async () => {
    const low = await scene.kubeconfig('low', [`--token=${await scene.tokenOf('reader')}`]);
    const live = await scene.bulkhead(['audit', '--kubeconfig', low, '--format', 'json', '--fail-on', 'none']);
    expect(live.code).toBe(3);
    const { errors, findings } = reportOf(live.stdout);
    expect(errors.map(({ file }) => file)).toContain('cluster:secrets');
    expect(errors.find(({ file }) => file === 'cluster:roles.rbac.authorization.k8s.io')?.message).toMatch(
      /^not read: the right to list roles\.rbac\.authorization\.k8s\.io in all namespaces is missing \(.*"system:serviceaccount:shop:reader" cannot list/,
    );
    expect(findings.some(({ ruleId }) => ruleId === 'pod-security/privileged')).toBe(true);
    const dump = scene.file('low-dump');
    expect((await scene.bulkhead(['dump', '--context', 'low', '-o', dump], { KUBECONFIG: low })).code).toBe(3);
    const later = await scene.bulkhead(['audit', dump, '--format', 'json', '--fail-on', 'none']);
    expect(later.code).toBe(3);
    expect(
      reportOf(later.stdout)
        .errors.map(({ message }) => message)
        .join('\n'),
    ).toContain('roles.rbac.authorization.k8s.io: not read: the right');
    const can = await scene.bulkhead(['can', 'get', 'secrets', '--as', 'ann', '--kubeconfig', low]);
    expect(can).toMatchObject({ code: 2, stderr: expect.stringContaining('nothing of the cluster could be read') });
  });

  it('is read in the one namespace that a tenant has', async () => {
    const tenant = await scene.kubeconfig('tenant', [`--token=${await scene.tokenOf('tenant')}`]);
    const args = ['pss', '--kubeconfig', tenant, '--level', 'baseline', '--format', 'json'];
    const { code, stderr } = await scene.bulkhead(args);
    expect(code).toBe(2);
    expect(stderr).toContain('nothing of the cluster could be read');
    const own = await scene.bulkhead(['audit', '-n', 'shop', '--kubeconfig', tenant, '--format', 'json']);
    expect(own.code).toBe(3);
    expect(own.stderr).toContain('pods: only namespace shop could be read');
    expect(reportOf(own.stdout).errors.map(({ file }) => file)).not.toContain('cluster:pods');
  });

  it.each([
    ['pss', '--live', '--level', 'baseline'],
    ['effective', '--live'],
    ['reach', '--live'],
    ['paths', '--live'],
    ['impersonation', '--live'],
    ['who-can', 'get', 'secrets', '--live'],
    ['can', 'get', 'secrets', '--as', 'ann', '--live'],
    ['cve', '--live'],
    ['features', '--live'],
  ])('is asked by %s', async (...args) => {
    const { code, stdout, stderr } = await scene.bulkhead(args);
    expect(stderr).toMatch(GATES);
    expect([0, 1]).toContain(code);
    expect(stdout).not.toBe('');
    expect(stdout).not.toMatch(/ReplicaSet shop|shop\/ReplicaSet|web-[0-9a-f]+-[a-z0-9]{5}/);
  });

  it('is reached with what a credential plugin gives', async () => {
    const token = await scene.tokenOf('reader');
    const status = JSON.stringify({
      apiVersion: 'client.authentication.k8s.io/v1',
      kind: 'ExecCredential',
      status: { token },
    });
    const plugin = scene.script('login', `echo "logging in" >&2; printf '%s' '${status}'`);
    const flags = [
      `--exec-command=${plugin}`,
      '--exec-api-version=client.authentication.k8s.io/v1',
      '--exec-interactive-mode=Never',
    ];
    const file = await scene.kubeconfig('plugin', flags);
    const answer = await scene.bulkhead(['pss', '--kubeconfig', file]);
    expect(answer.code).toBe(3);
    expect(answer.stderr).toContain('logging in');
    expect(answer.stdout).toContain('Deployment shop/web');
    writeFileSync(
      scene.file('kuberc'),
      'apiVersion: kubectl.config.k8s.io/v1beta1\nkind: Preference\ncredentialPluginPolicy: DenyAll\n',
    );
    const denied = await scene.bulkhead(['pss', '--kubeconfig', file], { KUBERC: scene.file('kuberc') });
    expect(denied).toMatchObject({ code: 2, stderr: expect.stringContaining('the policy of your kuberc is DenyAll') });
  });

  it('that cannot be reached is one clear sentence', { timeout: 90_000 }, async () => {
    const token = [`--token=${await scene.tokenOf('reader')}`];
    const failures: readonly (readonly [string, string])[] = [
      [
        await scene.kubeconfig('gone', token, [], 'https://127.0.0.1:1'),
        'cannot reach https://127.0.0.1:1: nothing listens there',
      ],
      [await scene.kubeconfig('plain', token, [], `http://127.0.0.1:${scene.server.port}`), '--allow-http permits it'],
      [
        await scene.kubeconfig('wrong-token', ['--token=nope']),
        'does not know who asks (401 Unauthorized): the credentials of context "wrong-token"',
      ],
      [
        await scene.kubeconfig('wrong-name', token, ['--tls-server-name=other.example']),
        'is for other names: if it is the right server, set tls-server-name',
      ],
    ];
    for (const [file, message] of failures) {
      const { code, stderr, stdout } = await scene.bulkhead(['audit', '--kubeconfig', file]);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toContain(message);
      expect(stderr.trim().split('\n')).toHaveLength(1);
    }
    const noAuthority = await scene.kubeconfig('unknown', token);
    await scene.kubectl.run(`config --kubeconfig=${noAuthority} unset clusters.c.certificate-authority-data`);
    expect((await scene.bulkhead(['audit', '--kubeconfig', noAuthority])).stderr).toContain(
      'is signed by an unknown authority',
    );
    const insecure = await scene.kubeconfig('insecure', token, ['--insecure-skip-tls-verify=true']);
    const { stderr, code } = await scene.bulkhead(['pss', '--kubeconfig', insecure]);
    expect(code).toBe(3);
    expect(stderr).toContain("warning: the server's certificate is not verified");
  });

  it('and files are not read at once', async () => {
    for (const args of [
      ['audit', 'x.yaml', '--live'],
      ['can', 'get', 'pods', '-f', 'x.yaml', '--context', 'c'],
      ['reach', '--diff', 'a', 'b', '--live'],
    ]) {
      expect((await scene.bulkhead(args)).code).toBe(2);
    }
    const nowhere = await scene.bulkhead(['audit', '--live'], { KUBECONFIG: '', HOME: '/nowhere' });
    expect(nowhere.stderr).toContain('no kubeconfig: there is no ~/.kube/config, and KUBECONFIG is not set');
  });
});
