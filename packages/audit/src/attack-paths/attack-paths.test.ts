import { describe, expect, it } from 'vitest';
import { type AttackPath, attackGraph, attackPaths } from './attack-paths.js';
import { ANN, factsOf, grant, namespaced, object, pod } from './attack-paths.test-support.js';
import type { ClusterObject } from './cluster-facts.js';
import { cut } from './cut.js';
import { type Foothold, footholdText } from './foothold.js';
import { defaultStarts, parseStart } from './starts.js';
import { DEFAULT_TARGETS, parseTarget, type Target } from './target.js';

const target = (text: string): Target => {
  const parsed = parseTarget(text);
  if (parsed === undefined) throw new Error(text);
  return parsed;
};
const search = (objects: readonly ClusterObject[], to: string, starts: readonly Foothold[] = [ANN], paths = 1) => {
  const graph = attackGraph(factsOf(objects));
  const found = attackPaths(graph, { starts, targets: [target(to)], paths, maxSteps: 12 });
  return { ...found, cut: cut(graph, found.graph, starts, target(to)) };
};
const chain = ({ from, steps }: AttackPath): string =>
  [from, ...steps.map(({ to }) => to)].map(footholdText).join(' > ');

/** Ann may enter pods of shop; the pod there runs as an account that is cluster-admin. */
const SHOP = [
  ...grant('shop', ['create /pods/exec']),
  pod('shop', 'web', { serviceAccountName: 'admin' }),
  ...grant('', ['* */*'], 'ServiceAccount/shop/admin', 'admin'),
];

describe('attack paths', () => {
  it('puts the steps together', () => {
    const { paths } = search(SHOP, 'cluster-admin');
    expect(paths.map(chain)).toEqual([
      'user ann > the pods of namespace shop > Pod shop/web > service account shop/admin > cluster-admin',
    ]);
    expect(paths[0]).toMatchObject({ severity: 'critical', certain: true });
  });

  it('finds nothing where a link is missing', () => {
    const without = (spec: object) => [...SHOP.slice(0, 2), pod('shop', 'web', spec), ...SHOP.slice(3)];
    expect(search(without({ serviceAccountName: 'other' }), 'cluster-admin').paths).toEqual([]);
    const quiet = { serviceAccountName: 'admin', automountServiceAccountToken: false };
    expect(search(without(quiet), 'cluster-admin').paths).toEqual([]);
  });

  it('takes what assumes nothing, of paths of one length', () => {
    const rights = [...grant('', ['get /nodes/proxy']), ...grant('', ['* */*'], 'User/ann', 'all')];
    expect(search(rights, 'cluster-admin').paths[0]?.steps[0]?.technique).toBe('all-rights');
  });

  it('finds every simple path, the shortest first, and says when there may be more', () => {
    const rights = [...SHOP, ...grant('shop', ['impersonate /serviceaccounts'], 'User/ann', 'wide')];
    const all = search(rights, 'serviceaccount:shop/admin', [ANN], 50);
    expect(all.paths.map(chain)).toEqual([
      'user ann > service accounts of namespace shop > service account shop/admin',
      'user ann > the pods of namespace shop > Pod shop/web > service account shop/admin',
    ]);
    expect(all.truncated).toBe(false);
    expect(search(rights, 'serviceaccount:shop/admin', [ANN], 1).paths).toHaveLength(1);
  });

  it('looks for secrets of other namespaces than the own', () => {
    const own = grant('shop', ['get /secrets']);
    expect(search(own, 'secrets').paths).toEqual([]);
    expect(search(own, 'secrets:shop').paths).toHaveLength(1);
    expect(search(grant('', ['get /secrets']), 'secrets').paths).toHaveLength(1);
  });

  it('starts at the anonymous user, at workloads and at bound subjects, not at the control plane', () => {
    expect(defaultStarts(factsOf(SHOP)).map(footholdText).sort()).toEqual([
      'Pod shop/web',
      'group system:authenticated',
      'service account shop/admin',
      'user ann',
      'user system:anonymous',
    ]);
    const open = grant('', ['* */*'], 'Group/system:unauthenticated', 'open');
    const anonymous = parseStart('anonymous');
    expect(search(open, 'cluster-admin', anonymous === undefined ? [] : [anonymous]).paths).toHaveLength(1);
  });

  it('takes rights that everybody has for worse by one', () => {
    const severities = (subject: string, ...more: ClusterObject[]) =>
      attackGraph(factsOf([...grant('shop', ['create /pods/exec'], subject), ...more]))
        .stepsFrom(ANN)
        .map(({ severity }) => severity);
    expect(severities('User/ann')).toEqual(['high']);
    expect(severities('Group/system:authenticated')).toEqual(['critical']);
    // Who has the right besides does not make it narrower.
    expect(severities('Group/system:authenticated', ...grant('shop', ['create /pods/exec'], 'User/ann', 'x'))).toEqual([
      'critical',
    ]);
    const anonymous = parseStart('anonymous') ?? ANN;
    const open = attackGraph(factsOf(grant('', ['create /pods/attach'], 'User/system:anonymous'))).stepsFrom(anonymous);
    expect(open.map(({ severity }) => severity)).toEqual(['high']);
    const workloads = (group: string) =>
      attackGraph(factsOf(grant('shop', ['create /pods/attach'], `Group/${group}`))).stepsFrom(
        parseStart('sa:shop/web') ?? ANN,
      );
    expect(workloads('system:serviceaccounts').map(({ severity }) => severity)).toEqual(['high']);
    expect(workloads('system:serviceaccounts:shop').map(({ severity }) => severity)).toEqual(['medium']);
    // One of two rights is not for everybody.
    const half = [
      ...grant('', ['create /secrets'], 'Group/system:authenticated'),
      ...grant('shop', ['get /secrets'], 'User/ann', 'read'),
    ];
    const token = attackGraph(factsOf(half))
      .stepsFrom(ANN)
      .find(({ technique }) => technique === 'token-secret');
    expect(token?.severity).toBe('high');
  });

  it('finds objectives where they are asked for, as bad as the step that gains them', () => {
    const rights = [...SHOP, ...grant('shop', ['delete /events'], 'ServiceAccount/shop/admin', 'events')];
    const graph = attackGraph(factsOf(rights), { objectives: true });
    const found = attackPaths(graph, { starts: [ANN], targets: [target('defense-evasion')], paths: 1, maxSteps: 12 });
    expect(found.paths.map(chain)).toEqual([
      'user ann > the pods of namespace shop > Pod shop/web > service account shop/admin > defense-evasion in the cluster',
    ]);
    const admin = attackPaths(graph, {
      starts: [parseStart('sa:shop/admin') ?? ANN],
      targets: [target('defense-evasion')],
      paths: 1,
      maxSteps: 12,
    });
    expect(admin.paths.map(({ severity, steps }) => `${severity} ${steps.at(-1)?.technique}`)).toEqual([
      'high weaken-guardrail',
    ]);
    const low = search(grant('shop', ['list /pods']), 'discovery:shop').paths;
    expect(low).toEqual([]);
    const asked = attackGraph(factsOf(grant('shop', ['list /pods'])), { objectives: true });
    const query = { starts: [ANN], targets: ['discovery:shop', 'discovery:bank'].map(target), paths: 1, maxSteps: 12 };
    expect(attackPaths(asked, query).paths).toMatchObject([{ severity: 'low', target: { text: 'discovery:shop' } }]);
  });

  it('gives nobody anything by the default roles', () => {
    const facts = factsOf([namespaced('shop')]);
    const query = { starts: defaultStarts(facts), targets: DEFAULT_TARGETS, paths: 1, maxSteps: 12 };
    expect(attackPaths(attackGraph(facts), query).paths).toEqual([]);
  });

  it('ends on roles that impersonate in a circle', () => {
    const circle = [
      ...grant('', ['impersonate /users[bob]']),
      ...grant('', ['impersonate /users[ann]'], 'User/bob', 'back'),
    ];
    expect(search(circle, 'cluster-admin', [ANN], 100).paths).toEqual([]);
  });

  it('survives dangling roles and unknown subjects, and names them', () => {
    const facts = factsOf([
      object('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', '', 'b', {
        subjects: [{ kind: 'Robot', name: 'x' }, { kind: 'User', name: 'ann' }, null],
        roleRef: { kind: 'ClusterRole', name: 'gone' },
      }),
    ]);
    expect(attackGraph(facts).stepsFrom(ANN)).toEqual([]);
    expect(facts.problems.map(({ message }) => message)).toEqual(
      expect.arrayContaining([
        'subjects of kind "Robot" never match',
        'clusterrole.rbac.authorization.k8s.io "gone" not found',
      ]),
    );
  });
});

describe('the cut', () => {
  it('is one change where one is enough', () => {
    const { cut: found } = search(SHOP, 'cluster-admin');
    expect(found.changes).toHaveLength(1);
    expect(found).toMatchObject({ isSmallest: true, isComplete: true, uncuttable: [] });
  });

  it('removes every grant of a right that several bindings give', () => {
    const twice = [...grant('', ['* */*']), ...grant('', ['* */*'], 'User/ann', 'again')];
    expect(search(twice, 'cluster-admin').cut.changes.map(({ text }) => text)).toEqual([
      'take User ann out of ClusterRoleBinding again',
      'take User ann out of ClusterRoleBinding own',
    ]);
  });

  it('prefers the change that ends several paths', () => {
    const bob = parseStart('user:bob');
    const both = [
      ...grant('', ['impersonate /serviceaccounts[robot]']),
      ...grant('', ['impersonate /serviceaccounts[robot]'], 'User/bob', 'bob'),
      ...grant('', ['* */*'], 'ServiceAccount/shop/robot', 'robot'),
    ];
    const { cut: found, paths } = search(both, 'cluster-admin', [ANN, ...(bob === undefined ? [] : [bob])]);
    expect(paths).toHaveLength(2);
    expect(found.changes).toHaveLength(1);
    expect(found.changes[0]?.text).toMatch(/robot/);
  });

  it('says what the default roles leave open', () => {
    const controller = parseStart('serviceaccount:kube-system/clusterrole-aggregation-controller');
    const { cut: found } = search([], 'cluster-admin', controller === undefined ? [] : [controller]);
    expect(found.uncuttable.map(footholdText)).toEqual([
      'service account kube-system/clusterrole-aggregation-controller',
    ]);
    expect(found.changes).toEqual([]);
  });
});

describe('starts and targets', () => {
  it.each([
    ['user:ann', 'user ann'],
    ['user:system:serviceaccount:a:b', 'service account a/b'],
    ['group:system:masters', 'group system:masters'],
    ['sa:a/b', 'service account a/b'],
    ['deployment:a/b', 'Deployment a/b'],
  ])('%s', (text, expected) => {
    const start = parseStart(text);
    expect(start === undefined ? '' : footholdText(start)).toBe(expected);
  });

  it.each(['', 'ann', 'user:', 'sa:a', 'sa:a/b/c', 'robot:a/b'])('no start: %j', (text) => {
    expect(parseStart(text)).toBeUndefined();
  });

  it.each(['', 'admin', 'cluster-admin:x', 'serviceaccount:a', 'serviceaccount:a/b/c'])('no target: %j', (text) => {
    expect(parseTarget(text)).toBeUndefined();
  });
});
