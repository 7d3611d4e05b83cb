import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resourceAttributes } from '../authorization/attributes.js';
import { person, profileFor } from '../authorization/profile.test-support.js';
import { buildRbacIndex, type RbacObject } from './cluster-rbac.js';
import { RbacIndex } from './rbac-index.js';
import { type RbacKind, readBinding, readRole } from './rbac-object.js';

const problemsOf = (kind: RbacKind, object: unknown): string[] =>
  new RbacIndex().set(kind, object).map(({ fieldPath, message }) => `${fieldPath}: ${message}`);

const named = (rest: object) => ({ metadata: { name: 'x', namespace: 'a' }, ...rest });

describe('objects that are not what they should be', () => {
  it.each([
    ['Role', undefined, ['metadata.name: the object has no name and was left out']],
    ['Role', 'text', ['metadata.name: the object has no name and was left out']],
    ['Role', { metadata: { name: 5 } }, ['metadata.name: the object has no name and was left out']],
    ['Role', { metadata: { name: 'x' } }, ['metadata.namespace: a Role needs a namespace; the object was left out']],
    ['ClusterRole', named({ rules: {} }), ['rules: expected a list, found an object; it was left out']],
    ['ClusterRole', named({ rules: [null] }), ['rules[0]: expected a rule, found null; it grants nothing']],
    [
      'ClusterRole',
      named({ rules: [{ verbs: ['get'], apiGroups: [''], resources: ['secrets'], resourceNames: 'one' }] }),
      ['rules[0].resourceNames: expected a list of strings; the rule grants nothing'],
    ],
    [
      'ClusterRole',
      named({ rules: [{ verbs: ['get', 7] }] }),
      ['rules[0].verbs: expected a list of strings; the rule grants nothing'],
    ],
    [
      'Role',
      named({ rules: [{ verbs: ['get'], nonResourceURLs: ['/x'] }] }),
      ['rules[0].nonResourceURLs: namespaced rules cannot apply to non-resource URLs'],
    ],
    ['RoleBinding', named({}), ['roleRef: expected a reference to a role, found nothing; the binding grants nothing']],
    [
      'RoleBinding',
      named({ roleRef: { kind: 'Robot', name: 'r' } }),
      ['roleRef.kind: unsupported role reference kind "Robot"'],
    ],
    [
      'ClusterRoleBinding',
      named({ roleRef: { kind: 'Role', name: 'r' } }),
      ['roleRef.kind: a ClusterRoleBinding cannot refer to a Role; the binding grants nothing'],
    ],
    [
      'ClusterRoleBinding',
      named({
        roleRef: { kind: 'ClusterRole', name: 'r' },
        subjects: [[], { kind: 'Robot', name: 'r' }, { kind: 'User' }, { kind: 'ServiceAccount', name: 's' }],
      }),
      [
        'subjects[0]: expected a subject, found a list; it was left out',
        'subjects[1].kind: subjects of kind "Robot" never match',
        'subjects[2].name: expected a string, found nothing; the subject was left out',
        'subjects[3].namespace: a ServiceAccount needs a namespace here; the subject never matches',
      ],
    ],
  ] as [RbacKind, unknown, string[]][])('%s %j', (kind, object, problems) => {
    expect(problemsOf(kind, object)).toEqual(problems);
  });

  it('grants nothing by a rule of which a part is of the wrong type', () => {
    const index = new RbacIndex();
    index.set('ClusterRole', {
      metadata: { name: 'r' },
      rules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'], resourceNames: 'one' }],
    });
    index.set('ClusterRoleBinding', {
      metadata: { name: 'b' },
      roleRef: { kind: 'ClusterRole', name: 'r' },
      subjects: [{ kind: 'User', name: 'ann' }],
    });
    const question = resourceAttributes({ user: person('ann'), verb: 'get', resource: 'secrets', name: 'x' });
    expect(index.authorize(question).decision).toBe('noOpinion');
  });

  it('takes nothing from prototypes', () => {
    const inherited = Object.create({ metadata: { name: 'x' }, rules: [{ verbs: ['*'] }] });
    expect(readRole('ClusterRole', inherited).object).toBeUndefined();
    const spiked = JSON.parse('{"__proto__": {"metadata": {"name": "x"}}, "metadata": {"name": "y"}}');
    expect(readRole('ClusterRole', spiked).object?.name).toBe('y');
  });

  it('fills in what the API fills in', () => {
    const { object } = readBinding('RoleBinding', {
      metadata: { name: 'b', namespace: 'a' },
      roleRef: { kind: 'Role', name: 'r' },
      subjects: [
        { kind: 'User', name: 'u' },
        { kind: 'ServiceAccount', name: 's' },
      ],
    });
    expect(object?.roleRef.apiGroup).toBe('rbac.authorization.k8s.io');
    expect(object?.subjects).toEqual([
      { kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'u', namespace: '', identity: 'u' },
      { kind: 'ServiceAccount', apiGroup: '', name: 's', namespace: '', identity: 'system:serviceaccount:a:s' },
    ]);
  });
});

describe('buildRbacIndex', () => {
  const profile = profileFor(35);

  it('names a binding that leads nowhere, an aggregation in a circle and an unknown subject', () => {
    const aggregating = (name: string, label: string, selected: string): RbacObject => ({
      kind: 'ClusterRole',
      object: {
        metadata: { name, labels: { [label]: '1' } },
        aggregationRule: { clusterRoleSelectors: [{ matchLabels: { [selected]: '1' } }] },
      },
    });
    const { problems } = buildRbacIndex(
      [
        aggregating('one', 'a', 'b'),
        aggregating('two', 'b', 'a'),
        {
          kind: 'RoleBinding',
          object: {
            metadata: { name: 'b', namespace: 'a' },
            roleRef: { kind: 'Role', name: 'gone' },
            subjects: [{ kind: 'Robot', name: 'x' }],
          },
        },
      ],
      profile,
    );
    expect(
      problems.map(({ kind, name, fieldPath, message }) => `${kind} ${name} ${fieldPath}: ${message}`).sort(),
    ).toEqual([
      'ClusterRole one aggregationRule: aggregates itself through others: one, two',
      'ClusterRole two aggregationRule: aggregates itself through others: one, two',
      'RoleBinding b roleRef: role.rbac.authorization.k8s.io "gone" not found',
      'RoleBinding b subjects[0].kind: subjects of kind "Robot" never match',
    ]);
  });

  it('lets a given object replace the default of its name', () => {
    const { index } = buildRbacIndex(
      [{ kind: 'ClusterRole', object: { metadata: { name: 'cluster-admin' }, rules: [] } }],
      profile,
    );
    expect(index.resolve({ apiGroup: '', kind: 'ClusterRole', name: 'cluster-admin' }, '').rules).toEqual([]);
    expect(index.resolve({ apiGroup: '', kind: 'ClusterRole', name: 'view' }, '').rules.length).toBeGreaterThan(5);
  });

  it('survives any value, and lets it grant nothing to a stranger', () => {
    const key = fc.constantFrom(
      'metadata',
      'name',
      'namespace',
      'rules',
      'verbs',
      'roleRef',
      'subjects',
      'kind',
      '__proto__',
      'constructor',
      'labels',
      'aggregationRule',
      'clusterRoleSelectors',
      'matchLabels',
      'matchExpressions',
    );
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom<unknown>(null, undefined, '', 'x', 0, true, 'ClusterRole', 'User'),
        fc.array(tie('any'), { maxLength: 3 }),
        fc.dictionary(key, tie('any'), { maxKeys: 5 }),
      ),
    })).any;
    const kinds: RbacKind[] = ['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'];
    fc.assert(
      fc.property(
        fc.array(fc.record({ kind: fc.constantFrom(...kinds), object: value }), { maxLength: 5 }),
        (objects) => {
          const { index } = buildRbacIndex(objects, profile);
          const question = resourceAttributes({
            user: person('stranger'),
            verb: 'get',
            resource: 'secrets',
            namespace: 'x',
            name: 'x',
          });
          expect(index.authorize(question).decision).toBe('noOpinion');
        },
      ),
      { numRuns: 300 },
    );
  });
});
