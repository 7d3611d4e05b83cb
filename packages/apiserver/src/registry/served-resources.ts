/**
 * Which resources a server of a version serves, with `--runtime-config` on top of what is on by default.
 *
 * Source: pkg/controlplane/instance.go, the storage providers under pkg/registry/<group>/rest, and api/discovery of each
 * release. Storage versions: pkg/kubeapiserver/default_storage_factory_builder.go.
 */
import {
  compareVersions,
  fieldIn,
  type Lifecycle,
  lifecycles,
  lookupKind,
  type Minor,
  serving,
  typeOfKind,
} from '@bulkhead/apimachinery';
import type { ClusterProfile } from '@bulkhead/features';
import type { ServedResource, ServedSubresource, ServedVersion } from './resource.js';
import type { RuntimeConfig } from './runtime-config.js';

/** Resources by group and name, and by group, version and name. */
export interface ServedResources {
  readonly all: readonly ServedResource[];
  find(group: string, version: string, resource: string): ServedResource | undefined;
  byGroupResource(group: string, resource: string): ServedResource | undefined;
  /** As RESTMapper finds it; undefined when the version is not served. */
  byKind(apiVersion: string, kind: string): ServedResource | undefined;
  /** Whether any resource of the group and version is served. */
  hasVersion(group: string, version: string): boolean;
}

export function servedResources(profile: ClusterProfile, runtimeConfig: RuntimeConfig): ServedResources {
  const byResource = new Map<string, Lifecycle[]>();
  for (const api of lifecycles()) {
    if (api.resource === undefined || !isServed(api, profile, runtimeConfig)) continue;
    const key = `${api.group}/${api.resource.name}`;
    const versions = byResource.get(key);
    if (versions === undefined) byResource.set(key, [api]);
    else versions.push(api);
  }
  const all = [...byResource.values()].flatMap((versions) => readResource(versions, profile));
  return new ResourceTable(all);
}

/** Owner references hold any text; no name that is served has a space in it. */
const kindKey = (apiVersion: string, kind: string): string => `${apiVersion} ${kind}`;

class ResourceTable implements ServedResources {
  readonly all: readonly ServedResource[];
  readonly #byName: ReadonlyMap<string, ServedResource>;
  readonly #byVersion = new Map<string, ServedResource>();
  readonly #byKind = new Map<string, ServedResource>();
  readonly #versions = new Set<string>();

  constructor(all: readonly ServedResource[]) {
    this.all = all;
    this.#byName = new Map(all.map((resource) => [`${resource.group}/${resource.resource}`, resource]));
    for (const resource of all) {
      for (const { apiVersion, version, kind } of resource.versions) {
        this.#byVersion.set(`${resource.group}/${version}/${resource.resource}`, resource);
        this.#byKind.set(kindKey(apiVersion, kind.kind), resource);
        this.#versions.add(`${resource.group}/${version}`);
      }
    }
  }

  find(group: string, version: string, resource: string): ServedResource | undefined {
    return this.#byVersion.get(`${group}/${version}/${resource}`);
  }

  byGroupResource(group: string, resource: string): ServedResource | undefined {
    return this.#byName.get(`${group}/${resource}`);
  }

  byKind(apiVersion: string, kind: string): ServedResource | undefined {
    return this.#byKind.get(kindKey(apiVersion, kind));
  }

  hasVersion(group: string, version: string): boolean {
    return this.#versions.has(`${group}/${version}`);
  }
}

function isServed(api: Lifecycle, { minor }: ClusterProfile, runtimeConfig: RuntimeConfig): boolean {
  const how = serving(api, minor);
  if (how === 'no') return false;
  return runtimeConfig.isEnabled(api.group, api.version, api.resource?.name ?? '', how === 'by-default');
}

function readResource(apis: readonly Lifecycle[], profile: ClusterProfile): ServedResource[] {
  const versions = apis
    .flatMap((lifecycle): ServedVersion[] => {
      const kind = lookupKind(lifecycle.apiVersion, lifecycle.kind);
      if (kind === undefined) return [];
      return [{ apiVersion: lifecycle.apiVersion, version: lifecycle.version, kind, lifecycle }];
    })
    .sort((a, b) => compareVersions(a.version, b.version));
  const [preferred] = versions;
  const resource = preferred?.lifecycle.resource;
  if (preferred === undefined || resource === undefined) return [];
  const { name, singular, namespaced, shortNames, categories, verbs } = resource;
  return [
    {
      group: preferred.lifecycle.group,
      resource: name,
      kind: preferred.lifecycle.kind,
      singular,
      namespaced,
      shortNames,
      categories,
      verbs,
      versions,
      storageVersion: preferred,
      subresources: subresourcesOf(preferred, name, verbs, profile.minor),
    },
  ];
}

const OBJECT_VERBS = ['get', 'patch', 'update'] as const;
const PROXY_VERBS = ['create', 'delete', 'get', 'patch', 'update'] as const;
const SCALE: ServedSubresource = {
  name: 'scale',
  verbs: OBJECT_VERBS,
  kind: { group: 'autoscaling', version: 'v1', kind: 'Scale' },
};

interface SubresourceRow extends ServedSubresource {
  /** First minor that serves it. */
  readonly since?: Minor;
}

const core = (kind: string): { group: string; version: string; kind: string } => ({ group: '', version: 'v1', kind });

/** By `group/resource`; `status` is found by the type. */
const SUBRESOURCES: ReadonlyMap<string, readonly SubresourceRow[]> = new Map<string, readonly SubresourceRow[]>([
  ['/namespaces', [{ name: 'finalize', verbs: ['update'] }]],
  ['/nodes', [{ name: 'proxy', verbs: PROXY_VERBS, kind: core('NodeProxyOptions') }]],
  [
    '/pods',
    [
      { name: 'attach', verbs: ['create', 'get'], kind: core('PodAttachOptions') },
      { name: 'binding', verbs: ['create'], kind: core('Binding') },
      { name: 'ephemeralcontainers', verbs: OBJECT_VERBS },
      { name: 'eviction', verbs: ['create'], kind: { group: 'policy', version: 'v1', kind: 'Eviction' } },
      { name: 'exec', verbs: ['create', 'get'], kind: core('PodExecOptions') },
      { name: 'log', verbs: ['get'] },
      { name: 'portforward', verbs: ['create', 'get'], kind: core('PodPortForwardOptions') },
      { name: 'proxy', verbs: PROXY_VERBS, kind: core('PodProxyOptions') },
      // In 1.27 to 1.31 the feature changed pods themselves.
      { name: 'resize', verbs: OBJECT_VERBS, since: 32 },
    ],
  ],
  ['/replicationcontrollers', [SCALE]],
  [
    '/serviceaccounts',
    [
      {
        name: 'token',
        verbs: ['create'],
        kind: { group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest' },
      },
    ],
  ],
  ['/services', [{ name: 'proxy', verbs: PROXY_VERBS, kind: core('ServiceProxyOptions') }]],
  ['apps/deployments', [SCALE]],
  ['apps/replicasets', [SCALE]],
  ['apps/statefulsets', [SCALE]],
  ['certificates.k8s.io/certificatesigningrequests', [{ name: 'approval', verbs: OBJECT_VERBS }]],
]);

function subresourcesOf(
  { kind }: ServedVersion,
  resource: string,
  verbs: readonly string[],
  minor: Minor,
): readonly ServedSubresource[] {
  const rows = (SUBRESOURCES.get(`${kind.group}/${resource}`) ?? []).filter(({ since = 0 }) => since <= minor);
  const hasStatus = verbs.includes('update') && fieldIn(typeOfKind(kind), 'status', minor) !== undefined;
  const status: readonly ServedSubresource[] = hasStatus ? [{ name: 'status', verbs: OBJECT_VERBS }] : [];
  return [...rows, ...status].sort((a, b) => (a.name < b.name ? -1 : 1));
}
