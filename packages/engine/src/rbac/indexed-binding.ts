/**
 * A binding as the index holds it, with the texts of its grants.
 *
 * Source: pkg/registry/rbac/validation/rule.go (describers, appliesTo).
 */
import { goQuote } from '../authorization/go-syntax.js';
import { serviceAccountUsername } from '../authorization/service-account-user.js';
import type { UserInfo } from '../authorization/user-info.js';
import type { IndexedRole } from './indexed-role.js';
import type { BindingObject, Subject } from './rbac-object.js';

export class IndexedBinding {
  readonly object: BindingObject;
  readonly role: IndexedRole;
  /** Texts by the index of the subject, made when first asked for. */
  readonly #reasons: (string | undefined)[] = [];

  constructor(object: BindingObject, role: IndexedRole) {
    this.object = object;
    this.role = role;
  }

  /** `RBAC: allowed by ...`, naming the first subject of the binding that is this user. */
  reasonFor(user: UserInfo): string {
    const { subjects, namespace } = this.object;
    const index = subjects.findIndex((subject) => appliesTo(user, subject, namespace));
    this.#reasons[index] ??= `RBAC: allowed by ${this.#describe(subjects[index])}`;
    return this.#reasons[index];
  }

  #describe(subject: Subject | undefined): string {
    const { kind, name, namespace, roleRef } = this.object;
    const binding = `${kind} ${goQuote(kind === 'RoleBinding' ? `${name}/${namespace}` : name)}`;
    const to = subject === undefined ? '' : ` to ${describeSubject(subject, namespace)}`;
    return `${binding} of ${roleRef.kind} ${goQuote(roleRef.name)}${to}`;
  }
}

/** The user name of a ServiceAccount subject; `''` when it has no namespace and so never matches. */
export function subjectUsername(subject: Subject, bindingNamespace: string): string {
  const namespace = subject.namespace === '' ? bindingNamespace : subject.namespace;
  return namespace === '' ? '' : serviceAccountUsername(namespace, subject.name);
}

/** Group membership counts for Group subjects only; service accounts are known by their user name. */
export function appliesTo(user: UserInfo, subject: Subject, bindingNamespace: string): boolean {
  switch (subject.kind) {
    case 'User':
      return user.name === subject.name;
    case 'Group':
      return user.groups.includes(subject.name);
    case 'ServiceAccount': {
      const username = subjectUsername(subject, bindingNamespace);
      return username !== '' && user.name === username;
    }
    default:
      return false;
  }
}

function describeSubject(subject: Subject, bindingNamespace: string): string {
  if (subject.kind !== 'ServiceAccount') return `${subject.kind} ${goQuote(subject.name)}`;
  const namespace = subject.namespace === '' ? bindingNamespace : subject.namespace;
  return `${subject.kind} ${goQuote(`${subject.name}/${namespace}`)}`;
}
