/**
 * Roles and bindings as they are read from hostile input. Nothing here throws, and nothing that is not understood
 * grants: a rule with a list of the wrong type is left out whole, since dropping its `resourceNames` alone would widen
 * it. Every part that was left out, and every part that can never take effect, is named.
 *
 * Source: k8s.io/api/rbac/v1/types.go; pkg/apis/rbac/v1/defaults.go.
 */
import type { PolicyRule } from './policy-rule.js';

export type RbacKind = 'Role' | 'ClusterRole' | 'RoleBinding' | 'ClusterRoleBinding';

export const RBAC_GROUP = 'rbac.authorization.k8s.io';

export interface RbacProblem {
  readonly kind: RbacKind;
  readonly namespace: string;
  readonly name: string;
  readonly fieldPath: string;
  readonly message: string;
}

export interface RoleObject {
  readonly kind: 'Role' | 'ClusterRole';
  readonly namespace: string;
  readonly name: string;
  readonly rules: readonly PolicyRule[];
}

export interface Subject {
  readonly kind: string;
  readonly apiGroup: string;
  readonly name: string;
  readonly namespace: string;
}

export interface RoleRef {
  readonly apiGroup: string;
  readonly kind: string;
  readonly name: string;
}

export interface BindingObject {
  readonly kind: 'RoleBinding' | 'ClusterRoleBinding';
  readonly namespace: string;
  readonly name: string;
  readonly roleRef: RoleRef;
  readonly subjects: readonly Subject[];
}

export interface ReadObject<Kind> {
  /** Undefined when the object has no usable name. */
  readonly object: Kind | undefined;
  readonly problems: readonly RbacProblem[];
}

const RULE_LISTS = ['verbs', 'apiGroups', 'resources', 'resourceNames', 'nonResourceURLs'] as const;
const SUBJECT_KINDS: ReadonlySet<string> = new Set(['User', 'Group', 'ServiceAccount']);
const NONE: readonly string[] = Object.freeze([]);

export function isRoleKind(kind: RbacKind): kind is 'Role' | 'ClusterRole' {
  return kind === 'Role' || kind === 'ClusterRole';
}

export function readRole(kind: 'Role' | 'ClusterRole', value: unknown): ReadObject<RoleObject> {
  const reader = new Reader(kind, value);
  const identity = reader.identity();
  const rules: PolicyRule[] = [];
  for (const [index, rule] of reader.list(member(value, 'rules'), 'rules').entries()) {
    const read = reader.rule(rule, `rules[${index}]`);
    if (read !== undefined) rules.push(read);
  }
  return { object: identity && { kind, ...identity, rules }, problems: reader.problems };
}

export function readBinding(
  kind: 'RoleBinding' | 'ClusterRoleBinding',
  value: unknown,
): ReadObject<BindingObject> {
  const reader = new Reader(kind, value);
  const identity = reader.identity();
  const roleRef = reader.roleRef(member(value, 'roleRef'));
  const subjects = reader
    .list(member(value, 'subjects'), 'subjects')
    .map((subject, index) => reader.subject(subject, `subjects[${index}]`));
  const known = subjects.filter((subject) => subject !== undefined);
  return { object: identity && { kind, ...identity, roleRef, subjects: known }, problems: reader.problems };
}

/** The rules of a value, for callers that have rules without a role. */
export function readRules(value: unknown): readonly PolicyRule[] {
  return readRole('ClusterRole', { metadata: { name: 'rules' }, rules: value }).object?.rules ?? [];
}

class Reader {
  readonly problems: RbacProblem[] = [];
  readonly #kind: RbacKind;
  readonly #namespace: string;
  readonly #name: string;

  constructor(kind: RbacKind, value: unknown) {
    this.#kind = kind;
    const metadata = member(value, 'metadata');
    this.#name = text(member(metadata, 'name'));
    const namespaced = kind === 'Role' || kind === 'RoleBinding';
    this.#namespace = namespaced ? text(member(metadata, 'namespace')) : '';
  }

  identity(): { readonly namespace: string; readonly name: string } | undefined {
    if (this.#name === '') {
      this.#problem('metadata.name', 'the object has no name and was left out');
      return undefined;
    }
    const namespaced = this.#kind === 'Role' || this.#kind === 'RoleBinding';
    if (namespaced && this.#namespace === '') {
      this.#problem('metadata.namespace', `a ${this.#kind} needs a namespace; the object was left out`);
      return undefined;
    }
    return { namespace: this.#namespace, name: this.#name };
  }

  list(value: unknown, fieldPath: string): readonly unknown[] {
    if (value === undefined || value === null) return [];
    if (Array.isArray(value)) return value;
    this.#problem(fieldPath, `expected a list, found ${typeName(value)}; it was left out`);
    return [];
  }

  /** Undefined when a part is of the wrong type: then the rule grants nothing. */
  rule(value: unknown, fieldPath: string): PolicyRule | undefined {
    if (!isObject(value)) {
      this.#problem(fieldPath, `expected a rule, found ${typeName(value)}; it grants nothing`);
      return undefined;
    }
    for (const list of RULE_LISTS) {
      const items = member(value, list);
      if (items !== undefined && items !== null && !isStringList(items)) {
        this.#problem(`${fieldPath}.${list}`, 'expected a list of strings; the rule grants nothing');
        return undefined;
      }
    }
    const listOf = (list: (typeof RULE_LISTS)[number]): readonly string[] => {
      const items = member(value, list);
      return isStringList(items) ? items : NONE;
    };
    const rule = {
      verbs: listOf('verbs'),
      apiGroups: listOf('apiGroups'),
      resources: listOf('resources'),
      resourceNames: listOf('resourceNames'),
      nonResourceURLs: listOf('nonResourceURLs'),
    };
    if (this.#kind === 'Role' && rule.nonResourceURLs.length > 0) {
      this.#problem(`${fieldPath}.nonResourceURLs`, 'namespaced rules cannot apply to non-resource URLs');
    }
    return rule;
  }

  /** A roleRef that is not understood keeps an empty kind, which no role has. */
  roleRef(value: unknown): RoleRef {
    if (!isObject(value)) {
      this.#problem('roleRef', `expected a reference to a role, found ${typeName(value)}; the binding grants nothing`);
      return { apiGroup: RBAC_GROUP, kind: '', name: '' };
    }
    const roleRef = {
      apiGroup: text(member(value, 'apiGroup')) || RBAC_GROUP,
      kind: text(member(value, 'kind')),
      name: text(member(value, 'name')),
    };
    if (roleRef.kind !== 'Role' && roleRef.kind !== 'ClusterRole') {
      this.#problem('roleRef.kind', `unsupported role reference kind ${JSON.stringify(roleRef.kind)}`);
    } else if (roleRef.kind === 'Role' && this.#kind === 'ClusterRoleBinding') {
      this.#problem('roleRef.kind', 'a ClusterRoleBinding cannot refer to a Role; the binding grants nothing');
    }
    return roleRef;
  }

  subject(value: unknown, fieldPath: string): Subject | undefined {
    if (!isObject(value)) {
      this.#problem(fieldPath, `expected a subject, found ${typeName(value)}; it was left out`);
      return undefined;
    }
    const kind = text(member(value, 'kind'));
    const name = member(value, 'name');
    if (!SUBJECT_KINDS.has(kind)) {
      this.#problem(`${fieldPath}.kind`, `subjects of kind ${JSON.stringify(kind)} never match`);
    }
    if (typeof name !== 'string') {
      this.#problem(`${fieldPath}.name`, `expected a string, found ${typeName(name)}; the subject was left out`);
      return undefined;
    }
    const namespace = text(member(value, 'namespace'));
    if (kind === 'ServiceAccount' && namespace === '' && this.#kind === 'ClusterRoleBinding') {
      this.#problem(`${fieldPath}.namespace`, 'a ServiceAccount needs a namespace here; the subject never matches');
    }
    const apiGroup = text(member(value, 'apiGroup')) || (kind === 'User' || kind === 'Group' ? RBAC_GROUP : '');
    return { kind, apiGroup, name, namespace };
  }

  #problem(fieldPath: string, message: string): void {
    this.problems.push({ kind: this.#kind, namespace: this.#namespace, name: this.#name, fieldPath, message });
  }
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isStringList = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function member(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? (value as { readonly [key: string]: unknown })[key] : undefined;
}

function typeName(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}
