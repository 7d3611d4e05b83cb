import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../run-command.test-support.js';

const RBAC = `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: app, namespace: shop}
rules:
- {apiGroups: [""], resources: [configmaps, secrets], verbs: [get, list]}
- {apiGroups: [""], resources: [pods], verbs: ["*"]}
- {apiGroups: [rbac.authorization.k8s.io], resources: [roles], verbs: [escalate]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: app, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: app}
subjects: [{kind: ServiceAccount, name: web, namespace: shop}]
`;

const WEB = 'system:serviceaccount:shop:web';
const event = (parts: object): string =>
  JSON.stringify({
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    stage: 'ResponseComplete',
    user: { username: WEB, groups: ['system:serviceaccounts', 'system:serviceaccounts:shop', 'system:authenticated'] },
    responseStatus: { code: 200 },
    annotations: { 'authorization.k8s.io/decision': 'allow' },
    ...parts,
  });
const core = (resource: string, name?: string) => ({ resource, namespace: 'shop', apiVersion: 'v1', name });

const LOG = [
  event({
    verb: 'get',
    requestURI: '/api/v1/namespaces/shop/configmaps/settings',
    objectRef: core('configmaps', 'settings'),
  }),
  event({ verb: 'create', requestURI: '/api/v1/namespaces/shop/pods', objectRef: core('pods', 'job-1') }),
  event({
    verb: 'list',
    requestURI: '/api/v1/namespaces/shop/secrets?fieldSelector=metadata.name%3Dtls',
    objectRef: core('secrets', 'tls'),
  }),
  // Allowed, and not there.
  event({ verb: 'get', objectRef: core('pods', 'gone'), responseStatus: { code: 404 } }),
  // Denied, of another stage.
  event({
    verb: 'delete',
    objectRef: core('secrets', 'x'),
    responseStatus: { code: 403 },
    annotations: { 'authorization.k8s.io/decision': 'forbid' },
  }),
  event({ verb: 'delete', objectRef: core('secrets', 'y'), stage: 'RequestReceived' }),
  event({
    verb: 'get',
    requestURI: '/metrics?x=1',
    user: { username: 'bob' },
    impersonatedUser: { username: 'ann', groups: ['system:authenticated'] },
  }),
].join('\n');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-least-privilege-'));
  writeFileSync(join(folder, 'rbac.yaml'), RBAC);
  writeFileSync(join(folder, 'audit.log'), LOG);
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (args: readonly string[], stdin = '') => runCommand(['least-privilege', ...args], { cwd: folder, stdin });
const fromLog = (...more: string[]) => run(['--audit-log', 'audit.log', '-f', 'rbac.yaml', ...more]);

describe('bulkhead least-privilege', () => {
  it('writes roles to apply, and what is unused', async () => {
    const { stdout, stderr, exitCode } = await fromLog('--as', WEB);
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "# granted, but not used by anybody in the log:
      #   RoleBinding shop/app of Role shop/app  (rbac.yaml:9)
      #     rules[0]: list configmaps of ""
      #     rules[0]: get secrets of ""
      #     rules[1]: * in verbs is wider than its use: get pods of "" named gone; create pods of ""
      ---
      # system:serviceaccount:shop:web: 4 different requests
      # kept in shop, since a log does not show its use: escalate roles of rbac.authorization.k8s.io
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata:
        name: "least-privilege:system:serviceaccount:shop:web"
        namespace: shop
      rules:
      - apiGroups:
        - ""
        resources:
        - configmaps
        resourceNames:
        - settings
        verbs:
        - get
      - apiGroups:
        - ""
        resources:
        - pods
        resourceNames:
        - gone
        verbs:
        - get
      - apiGroups:
        - ""
        resources:
        - pods
        verbs:
        - create
      - apiGroups:
        - ""
        resources:
        - secrets
        resourceNames:
        - tls
        verbs:
        - list
      - apiGroups:
        - rbac.authorization.k8s.io
        resources:
        - roles
        verbs:
        - escalate
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata:
        name: "least-privilege:system:serviceaccount:shop:web"
        namespace: shop
      roleRef:
        apiGroup: rbac.authorization.k8s.io
        kind: Role
        name: "least-privilege:system:serviceaccount:shop:web"
      subjects:
      - kind: ServiceAccount
        name: web
        namespace: shop
      "
    `);
  });

  it('gives roles that are read back, and allow what was done and no more', async () => {
    const { stdout } = await fromLog();
    writeFileSync(join(folder, 'suggested.yaml'), stdout);
    const can = async (line: string) =>
      (await runCommand(['can', '-f', 'suggested.yaml', ...line.split(' ')], { cwd: folder })).exitCode;
    for (const line of [
      `get configmaps settings -n shop --as ${WEB}`,
      `create pods -n shop --as ${WEB}`,
      `list secrets --field-selector metadata.name=tls -n shop --as ${WEB}`,
      `get pods gone -n shop --as ${WEB}`,
      'get /metrics --as ann',
      'impersonate users ann --as bob',
    ]) {
      expect([line, await can(line)]).toEqual([line, 0]);
    }
    for (const line of [
      `get configmaps other -n shop --as ${WEB}`,
      `list secrets -n shop --as ${WEB}`,
      `delete secrets x -n shop --as ${WEB}`,
      `delete secrets y -n shop --as ${WEB}`,
      `create pods -n default --as ${WEB}`,
      'get /metrics --as bob',
      'impersonate users root --as bob',
    ]) {
      expect([line, await can(line)]).toEqual([line, 1]);
    }
  });

  it('answers in JSON, from stdin', async () => {
    const { stdout, exitCode } = await run(['--audit-log', '-', '-f', 'rbac.yaml', '--format', 'json'], LOG);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      kind: 'LeastPrivilege',
      events: 5,
      subjects: [{ subject: 'ann' }, { subject: 'bob' }, { subject: WEB }],
      unused: [
        { binding: { name: 'app' }, role: { kind: 'Role' }, ruleIndex: 0, used: true, source: 'rbac.yaml:9' },
        {
          ruleIndex: 1,
          wider: ['verbs'],
          narrowed: [{ verbs: ['get'], resourceNames: ['gone'] }, { verbs: ['create'] }],
        },
      ],
      errors: [],
    });
  });

  it.each([
    ['{', 'stdin:1: no JSON'],
    ['[]', 'stdin:1: no event'],
    [event({ verb: 'get', stage: 7 }), 'stdin:1: stage: expected a text'],
    [event({ verb: 'get', objectRef: core('pods'), user: null }), 'stdin:1: user.username: expected a text'],
    [event({ verb: 'get' }), 'stdin:1: objectRef, requestURI: they do not say'],
    [event({ verb: 'get', objectRef: core('*') }), 'could be allowed by a wildcard only'],
    [event({ verb: 'get', responseStatus: {}, annotations: {} }), 'stdin:1: responseStatus.code: expected a number'],
  ])('names a line that is no event: %s', async (line, expected) => {
    const { stdout, stderr, exitCode } = await run(['--audit-log', '-', '-f', 'rbac.yaml'], `${line}\n\n`);
    expect(stderr).toContain(expected);
    expect(stdout).toContain('# no request in the log counts');
    expect(exitCode).toBe(3);
  });

  it('reads the lists that a webhook is sent', async () => {
    const list = {
      kind: 'EventList',
      apiVersion: 'audit.k8s.io/v1',
      items: LOG.split('\n').map((line) => JSON.parse(line)),
    };
    const args = ['--audit-log', '-', '-f', 'rbac.yaml'];
    expect(await run(args, JSON.stringify(list))).toEqual(await fromLog());
  });

  it('shows what somebody who is not in the log has', async () => {
    const { stdout, exitCode } = await run(['--audit-log', '-', '-f', 'rbac.yaml', '--as', WEB]);
    expect(stdout).toContain('rules[0]: all of it: get,list configmaps,secrets');
    expect(stdout).not.toContain('rules[2]');
    expect(exitCode).toBe(0);
  });

  it('can still hand out the roles that were handed out, as far as the log or the input shows them', async () => {
    const api = { apiGroup: 'rbac.authorization.k8s.io', apiVersion: 'v1', namespace: 'shop' };
    const apiVersion = 'rbac.authorization.k8s.io/v1';
    const metadata = { name: 'pods', namespace: 'shop' };
    const log = [
      event({
        verb: 'create',
        objectRef: { ...api, resource: 'roles' },
        requestObject: {
          apiVersion,
          kind: 'Role',
          metadata,
          rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }],
        },
        user: { username: 'bot' },
      }),
      event({
        verb: 'update',
        objectRef: { ...api, resource: 'rolebindings', name: 'app' },
        user: { username: 'bot' },
      }),
      event({ verb: 'patch', objectRef: { ...api, resource: 'roles', name: 'new' }, user: { username: 'bot' } }),
      // Let through by authorization, refused by the check of escalation.
      event({
        verb: 'create',
        objectRef: { ...api, resource: 'roles' },
        requestObject: {
          apiVersion,
          kind: 'Role',
          metadata,
          rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }],
        },
        user: { username: 'bot' },
        responseStatus: { code: 403 },
      }),
    ].join('\n');
    const { stdout } = await run(['--audit-log', '-', '-f', 'rbac.yaml', '--as', 'bot'], log);
    const comments = stdout.split('\n').filter((line) => line.startsWith('# '));
    expect(comments.slice(comments.indexOf('# bot: 3 different requests'))).toEqual([
      '# bot: 3 different requests',
      '# added in shop, to hand out what was handed out: get pods of ""',
      '# added in shop, to hand out what was handed out: bind roles of rbac.authorization.k8s.io named app',
      '# Role shop/new was written, and what it gives is neither in the log nor in the input:',
      '#   writing it may take more rights, or escalate or bind; log these requests at level Request',
      '# more than the roles and bindings at hand give in shop: get pods of ""',
      '# more than the roles and bindings at hand give in shop: update rolebindings of rbac.authorization.k8s.io named app',
      '# more than the roles and bindings at hand give in shop: bind roles of rbac.authorization.k8s.io named app',
      '# more than the roles and bindings at hand give in shop: patch roles of rbac.authorization.k8s.io named new',
      '# more than the roles and bindings at hand give in shop: create roles of rbac.authorization.k8s.io',
    ]);
  });

  it('leaves nodes to their authorizer', async () => {
    const user = { username: 'system:node:n1', groups: ['system:nodes'] };
    const { stdout } = await run(
      ['--audit-log', '-', '-f', 'rbac.yaml'],
      event({ verb: 'get', objectRef: core('pods', 'x'), user }),
    );
    expect(stdout).toContain('# system:node:n1 is a node');
    expect(stdout).not.toContain('kind:');
  });

  it.each([
    [['-f', 'rbac.yaml'], 'name the audit log'],
    [['--audit-log', 'audit.log'], 'name a file'],
    [['--audit-log', 'nowhere.log', '-f', 'rbac.yaml'], 'cannot read the audit log nowhere.log: no such file'],
    [['--audit-log', '-', '-f', '-'], 'cannot both read stdin'],
    [['--audit-log', 'audit.log', '-f', 'rbac.yaml', '--max-names', '-1'], '--max-names needs'],
  ])('refuses %j', async (args, expected) => {
    const { stderr, exitCode } = await run(args);
    expect(stderr).toContain(expected);
    expect(exitCode).toBe(2);
  });
});
