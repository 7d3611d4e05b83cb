/**
 * The default roles and bindings: word for word those of a 1.35 server after its controllers have filled the aggregated
 * roles, and right by right those of every other version.
 */
import { readFileSync } from 'node:fs';
import { MINORS } from '@bulkhead/apimachinery';
import {
  aggregateClusterRoles,
  atomsOf,
  bootstrapObjects,
  buildRbacIndex,
  policyRule,
  type RbacKind,
} from '@bulkhead/engine/rbac';
import { describe, expect, it } from 'vitest';
import { type Json, profileOf } from './rbac-replay.js';
import { describeShared } from './shared.js';

interface Difference {
  readonly missing: readonly string[];
  readonly extra: { readonly [key: string]: readonly (readonly string[])[] };
  readonly changed: { readonly [key: string]: { readonly [way: string]: readonly (readonly string[])[] } };
}

type Atoms = ReadonlyMap<string, ReadonlySet<string>>;

function objectsOf(version: string): readonly (readonly [RbacKind, Json])[] {
  const defaults = bootstrapObjects(profileOf(version, 'default'));
  const of = (kind: RbacKind, objects: readonly unknown[]) => objects.map((object): [RbacKind, Json] => [kind, object]);
  return [
    ...of('Role', defaults.roles),
    ...of('ClusterRole', defaults.clusterRoles),
    ...of('RoleBinding', defaults.roleBindings),
    ...of('ClusterRoleBinding', defaults.clusterRoleBindings),
  ];
}

/** Every right, subject and reference to a role as text, by object. */
function atomsByObject(version: string): Atoms {
  const result = new Map<string, ReadonlySet<string>>();
  for (const [kind, object] of objectsOf(version)) {
    const { name, namespace = '' } = object.metadata;
    const rules = (object.rules ?? []).flatMap((rule: Json) => atomsOf(policyRule(rule)));
    const rights = rules.map(({ apiGroups, resources, resourceNames, nonResourceURLs, verbs }: Json) =>
      nonResourceURLs.length > 0
        ? ['URL', nonResourceURLs[0], '', verbs[0]]
        : [apiGroups[0], resources[0], resourceNames[0] ?? '', verbs[0]],
    );
    const subjects = (object.subjects ?? []).map((subject: Json) => [
      'subj',
      subject.kind,
      subject.namespace ?? '',
      subject.name,
    ]);
    const reference = object.roleRef ? [['ref', object.roleRef.kind, object.roleRef.name, '']] : [];
    result.set(
      `${kind}:${namespace}/${name}`,
      new Set([...rights, ...subjects, ...reference].map((atom) => JSON.stringify(atom))),
    );
  }
  return result;
}

function changedBy(atoms: Atoms, { missing, extra, changed }: Difference): Atoms {
  const result = new Map(atoms);
  for (const key of missing) result.delete(key);
  const texts = (list: readonly (readonly string[])[] = []) => list.map((atom) => JSON.stringify(atom));
  for (const [key, list] of Object.entries(extra)) result.set(key, new Set(texts(list)));
  for (const [key, ways] of Object.entries(changed)) {
    const lacking = new Set(texts(ways['lacks_that_1_35_has']));
    const kept = [...(result.get(key) ?? [])].filter((atom) => !lacking.has(atom));
    result.set(key, new Set([...kept, ...texts(ways['has_not_in_1_35'])]));
  }
  return result;
}

const sorted = (atoms: Atoms) =>
  Object.fromEntries(
    [...atoms].map(([key, list]) => [key, [...list].sort()] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
  );

describeShared('default roles', (folder) => {
  const read = (path: string): Json => JSON.parse(readFileSync(`${folder}data/${path}`, 'utf8'));

  describe('as a 1.35 server has them', () => {
    const profile = profileOf('1.35', 'default');
    const byName = (items: readonly Json[]): Json =>
      Object.fromEntries(items.map((item) => [`${item.metadata.namespace ?? ''}/${item.metadata.name}`, plain(item)]));
    const plain = ({ metadata, rules, roleRef, subjects, aggregationRule }: Json): Json => {
      const { name, namespace, labels, annotations } = metadata;
      return JSON.parse(
        JSON.stringify({
          metadata: { name, namespace, labels, annotations },
          rules,
          roleRef,
          subjects,
          aggregationRule,
        }),
      );
    };
    const defaults = bootstrapObjects(profile);
    const { clusterRoles } = aggregateClusterRoles(defaults.clusterRoles, profile.minor);
    const ours: { readonly [list: string]: readonly unknown[] } = { ...defaults, clusterRoles };
    it.each([
      ['roles', 'roles'],
      ['clusterRoles', 'clusterroles'],
      ['roleBindings', 'rolebindings'],
      ['clusterRoleBindings', 'clusterrolebindings'],
    ])('%s', (list, file) => {
      expect(byName(ours[list] ?? [])).toEqual(byName(read(`reference-1.35/rbac/${file}.json`).items));
    });
  });

  const { versions } = read('rbac-bootstrap-delta-from-1.35.json');
  it.each(MINORS.map((minor) => `1.${minor}`))('%s differs from 1.35 as recorded', (version) => {
    expect(sorted(atomsByObject(version))).toEqual(sorted(changedBy(atomsByObject('1.35'), versions[version])));
  });

  it.each(MINORS.map((minor) => `1.${minor}`))('%s has nothing that is not understood', (version) => {
    expect(buildRbacIndex([], profileOf(version, 'default')).problems).toEqual([]);
  });
});
