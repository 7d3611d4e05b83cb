import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCommand } from '../run-command.test-support.js';

const MANIFEST = `apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: restricted}}
---
apiVersion: v1
kind: List
items:
- apiVersion: rbac.authorization.k8s.io/v1
  kind: Role
  metadata: {name: deployer, namespace: shop}
  rules: [{apiGroups: [apps], resources: [deployments], verbs: [create]}]
- apiVersion: rbac.authorization.k8s.io/v1
  kind: RoleBinding
  metadata: {name: deployer, namespace: shop}
  roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: deployer}
  subjects: [{kind: User, name: ann, apiGroup: rbac.authorization.k8s.io}]
- apiVersion: v1
  kind: ServiceAccount
  metadata: {name: robot, namespace: shop}
- apiVersion: rbac.authorization.k8s.io/v1
  kind: ClusterRoleBinding
  metadata: {name: robot}
  roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
  subjects: [{kind: ServiceAccount, name: robot, namespace: shop}]
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-paths-'));
  writeFileSync(join(folder, 'all.yaml'), MANIFEST);
});
afterEach(() => rmSync(folder, { recursive: true }));

const paths = (...args: string[]) => runCommand(['paths', 'all.yaml', ...args], { cwd: folder });
const ann = ['--from', 'user:ann', '--to', 'cluster-admin'];

describe('bulkhead paths', () => {
  it('finds the way and what allows each step', async () => {
    const { stdout, stderr, exitCode } = await paths(...ann, '--format', 'json');
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 1 });
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ kind: 'AttackPaths', kubernetesVersion: '1.35', errors: [] });
    const [path] = report.paths;
    expect(
      path.steps.map((step: { technique: string; to: { text: string } }) => `${step.technique} ${step.to.text}`),
    ).toEqual([
      'write-controllers own pods in namespace shop',
      'pod-service-account service accounts of namespace shop',
      'service-account-identity service account shop/robot',
      'all-rights cluster-admin',
    ]);
    expect(path.steps[0].allowedBy[0]).toMatchObject({
      need: 'create deployments.apps',
      binding: { kind: 'RoleBinding', namespace: 'shop', name: 'deployer' },
      rule: { apiGroups: ['apps'], resources: ['deployments'], verbs: ['create'] },
    });
  });

  it('names the cut, and the default start set', async () => {
    const { stdout } = await paths('--cut', '--to', 'cluster-admin');
    expect(stdout).toContain('to cut every path to cluster-admin, the fewest changes: 1\n');
    expect(stdout).toContain('  - take ServiceAccount shop/robot out of ClusterRoleBinding robot\n');
    expect(stdout).toContain('2 paths from 4 starts: 2 to cluster-admin\n');
  });

  it('is clean below --fail-on and where no path is', async () => {
    expect((await paths(...ann, '--fail-on', 'none')).exitCode).toBe(0);
    const { stdout, exitCode } = await paths('--from', 'anonymous');
    expect({ stdout, exitCode }).toEqual({ stdout: 'no attack paths from 1 start\n', exitCode: 0 });
  });

  it('counts the groups of a user', async () => {
    const masters = await paths(...ann, '--group', 'system:masters', '--format', 'json');
    expect(JSON.parse(masters.stdout).paths[0].steps[0].technique).toBe('privileged-group');
  });

  it('writes a page and a graph', async () => {
    const { stdout } = await paths(...ann, '--format', 'html', '--output', 'paths.html');
    expect(stdout).toBe('');
    expect(readFileSync(join(folder, 'paths.html'), 'utf8')).toMatch(
      /^<!doctype html>[\s\S]*user ann[\s\S]*<\/html>\n$/,
    );
    expect((await paths(...ann, '--format', 'dot')).stdout).toMatch(/^digraph attack_paths \{\n[\s\S]*\}\n$/);
  });

  it('is incomplete when a file cannot be read', async () => {
    writeFileSync(join(folder, 'broken.yaml'), 'a: [');
    const { stderr, exitCode } = await runCommand(['paths', '.'], { cwd: folder });
    expect(exitCode).toBe(3);
    expect(stderr).toContain('broken.yaml');
  });

  it.each([
    [['--from', 'ann'], /^bulkhead: --from "ann": expected anonymous, user:NAME, /],
    [['--from', 'pod:shop/none'], /^bulkhead: --from: the input holds no Pod shop\/none\n$/],
    [['--to', 'moon'], /^bulkhead: --to "moon": expected cluster-admin, node, /],
    [['--paths', '0'], /^bulkhead: --paths "0": expected a number from 1 to 10000\n$/],
    [['--group', 'x'], /^bulkhead: --group says which groups the users of --from are in/],
  ])('refuses %j', async (args, message) => {
    const { stdout, stderr, exitCode } = await paths(...args);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
    expect(stderr).toMatch(message);
  });

  it('needs a path that is there', async () => {
    expect((await runCommand(['paths'], { cwd: folder })).exitCode).toBe(2);
    expect((await runCommand(['paths', 'none.yaml'], { cwd: folder })).exitCode).toBe(2);
  });
});
