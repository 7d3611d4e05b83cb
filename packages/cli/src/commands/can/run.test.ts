import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../run-command.test-support.js';

const RBAC = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: widget-reader, labels: {rbac.authorization.k8s.io/aggregate-to-view: "true"}}
rules:
- {apiGroups: [example.com], resources: [widgets], verbs: [get, list]}
- {nonResourceURLs: [/metrics], verbs: [get]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: viewers, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects:
- {apiGroup: rbac.authorization.k8s.io, kind: User, name: ann}
- {apiGroup: rbac.authorization.k8s.io, kind: Group, name: "system:serviceaccounts:shop"}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: widgets}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: widget-reader}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: devs}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: one}
rules: [{apiGroups: [""], resources: [configmaps], resourceNames: [cm1], verbs: [get, list, create]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: one}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: one}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: cid}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: own, namespace: foo}
rules: [{apiGroups: [""], resources: [namespaces], verbs: [get, patch]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: own, namespace: foo}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: own}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: alice}]
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {plural: widgets, singular: widget, kind: Widget, shortNames: [wd]}
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  nodeName: n1
  containers: [{name: app, image: registry.example/app:1, envFrom: [{secretRef: {name: db}}]}]
`;

const BROKEN = `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: dangling, namespace: foo}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: nosuch}
subjects:
- {apiGroup: rbac.authorization.k8s.io, kind: User, name: carol}
- {kind: Foo, name: carol}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: c1, labels: {one: "1"}}
aggregationRule: {clusterRoleSelectors: [{matchLabels: {two: "1"}}]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: c2, labels: {two: "1"}}
aggregationRule: {clusterRoleSelectors: [{matchLabels: {one: "1"}}]}
---
apiVersion: rbac.authorization.k8s.io/v1beta1
kind: ClusterRole
metadata: {name: old}
rules: [{apiGroups: [""], resources: [pods], verbs: [list]}]
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-can-'));
  writeFileSync(join(folder, 'rbac.yaml'), RBAC);
  writeFileSync(join(folder, 'broken.yaml'), BROKEN);
  writeFileSync(join(folder, 'unreadable.yaml'), 'kind: [');
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (args: readonly string[], stdin = '') => runCommand(['can', ...args], { cwd: folder, stdin });
const can = (line: string, ...more: string[]) => run(['-f', 'rbac.yaml', ...line.split(' '), ...more]);

const VIEWER = 'RBAC: allowed by RoleBinding "viewers/shop" of ClusterRole "view"';

describe('bulkhead can', () => {
  it.each([
    ['get pods -n shop --as ann', `yes - ${VIEWER} to User "ann"`],
    ['get po web -n shop --as ann', `yes - ${VIEWER} to User "ann"`],
    ['get pods/log web -n shop --as ann', `yes - ${VIEWER} to User "ann"`],
    ['get pods --as ann', 'no'],
    ['get pods -A --as ann', 'no'],
    ['get secrets -n shop --as ann', 'no'],
    ['get pods -n shop --as system:serviceaccount:shop:web', `yes - ${VIEWER} to Group "system:serviceaccounts:shop"`],
    ['get pods -n shop --as system:serviceaccount:other:web', 'no'],
    // Groups that are named stand in the place of those of the account.
    ['get pods -n shop --as system:serviceaccount:shop:web --as-group x', 'no'],
    // By aggregation.
    ['get wd -n shop --as ann', `yes - ${VIEWER} to User "ann"`],
    ['get widgets.example.com -n shop --as ann', `yes - ${VIEWER} to User "ann"`],
    [
      'get widgets -A --as-group devs',
      'yes - RBAC: allowed by ClusterRoleBinding "widgets" of ClusterRole "widget-reader" to Group "devs"',
    ],
    [
      'get /metrics --as bob --as-group devs',
      'yes - RBAC: allowed by ClusterRoleBinding "widgets" of ClusterRole "widget-reader" to Group "devs"',
    ],
    ['get /metrics --as ann', 'no'],
    [
      'get /healthz --as system:anonymous',
      'yes - RBAC: allowed by ClusterRoleBinding "system:public-info-viewer" of ClusterRole "system:public-info-viewer" to Group "system:unauthenticated"',
    ],
    ['delete nodes --as root --as-group system:masters', 'yes'],
    // Names: of the object, of a selector, and of what has none yet.
    ['get cm cm1 --as cid', 'yes - RBAC: allowed by RoleBinding "one/default" of Role "one" to User "cid"'],
    ['get cm cm2 --as cid', 'no'],
    ['list cm --as cid', 'no'],
    [
      'list cm --field-selector metadata.name=cm1 --as cid',
      'yes - RBAC: allowed by RoleBinding "one/default" of Role "one" to User "cid"',
    ],
    ['create cm cm1 --as cid', 'no'],
    // A Namespace is asked for in itself.
    ['patch namespaces foo --as alice', 'yes - RBAC: allowed by RoleBinding "own/foo" of Role "own" to User "alice"'],
    ['patch namespaces bar --as alice', 'no'],
    // The Node authorizer.
    ['get secrets db -n shop --as system:node:n1', 'yes'],
    ['get secrets db -n shop --as system:node:n2', "no - no relationship found between node 'n2' and this object"],
    ['list pods --field-selector spec.nodeName=n1 -A --as system:node:n1', 'yes'],
  ])('%s: %s', async (line, expected) => {
    const { stdout, exitCode } = await can(line);
    expect(stdout).toBe(`${expected}\n`);
    expect(exitCode).toBe(expected.startsWith('yes') ? 0 : 1);
  });

  it.each([
    ['frob widgets --as ann', "verb 'frob' is not a known verb"],
    ['get gadgets --as ann', "the server doesn't have a resource type 'gadgets'"],
    ['get gadgets.example.com --as ann', "the server doesn't have a resource type 'gadgets' in group 'example.com'"],
    ['get nodes -n foo --as ann', "resource 'nodes' is not namespace scoped"],
    ['list /metrics --as ann', "verb 'list' is not a known verb"],
    ['create cm x --as ann', 'a request to create configmaps carries no name: asked without it'],
  ])('warns as kubectl does: %s', async (line, warning) => {
    expect((await can(line)).stderr).toBe(`bulkhead: warning: ${warning}\n`);
  });

  it.each(['impersonate users bob --as ann', 'impersonate-on:user-info:get pods --as ann', 'use *.* --as ann'])(
    'knows %s',
    async (line) => expect((await can(line)).stderr).toBe(''),
  );

  it('shows the chain of bindings', async () => {
    const { stdout } = await can('get widgets -n shop --as ann --as-group devs --explain');
    expect(stdout.split('\n').slice(2)).toEqual([
      'ann (groups devs, system:authenticated): get widgets.example.com in namespace shop',
      '  ClusterRoleBinding widgets to Group devs  rbac.yaml:16',
      '    of ClusterRole widget-reader  rbac.yaml:1',
      '    rules[0]: {"apiGroups":["example.com"],"resources":["widgets"],"verbs":["get","list"]}',
      '  RoleBinding shop/viewers to User ann  rbac.yaml:8',
      '    of ClusterRole view  default of Kubernetes 1.35',
      '    by way of widget-reader (aggregated)',
      '    rules[12]: {"apiGroups":["example.com"],"resources":["widgets"],"verbs":["get","list"]}',
      '',
    ]);
  });

  it('explains the privileged group and nodes', async () => {
    expect((await can('get pods --as-group system:masters --explain')).stdout).toContain('may do everything');
    expect((await can('get secrets db -n shop --as system:node:n1 --explain')).stdout).toContain('the Node authorizer');
  });

  it('writes JSON', async () => {
    const { stdout, exitCode } = await can('get pods -n shop --as ann --format json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      apiVersion: 'bulkhead.dev/v1',
      kind: 'AccessAnswer',
      user: { name: 'ann', groups: ['system:authenticated'] },
      question: { resourceAttributes: { verb: 'get', group: '', resource: 'pods', namespace: 'shop' } },
      allowed: true,
      denied: false,
      reason: `${VIEWER} to User "ann"`,
      error: '',
      authorizer: 'RBAC',
      grants: [
        { binding: { name: 'viewers', source: 'rbac.yaml:8' }, aggregation: ['view', 'system:aggregate-to-view'] },
      ],
      problems: [],
      errors: [],
    });
  });
});

describe('bulkhead can, of roles and bindings that are wrong', () => {
  it('names them as the API server would, and lets them grant nothing', async () => {
    const { stdout, stderr, exitCode } = await run(['-f', 'broken.yaml', 'list', 'pods', '-n', 'foo', '--as', 'carol']);
    expect(stdout).toBe('no - RBAC: clusterrole.rbac.authorization.k8s.io "nosuch" not found\n');
    expect(exitCode).toBe(1);
    expect(stderr.trim().split('\n')).toEqual([
      'bulkhead: broken.yaml:19: ClusterRole old: apiVersion: no matches for kind "ClusterRole" in version "rbac.authorization.k8s.io/v1beta1"; it was left out',
      'bulkhead: broken.yaml:7: RoleBinding foo/dangling: subjects[1].kind: Unsupported value: "Foo": supported values: "ServiceAccount", "User", "Group"',
      'bulkhead: broken.yaml:4: RoleBinding foo/dangling: roleRef: clusterrole.rbac.authorization.k8s.io "nosuch" not found',
      'bulkhead: broken.yaml:12: ClusterRole c1: aggregationRule: aggregates itself through others: c1, c2',
      'bulkhead: broken.yaml:17: ClusterRole c2: aggregationRule: aggregates itself through others: c1, c2',
    ]);
  });

  it('is incomplete when a part of the input cannot be read', async () => {
    const { stdout, exitCode } = await run(['-f', 'rbac.yaml', '-f', 'unreadable.yaml', 'get', 'pods', '--as', 'ann']);
    expect(stdout).toBe('no\n');
    expect(exitCode).toBe(3);
  });
});

describe('bulkhead can --list', () => {
  it('shows rules as kubectl does', async () => {
    const { stdout, stderr, exitCode } = await can('--list --as cid --as-group x');
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    const lines = stdout.split('\n');
    expect(lines[0]).toBe('Resources                                       Non-Resource URLs   Resource Names   Verbs');
    expect(lines).toContain(
      'configmaps                                      []                  [cm1]            [get list create]',
    );
    expect(lines).toContain(
      'selfsubjectreviews.authentication.k8s.io        []                  []               [create]',
    );
    expect(lines).toContain(
      '                                                [/version]          []               [get]',
    );
  });

  it('says where it may be incomplete', async () => {
    const { stderr, exitCode } = await can('--list --as system:node:n1');
    expect(stderr).toBe(
      'bulkhead: warning: the list may be incomplete: node authorizer does not support user rule resolution\n',
    );
    expect(exitCode).toBe(0);
    const dangling = await run(['-f', 'broken.yaml', '--list', '-n', 'foo', '--as', 'carol', '--format', 'json']);
    expect(JSON.parse(dangling.stdout)).toMatchObject({
      kind: 'AccessRules',
      namespace: 'foo',
      incomplete: false,
      evaluationError: 'clusterrole.rbac.authorization.k8s.io "nosuch" not found',
    });
  });
});

describe('bulkhead can --batch', () => {
  const ask = async (questions: readonly (object | string)[], ...files: string[]) => {
    const stdin = questions.map((each) => (typeof each === 'string' ? each : JSON.stringify(each))).join('\n');
    const args = (files.length === 0 ? ['rbac.yaml'] : files).flatMap((file) => ['--files', file]);
    const { stdout, exitCode } = await run([...args, '--batch', '-', '--format', 'json'], stdin);
    return {
      answers: stdout
        .trim()
        .split('\n')
        .map((line): unknown => JSON.parse(line)),
      exitCode,
    };
  };
  const secrets = {
    kind: 'Role',
    metadata: { name: 'r', namespace: 'shop' },
    rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list'] }],
  };

  it('answers each question by its id', async () => {
    const { answers, exitCode } = await ask([
      {
        id: 0,
        user: 'ann',
        groups: [],
        uid: '',
        extra: { a: ['b'] },
        verb: 'get',
        group: '',
        resource: 'pods',
        subresource: 'log',
        namespace: 'shop',
        name: 'web',
      },
      { id: 'x', user: 'bob', groups: ['devs'], verb: 'get', path: '/metrics' },
      { id: 2, groups: ['system:masters'], verb: 'frob', resource: 'gadgets' },
      // Nothing is derived from the name.
      { id: 3, user: 'system:serviceaccount:shop:web', groups: [], verb: 'get', resource: 'pods', namespace: 'shop' },
      {
        id: 4,
        user: 'system:node:n1',
        groups: ['system:nodes'],
        verb: 'get',
        resource: 'secrets',
        namespace: 'shop',
        name: 'db',
      },
    ]);
    expect(exitCode).toBe(0);
    expect(answers).toEqual([
      { id: 0, allowed: true, denied: false, reason: `${VIEWER} to User "ann"`, error: '' },
      {
        id: 'x',
        allowed: true,
        denied: false,
        reason: 'RBAC: allowed by ClusterRoleBinding "widgets" of ClusterRole "widget-reader" to Group "devs"',
        error: '',
      },
      { id: 2, allowed: true, denied: false, reason: '', error: '' },
      { id: 3, allowed: false, denied: false, reason: '', error: '' },
      { id: 4, allowed: false, denied: false, reason: '', error: '' },
    ]);
  });

  it('tells of selectors that cannot be read', async () => {
    const question = { user: 'ann', verb: 'list', resource: 'pods', namespace: 'shop' };
    const { answers } = await ask([
      { id: 0, ...question, fieldSelector: 'a b', labelSelector: 'a in (b)' },
      { id: 1, ...question, fieldSelector: 'a=b' },
    ]);
    const allowed = { allowed: true, denied: false, reason: `${VIEWER} to User "ann"` };
    const error = 'spec.resourceAttributes.fieldSelector ignored due to parse error';
    expect(answers).toEqual([
      { id: 0, ...allowed, error },
      { id: 1, ...allowed, error: '' },
    ]);
  });

  it('answers what RBAC lets a user hand out', async () => {
    const bind = (name: string) => ({
      kind: 'RoleBinding',
      metadata: { name: 'b', namespace: 'shop' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
      subjects: [],
    });
    const { answers, exitCode } = await ask([
      { id: 0, user: 'ann', groups: [], escalation: { verb: 'create', object: secrets } },
      { id: 1, user: 'ann', groups: [], escalation: { verb: 'create', object: bind('view') } },
      { id: 2, user: 'ann', groups: [], escalation: { verb: 'create', object: bind('gone') } },
      { id: 3, user: 'x', groups: ['system:masters'], escalation: { verb: 'update', object: secrets } },
    ]);
    expect(exitCode).toBe(0);
    expect(answers).toEqual([
      {
        id: 0,
        allowed: false,
        reason:
          'roles.rbac.authorization.k8s.io "r" is forbidden: user "ann" (groups=[]) is attempting to grant RBAC permissions not currently held:\n{APIGroups:[""], Resources:["secrets"], Verbs:["get" "list"]}',
        missing: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list'] }],
      },
      { id: 1, allowed: true, reason: '', missing: [] },
      { id: 2, allowed: false, reason: 'rolebindings.rbac.authorization.k8s.io "gone" not found', missing: [] },
      { id: 3, allowed: true, reason: '', missing: [] },
    ]);
  });

  it('asks every right of whoever changes a role that was aggregated', async () => {
    const edit = { kind: 'ClusterRole', metadata: { name: 'edit' }, rules: [] };
    const { answers } = await ask([{ id: 0, user: 'ann', escalation: { verb: 'update', object: edit } }]);
    expect(answers).toMatchObject([
      {
        allowed: false,
        reason: expect.stringContaining('must have cluster-admin privileges to use the aggregationRule'),
      },
    ]);
  });

  it.each([
    ['xx', 'no JSON'],
    ['[]', 'a question is a JSON object'],
    ['{"user":1}', 'user: expected a text'],
    ['{"groups":"g"}', 'groups: expected a list of texts'],
    ['{"extra":{"a":"b"}}', 'extra: expected a list of texts at "a"'],
    ['{"path":"/x","resource":"pods"}', 'not both'],
    ['{"escalation":{"object":{"kind":"Pod"}}}', 'escalation.object.kind: expected one of Role'],
    ['{"escalation":{"verb":"get","object":{"kind":"Role"}}}', 'escalation.verb: expected create'],
    ['{"__proto__":{"id":1,"verb":"get"}}', ''],
  ])('answers %s too', async (line, error) => {
    const { answers, exitCode } = await ask([line]);
    expect(answers).toMatchObject([{ id: null, allowed: false, error: expect.stringContaining(error) }]);
    expect(exitCode).toBe(error === '' ? 0 : 2);
  });

  it.each([['unreadable.yaml'], ['nowhere']])('ends with 2 when the input cannot be read: %s', async (file) => {
    const { exitCode } = await run(['--files', file, '--batch', '-'], '{"id":0,"verb":"get","path":"/"}');
    expect(exitCode).toBe(2);
  });

  it('answers from what it read, and ends with 3, where a chart was not rendered', async () => {
    const cluster = join(folder, 'with-chart');
    mkdirSync(join(cluster, 'app', 'templates'), { recursive: true });
    writeFileSync(join(cluster, 'rbac.json'), '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}}');
    writeFileSync(join(cluster, 'app', 'Chart.yaml'), 'apiVersion: v2\nname: app\nversion: 0.1.0\n');
    writeFileSync(join(cluster, 'app', 'templates', 'a.yaml'), '{{ fail "never" }}\n');
    const question = '{"id":0,"user":"ann","groups":["system:authenticated"],"verb":"get","path":"/version"}';
    const { stdout, stderr, exitCode } = await run(['-f', 'with-chart', '--batch', '-'], question);
    expect(stdout).toContain('"id":0,"allowed":true');
    expect(stderr).toContain('the chart is not rendered');
    expect(exitCode).toBe(3);
    // A file that cannot be read is something else.
    writeFileSync(join(cluster, 'broken.yaml'), 'a: [');
    expect((await run(['-f', 'with-chart', '--batch', '-'], question)).exitCode).toBe(2);
  });

  it('reads questions from a file', async () => {
    writeFileSync(
      join(folder, 'questions.jsonl'),
      '{"id":7,"user":"ann","verb":"get","resource":"pods","namespace":"shop"}\r\n\n',
    );
    expect((await run(['-f', 'rbac.yaml', '--batch', 'questions.jsonl'])).stdout).toContain('"id":7,"allowed":true');
    const missing = await run(['-f', 'rbac.yaml', '--batch', 'gone.jsonl']);
    expect(missing.stderr).toContain('cannot read questions from gone.jsonl: no such file or folder');
    expect(missing.exitCode).toBe(2);
  });
});

describe('bulkhead can, asked wrongly', () => {
  it.each([
    [['get', 'pods', '-f', 'rbac.yaml'], 'say who asks'],
    [['get', 'pods', '--as', 'ann'], 'name a file'],
    [['get', '-f', 'rbac.yaml', '--as', 'ann'], 'say what is asked'],
    [['get', 'pods', 'a', 'b', '-f', 'rbac.yaml', '--as', 'ann'], 'say what is asked'],
    [['get', '/metrics', 'a', '-f', 'rbac.yaml', '--as', 'ann'], 'a path has no name'],
    [['get', 'pods', '-n', 'a', '-A', '-f', 'rbac.yaml', '--as', 'ann'], 'exclude each other'],
    [['get', 'pods', '--list', '-f', 'rbac.yaml', '--as', 'ann'], '--list shows every right'],
    [['--list', '-A', '-f', 'rbac.yaml', '--as', 'ann'], '--list shows the rights in one namespace'],
    [['--batch', '-', '-f', '-'], 'cannot both read stdin'],
    [['--batch', '-', '-f', 'rbac.yaml', '--as', 'ann'], 'each question names its user'],
    [['get', 'pods', '--batch', '-', '-f', 'rbac.yaml'], '--batch takes its questions from the file alone'],
    [['get', 'pods', '-f', 'rbac.yaml', '--as', ''], 'need a name'],
    [
      ['get', 'pods', '-f', 'rbac.yaml', '--as', 'ann', '--kubernetes-version', '1.12'],
      'unsupported Kubernetes version',
    ],
  ])('%j', async (args, message) => {
    const { stdout, stderr, exitCode } = await run(args);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 2 });
    expect(stderr).toContain(message);
  });
});
