/**
 * The roles that bindings of the input can refer to: those of the input, the defaults of the version, aggregated ones
 * filled. Built when the first rule asks, since most inputs hold none.
 */
import {
  aggregateClusterRoles,
  type BindingObject,
  bootstrapObjects,
  buildRbacIndex,
  type PolicyRule,
  RBAC_GROUP,
  type RbacIndex,
  type RbacObject,
  readBinding,
  readRole,
  type Subject,
  uncoveredAtoms,
} from '@bulkhead/engine/rbac';
import type { ClusterProfile } from '@bulkhead/features';
import { type Need, NeedFinder, type RuleOfNeed } from './attack-paths/need.js';
import type { AuditObject } from './audit-object.js';

interface RoleFacts {
  readonly rules: readonly PolicyRule[];
  /** Whether the version brings a role of this name that has all these rules. */
  readonly isDefault: boolean;
  /** What the rules open to an attacker; nothing for a default role. */
  readonly needs: readonly RuleOfNeed[];
  /** What they let an attacker do besides: to traffic, guards, machines and traces; nothing for a default role. */
  readonly objectives: readonly RuleOfNeed[];
}

const NO_ROLE: RoleFacts = Object.freeze({ rules: [], isDefault: false, needs: [], objectives: [] });

/** Needs of attack paths that rules on roles report, and that do not count as power over others. */
const OBJECTIVES: readonly Need[] = [
  'execByGet',
  'attachByGet',
  'forwardPorts',
  'forwardPortsByGet',
  'proxyPods',
  'readNodeLogs',
  'readNodePods',
  'readNodeConfiguration',
  'weakenPolicies',
  'weakenValidatingWebhooks',
  'deleteMutatingWebhooks',
  'weakenNetworkPolicies',
  'writeAPIServices',
  'editCRDs',
  'writeEndpoints',
  'editServiceAccounts',
  'deleteEvents',
  'deleteNodes',
  'writeTrustBundles',
];

export class ClusterRoles {
  readonly #profile: ClusterProfile;
  readonly #objects: readonly AuditObject[];
  readonly #finder = new NeedFinder();
  readonly #objectives = new NeedFinder(OBJECTIVES);
  readonly #powers = new Map<readonly PolicyRule[], ReadonlySet<Need>>();
  #index: RbacIndex | undefined;
  // One object meets all rules before the next one does, so remembering the last is enough.
  #role: { readonly object?: AuditObject; readonly facts: RoleFacts } = { facts: NO_ROLE };
  #binding: { readonly object?: AuditObject; readonly binding?: BindingObject | undefined } = {};
  #defaults: Defaults | undefined;

  constructor(profile: ClusterProfile, objects: readonly AuditObject[]) {
    this.#profile = profile;
    this.#objects = objects;
  }

  /** The Role or ClusterRole that an object is; without rules for any other object. */
  roleOf(object: AuditObject): RoleFacts {
    if (this.#role.object !== object) this.#role = { object, facts: this.#readRole(object) };
    return this.#role.facts;
  }

  #readRole({ identity, object }: AuditObject): RoleFacts {
    const { kind, apiVersion } = identity;
    if (apiVersion !== RBAC_API || (kind !== 'Role' && kind !== 'ClusterRole')) return NO_ROLE;
    const rules = readRole(kind, object).object?.rules ?? [];
    this.#defaults ??= defaultsOf(this.#profile);
    const own = this.#defaults.roles.get(keyOf(identity));
    const isDefault = own !== undefined && uncoveredAtoms(own, rules).length === 0;
    if (isDefault) return { rules, isDefault, needs: [], objectives: [] };
    return { rules, isDefault, needs: this.#finder.needsOf(rules), objectives: this.#objectives.needsOf(rules) };
  }

  /** The binding that an object is; undefined for other objects, and for one that the version itself brings. */
  bindingOf(object: AuditObject): BindingObject | undefined {
    if (this.#binding.object !== object) this.#binding = { object, binding: this.#readBinding(object) };
    return this.#binding.binding;
  }

  #readBinding({ identity, object }: AuditObject): BindingObject | undefined {
    const { kind, apiVersion } = identity;
    if (apiVersion !== RBAC_API || (kind !== 'RoleBinding' && kind !== 'ClusterRoleBinding')) return undefined;
    const binding = readBinding(kind, object).object;
    this.#defaults ??= defaultsOf(this.#profile);
    const own = this.#defaults.bindings.get(keyOf(identity));
    return binding !== undefined && own !== undefined && givesNoMore(binding, own) ? undefined : binding;
  }

  /** The rules that a binding gives, and why there are none. */
  resolve({ roleRef, namespace }: BindingObject): { readonly rules: readonly PolicyRule[]; readonly error: string } {
    this.#index ??= indexOf(this.#objects, this.#profile);
    return this.#index.resolve(roleRef, namespace);
  }

  /** The needs that rules of a resolved role meet whatever the names of the objects are. */
  powersOf(rules: readonly PolicyRule[]): ReadonlySet<Need> {
    let powers = this.#powers.get(rules);
    if (powers === undefined) {
      const found = this.#finder.needsOf(rules);
      powers = new Set(found.filter(({ names }) => names.length === 0).map(({ need }) => need));
      this.#powers.set(rules, powers);
    }
    return powers;
  }
}

const givesNoMore = ({ roleRef, subjects }: BindingObject, own: BindingObject): boolean =>
  roleRef.kind === own.roleRef.kind &&
  roleRef.name === own.roleRef.name &&
  subjects.every((subject) => own.subjects.some((known) => isSameSubject(subject, known)));

const isSameSubject = (one: Subject, other: Subject): boolean =>
  one.kind === other.kind && one.name === other.name && one.namespace === other.namespace;

const RBAC_API = `${RBAC_GROUP}/v1`;

const keyOf = ({
  kind,
  namespace,
  name,
}: Pick<BindingObject, 'namespace' | 'name'> & { readonly kind: string }): string => `${kind}/${namespace}/${name}`;

interface Defaults {
  readonly roles: ReadonlyMap<string, readonly PolicyRule[]>;
  readonly bindings: ReadonlyMap<string, BindingObject>;
}

function defaultsOf(profile: ClusterProfile): Defaults {
  const { roles, clusterRoles, roleBindings, clusterRoleBindings } = bootstrapObjects(profile);
  const filled = aggregateClusterRoles(clusterRoles, profile.minor).clusterRoles;
  const readRoles = [
    ...roles.map((role) => readRole('Role', role)),
    ...filled.map((role) => readRole('ClusterRole', role)),
  ];
  const readBindings = [
    ...roleBindings.map((binding) => readBinding('RoleBinding', binding)),
    ...clusterRoleBindings.map((binding) => readBinding('ClusterRoleBinding', binding)),
  ];
  return {
    roles: new Map(readRoles.flatMap(({ object }) => (object ? [[keyOf(object), object.rules] as const] : []))),
    bindings: new Map(readBindings.flatMap(({ object }) => (object ? [[keyOf(object), object] as const] : []))),
  };
}

function indexOf(objects: readonly AuditObject[], profile: ClusterProfile): RbacIndex {
  const roles: RbacObject[] = [];
  for (const { identity, object } of objects) {
    const { apiVersion, kind } = identity;
    if (apiVersion === RBAC_API && (kind === 'Role' || kind === 'ClusterRole')) roles.push({ kind, object });
  }
  return buildRbacIndex(roles, profile).index;
}
