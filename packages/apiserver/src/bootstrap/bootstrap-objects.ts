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
    readonly metadata: {
      readonly name: string;
      readonly namespace?: string;
      readonly labels?: Readonly<Record<string, string>>;
    };
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

/** How pods find the server: a service with the first address of the range, and where it leads. */
export function kubernetesService(
  clusterIP: string,
  endpoint: { readonly address: string; readonly port: number } | undefined,
): readonly BootstrapObject[] {
  const metadata = { name: 'kubernetes', namespace: 'default' };
  const labels = { component: 'apiserver', provider: 'kubernetes' };
  const skipMirror = { 'endpointslice.kubernetes.io/skip-mirror': 'true' };
  const service: BootstrapObject = {
    path: '/api/v1/namespaces/default/services',
    group: '',
    resource: 'services',
    object: {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { ...metadata, labels },
      spec: {
        clusterIP,
        type: 'ClusterIP',
        sessionAffinity: 'None',
        ports: [{ name: 'https', protocol: 'TCP', port: 443, targetPort: endpoint?.port ?? 443 }],
      },
    },
  };
  if (endpoint === undefined) return [service];
  const port = { name: 'https', port: endpoint.port, protocol: 'TCP' };
  return [
    service,
    {
      path: '/api/v1/namespaces/default/endpoints',
      group: '',
      resource: 'endpoints',
      object: {
        apiVersion: 'v1',
        kind: 'Endpoints',
        metadata: { ...metadata, labels: skipMirror },
        subsets: [{ addresses: [{ ip: endpoint.address }], ports: [port] }],
      },
    },
    {
      path: '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices',
      group: 'discovery.k8s.io',
      resource: 'endpointslices',
      object: {
        apiVersion: 'discovery.k8s.io/v1',
        kind: 'EndpointSlice',
        metadata: { ...metadata, labels: { 'kubernetes.io/service-name': 'kubernetes' } },
        addressType: 'IPv4',
        endpoints: [{ addresses: [endpoint.address], conditions: { ready: true } }],
        ports: [port],
      },
    },
  ];
}

export interface ClientAuthorities {
  /** `--client-ca-file` */
  readonly clientCAPEM?: string;
  /** `--requestheader-client-ca-file` */
  readonly requestHeaderCAPEM?: string;
}

/** What servers behind this one need to verify clients, and the proxies that speak for them. */
export function authenticationConfigMap({ clientCAPEM, requestHeaderCAPEM }: ClientAuthorities): BootstrapObject {
  return {
    path: '/api/v1/namespaces/kube-system/configmaps',
    group: '',
    resource: 'configmaps',
    object: {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'extension-apiserver-authentication', namespace: 'kube-system' },
      data: {
        ...(clientCAPEM === undefined ? {} : { 'client-ca-file': clientCAPEM }),
        ...(requestHeaderCAPEM === undefined ? {} : requestHeaders(requestHeaderCAPEM)),
      },
    },
  };
}

const requestHeaders = (authority: string): Readonly<Record<string, string>> => ({
  'requestheader-allowed-names': '["front-proxy-client"]',
  'requestheader-client-ca-file': authority,
  'requestheader-extra-headers-prefix': '["X-Remote-Extra-"]',
  'requestheader-group-headers': '["X-Remote-Group"]',
  'requestheader-username-headers': '["X-Remote-User"]',
});

/** Beyond the first start too: authorities are renewed, and a server that believed the former would refuse the new. */
export async function ensureData(
  { path, group, resource, object }: BootstrapObject,
  client: ApiClient,
  caches: ObjectCaches,
): Promise<void> {
  const { namespace = '', name } = object.metadata;
  const kept = caches.cache(group, resource)?.get(namespace, name)?.object['data'];
  const wanted = Object.entries(object['data'] ?? {});
  if (
    kept === undefined ||
    wanted.every(([key, value]) => (kept as Readonly<Record<string, unknown>>)[key] === value)
  ) {
    return;
  }
  const contentType = 'application/merge-patch+json';
  await client.request({ method: 'PATCH', path: `${path}/${name}`, body: { data: object['data'] }, contentType });
}

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
