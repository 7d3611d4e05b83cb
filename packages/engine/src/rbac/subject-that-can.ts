/**
 * Subjects that can do something, gathered: each once for every way in which it can, with the bindings that it owes
 * that to.
 */
import type { IndexedBinding } from './indexed-binding.js';
import type { Subject } from './rbac-object.js';

export type HowSubjectCan = 'direct' | 'group' | 'escalate' | 'bind' | 'impersonate';

export interface SubjectThatCan {
  readonly kind: 'User' | 'Group' | 'ServiceAccount';
  readonly name: string;
  /** Of a service account. */
  readonly namespace: string;
  readonly how: HowSubjectCan;
  /** Bindings that give the right, or that open the way round. Empty for `system:masters`. */
  readonly via: readonly { readonly binding: string; readonly role: string; readonly namespace: string }[];
}

const WAYS: readonly HowSubjectCan[] = ['direct', 'group', 'escalate', 'bind', 'impersonate'];

interface Entry extends SubjectThatCan {
  readonly via: { readonly binding: string; readonly role: string; readonly namespace: string }[];
}

/** Subjects, each once a way. */
export class SubjectsThatCan {
  readonly #entries = new Map<string, Entry>();

  add(subject: Subject, bindingNamespace: string, how: HowSubjectCan, binding?: IndexedBinding): void {
    const { kind, name } = subject;
    if (kind !== 'User' && kind !== 'Group' && kind !== 'ServiceAccount') return;
    const namespace = kind === 'ServiceAccount' ? subject.namespace || bindingNamespace : '';
    if (kind === 'ServiceAccount' && namespace === '') return;
    const key = `${how}/${kind}/${namespace.length}/${namespace}/${name}`;
    let entry = this.#entries.get(key);
    if (entry === undefined) {
      entry = { kind, name, namespace, how, via: [] };
      this.#entries.set(key, entry);
    }
    if (binding === undefined) return;
    const last = entry.via.at(-1);
    if (last?.binding === binding.name && last.namespace === binding.namespace) return;
    entry.via.push({ binding: binding.name, role: binding.role.name, namespace: binding.namespace });
  }

  list(): readonly SubjectThatCan[] {
    return [...this.#entries.values()].sort(subjectOrder);
  }
}

const subjectOrder = (a: SubjectThatCan, b: SubjectThatCan): number =>
  WAYS.indexOf(a.how) - WAYS.indexOf(b.how) ||
  compare(a.kind, b.kind) ||
  compare(a.namespace, b.namespace) ||
  compare(a.name, b.name);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
