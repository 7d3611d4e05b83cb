/**
 * What an API server itself creates when it starts, beside roles and flow control.
 *
 * Source: pkg/controlplane/{instance,controller/systemnamespaces}, pkg/registry/scheduling/rest.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient, ObjectCaches } from '../registry/kube-object.js';

export interface BootstrapObject {
  /** Of the collection. */
  readonly path: string;
  readonly group: string;
  readonly resource: string;
  readonly object: {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: { readonly name: string; readonly namespace?: string };
    readonly [field: string]: unknown;
  };
}

export const SYSTEM_NAMESPACES: readonly string[] = ['kube-system', 'kube-public', 'kube-node-lease', 'default'];

export const systemNamespaces = (): readonly BootstrapObject[] =>
  SYSTEM_NAMESPACES.map((name) => ({
    path: '/api/v1/namespaces',
    group: '',
    resource: 'namespaces',
    object: { apiVersion: 'v1', kind: 'Namespace', metadata: { name } },
  }));

/** What nodes and the cluster cannot do without is not pushed out by other pods. */
export const systemPriorityClasses = (): readonly BootstrapObject[] =>
  [
    {
      name: 'system-node-critical',
      value: 2_000_001_000,
      description: 'Used for system critical pods that must not be moved from their current node.',
    },
    {
      name: 'system-cluster-critical',
      value: 2_000_000_000,
      description:
        'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.',
    },
  ].map(({ name, value, description }) => ({
    path: '/apis/scheduling.k8s.io/v1/priorityclasses',
    group: 'scheduling.k8s.io',
    resource: 'priorityclasses',
    object: { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name }, value, description },
  }));

const ATTEMPTS = 30;
const RETRY_MS = 1000;

/** Creates what is not there yet, all at the same time. Other servers may do so too. */
export async function ensureObjects(
  objects: readonly BootstrapObject[],
  client: ApiClient,
  caches: ObjectCaches,
): Promise<void> {
  await Promise.all(objects.map((object) => ensureObject(object, client, caches)));
}

async function ensureObject(
  { path, group, resource, object }: BootstrapObject,
  client: ApiClient,
  caches: ObjectCaches,
) {
  const { namespace = '', name } = object.metadata;
  for (let attempt = 1; ; attempt++) {
    if (caches.cache(group, resource)?.get(namespace, name) !== undefined) return;
    const { status, body } = await client.request({ method: 'POST', path, body: object });
    if (status === 201 || status === 409) return;
    if (attempt === ATTEMPTS) {
      const message = (body as { readonly message?: string } | undefined)?.message ?? `status ${status}`;
      throw new Error(`cannot create ${resource} ${name}: ${message}`);
    }
    await sleep(RETRY_MS);
  }
}
