/**
 * The order in which discovery lists groups and their versions.
 *
 * Source: cmd/kube-apiserver/app/aggregator.go, pkg/controlplane/apiserver/aggregator.go.
 */
import { compareVersions } from '@bulkhead/apimachinery';
import type { ServedResource, ServedVersion } from '../registry/resource.js';
import type { ServedResources } from '../registry/served-resources.js';

export interface DiscoveredGroup {
  /** `''` is the core group. */
  readonly name: string;
  /** Preferred first. */
  readonly versions: readonly DiscoveredVersion[];
}

export interface DiscoveredVersion {
  /** `apps/v1`, or `v1`. */
  readonly apiVersion: string;
  readonly version: string;
  /** By name. */
  readonly resources: readonly DiscoveredResource[];
}

export interface DiscoveredResource {
  readonly resource: ServedResource;
  readonly version: ServedVersion;
}

/** Highest first; the aggregator's own group stands before all. */
const GROUPS: readonly string[] = [
  'apiregistration.k8s.io',
  '',
  'extensions',
  'apps',
  'events.k8s.io',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'networking.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'storage.k8s.io',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'scheduling.k8s.io',
  'coordination.k8s.io',
  'node.k8s.io',
  'discovery.k8s.io',
  'resource.k8s.io',
  'flowcontrol.apiserver.k8s.io',
  'internal.apiserver.k8s.io',
  'storagemigration.k8s.io',
];

export function discoveredGroups(resources: ServedResources): readonly DiscoveredGroup[] {
  const byGroup = new Map<string, Map<string, DiscoveredResource[]>>();
  for (const resource of resources.all) {
    const versions = byGroup.get(resource.group) ?? new Map<string, DiscoveredResource[]>();
    byGroup.set(resource.group, versions);
    for (const version of resource.versions) {
      const found = versions.get(version.version);
      if (found === undefined) versions.set(version.version, [{ resource, version }]);
      else found.push({ resource, version });
    }
  }
  return [...byGroup]
    .map(([name, versions]) => ({ name, versions: versionsOf(name, versions) }))
    .sort((a, b) => rankOf(a.name) - rankOf(b.name) || (a.name < b.name ? -1 : 1));
}

function versionsOf(group: string, versions: ReadonlyMap<string, DiscoveredResource[]>): readonly DiscoveredVersion[] {
  return [...versions]
    .map(([version, resources]) => ({
      apiVersion: group === '' ? version : `${group}/${version}`,
      version,
      resources: resources.sort((a, b) => (a.resource.resource < b.resource.resource ? -1 : 1)),
    }))
    .sort((a, b) => compareVersions(a.version, b.version));
}

function rankOf(group: string): number {
  const rank = GROUPS.indexOf(group);
  return rank < 0 ? GROUPS.length : rank;
}
