/**
 * A binding as the index holds it, with the texts of its grants.
 *
 * Source: pkg/registry/rbac/validation/rule.go (describers, appliesTo).
 */
import { type AuthorizationResult, allow } from '../authorization/decision.js';
import { goQuote } from '../authorization/go-syntax.js';
import { serviceAccountUsername } from '../authorization/service-account-user.js';
import type { UserInfo } from '../authorization/user-info.js';
import type { IndexedRole } from './indexed-role.js';
import type { BindingObject, Subject } from './rbac-object.js';

export class IndexedBinding {
  readonly object: BindingObject;
  readonly role: IndexedRole;
  /** For each subject the user name or the group that it stands for; undefined for one that never matches. */
  readonly matchers: readonly (SubjectMatcher | undefined)[];
  /** Answers by the index of the subject, made when first needed. */
  readonly #answers: (AuthorizationResult | undefined)[] = [];

  constructor(object: BindingObject, role: IndexedRole) {
    this.object = object;
    this.role = role;
    this.matchers = object.subjects.map((subject) => matcherOf(subject, object.namespace));
  }

  /** `RBAC: allowed by ...`, naming the first subject of the binding that is this user. */
  allowed(user: UserInfo): AuthorizationResult {
    const index = this.#subjectIndex(user);
    this.#answers[index] ??= allow(`RBAC: allowed by ${this.#describe(this.object.subjects[index])}`);
    return this.#answers[index];
  }

  #subjectIndex(user: UserInfo): number {
    for (let index = 0; index < this.matchers.length; index++) {
      const matcher = this.matchers[index];
      if (matcher === undefined) continue;
      if (matcher.isGroup ? user.groups.includes(matcher.name) : user.name === matcher.name) return index;
    }
    return 0;
  }

  #describe(subject: Subject | undefined): string {
    const { kind, name, namespace, roleRef } = this.object;
    const binding = `${kind} ${goQuote(kind === 'RoleBinding' ? `${name}/${namespace}` : name)}`;
    const to = subject === undefined ? '' : ` to ${describeSubject(subject, namespace)}`;
    return `${binding} of ${roleRef.kind} ${goQuote(roleRef.name)}${to}`;
  }
}

export interface SubjectMatcher {
  readonly isGroup: boolean;
  readonly name: string;
}

/**
 * Group membership counts for Group subjects only; service accounts are known by their user name, in the namespace of
 * the binding when the subject names none.
 */
export function matcherOf({ kind, name, namespace }: Subject, bindingNamespace: string): SubjectMatcher | undefined {
  switch (kind) {
    case 'User':
      return { isGroup: false, name };
    case 'Group':
      return { isGroup: true, name };
    case 'ServiceAccount': {
      const accountNamespace = namespace === '' ? bindingNamespace : namespace;
      return accountNamespace === ''
        ? undefined
        : { isGroup: false, name: serviceAccountUsername(accountNamespace, name) };
    }
    default:
      return undefined;
  }
}

function describeSubject(subject: Subject, bindingNamespace: string): string {
  if (subject.kind !== 'ServiceAccount') return `${subject.kind} ${goQuote(subject.name)}`;
  const namespace = subject.namespace === '' ? bindingNamespace : subject.namespace;
  return `${subject.kind} ${goQuote(`${subject.name}/${namespace}`)}`;
}
