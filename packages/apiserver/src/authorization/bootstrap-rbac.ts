/**
 * The default roles and bindings of the version, brought to what they should be when a server starts. What is there
 * beside them stays; several servers may do it at the same time.
 *
 * Source: pkg/registry/rbac/rest/storage_rbac.go, k8s.io/component-helpers/auth/rbac/reconciliation.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClusterRole, ClusterRoleBinding, Role, RoleBinding } from '@bulkhead/apimachinery/types/rbac-v1';
import {
  BINDING_ATTEMPTS,
  bootstrapObjects,
  RBAC_GROUP,
  type ReconcileOperation,
  ROLE_ATTEMPTS,
  reconcileBinding,
  reconcileRole,
} from '@bulkhead/engine/rbac';
import type { ClusterProfile } from '@bulkhead/features';
import type { ApiClient, CachedObject, ObjectCaches } from '../registry/kube-object.js';

type AnyRole = Role | ClusterRole;
type AnyBinding = RoleBinding | ClusterRoleBinding;
type RbacObject = AnyRole | AnyBinding;

const MESSAGE = 'unable to initialize roles';
const RETRY_MILLISECONDS = 1000;
const GIVE_UP_AFTER_MILLISECONDS = 30_000;

export interface BootstrapRbacOptions {
  /** As a member of `system:masters`. */
  readonly client: ApiClient;
  /** Objects that are there need no request to be looked at. */
  readonly caches: ObjectCaches;
  readonly profile: ClusterProfile;
  readonly signal?: AbortSignal;
  /** Milliseconds between two attempts at all of it. */
  readonly retryMilliseconds?: number;
}

/** How many objects were written. Rejects after 30 s of failures: the server cannot go on without its roles. */
export async function reconcileBootstrapRbac(options: BootstrapRbacOptions): Promise<number> {
  const { signal, retryMilliseconds = RETRY_MILLISECONDS } = options;
  const deadline = performance.now() + GIVE_UP_AFTER_MILLISECONDS;
  for (;;) {
    const { written, errors } = await reconcileAll(options);
    if (errors.length === 0) return written;
    signal?.throwIfAborted();
    if (performance.now() > deadline) throw new Error(`${MESSAGE}: ${errors[0] ?? ''}`);
    await sleep(retryMilliseconds, undefined, signal === undefined ? {} : { signal });
  }
}

interface Outcome {
  readonly written: number;
  readonly errors: readonly string[];
}

/** All at the same time: the store commits concurrent writes together. */
async function reconcileAll({ client, caches, profile }: BootstrapRbacOptions): Promise<Outcome> {
  const { clusterRoles, clusterRoleBindings, roles, roleBindings } = bootstrapObjects(profile);
  const namespaces = new Set([...roles, ...roleBindings].map(({ metadata }) => metadata?.namespace ?? ''));
  const ready = new Map([...namespaces].map((name) => [name, ensureNamespace(client, caches, name)] as const));
  const one = async (resource: string, object: RbacObject, attempt: Attempt, attempts: number): Promise<boolean> => {
    await ready.get(object.metadata?.namespace ?? '');
    return reconcileOne({ client, caches, resource, namespace: object.metadata?.namespace ?? '' }, attempt, attempts);
  };
  const results = await Promise.allSettled([
    ...clusterRoles.map((role) => one('clusterroles', role, roleAttempt(role), ROLE_ATTEMPTS)),
    ...clusterRoleBindings.map((each) => one('clusterrolebindings', each, bindingAttempt(each), BINDING_ATTEMPTS)),
    ...roles.map((role) => one('roles', role, roleAttempt(role), ROLE_ATTEMPTS)),
    ...roleBindings.map((each) => one('rolebindings', each, bindingAttempt(each), BINDING_ATTEMPTS)),
  ]);
  return {
    written: results.filter((result) => result.status === 'fulfilled' && result.value).length,
    errors: results.flatMap((result) => (result.status === 'rejected' ? [errorText(result.reason)] : [])),
  };
}

async function ensureNamespace(client: ApiClient, caches: ObjectCaches, name: string): Promise<void> {
  if (caches.cache('', 'namespaces')?.get('', name) !== undefined) return;
  const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
  const { status, body: answer } = await client.request({ method: 'POST', path: '/api/v1/namespaces', body });
  if (status !== 201 && status !== 409) throw new Error(messageOf(answer, status));
}

/** What is to be done about one object, given how it is now. */
interface Attempt {
  readonly name: string;
  plan(existing: RbacObject | undefined): { readonly operation: ReconcileOperation; readonly object: RbacObject };
}

const roleAttempt = (role: AnyRole): Attempt => ({
  name: role.metadata?.name ?? '',
  plan: (existing) => {
    const reconciled = reconcileRole<AnyRole>(existing, role, false);
    return { operation: reconciled.protected ? 'none' : reconciled.operation, object: reconciled.role };
  },
});

const bindingAttempt = (binding: AnyBinding): Attempt => ({
  name: binding.metadata?.name ?? '',
  plan: (existing) => {
    const reconciled = reconcileBinding<AnyBinding>(existing, binding, false);
    return { operation: reconciled.protected ? 'none' : reconciled.operation, object: reconciled.binding };
  },
});

interface Place {
  readonly client: ApiClient;
  readonly caches: ObjectCaches;
  readonly resource: string;
  readonly namespace: string;
}

/** Whether something was written. A conflict is another writer: the object is read anew. */
async function reconcileOne(place: Place, attempt: Attempt, attempts: number): Promise<boolean> {
  const { client, caches, resource, namespace } = place;
  const prefix = `/apis/${RBAC_GROUP}/v1/${namespace === '' ? '' : `namespaces/${namespace}/`}${resource}`;
  const path = `${prefix}/${encodeURIComponent(attempt.name)}`;
  let existing = existingObject(caches.cache(RBAC_GROUP, resource)?.get(namespace, attempt.name));
  for (let count = 0; count < attempts; count++) {
    if (count > 0) existing = await read(client, path);
    const { operation, object } = attempt.plan(existing);
    if (operation === 'none') return false;
    if (operation === 'recreate') {
      const preconditions = { uid: existing?.metadata?.uid ?? '' };
      const body = { apiVersion: 'v1', kind: 'DeleteOptions', preconditions };
      const deleted = await client.request({ method: 'DELETE', path, body });
      if (deleted.status === 409) continue;
      if (deleted.status !== 200 && deleted.status !== 404) {
        throw new Error(messageOf(deleted.body, deleted.status));
      }
    }
    const answer = await client.request(
      operation === 'update' ? { method: 'PUT', path, body: object } : { method: 'POST', path: prefix, body: object },
    );
    if (answer.status === 200 || answer.status === 201) return true;
    if (answer.status !== 409 && answer.status !== 404) throw new Error(messageOf(answer.body, answer.status));
  }
  throw new Error('exceeded maximum attempts');
}

const existingObject = (cached: CachedObject | undefined): RbacObject | undefined => cached?.object;

async function read(client: ApiClient, path: string): Promise<RbacObject | undefined> {
  const { status, body } = await client.request({ method: 'GET', path });
  if (status === 404) return undefined;
  if (status !== 200 || typeof body !== 'object' || body === null) throw new Error(messageOf(body, status));
  return body;
}

/** What the answer of a failed request says. */
function messageOf(answer: unknown, status: number): string {
  const has = typeof answer === 'object' && answer !== null && 'message' in answer;
  return has && typeof answer.message === 'string' ? answer.message : `the server answered ${status}`;
}

const errorText = (error: unknown): string => (error instanceof Error ? error.message : String(error));
