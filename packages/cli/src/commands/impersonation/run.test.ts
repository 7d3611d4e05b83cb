import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../run-command.test-support.js';

const API = 'rbac.authorization.k8s.io';
const role = (kind: string, metadata: object, ...rules: object[]): string =>
  JSON.stringify({ apiVersion: `${API}/v1`, kind, metadata, rules });
const bound = (metadata: { name: string; namespace?: string }, name: string, ...subjects: object[]): string =>
  JSON.stringify({
    apiVersion: `${API}/v1`,
    kind: metadata.namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding',
    metadata,
    roleRef: { apiGroup: API, kind: 'ClusterRole', name },
    subjects,
  });
const user = (name: string) => ({ kind: 'User', apiGroup: API, name });
const impersonate = (resources: string[], ...resourceNames: string[]) => ({
  apiGroups: [''],
  resources,
  verbs: ['impersonate'],
  ...(resourceNames.length > 0 ? { resourceNames } : {}),
});
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

const RBAC = [
  role(
    'ClusterRole',
    { name: 'deputy', labels: { team: 'x' }, annotations: { [LAST_APPLIED]: '{}' }, uid: '1' },
    impersonate(['users'], 'ann'),
    { apiGroups: [''], resources: ['pods'], verbs: ['get'] },
  ),
  bound({ name: 'deputy' }, 'deputy', { kind: 'ServiceAccount', namespace: 'shop', name: 'helper' }),
  role('Role', { name: 'pods', namespace: 'shop' }, { apiGroups: [''], resources: ['pods'], verbs: ['list'] }),
  JSON.stringify({
    apiVersion: `${API}/v1`,
    kind: 'RoleBinding',
    metadata: { name: 'pods', namespace: 'shop' },
    roleRef: { apiGroup: API, kind: 'Role', name: 'pods' },
    subjects: [user('ann')],
  }),
  role('ClusterRole', { name: 'anybody' }, impersonate(['users', 'groups'])),
  bound({ name: 'anybody' }, 'anybody', user('root')),
  role('ClusterRole', { name: 'masters' }, impersonate(['users'], 'ann'), impersonate(['groups'], 'system:masters')),
  bound({ name: 'masters' }, 'masters', user('root')),
  role(
    'ClusterRole',
    { name: 'reviews' },
    { apiGroups: ['authentication.k8s.io'], resources: ['*'], verbs: ['*'] },
    { apiGroups: [''], resources: ['pods'], verbs: ['*'] },
  ),
  bound({ name: 'reviews' }, 'reviews', user('web')),
].join('\n---\n');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-impersonation-'));
  writeFileSync(join(folder, 'rbac.yaml'), RBAC);
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (...args: string[]) => runCommand(['impersonation', '-f', 'rbac.yaml', ...args], { cwd: folder });

describe('bulkhead impersonation', () => {
  it('lists who may become whom, worst first, with what the gate changes', async () => {
    const { stdout, stderr, exitCode } = await run();
    expect([stderr, exitCode]).toEqual(['', 0]);
    expect(stdout).toBe(
      [
        'ConstrainedImpersonation is off in this cluster of Kubernetes 1.35',
        '',
        'User root  critical',
        '  may become     any user, any group, any node',
        '  by             ClusterRoleBinding anybody of ClusterRole anybody, rules[0]  (rbac.yaml:11)',
        '                 ClusterRoleBinding masters of ClusterRole masters, rules[0]  (rbac.yaml:15)',
        '                 ClusterRoleBinding masters of ClusterRole masters, rules[1]  (rbac.yaml:15)',
        '  with the gate  all this as before, by the verb impersonate',
        '',
        'User web  low, critical with the gate',
        '  may become     any uid, extras of any key',
        '  by             ClusterRoleBinding reviews of ClusterRole reviews, rules[0]  (rbac.yaml:19)',
        '  with the gate  all this as before, by the verb impersonate',
        '                 new by the verb *, mode arbitrary-node: any node; to * *; * pods',
        '                 new by the verb *, mode serviceaccount: any service account; to * *; * pods',
        '                 new by the verb *, mode user-info: any user, any group; to * *; * pods',
        '',
        'ServiceAccount shop/helper  low',
        '  may become     user ann',
        '  by             ClusterRoleBinding deputy of ClusterRole deputy, rules[0]  (rbac.yaml:3)',
        '  with the gate  all this as before, by the verb impersonate',
        '',
        'roles with the verb impersonate',
        '  ClusterRole anybody (rbac.yaml:9): stays: anybody can be meant (user-info), so what may be done is a choice: --verbs get,list,watch',
        '  ClusterRole deputy (rbac.yaml:1): can be replaced, see --format yaml',
        '  ClusterRole masters (rbac.yaml:13): stays: constrained impersonation cannot give the group system:masters',
        '',
        '3 may become somebody else, and 1 by the bindings that every cluster has',
        '',
      ].join('\n'),
    );
  });

  it('says which versions know the gate', async () => {
    expect((await run('--kubernetes-version', '1.34')).stdout).toMatch(
      /^Kubernetes 1\.34 does not know ConstrainedImpersonation; it comes with 1\.35/,
    );
    expect((await run('--kubernetes-version', '1.36')).stdout).toMatch(/^ConstrainedImpersonation is on /);
  });

  it('writes the roles that replace the verb, the actions first', async () => {
    const { stdout } = await run('--format', 'yaml', '--verbs', 'list');
    expect(stdout).toContain('# apply these roles only where it is on\n');
    expect(stdout).toContain(
      '# ClusterRole masters (rbac.yaml:13) is left as it is:\n#   constrained impersonation cannot give the group system:masters\n',
    );
    const deputy = stdout.slice(stdout.indexOf('# ClusterRole deputy'), stdout.indexOf('# ClusterRole masters'));
    expect(deputy).toBe(`# ClusterRole deputy (rbac.yaml:1)
apiVersion: ${API}/v1
kind: Role
metadata:
  name: "deputy:impersonate-on"
  namespace: shop
rules:
- apiGroups:
  - ""
  resources:
  - pods
  verbs:
  - "impersonate-on:user-info:list"
---
apiVersion: ${API}/v1
kind: RoleBinding
metadata:
  name: "deputy:impersonate-on"
  namespace: shop
roleRef:
  apiGroup: ${API}
  kind: Role
  name: "deputy:impersonate-on"
subjects:
- kind: ServiceAccount
  name: helper
  namespace: shop
---
apiVersion: ${API}/v1
kind: ClusterRole
metadata:
  name: deputy
  labels:
    team: x
rules:
- apiGroups:
  - ""
  resources:
  - pods
  verbs:
  - get
- apiGroups:
  - authentication.k8s.io
  resources:
  - users
  resourceNames:
  - ann
  verbs:
  - "impersonate:user-info"
`);
  });

  it('is data with --format json', async () => {
    const { stdout } = await run('--format', 'json');
    expect(JSON.parse(stdout)).toMatchObject({
      apiVersion: 'bulkhead.dev/v1',
      kind: 'ImpersonationReport',
      constrainedImpersonation: false,
      holders: [
        {
          subject: { kind: 'User', name: 'root' },
          tier: 'critical',
          identities: [{ namespace: '', users: '*', groups: '*', serviceAccounts: [] }],
          withGate: { keepsLegacy: true, gained: [], nodesJoinGroup: false },
        },
        { subject: { name: 'web' }, tier: 'low', tierWithGate: 'critical', withGate: { gained: [{}, {}, {}] } },
        { subject: { kind: 'Group', name: 'system:masters' }, via: [{ source: '' }] },
        { subject: { kind: 'ServiceAccount', namespace: 'shop', name: 'helper' }, tier: 'low' },
      ],
      replacements: [
        { role: { name: 'anybody' }, open: ['user-info'], objects: [] },
        { role: { name: 'deputy' }, refusals: [], objects: [{}, {}, {}, {}, { kind: 'ClusterRole' }] },
        { role: { name: 'masters' }, lost: ['the group system:masters'] },
      ],
    });
  });

  it('ends with 2 for verbs that no request has, and without files', async () => {
    const wrong = await run('--verbs', 'get,impersonate');
    expect([wrong.exitCode, wrong.stderr]).toEqual([
      2,
      expect.stringContaining('"impersonate" is no verb of a request'),
    ]);
    expect((await runCommand(['impersonation'])).exitCode).toBe(2);
  });
});
