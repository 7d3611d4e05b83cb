import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runCommand } from '../run-command.test-support.js';

const POD = `# the shop
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  containers:
  - name: app # one
    image: registry.example/app:1.2.3
    securityContext: {runAsUser: 1000}
`;
const FIXED = POD.replace('{runAsUser: 1000}', '{runAsUser: 1000, allowPrivilegeEscalation: false}');
const RULE = ['--rules', 'pod-security/privilege-escalation'];
const UNSAFE = ['--rules', 'security-context/read-only-root-filesystem'];

function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'bulkhead-fix-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}
const fix = (cwd: string, ...args: readonly string[]) => runCommand(['fix', ...args], { cwd });
const read = (folder: string, name: string): string => readFileSync(join(folder, name), 'utf8');

describe('bulkhead fix', () => {
  it('prints a diff, and says on stderr what it is about', async () => {
    const cwd = folderOf({ 'a.yaml': POD });
    const { stdout, stderr, exitCode } = await fix(cwd, 'a.yaml', ...RULE);
    expect(stdout).toBe(
      [
        '--- a/a.yaml',
        '+++ b/a.yaml',
        '@@ -6,4 +6,4 @@',
        '   containers:',
        '   - name: app # one',
        '     image: registry.example/app:1.2.3',
        '-    securityContext: {runAsUser: 1000}',
        '+    securityContext: {runAsUser: 1000, allowPrivilegeEscalation: false}',
        '',
      ].join('\n'),
    );
    expect(stderr).toContain('1 finding fixed in 1 file (nothing is written; --write does it)');
    expect(exitCode).toBe(0);
    expect(read(cwd, 'a.yaml')).toBe(POD);
  });

  it('makes what can break something only with --unsafe, and names the risk', async () => {
    const cwd = folderOf({ 'a.yaml': POD });
    const withheld = await fix(cwd, 'a.yaml', ...UNSAFE);
    expect(withheld.stdout).toBe('');
    expect(withheld.stderr).toContain('1 more finding can be fixed with --unsafe');
    expect(withheld.stderr).toContain('(unsafe: a program that writes outside of its volumes fails)');
    const made = await fix(cwd, 'a.yaml', '--unsafe', ...UNSAFE);
    expect(made.stdout).toContain('+    securityContext: {runAsUser: 1000, readOnlyRootFilesystem: true}');
  });

  it('prints YAML and JSON patches', async () => {
    const yaml = await runCommand(['fix', '-', '--format', 'yaml', ...RULE], { stdin: POD });
    expect(yaml.stdout).toBe(FIXED);
    const { stdout } = await runCommand(['fix', '-', '--format', 'json-patch', ...RULE], { stdin: POD });
    expect(JSON.parse(stdout)).toEqual({
      apiVersion: 'bulkhead.dev/v1',
      kind: 'ObjectPatch',
      file: '<stdin>',
      object: { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'web' },
      fixes: [
        {
          ruleId: 'pod-security/privilege-escalation',
          description: 'set securityContext.allowPrivilegeEscalation to false',
          safety: 'safe',
        },
      ],
      patch: [
        { op: 'test', path: '/spec/containers/0/name', value: 'app' },
        { op: 'add', path: '/spec/containers/0/securityContext/allowPrivilegeEscalation', value: false },
      ],
    });
  });

  it('ends with 1 for --check, with 3 where input or a fix is missing, with 2 for what nobody can mean', async () => {
    const cwd = folderOf({ 'a.yaml': POD, 'fixed.yaml': FIXED, 'bad.yaml': `${POD}---\n{\n` });
    expect((await fix(cwd, 'a.yaml', '--check', ...RULE)).exitCode).toBe(1);
    expect((await fix(cwd, 'fixed.yaml', '--check', ...RULE)).exitCode).toBe(0);
    expect((await fix(cwd, 'bad.yaml', ...RULE)).exitCode).toBe(3);
    const aliased = 'spec:\n  initContainers: [&c {name: a, image: x}]\n  containers: [*c]\n';
    writeFileSync(join(cwd, 'alias.yaml'), `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n${aliased}`);
    const refused = await fix(cwd, 'alias.yaml', ...RULE);
    expect(refused.exitCode).toBe(3);
    expect(refused.stderr).toMatch(/alias\.yaml: Pod a: not fixed .* alias/);
    for (const args of [
      ['a.yaml', '--write', '--format', 'diff'],
      ['-', '--write'],
      ['a.yaml', '--namespace-labels', '--format', 'yaml'],
      ['a.yaml', '--rules', 'nope'],
      ['nowhere.yaml'],
      [],
    ]) {
      expect((await fix(cwd, ...args)).exitCode).toBe(2);
    }
  });
});

describe.skipIf(process.platform === 'win32')('bulkhead fix --write', () => {
  it('rewrites the file, keeps its mode, and finds nothing the second time', async () => {
    const cwd = folderOf({ 'a.yaml': POD, 'crlf.yaml': `\ufeff${POD.replaceAll('\n', '\r\n')}` });
    chmodSync(join(cwd, 'a.yaml'), 0o640);
    const { stdout, exitCode } = await fix(cwd, '.', '--write', ...RULE);
    expect([stdout, exitCode]).toEqual(['', 0]);
    expect(read(cwd, 'a.yaml')).toBe(FIXED);
    expect(read(cwd, 'crlf.yaml')).toBe(`\ufeff${FIXED.replaceAll('\n', '\r\n')}`);
    expect(statSync(join(cwd, 'a.yaml')).mode & 0o777).toBe(0o640);
    expect(readdirSync(cwd).sort()).toEqual(['a.yaml', 'crlf.yaml']);
    expect((await fix(cwd, '.', '--check', ...RULE)).exitCode).toBe(0);
  });

  it.each<[string, (cwd: string) => string, RegExp]>([
    [
      'a symbolic link',
      (cwd) => {
        symlinkSync(join(cwd, 'a.yaml'), join(cwd, 'link.yaml'));
        return 'link.yaml';
      },
      /symbolic link/,
    ],
    [
      'a file with a second name',
      (cwd) => {
        linkSync(join(cwd, 'a.yaml'), join(cwd, 'other.yaml'));
        return 'a.yaml';
      },
      /hard links/,
    ],
    [
      'a read-only file',
      (cwd) => {
        chmodSync(join(cwd, 'a.yaml'), 0o444);
        return 'a.yaml';
      },
      /read-only|permission denied/,
    ],
  ])('refuses %s', async (_, prepare, reason) => {
    const cwd = folderOf({ 'a.yaml': POD });
    const { stderr, exitCode } = await fix(cwd, prepare(cwd), '--write', ...RULE);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('1 finding fixed in 1 file, 1 of them not written');
    expect(stderr).toMatch(reason);
    expect(read(cwd, 'a.yaml')).toBe(POD);
  });

  it('writes nothing outside of the folder', async () => {
    const outside = folderOf({ 'a.yaml': POD });
    const cwd = folderOf({ 'b.yaml': POD });
    mkdirSync(join(cwd, 'in'));
    symlinkSync(outside, join(cwd, 'in', 'out'));
    symlinkSync(join(outside, 'a.yaml'), join(cwd, 'in', 'a.yaml'));
    writeFileSync(join(cwd, 'in', 'c.yaml'), POD.replace('web', 'c'));
    await fix(cwd, 'in', '--write', ...RULE);
    expect(read(outside, 'a.yaml')).toBe(POD);
    expect(read(cwd, 'b.yaml')).toBe(POD);
    expect(read(cwd, 'in/c.yaml')).toContain('allowPrivilegeEscalation');
    expect(existsSync(join(outside, 'c.yaml'))).toBe(false);
  });

  it('writes what it can where a pattern finds nothing', async () => {
    const cwd = folderOf({ 'a.yaml': POD });
    const { exitCode } = await fix(cwd, 'nowhere/*.yaml', 'a.yaml', '--write', ...RULE);
    expect(exitCode).toBe(3);
    expect(read(cwd, 'a.yaml')).toBe(FIXED);
  });
});

describe('bulkhead fix --namespace-labels', () => {
  it('says in the component that not all was read', async () => {
    const cwd = folderOf({ 'a.yaml': POD, 'b.yaml': 'a: [' });
    const { stdout, exitCode } = await fix(cwd, '.', '--namespace-labels');
    expect(exitCode).toBe(3);
    expect(stdout).toMatch(/^# Not all of the input could be read.*\n# Made by bulkhead fix/);
  });

  it('prints a component, and names who stands in the way', async () => {
    const cwd = folderOf({
      'a.yaml': POD,
      'ns.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n',
      'b.yaml': POD.replace('namespace: shop', 'namespace: net').replace('spec:\n', 'spec:\n  hostNetwork: true\n'),
    });
    const { stdout, stderr, exitCode } = await fix(cwd, '.', '--namespace-labels');
    expect(stdout).toContain('# net: nothing is enforced; Pod web does not pass baseline: host namespaces\n');
    expect(stdout).toContain('kind: Component\n');
    expect(stdout).toContain('    name: shop\n');
    expect(stdout).toContain('        pod-security.kubernetes.io/enforce: baseline\n');
    expect(stderr).toContain('labelled only where the base has them: net');
    expect(exitCode).toBe(0);
  });
});
