/**
 * Where objects are kept, as kube-apiserver lays its keys out: `/registry/pods/default/web`.
 *
 * Source: pkg/kubeapiserver/default_storage_factory_builder.go.
 */
import type { ServedResource } from '../registry/resource.js';

export const STORAGE_ROOT = '/registry/';

/** Resources whose keys do not begin with their name, by `group/resource`. */
const SPECIAL_PREFIXES: ReadonlyMap<string, string> = new Map([
  ['/replicationcontrollers', 'controllers'],
  ['/endpoints', 'services/endpoints'],
  ['/services', 'services/specs'],
  ['/nodes', 'minions'],
  ['networking.k8s.io/ingresses', 'ingress'],
  ['apiregistration.k8s.io/apiservices', 'apiregistration.k8s.io/apiservices'],
  ['apiextensions.k8s.io/customresourcedefinitions', 'apiextensions.k8s.io/customresourcedefinitions'],
]);

/** `/registry/pods/`, with the slash at the end. */
export function storagePrefix({ group, resource }: Pick<ServedResource, 'group' | 'resource'>): string {
  return `${STORAGE_ROOT}${SPECIAL_PREFIXES.get(`${group}/${resource}`) ?? resource}/`;
}

/** Of an object of the resource; `namespace` is `''` for cluster-scoped ones. Both were checked to be path segments. */
export function storageKey(prefix: string, namespace: string, name: string): string {
  return namespace === '' ? `${prefix}${name}` : `${prefix}${namespace}/${name}`;
}
