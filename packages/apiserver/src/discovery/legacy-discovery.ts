/**
 * Discovery a group and a version at a time: `/api`, `/apis`, `/apis/apps`, `/apis/apps/v1`.
 *
 * Source: k8s.io/apiserver/pkg/endpoints/discovery.
 */
import { createHash } from 'node:crypto';
import type { ServedResource, ServedVersion } from '../registry/resource.js';
import type { DiscoveredGroup, DiscoveredVersion } from './api-groups.js';

export function apiVersions(group: DiscoveredGroup, serverAddress: string): object {
  return {
    kind: 'APIVersions',
    versions: group.versions.map(({ version }) => version),
    serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress }],
  };
}

export function apiGroupList(groups: readonly DiscoveredGroup[]): object {
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: groups.map(groupOf) };
}

export function apiGroup(group: DiscoveredGroup): object {
  return { kind: 'APIGroup', apiVersion: 'v1', ...groupOf(group) };
}

function groupOf({ name, versions }: DiscoveredGroup): { name: string; versions: object[]; preferredVersion: object } {
  const listed = versions.map(({ apiVersion, version }) => ({ groupVersion: apiVersion, version }));
  return { name, versions: listed, preferredVersion: listed[0] ?? {} };
}

export function apiResourceList({ apiVersion, resources }: DiscoveredVersion): object {
  const entries = resources.flatMap(({ resource, version }) => entriesOf(resource, version));
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: apiVersion, resources: entries.sort(byName) };
}

interface Entry {
  readonly name: string;
  readonly [member: string]: unknown;
}

const byName = (a: Entry, b: Entry): number => (a.name < b.name ? -1 : 1);

function entriesOf(resource: ServedResource, version: ServedVersion): readonly Entry[] {
  const { shortNames, categories, namespaced } = resource;
  const own: Entry = {
    name: resource.resource,
    singularName: resource.singular,
    namespaced,
    kind: version.kind.kind,
    verbs: sortedVerbs(version.lifecycle.resource?.verbs ?? resource.verbs),
    ...(shortNames.length === 0 ? {} : { shortNames }),
    ...(categories.length === 0 ? {} : { categories }),
    ...(isKept(resource) ? { storageVersionHash: storageVersionHash(resource) } : {}),
  };
  const parts = resource.subresources
    .filter(({ apiVersions: versions }) => versions?.includes(version.apiVersion) ?? true)
    .map((part): Entry => {
      const isOtherGroup = part.kind !== undefined && part.kind.group !== resource.group;
      return {
        name: `${resource.resource}/${part.name}`,
        singularName: '',
        namespaced,
        ...(isOtherGroup ? { group: part.kind?.group, version: part.kind?.version } : {}),
        kind: part.kind?.kind ?? version.kind.kind,
        verbs: part.verbs,
      };
    });
  return [own, ...parts];
}

export const sortedVerbs = (verbs: readonly string[]): readonly string[] => verbs.toSorted();

/** Reviews and bindings are answered and forgotten. */
const isKept = ({ verbs }: ServedResource): boolean => verbs.includes('get') && verbs.includes('create');

/** Changes when objects begin to be kept in another version. */
function storageVersionHash({ group, kind, storageVersion }: ServedResource): string {
  const isEvent = group === 'events.k8s.io';
  const name = isEvent ? '/v1/Event' : `${group}/${storageVersion.version}/${kind}`;
  return createHash('sha256').update(name).digest().subarray(0, 8).toString('base64');
}
