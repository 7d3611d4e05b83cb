/**
 * The index of roles and bindings against an evaluator that is slow and obviously right: it walks all bindings, as the
 * reference does, in the order of their names. Random roles, bindings and requests over a small vocabulary, with
 * wildcards, names, dangling references, odd subjects and objects that change; the seed is printed when they differ.
 */
import {
  type Attributes,
  aggregateMessage,
  goQuote,
  nonResourceAttributes,
  resourceAttributes,
  type UserInfo,
  userInfo,
} from '@bulkhead/engine/authorization';
import { type PolicyRule, RbacIndex, uncoveredAtoms, whoCan } from '@bulkhead/engine/rbac';
import { describe, expect, it } from 'vitest';

// The slow evaluator.

interface Subject {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

interface Binding {
  readonly kind: 'RoleBinding' | 'ClusterRoleBinding';
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly subjects: readonly Subject[];
  readonly roleRef: { readonly kind: string; readonly name: string };
}

type Rule = { readonly [list in keyof PolicyRule]?: readonly string[] };

interface Role {
  readonly kind: 'Role' | 'ClusterRole';
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly rules: readonly Rule[];
}

interface World {
  readonly roles: Map<string, Role>;
  readonly bindings: Map<string, Binding>;
}

const keyOf = (object: Role | Binding): string =>
  [object.kind, object.metadata.namespace ?? '', object.metadata.name].join('|');

function appliesTo(user: UserInfo, subject: Subject, bindingNamespace: string): boolean {
  if (subject.kind === 'User') return user.name === subject.name;
  if (subject.kind === 'Group') return user.groups.includes(subject.name);
  if (subject.kind !== 'ServiceAccount') return false;
  const namespace = subject.namespace || bindingNamespace;
  return namespace !== '' && user.name === `system:serviceaccount:${namespace}:${subject.name}`;
}

function allows(rule: Rule, request: Attributes): boolean {
  const has = (list: readonly string[] | undefined, item: string) => (list ?? []).some((each) => each === item);
  if (!has(rule.verbs, '*') && !has(rule.verbs, request.verb)) return false;
  if (!request.resourceRequest) {
    return (rule.nonResourceURLs ?? []).some(
      (url) =>
        url === '*' || url === request.path || (url.endsWith('*') && request.path.startsWith(url.replace(/\*+$/, ''))),
    );
  }
  const combined = request.subresource ? `${request.resource}/${request.subresource}` : request.resource;
  return (
    (has(rule.apiGroups, '*') || has(rule.apiGroups, request.apiGroup)) &&
    (rule.resources ?? []).some(
      (resource) =>
        resource === '*' ||
        resource === combined ||
        (request.subresource !== '' && resource === `*/${request.subresource}`),
    ) &&
    ((rule.resourceNames ?? []).length === 0 || has(rule.resourceNames, request.name))
  );
}

interface Visit {
  readonly binding: Binding;
  readonly subject: Subject;
  readonly rules: readonly Rule[];
  readonly error: string;
}

/** ClusterRoleBindings, then RoleBindings of the namespace, each by name. */
function visits(world: World, user: UserInfo, namespace: string): readonly Visit[] {
  const all = [...world.bindings.values()].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  const found: Visit[] = [];
  for (const kind of ['ClusterRoleBinding', 'RoleBinding'] as const) {
    for (const binding of all) {
      const own = binding.metadata.namespace ?? '';
      if (binding.kind !== kind || (kind === 'RoleBinding' && (namespace === '' || own !== namespace))) continue;
      const subject = binding.subjects.find((each) => appliesTo(user, each, own));
      if (subject === undefined) continue;
      const { kind: roleKind, name } = binding.roleRef;
      if (roleKind !== 'Role' && roleKind !== 'ClusterRole') {
        found.push({ binding, subject, rules: [], error: `unsupported role reference kind: ${goQuote(roleKind)}` });
        continue;
      }
      const role = world.roles.get([roleKind, roleKind === 'Role' ? own : '', name].join('|'));
      const error = role ? '' : `${roleKind.toLowerCase()}.rbac.authorization.k8s.io ${goQuote(name)} not found`;
      found.push({ binding, subject, rules: role?.rules ?? [], error });
    }
  }
  return found;
}

function authorizeSlowly(world: World, request: Attributes): { decision: string; reason: string } {
  const all = visits(world, request.user, request.namespace);
  for (const { binding, subject, rules } of all) {
    if (!rules.some((rule) => allows(rule, request))) continue;
    const namespace = binding.metadata.namespace ?? '';
    const named = binding.kind === 'RoleBinding' ? `${binding.metadata.name}/${namespace}` : binding.metadata.name;
    const who = subject.kind === 'ServiceAccount' ? `${subject.name}/${subject.namespace || namespace}` : subject.name;
    const role = `${binding.roleRef.kind} ${goQuote(binding.roleRef.name)}`;
    const reason = `RBAC: allowed by ${binding.kind} ${goQuote(named)} of ${role} to ${subject.kind} ${goQuote(who)}`;
    return { decision: 'allow', reason };
  }
  const errors = all.map(({ error }) => error).filter((error) => error !== '');
  return { decision: 'noOpinion', reason: errors.length === 0 ? '' : `RBAC: ${aggregateMessage(errors)}` };
}

// Random worlds.

function randomSource(seed: number) {
  let state = seed >>> 0 || 1;
  const next = () => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 4294967296;
  };
  const below = (count: number) => Math.floor(next() * count);
  const pick = <Item>(list: readonly Item[]): Item => list[below(list.length)] as Item;
  const some = <Item>(list: readonly Item[], most: number) => Array.from({ length: below(most + 1) }, () => pick(list));
  return { below, pick, some, chance: (share: number) => next() < share };
}

type Random = ReturnType<typeof randomSource>;

const NAMESPACES = ['a', 'b', 'c'];
const NAMES = ['one', 'two', 'three', '__proto__', 'constructor'];
const GROUPS = ['', 'apps', '*', 'x.io'];
const RESOURCES = ['pods', 'pods/log', 'pods/*', '*', '*/log', '*/*', 'secrets', 'namespaces', '', '__proto__'];
const VERBS = ['get', 'list', 'create', '*', 'escalate', 'Get', ''];
const OBJECT_NAMES = ['x', 'y', '', 'constructor'];
const PATHS = ['/a', '/a/*', '/a/b', '*', '/a**', '', '/'];
const USERS = ['ann', 'bob', 'system:serviceaccount:a:one', 'system:serviceaccount:b:two', '', '__proto__'];
const USER_GROUPS = ['dev', 'ops', 'system:serviceaccounts:a', 'constructor', ''];

function randomRule(random: Random): Rule {
  if (random.chance(0.15)) return { verbs: random.some(VERBS, 2), nonResourceURLs: random.some(PATHS, 2) };
  return {
    verbs: random.some(VERBS, 3),
    apiGroups: random.some(GROUPS, 2),
    resources: random.some(RESOURCES, 3),
    ...(random.chance(0.3) ? { resourceNames: random.some(OBJECT_NAMES, 2) } : {}),
    ...(random.chance(0.03) ? { nonResourceURLs: random.some(PATHS, 2) } : {}),
  };
}

function randomRole(random: Random): Role {
  const kind = random.pick(['Role', 'ClusterRole'] as const);
  const rules = Array.from({ length: random.chance(0.1) ? 12 : random.below(4) }, () => randomRule(random));
  const namespace = kind === 'Role' ? { namespace: random.pick(NAMESPACES) } : {};
  return { kind, metadata: { name: random.pick(NAMES), ...namespace }, rules };
}

function randomSubject(random: Random): Subject {
  const kind = random.pick(['User', 'Group', 'ServiceAccount', 'ServiceAccount', 'Robot', 'user']);
  if (kind === 'Group') return { kind, name: random.pick(USER_GROUPS) };
  if (kind === 'ServiceAccount') {
    const namespace = random.chance(0.7) ? { namespace: random.pick(NAMESPACES) } : {};
    return { kind, name: random.pick(NAMES), ...namespace };
  }
  return { kind, name: random.pick(USERS) };
}

function randomBinding(random: Random): Binding {
  const kind = random.pick(['RoleBinding', 'RoleBinding', 'ClusterRoleBinding'] as const);
  const namespace = kind === 'RoleBinding' ? { namespace: random.pick(NAMESPACES) } : {};
  return {
    kind,
    metadata: { name: `${random.pick(NAMES)}-${random.below(8)}`, ...namespace },
    subjects: Array.from({ length: random.below(4) }, () => randomSubject(random)),
    roleRef: {
      kind: random.pick(['Role', 'ClusterRole', 'ClusterRole', 'Foo']),
      name: random.pick([...NAMES, 'none']),
    },
  };
}

function randomRequest(random: Random): Attributes {
  const user = userInfo({ name: random.pick(USERS), groups: random.some(USER_GROUPS, 3) });
  const verb = random.pick([...VERBS, 'delete']);
  if (random.chance(0.12)) return nonResourceAttributes(user, verb, random.pick([...PATHS, '/a/b/c', '/b']));
  return resourceAttributes({
    user,
    verb,
    namespace: random.pick([...NAMESPACES, '', 'd']),
    apiGroup: random.pick(GROUPS),
    resource: random.pick(['pods', 'secrets', 'namespaces', '*', '', '__proto__']),
    subresource: random.pick(['', '', 'log', '*', 'exec']),
    name: random.pick(OBJECT_NAMES),
  });
}

/** One change of the world, done to both sides. */
function change(random: Random, world: World, index: RbacIndex): void {
  const objects = random.chance(0.5) ? world.roles : world.bindings;
  if (random.chance(0.3) && objects.size > 0) {
    const object = random.pick([...objects.values()]);
    objects.delete(keyOf(object));
    expect(index.delete(object.kind, object.metadata.namespace ?? '', object.metadata.name)).toBe(true);
    return;
  }
  const object = random.chance(0.4) ? randomRole(random) : randomBinding(random);
  if (object.kind === 'Role' || object.kind === 'ClusterRole') world.roles.set(keyOf(object), object);
  else world.bindings.set(keyOf(object), object as Binding);
  index.set(object.kind, object);
}

const SEED = 20_241_124;
const WORLDS = 300;
const REQUESTS_A_STEP = 25;
const STEPS = 20;

describe('the index and the slow evaluator', () => {
  it(`answer alike: ${WORLDS * STEPS * REQUESTS_A_STEP} requests in worlds that change`, () => {
    for (let number = 0; number < WORLDS; number++) {
      const seed = SEED + number;
      const random = randomSource(seed);
      const world: World = { roles: new Map(), bindings: new Map() };
      const index = new RbacIndex();
      for (let at = random.below(40); at > 0; at--) change(random, world, index);
      for (let step = 0; step < STEPS; step++) {
        change(random, world, index);
        for (let at = 0; at < REQUESTS_A_STEP; at++) {
          const request = randomRequest(random);
          const { decision, reason } = index.authorize(request);
          const expected = authorizeSlowly(world, request);
          if (decision !== expected.decision || reason !== expected.reason) {
            expect({ seed, request, decision, reason }).toEqual({ seed, request, ...expected });
          }
        }
      }
    }
  });

  it('list the same rules and errors of a user', () => {
    for (let number = 0; number < 2000; number++) {
      const random = randomSource(SEED + number);
      const world: World = { roles: new Map(), bindings: new Map() };
      const index = new RbacIndex();
      for (let at = 30; at > 0; at--) change(random, world, index);
      const { user, namespace } = randomRequest(random);
      const all = visits(world, user, namespace);
      const { grants, errors } = index.userRules(user, namespace);
      expect(grants.map(({ rule }) => allowedPart(rule))).toEqual(all.flatMap(({ rules }) => rules.map(allowedPart)));
      expect(errors).toEqual(all.map(({ error }) => error).filter((error) => error !== ''));
    }
  });

  it('find the same subjects that may do something', () => {
    for (let number = 0; number < 2000; number++) {
      const random = randomSource(SEED + number);
      const world: World = { roles: new Map(), bindings: new Map() };
      const index = new RbacIndex();
      for (let at = 30; at > 0; at--) change(random, world, index);
      const request = randomRequest(random);
      const found = whoCan(index, request)
        .filter(({ how }) => how === 'direct' || how === 'group')
        .map(({ kind, namespace, name }) => [kind, namespace, name].join('|'));
      expect(new Set(found)).toEqual(subjectsSlowly(world, request));
    }
  });
});

function subjectsSlowly(world: World, request: Attributes): ReadonlySet<string> {
  const found = new Set(['Group||system:masters']);
  for (const binding of world.bindings.values()) {
    for (const subject of binding.subjects) {
      const own = binding.metadata.namespace ?? '';
      const namespace = subject.kind === 'ServiceAccount' ? subject.namespace || own : '';
      const name =
        subject.kind === 'ServiceAccount' ? `system:serviceaccount:${namespace}:${subject.name}` : subject.name;
      const user = subject.kind === 'Group' ? userInfo({ groups: [name], name: 'nobody else' }) : userInfo({ name });
      const only: World = {
        roles: world.roles,
        bindings: new Map([[keyOf(binding), { ...binding, subjects: [subject] }]]),
      };
      if (authorizeSlowly(only, { ...request, user }).decision === 'allow') {
        found.add([subject.kind, namespace, subject.name].join('|'));
      }
    }
  }
  return found;
}

/** A rule with every list, whatever lists were left out. */
function allowedPart(rule: Rule) {
  const { verbs = [], apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = rule;
  return { verbs, apiGroups, resources, resourceNames, nonResourceURLs };
}

describe('covers', () => {
  it('finds an atom uncovered exactly when no single owned rule holds it', () => {
    for (let number = 0; number < 20_000; number++) {
      const random = randomSource(SEED + number);
      const owned = Array.from({ length: random.below(4) }, () => allowedPart(randomRule(random)));
      const wanted = Array.from({ length: 1 + random.below(2) }, () => allowedPart(randomRule(random)));
      const expected = wanted.flatMap(atomsSlowly).filter((atom) => !owned.some((rule) => coversSlowly(rule, atom)));
      expect(uncoveredAtoms(owned, wanted)).toEqual(expected);
    }
  });

  it('what covers allows all that is covered', () => {
    for (let number = 0; number < 20_000; number++) {
      const random = randomSource(SEED + number);
      const owned = Array.from({ length: 1 + random.below(4) }, () => allowedPart(randomRule(random)));
      const wanted = allowedPart(randomRule(random));
      if (uncoveredAtoms(owned, [wanted]).length > 0) continue;
      for (let at = 0; at < 20; at++) {
        const request = randomRequest(random);
        if (!allows(wanted, request)) continue;
        expect({ number, held: owned.some((rule) => allows(rule, request)) }).toEqual({ number, held: true });
      }
    }
  });
});

function atomsSlowly(rule: PolicyRule): readonly PolicyRule[] {
  const names = rule.resourceNames.length === 0 ? [[]] : rule.resourceNames.map((name) => [name]);
  const none: readonly string[] = [];
  return [
    ...rule.apiGroups.flatMap((group) =>
      rule.resources.flatMap((resource) =>
        rule.verbs.flatMap((verb) =>
          names.map((resourceNames) => ({
            verbs: [verb],
            apiGroups: [group],
            resources: [resource],
            resourceNames,
            nonResourceURLs: none,
          })),
        ),
      ),
    ),
    ...rule.nonResourceURLs.flatMap((url) =>
      rule.verbs.map((verb) => ({
        verbs: [verb],
        apiGroups: none,
        resources: none,
        resourceNames: none,
        nonResourceURLs: [url],
      })),
    ),
  ];
}

function coversSlowly(rule: PolicyRule, atom: PolicyRule): boolean {
  const all = (owned: readonly string[], wanted: readonly string[]) =>
    owned.includes('*') || wanted.every((item) => owned.includes(item));
  const names =
    atom.resourceNames.length === 0
      ? rule.resourceNames.length === 0
      : rule.resourceNames.length === 0 || atom.resourceNames.every((name) => rule.resourceNames.includes(name));
  return (
    all(rule.verbs, atom.verbs) &&
    all(rule.apiGroups, atom.apiGroups) &&
    (rule.resources.includes('*') ||
      atom.resources.every(
        (resource) =>
          rule.resources.includes(resource) ||
          (resource.includes('/') && rule.resources.includes(`*${resource.slice(resource.indexOf('/'))}`)),
      )) &&
    names &&
    atom.nonResourceURLs.every((url) =>
      rule.nonResourceURLs.some(
        (owned) => owned === url || (owned.endsWith('*') && url.startsWith(owned.replace(/\*+$/, ''))),
      ),
    )
  );
}
