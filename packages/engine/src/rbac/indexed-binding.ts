/**
 * A binding as the index holds it: small, since there may be hundreds of thousands, with the texts of its grants.
 *
 * Source: pkg/registry/rbac/validation/rule.go (describers, appliesTo).
 */
import { type AuthorizationResult, allow } from '../authorization/decision.js';
import { goQuote } from '../authorization/go-syntax.js';
import type { UserInfo } from '../authorization/user-info.js';
import type { IndexedRole } from './indexed-role.js';
import type { BindingObject, Subject } from './rbac-object.js';
import type { SubjectBindings } from './subject-bindings.js';

/** Texts that a subject is kept as. */
const SUBJECT_PARTS = 4;

export class IndexedBinding {
  readonly kind: 'RoleBinding' | 'ClusterRoleBinding';
  readonly namespace: string;
  readonly name: string;
  readonly role: IndexedRole;
  /** For each subject where the binding is found by it; undefined for a subject that never matches. */
  readonly places: readonly (SubjectBindings | undefined)[];
  /** Kind, API group, name and namespace of each subject. */
  readonly #subjects: readonly string[];
  /** Answers by the index of the subject, made when first needed. */
  #answers: (AuthorizationResult | undefined)[] | undefined;

  constructor(object: BindingObject, role: IndexedRole, placeOf: (subject: Subject) => SubjectBindings | undefined) {
    this.kind = object.kind;
    this.namespace = object.namespace;
    this.name = object.name;
    this.role = role;
    const { subjects } = object;
    // Of exact length: lists that grow keep room to spare, which is most of the memory of short ones.
    // oxlint-disable-next-line unicorn/no-new-array -- a length it is
    const texts = new Array<string>(subjects.length * SUBJECT_PARTS);
    // oxlint-disable-next-line unicorn/no-new-array -- a length it is
    const places = new Array<SubjectBindings | undefined>(subjects.length);
    for (let index = 0; index < subjects.length; index++) {
      const subject = subjects[index];
      if (subject === undefined) continue;
      const at = index * SUBJECT_PARTS;
      texts[at] = subject.kind;
      texts[at + 1] = subject.apiGroup;
      texts[at + 2] = subject.name;
      texts[at + 3] = subject.namespace;
      places[index] = placeOf(subject);
    }
    this.#subjects = texts;
    this.places = places;
  }

  get subjects(): readonly Subject[] {
    return this.places.map((_, index) => this.#subject(index));
  }

  /** `RBAC: allowed by ...`, naming the first subject of the binding that is this user. */
  allowed(user: UserInfo): AuthorizationResult {
    const { places } = this;
    let index = 0;
    while (index < places.length - 1 && places[index]?.appliesTo(user) !== true) index += 1;
    this.#answers ??= [];
    const known = this.#answers[index];
    if (known !== undefined) return known;
    const answer = allow(`RBAC: allowed by ${this.#describe(this.#subject(index))}`);
    this.#answers[index] = answer;
    return answer;
  }

  #subject(index: number): Subject {
    const at = index * SUBJECT_PARTS;
    const [kind = '', apiGroup = '', name = '', namespace = ''] = this.#subjects.slice(at, at + SUBJECT_PARTS);
    return { kind, apiGroup, name, namespace, identity: this.places[index]?.identity ?? '' };
  }

  #describe(subject: Subject): string {
    const { kind, name, namespace, role } = this;
    const binding = `${kind} ${goQuote(kind === 'RoleBinding' ? `${name}/${namespace}` : name)}`;
    return `${binding} of ${role.kind} ${goQuote(role.name)} to ${describeSubject(subject, namespace)}`;
  }
}

function describeSubject(subject: Subject, bindingNamespace: string): string {
  if (subject.kind !== 'ServiceAccount') return `${subject.kind} ${goQuote(subject.name)}`;
  const namespace = subject.namespace === '' ? bindingNamespace : subject.namespace;
  return `${subject.kind} ${goQuote(`${subject.name}/${namespace}`)}`;
}
