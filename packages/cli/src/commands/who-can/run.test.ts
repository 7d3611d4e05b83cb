import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../run-command.test-support.js';

const RBAC = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: key-reader}
rules: [{apiGroups: [""], resources: [secrets], verbs: [get]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: keys, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: key-reader}
subjects:
- {apiGroup: rbac.authorization.k8s.io, kind: User, name: ann}
- {kind: ServiceAccount, name: web}
- {apiGroup: rbac.authorization.k8s.io, kind: Group, name: "system:serviceaccounts:shop"}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: as-ann}
rules:
- {apiGroups: [""], resources: [users], resourceNames: [ann], verbs: [impersonate]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: as-ann}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: as-ann}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: eve}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: constrained}
rules:
- {apiGroups: [authentication.k8s.io], resources: [users], resourceNames: [ann], verbs: ["impersonate:user-info"]}
- {apiGroups: [""], resources: [secrets], verbs: ["impersonate-on:user-info:get"]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: constrained}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: constrained}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: mallory}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: ops, namespace: shop}
rules:
- {apiGroups: [rbac.authorization.k8s.io], resources: [roles], verbs: [escalate, update]}
- {apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], resourceNames: [key-reader], verbs: [bind]}
- {apiGroups: [rbac.authorization.k8s.io], resources: [rolebindings], verbs: [create]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: ops, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: ops}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: olga}]
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: web, namespace: shop}
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-who-can-'));
  writeFileSync(join(folder, 'rbac.yaml'), RBAC);
  writeFileSync(join(folder, 'unreadable.yaml'), 'kind: [');
});
afterAll(() => rmSync(folder, { recursive: true }));

const whoCan = (line: string) => runCommand(['who-can', '-f', 'rbac.yaml', ...line.split(' ')], { cwd: folder });

/** Subjects that the file adds to those of the defaults. */
async function listed(line: string): Promise<readonly string[]> {
  const { stdout } = await whoCan(`${line} --format json`);
  const { subjects }: { subjects: { how: string; kind: string; name: string; via: { binding: string }[] }[] } =
    JSON.parse(stdout);
  return subjects
    .filter(({ via }) => via.some(({ binding }) => ['keys', 'as-ann', 'constrained', 'ops'].includes(binding)))
    .map(({ how, kind, name }) => `${how} ${kind} ${name}`);
}

const BY_RIGHT = ['direct ServiceAccount web', 'direct User ann', 'group Group system:serviceaccounts:shop'];
const WAYS = ['escalate User olga', 'bind User olga', 'impersonate User eve'];

describe('bulkhead who-can', () => {
  it.each([
    ['get secrets -n shop', [...BY_RIGHT, ...WAYS]],
    ['get secrets db -n shop', [...BY_RIGHT, ...WAYS]],
    ['get secrets', [...BY_RIGHT, ...WAYS]],
    ['get secrets -n shop --kubernetes-version 1.36', [...BY_RIGHT, ...WAYS, 'impersonate User mallory']],
    ['get secrets --kubernetes-version 1.36', [...BY_RIGHT, ...WAYS, 'impersonate User mallory']],
    ['get secrets -n other', []],
    ['delete secrets -n other', []],
    ['impersonate users ann', ['direct User eve']],
    ['impersonate users bob', []],
  ])('%s', async (line, expected) => expect(await listed(line)).toEqual(expected));

  it('writes JSON', async () => {
    const { stdout, exitCode } = await whoCan('get secrets -n shop --format json');
    expect(exitCode).toBe(0);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ apiVersion: 'bulkhead.dev/v1', kind: 'WhoCan', problems: [], errors: [] });
    expect(report.subjects).toContainEqual({
      kind: 'ServiceAccount',
      name: 'web',
      namespace: 'shop',
      how: 'direct',
      via: [{ binding: 'keys', role: 'key-reader', namespace: 'shop' }],
    });
    expect(report.subjects).toContainEqual({
      kind: 'Group',
      name: 'system:serviceaccounts:shop',
      namespace: '',
      how: 'group',
      via: [{ binding: 'keys', role: 'key-reader', namespace: 'shop' }],
      members: ['shop/web'],
    });
    expect(report.notes).toEqual([expect.stringContaining('Node authorizer')]);
  });

  it('writes a table without ways round that nobody needs', async () => {
    const { stdout, stderr } = await whoCan('get secrets -n shop');
    expect(stderr).toBe('');
    const lines = stdout.split('\n');
    expect(lines[0]).toBe('who can get secrets in namespace shop');
    expect(
      lines.filter((line) => /olga|eve|masters|:shop/.test(line)).map((line) => line.replaceAll(/ {2,}/g, ' | ')),
    ).toEqual([
      'group | Group system:masters | ClusterRoleBinding cluster-admin of cluster-admin',
      'group | Group system:serviceaccounts:shop (1 in the input) | RoleBinding shop/keys of key-reader',
      'escalate | User olga | RoleBinding shop/ops of ops',
      'bind | User olga | RoleBinding shop/ops of ops',
      'impersonate | User eve | ClusterRoleBinding as-ann of as-ann',
    ]);
    expect(stdout).toMatch(/\n\d+ by right, \d+ by ways round\n$/);
  });

  it('says in which namespaces it looked', async () => {
    expect((await whoCan('get secrets')).stdout).toContain('who can get secrets in any namespace');
    expect((await whoCan('get nodes')).stdout).toContain('who can get nodes in the cluster');
    expect((await whoCan('get /metrics')).stdout).toContain('who can get path /metrics');
  });

  it('is incomplete when a part of the input cannot be read', async () => {
    const { exitCode } = await whoCan('get secrets -f unreadable.yaml');
    expect(exitCode).toBe(3);
  });

  it.each([
    ['get', 'say what is asked'],
    ['get secrets a b', 'say what is asked'],
    ['get /metrics a', 'a path has no name'],
  ])('asked wrongly: %s', async (line, message) => {
    const { stdout, stderr, exitCode } = await whoCan(line);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
    expect(stderr).toContain(message);
  });

  it('needs files', async () => {
    const { stderr, exitCode } = await runCommand(['who-can', 'get', 'pods'], { cwd: folder });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('bulkhead who-can VERB RESOURCE --files PATH');
  });
});
