/**
 * Roles and bindings as they are read from hostile input. Nothing here throws, and nothing that is not understood
 * grants: a rule with a list of the wrong type is left out whole, since dropping its `resourceNames` alone would widen
 * it. Every part that was left out, and every part that can never take effect, is named.
 *
 * Source: k8s.io/api/rbac/v1/types.go; pkg/apis/rbac/v1/defaults.go.
 */
import { serviceAccountUsername } from '../authorization/service-account-user.js';
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
  /** Of a service account: as written. */
  readonly namespace: string;
  /**
   * The user name or, for a Group, the group that it stands for; `''` for other kinds and accounts in no namespace. A service
   * account without a namespace is one of the binding's.
   */
  readonly identity: string;
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
  const report = newReport(kind, value);
  if (!hasIdentity(report)) return { object: undefined, problems: report.problems };
  const { namespace, name } = report;
  const rules: PolicyRule[] = [];
  const items = readList(member(value, 'rules'), 'rules', report);
  for (let index = 0; index < items.length; index++) {
    const rule = readRule(items[index], index, report);
    if (rule !== undefined) rules.push(rule);
  }
  return { object: { kind, namespace, name, rules }, problems: report.problems };
}

export function readBinding(kind: 'RoleBinding' | 'ClusterRoleBinding', value: unknown): ReadObject<BindingObject> {
  const report = newReport(kind, value);
  if (!hasIdentity(report)) return { object: undefined, problems: report.problems };
  const { namespace, name } = report;
  const roleRef = readRoleRef(member(value, 'roleRef'), report);
  const subjects: Subject[] = [];
  const items = readList(member(value, 'subjects'), 'subjects', report);
  for (let index = 0; index < items.length; index++) {
    const subject = readSubject(items[index], index, report);
    if (subject !== undefined) subjects.push(subject);
  }
  return { object: { kind, namespace, name, roleRef, subjects }, problems: report.problems };
}

/** The rules of a value, for callers that have rules without a role. */
export function readRules(value: unknown): readonly PolicyRule[] {
  return readRole('ClusterRole', { metadata: { name: 'rules' }, rules: value }).object?.rules ?? [];
}

/** The object that is read, and what was found wrong with it. */
interface Report {
  readonly kind: RbacKind;
  readonly namespace: string;
  readonly name: string;
  problems: readonly RbacProblem[];
}

const NO_PROBLEMS: readonly RbacProblem[] = Object.freeze([]);

const isNamespaced = (kind: RbacKind): boolean => kind === 'Role' || kind === 'RoleBinding';

function newReport(kind: RbacKind, value: unknown): Report {
  const metadata = member(value, 'metadata');
  const namespace = isNamespaced(kind) ? text(member(metadata, 'namespace')) : '';
  return { kind, namespace, name: text(member(metadata, 'name')), problems: NO_PROBLEMS };
}

function addProblem(report: Report, fieldPath: string, message: string): void {
  const { kind, namespace, name } = report;
  report.problems = [...report.problems, { kind, namespace, name, fieldPath, message }];
}

function hasIdentity(report: Report): boolean {
  if (report.name === '') {
    addProblem(report, 'metadata.name', 'the object has no name and was left out');
    return false;
  }
  if (isNamespaced(report.kind) && report.namespace === '') {
    addProblem(report, 'metadata.namespace', `a ${report.kind} needs a namespace; the object was left out`);
    return false;
  }
  return true;
}

function readList(value: unknown, fieldPath: string, report: Report): readonly unknown[] {
  if (value === undefined || value === null) return NONE;
  if (Array.isArray(value)) return value;
  addProblem(report, fieldPath, `expected a list, found ${typeName(value)}; it was left out`);
  return NONE;
}

/** Undefined when a part is of the wrong type: then the rule grants nothing. */
function readRule(value: unknown, index: number, report: Report): PolicyRule | undefined {
  if (!isObject(value)) {
    addProblem(report, `rules[${index}]`, `expected a rule, found ${typeName(value)}; it grants nothing`);
    return undefined;
  }
  for (const list of RULE_LISTS) {
    const items = member(value, list);
    if (items !== undefined && items !== null && !isStringList(items)) {
      addProblem(report, `rules[${index}].${list}`, 'expected a list of strings; the rule grants nothing');
      return undefined;
    }
  }
  const rule = {
    verbs: stringList(member(value, 'verbs')),
    apiGroups: stringList(member(value, 'apiGroups')),
    resources: stringList(member(value, 'resources')),
    resourceNames: stringList(member(value, 'resourceNames')),
    nonResourceURLs: stringList(member(value, 'nonResourceURLs')),
  };
  if (report.kind === 'Role' && rule.nonResourceURLs.length > 0) {
    addProblem(report, `rules[${index}].nonResourceURLs`, 'namespaced rules cannot apply to non-resource URLs');
  }
  return rule;
}

/** A roleRef that is not understood keeps an empty kind, which no role has. */
function readRoleRef(value: unknown, report: Report): RoleRef {
  if (!isObject(value)) {
    const message = `expected a reference to a role, found ${typeName(value)}; the binding grants nothing`;
    addProblem(report, 'roleRef', message);
    return { apiGroup: RBAC_GROUP, kind: '', name: '' };
  }
  const kind = text(member(value, 'kind'));
  if (kind !== 'Role' && kind !== 'ClusterRole') {
    addProblem(report, 'roleRef.kind', `unsupported role reference kind ${JSON.stringify(kind)}`);
  } else if (kind === 'Role' && report.kind === 'ClusterRoleBinding') {
    addProblem(report, 'roleRef.kind', 'a ClusterRoleBinding cannot refer to a Role; the binding grants nothing');
  }
  return { apiGroup: text(member(value, 'apiGroup')) || RBAC_GROUP, kind, name: text(member(value, 'name')) };
}

function readSubject(value: unknown, index: number, report: Report): Subject | undefined {
  if (!isObject(value)) {
    addProblem(report, `subjects[${index}]`, `expected a subject, found ${typeName(value)}; it was left out`);
    return undefined;
  }
  const kind = text(member(value, 'kind'));
  const name = member(value, 'name');
  if (!SUBJECT_KINDS.has(kind)) {
    addProblem(report, `subjects[${index}].kind`, `subjects of kind ${JSON.stringify(kind)} never match`);
  }
  if (typeof name !== 'string') {
    const message = `expected a string, found ${typeName(name)}; the subject was left out`;
    addProblem(report, `subjects[${index}].name`, message);
    return undefined;
  }
  const namespace = text(member(value, 'namespace'));
  if (kind === 'ServiceAccount' && namespace === '' && report.kind === 'ClusterRoleBinding') {
    const message = 'a ServiceAccount needs a namespace here; the subject never matches';
    addProblem(report, `subjects[${index}].namespace`, message);
  }
  const apiGroup = text(member(value, 'apiGroup')) || (kind === 'User' || kind === 'Group' ? RBAC_GROUP : '');
  return { kind, apiGroup, name, namespace, identity: identityOf(kind, name, namespace, report.namespace) };
}

function identityOf(kind: string, name: string, namespace: string, bindingNamespace: string): string {
  if (kind === 'User' || kind === 'Group') return name;
  if (kind !== 'ServiceAccount') return '';
  const accountNamespace = namespace === '' ? bindingNamespace : namespace;
  return accountNamespace === '' ? '' : serviceAccountUsername(accountNamespace, name);
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isStringList = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

const stringList = (value: unknown): readonly string[] => (isStringList(value) ? value : NONE);

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function member(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? (value as { readonly [key: string]: unknown })[key] : undefined;
}

function typeName(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
