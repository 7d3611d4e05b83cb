/**
 * Discovery of everything in one answer: `/api` and `/apis` for clients that ask for APIGroupDiscoveryList.
 *
 * Source: KEP-3352; k8s.io/apiserver/pkg/endpoints/discovery/aggregated.
 */
import type { ServedSubresource } from '../registry/resource.js';
import type { DiscoveredGroup, DiscoveredResource, DiscoveredVersion } from './api-groups.js';
import { sortedVerbs } from './legacy-discovery.js';

export function apiGroupDiscoveryList(groups: readonly DiscoveredGroup[], version: 'v2' | 'v2beta1'): object {
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: `apidiscovery.k8s.io/${version}`,
    metadata: {},
    items: groups.map(({ name, versions }) => ({
      metadata: name === '' ? {} : { name },
      versions: versions.map(versionOf),
    })),
  };
}

function versionOf({ version, resources }: DiscoveredVersion): object {
  return { version, resources: resources.map(resourceOf), freshness: 'Current' };
}

function resourceOf({ resource, version }: DiscoveredResource): object {
  const { shortNames, categories } = resource;
  const kind = version.kind.kind;
  const subresources = resource.subresources
    .filter(({ apiVersions }) => apiVersions?.includes(version.apiVersion) ?? true)
    .map((part) => ({
      subresource: part.name,
      responseKind: responseKind(part, resource.group, kind),
      verbs: part.verbs,
    }));
  return {
    resource: resource.resource,
    responseKind: { group: '', version: '', kind },
    scope: resource.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: resource.singular,
    verbs: sortedVerbs(version.lifecycle.resource?.verbs ?? resource.verbs),
    ...(shortNames.length === 0 ? {} : { shortNames }),
    ...(categories.length === 0 ? {} : { categories }),
    ...(subresources.length === 0 ? {} : { subresources }),
  };
}

/** Group and version are left empty where they are those of the list. */
function responseKind({ kind }: ServedSubresource, group: string, own: string): object {
  if (kind === undefined || kind.group === group) return { group: '', version: '', kind: kind?.kind ?? own };
  return kind;
}
