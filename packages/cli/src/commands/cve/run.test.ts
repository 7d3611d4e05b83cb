import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runCommand } from '../run-command.test-support.js';

const directory = mkdtempSync(join(tmpdir(), 'bulkhead-cve-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const file = (name: string, content: unknown): string => {
  writeFileSync(join(directory, name), typeof content === 'string' ? content : JSON.stringify(content));
  return name;
};
const cve = (...args: string[]) => runCommand(['cve', ...args], { cwd: directory });

const NODE =
  'apiVersion: v1\nkind: Node\nmetadata: {name: node-1}\nstatus: {nodeInfo: {kubeletVersion: v1.32.1, operatingSystem: linux, containerRuntimeVersion: "cri-o://1.28.6"}}\n';
const INGRESS =
  'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ing, namespace: ingress}\nspec: {template: {spec: {containers: [{name: c, image: "mirror.example/ingress-nginx/controller:v1.11.4", args: [--validating-webhook=:8443]}]}}}\n';

interface Report {
  readonly kind: string;
  readonly kubernetesVersion: string;
  readonly assumed: object;
  readonly summary: Readonly<Record<string, number>>;
  readonly results: readonly {
    readonly id: string;
    readonly verdict: string;
    readonly reason: string;
    readonly components: readonly { readonly name: string; readonly evidence: readonly object[] }[];
  }[];
}

async function reportOf(...args: string[]): Promise<Report> {
  return JSON.parse((await cve(...args, '--format', 'json')).stdout) as Report;
}

describe('bulkhead cve', () => {
  it('judges the feed against a version', async () => {
    const report = await reportOf('--kubernetes-version', 'v1.33.3');
    expect(report).toMatchObject({
      apiVersion: 'bulkhead.dev/v1',
      kind: 'CveReport',
      kubernetesVersion: '1.33.3',
      assumed: { version: '1.33.3', source: '--kubernetes-version', isGuess: false },
    });
    const verdicts = new Map(report.results.map(({ id, verdict }) => [id, verdict]));
    expect(verdicts.get('CVE-2025-5187')).toBe('affected');
    expect(verdicts.get('CVE-2025-4563')).toBe('not-affected');
    expect(
      (await reportOf('--kubernetes-version', '1.33.4')).results.find(({ id }) => id === 'CVE-2025-5187'),
    ).toMatchObject({
      verdict: 'not-affected',
    });
    const order = report.results.map(({ verdict }) => ['affected', 'unknown', 'not-affected'].indexOf(verdict));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  it('takes versions that are older and newer than the known ones', async () => {
    expect((await cve('--kubernetes-version', '1.18.3', '--id', 'CVE-2021-25741', '--fail-on', 'low')).exitCode).toBe(
      1,
    );
    expect((await cve('--kubernetes-version', '1.60.0', '--id', 'CVE-2021-25741', '--fail-on', 'low')).exitCode).toBe(
      0,
    );
  });

  it('names the place of what it found', async () => {
    file('dump.yaml', `${NODE}---\n${INGRESS}`);
    const { results } = await reportOf('dump.yaml');
    const webhook = results.find(({ id }) => id === 'CVE-2025-1974');
    expect(webhook).toMatchObject({ verdict: 'affected', severity: 'critical', score: 9.8 });
    expect(webhook?.components[0]).toMatchObject({
      name: 'ingress-nginx',
      fixedIn: '1.11.5',
      evidence: [
        { file: 'dump.yaml', line: 9, fieldPath: 'spec.template.spec.containers[0].image', object: { name: 'ing' } },
      ],
    });
    expect(results.find(({ id }) => id === 'CVE-2024-5154')?.components[0]?.evidence[0]).toMatchObject({
      fieldPath: 'status.nodeInfo.containerRuntimeVersion',
      object: { kind: 'Node', name: 'node-1' },
      text: 'cri-o://1.28.6',
    });
  });

  it('writes a table with the worst first, and exits as the audit does', async () => {
    file('dump.yaml', `${NODE}---\n${INGRESS}`);
    const { stdout, exitCode } = await cve('dump.yaml');
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(
      /^\d+ records, built-in feed of 2026-09-14\nwhat the input does not show is taken to be 1\.32\.1/,
    );
    expect(stdout.indexOf('CVE-2025-1974')).toBeLessThan(stdout.indexOf('CVE-2026-4342'));
    expect(stdout).toContain('if: no NetworkPolicy in front of port 8443');
    expect((await cve('dump.yaml', '--fail-on', 'none')).exitCode).toBe(0);
    expect((await cve('dump.yaml', '--id', 'CVE-2024-5154')).exitCode).toBe(0);
    const detail = await cve('dump.yaml', '--id', 'cve-2025-0426');
    expect(detail.stdout).toContain('unknown  CVE-2025-0426  medium 6.2');
  });

  it('reads stdin, and says what it could not read', async () => {
    const { stdout } = await runCommand(['cve', '-', '--id', 'CVE-2025-1974', '--format', 'json'], { stdin: INGRESS });
    expect((JSON.parse(stdout) as Report).results[0]).toMatchObject({ verdict: 'affected' });
    file('broken.yaml', 'a: [');
    expect((await cve('broken.yaml')).exitCode).toBe(3);
    expect((await cve('nowhere.yaml')).exitCode).toBe(2);
  });

  it('writes to a file', async () => {
    const { stdout, exitCode } = await cve('--output', 'report.json', '--format', 'json', '--fail-on', 'none');
    expect([stdout, exitCode]).toEqual(['', 0]);
    expect(JSON.parse(readFileSync(join(directory, 'report.json'), 'utf8'))).toMatchObject({ kind: 'CveReport' });
  });

  it.each([
    [['--kubernetes-version', 'new'], /give a version such as 1\.33\.4/],
    [['--kubernetes-version', '2.0.0'], /give a version such as 1\.33\.4/],
    [['--id', 'CVE-1999-0001'], /CVE-1999-0001: not in the feed/],
    [['--feed', 'nowhere.json'], /--feed nowhere\.json: no such file/],
    [['--feed', '.'], /no regular file/],
    [['--feed', 'http://feed.example/x.json'], /use https, or --allow-http/],
    [['--feed', 'ftp://feed.example/x.json'], /use https/],
    [['--serve', 'dump.yaml'], /leave out the paths/],
    [['--serve', '--listen', 'nowhere'], /give an address and a port/],
    [['--format', 'xml'], /one of \(table/],
  ])('refuses %j in one sentence', async (args, text) => {
    const { stderr, exitCode, stdout } = await cve(...args);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(text);
  });

  it('says that a port is in use', async () => {
    const holder = createServer();
    await new Promise<void>((listening) => holder.listen(0, '127.0.0.1', listening));
    const address = holder.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { stderr, exitCode } = await cve('--serve', '--listen', `127.0.0.1:${port}`);
    holder.close();
    expect(exitCode).toBe(2);
    expect(stderr).toBe(
      `bulkhead: --listen 127.0.0.1:${port}: the port is in use; give another one, or 0 for a free one\n`,
    );
  });
});

describe('another feed', () => {
  const official = (id: string, more: object = {}): object => ({
    content_text: '#### Affected Versions\n- kubelet v1.32.0 - v1.32.3\n\n#### Fixed Versions\n- kubelet v1.32.4\n',
    date_published: '2030-01-01T00:00:00Z',
    id,
    summary: 'something new',
    url: 'https://github.com/kubernetes/kubernetes/issues/1',
    status: 'open',
    ...more,
  });

  it('takes the place of the built-in one', async () => {
    file('dump.yaml', NODE);
    file('feed.json', {
      items: [official('CVE-2030-0001'), official('CVE-2030-0002', { content_text: 'all of them' })],
    });
    const { results } = await reportOf('dump.yaml', '--feed', 'feed.json');
    const byId = new Map(results.map((result) => [result.id, result]));
    expect(byId.get('CVE-2030-0001')).toMatchObject({
      verdict: 'affected',
      reason: 'kubelet 1.32.1 has the flaw, the last with it is 1.32.3',
      url: 'https://github.com/kubernetes/kubernetes/issues/1',
    });
    expect(byId.get('CVE-2030-0002')).toMatchObject({
      verdict: 'unknown',
      reason: 'the text says no versions that are certain: https://github.com/kubernetes/kubernetes/issues/1',
    });
    expect(byId.has('CVE-2025-5187')).toBe(false);
    expect(byId.get('CVE-2024-5154')).toMatchObject({ verdict: 'affected' });
  });

  it('is read without its bad items, which are named', async () => {
    file(
      'feed.json',
      `{"items": [{"__proto__": {"id": "CVE-2030-0009"}}, ${JSON.stringify(official('CVE-2030-0001'))}]}`,
    );
    const { stderr, stdout, exitCode } = await cve('--feed', 'feed.json', '--format', 'json');
    expect(stderr).toBe('bulkhead: --feed: items[0]: has a member "__proto__"\n');
    expect(stdout).toContain('CVE-2030-0001');
    expect(exitCode).toBe(3);
  });

  it.each([
    ['text', 'not JSON', /--feed feed\.json: not JSON/],
    ['no feed', '{"a": 1}', /no feed: expected a JSON object with a list "items"/],
    ['depth', '['.repeat(200_000), /not JSON/],
    ['nothing but bad items', '{"items": [1]}', /items\[0\]: no object/],
  ])('is refused with %s', async (_, content, text) => {
    file('feed.json', content);
    const { stderr, exitCode } = await cve('--feed', 'feed.json');
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(text);
  });

  it('is refused beyond 16 MiB', async () => {
    file('large.json', `{"items": [], "x": "${'x'.repeat(16 << 20)}"}`);
    expect((await cve('--feed', 'large.json')).stderr).toBe('bulkhead: --feed large.json: larger than 16 MiB\n');
  });
});
