/**
 * Service accounts of the input, and which bindings give them something. Read when the first rule asks.
 */
import type { Secret, ServiceAccount } from '@bulkhead/apimachinery/types/core-v1';
import { ALL_AUTHENTICATED } from '@bulkhead/engine/authorization';
import { type BindingObject, bootstrapObjects, RBAC_GROUP, readBinding, type Subject } from '@bulkhead/engine/rbac';
import type { ClusterProfile } from '@bulkhead/features';
import type { ObjectIndex } from './object-index.js';

const CORE = 'v1';
const ALL_ACCOUNTS = 'system:serviceaccounts';
const USER_PREFIX = 'system:serviceaccount:';

export class ClusterAccounts {
  readonly #profile: ClusterProfile;
  readonly #objects: ObjectIndex;
  readonly #ofAccount = new Map<string, readonly BindingObject[]>();
  #bindings: ReadonlyMap<string, readonly BindingObject[]> | undefined;

  constructor(profile: ClusterProfile, objects: ObjectIndex) {
    this.#profile = profile;
    this.#objects = objects;
  }

  account(namespace: string, name: string): ServiceAccount | undefined {
    const found = this.#objects.find('ServiceAccount', namespace, name);
    return found?.identity.apiVersion === CORE ? found.object : undefined;
  }

  secret(namespace: string, name: string): Secret | undefined {
    const found = this.#objects.find('Secret', namespace, name);
    return found?.identity.apiVersion === CORE ? found.object : undefined;
  }

  /**
   * The bindings of the input that name the account or one of its groups, and those of the version that name it. The
   * groups of the version's own bindings are everybody's, and no reason to hand out a token.
   */
  bindingsOf(namespace: string, name: string): readonly BindingObject[] {
    const key = accountKey(namespace, name);
    let found = this.#ofAccount.get(key);
    if (found === undefined) {
      this.#bindings ??= bindingsBySubject(this.#objects, this.#profile);
      const keys = [key, groupKey(namespace), ALL_ACCOUNTS, ALL_AUTHENTICATED];
      found = keys.flatMap((each) => this.#bindings?.get(each) ?? []);
      this.#ofAccount.set(key, found);
    }
    return found;
  }
}

const accountKey = (namespace: string, name: string): string => `${USER_PREFIX}${namespace}:${name}`;
const groupKey = (namespace: string): string => `${ALL_ACCOUNTS}:${namespace}`;

function bindingsBySubject(
  objects: ObjectIndex,
  profile: ClusterProfile,
): ReadonlyMap<string, readonly BindingObject[]> {
  const found = new Map<string, BindingObject[]>();
  const add = (kind: 'RoleBinding' | 'ClusterRoleBinding', object: object, isDefault: boolean): void => {
    const binding = readBinding(kind, object).object;
    for (const subject of binding?.subjects ?? []) {
      if (binding === undefined || (isDefault && subject.kind !== 'ServiceAccount')) continue;
      const key = keyOf(subject, binding);
      const list = found.get(key);
      if (list === undefined) found.set(key, [binding]);
      else if (!list.includes(binding)) list.push(binding);
    }
  };
  const own = new Set<string>();
  for (const kind of ['RoleBinding', 'ClusterRoleBinding'] as const) {
    for (const { identity, object } of objects.ofKind(kind)) {
      // One of a version that is gone says what the account is for, too.
      if (!identity.apiVersion.startsWith(`${RBAC_GROUP}/`)) continue;
      own.add(`${kind}/${identity.namespace}/${identity.name}`);
      add(kind, object, DEFAULT_NAME.test(identity.name));
    }
  }
  const { roleBindings, clusterRoleBindings } = bootstrapObjects(profile);
  for (const [kind, defaults] of [
    ['RoleBinding', roleBindings],
    ['ClusterRoleBinding', clusterRoleBindings],
  ] as const) {
    for (const object of defaults) {
      const { namespace = '', name = '' } = object.metadata ?? {};
      if (!own.has(`${kind}/${namespace}/${name}`)) add(kind, object, true);
    }
  }
  return found;
}

/** Names that are kept for the version's own bindings. */
const DEFAULT_NAME = /^system:/;

function keyOf({ kind, name, namespace }: Subject, binding: BindingObject): string {
  return kind === 'ServiceAccount' ? accountKey(namespace || binding.namespace, name) : name;
}
