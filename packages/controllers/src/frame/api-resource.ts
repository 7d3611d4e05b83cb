/** Resources and their paths. */
export interface ApiResource {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
}

const resource = (group: string, version: string, name: string): ApiResource => ({ group, version, resource: name });

export const NAMESPACES = resource('', 'v1', 'namespaces');
export const NODES = resource('', 'v1', 'nodes');
export const PODS = resource('', 'v1', 'pods');
export const SECRETS = resource('', 'v1', 'secrets');
export const SERVICES = resource('', 'v1', 'services');
export const CONFIG_MAPS = resource('', 'v1', 'configmaps');
export const SERVICE_ACCOUNTS = resource('', 'v1', 'serviceaccounts');
export const RESOURCE_QUOTAS = resource('', 'v1', 'resourcequotas');
export const DEPLOYMENTS = resource('apps', 'v1', 'deployments');
export const REPLICA_SETS = resource('apps', 'v1', 'replicasets');
export const ENDPOINT_SLICES = resource('discovery.k8s.io', 'v1', 'endpointslices');
export const POD_DISRUPTION_BUDGETS = resource('policy', 'v1', 'poddisruptionbudgets');
export const CLUSTER_ROLES = resource('rbac.authorization.k8s.io', 'v1', 'clusterroles');
export const LEASES = resource('coordination.k8s.io', 'v1', 'leases');

export interface ObjectPath extends ApiResource {
  /** `''` for the cluster. */
  readonly namespace: string;
  /** `''` for the collection. */
  readonly name?: string;
  readonly subresource?: string;
}

export function pathOf({ group, version, resource, namespace, name = '', subresource = '' }: ObjectPath): string {
  return [
    group === '' ? `/api/${version}` : `/apis/${group}/${version}`,
    ...(namespace === '' ? [] : ['namespaces', namespace]),
    resource,
    ...(name === '' ? [] : [encodeURIComponent(name)]),
    ...(subresource === '' ? [] : [subresource]),
  ].join('/');
}

/** The one that an object's `apiVersion` names. */
export function resourceOf(apiVersion: string, resource: string): ApiResource {
  const slash = apiVersion.indexOf('/');
  return { group: apiVersion.slice(0, Math.max(slash, 0)), version: apiVersion.slice(slash + 1), resource };
}
