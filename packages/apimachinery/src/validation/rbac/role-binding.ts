/**
 * RoleBindings and ClusterRoleBindings.
 * Source: pkg/apis/rbac/validation/validation.go ValidateRoleBinding, ValidateClusterRoleBinding.
 */
import type { ClusterRoleBinding, RoleBinding, RoleRef, Subject } from '../../generated/types/rbac-v1.js';
import { dns1123SubdomainProblems, pathSegmentNameProblems } from '../../names/index.js';
import type { ErrorList } from '../error-list.js';
import { Path } from '../field-path.js';
import { validateObjectMeta } from '../metadata/object-meta.js';
import { report, validatePathSegment } from '../name.js';
import type { ValidationOptions } from '../validation-options.js';
import { list, struct, text } from '../zero-value.js';

const RBAC_GROUP = 'rbac.authorization.k8s.io';
const ROLE_REF_PATH = new Path('roleRef');
const SUBJECTS_PATH = new Path('subjects');
const SUBJECT_KINDS: readonly string[] = ['ServiceAccount', 'User', 'Group'];

export function validateRoleBinding(object: RoleBinding, _: ValidationOptions, errors: ErrorList): void {
  validateObjectMeta(object.metadata, { isNamespaced: true, nameRule: pathSegmentNameProblems }, errors);
  validateRoleRef(struct(object.roleRef), ['Role', 'ClusterRole'], errors);
  validateSubjects(object.subjects, true, errors);
}

export function validateClusterRoleBinding(object: ClusterRoleBinding, _: ValidationOptions, errors: ErrorList): void {
  validateObjectMeta(object.metadata, { isNamespaced: false, nameRule: pathSegmentNameProblems }, errors);
  validateRoleRef(struct(object.roleRef), ['ClusterRole'], errors);
  validateSubjects(object.subjects, false, errors);
}

function validateRoleRef(roleRef: Partial<RoleRef>, kinds: readonly string[], errors: ErrorList): void {
  const apiGroup = text(roleRef.apiGroup);
  const kind = text(roleRef.kind);
  const name = text(roleRef.name);
  if (apiGroup !== RBAC_GROUP) errors.notSupported(ROLE_REF_PATH.child('apiGroup'), apiGroup, [RBAC_GROUP]);
  if (!kinds.includes(kind)) errors.notSupported(ROLE_REF_PATH.child('kind'), kind, kinds);
  if (name === '') errors.required(ROLE_REF_PATH.child('name'));
  else validatePathSegment(name, ROLE_REF_PATH, 'name', errors);
}

function validateSubjects(subjects: readonly Subject[] | undefined, isNamespaced: boolean, errors: ErrorList): void {
  const entries = list(subjects);
  for (let index = 0; index < entries.length; index += 1) {
    const subject = entries[index];
    if (subject !== undefined) validateSubject(subject, isNamespaced, SUBJECTS_PATH.index(index), errors);
  }
}

function validateSubject(subject: Subject, isNamespaced: boolean, path: Path, errors: ErrorList): void {
  const name = text(subject.name);
  const apiGroup = text(subject.apiGroup);
  if (name === '') errors.required(path.child('name'));
  switch (text(subject.kind)) {
    case 'ServiceAccount':
      if (name !== '') report(name, dns1123SubdomainProblems(name), path, 'name', errors);
      if (apiGroup !== '') errors.notSupported(path.child('apiGroup'), apiGroup, ['']);
      if (!isNamespaced && text(subject.namespace) === '') errors.required(path.child('namespace'));
      return;
    case 'User':
    case 'Group':
      if (apiGroup !== RBAC_GROUP) errors.notSupported(path.child('apiGroup'), apiGroup, [RBAC_GROUP]);
      return;
    default:
      errors.notSupported(path.child('kind'), text(subject.kind), SUBJECT_KINDS);
  }
}
