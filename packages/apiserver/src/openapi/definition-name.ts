/**
 * What the documents call the types of the model.
 *
 * Source: the Go packages of the types, written back to front; k8s.io/kube-openapi/pkg/util.
 */
const API_MACHINERY = 'io.k8s.apimachinery.pkg';

/** By the first part of the name, with what is between it and the rest. */
const HOMES: ReadonlyMap<string, string> = new Map([
  ['apiextensions', 'io.k8s.apiextensions-apiserver.pkg.apis.'],
  ['apiregistration', 'io.k8s.kube-aggregator.pkg.apis.'],
  ['intstr', `${API_MACHINERY}.util.`],
  ['meta', `${API_MACHINERY}.apis.`],
  ['runtime', `${API_MACHINERY}.`],
]);

/** `core.v1.Pod` as `io.k8s.api.core.v1.Pod`. */
export function definitionName(typeName: string): string {
  // A package of the machinery has the name of an API group.
  if (typeName === 'resource.Quantity') return `${API_MACHINERY}.api.${typeName}`;
  return `${HOMES.get(typeName.slice(0, typeName.indexOf('.'))) ?? 'io.k8s.api.'}${typeName}`;
}

/** `Rbac` and `Authorization` for `rbac.authorization.k8s.io`. */
function groupWords(group: string): readonly string[] {
  if (group === '') return ['core'];
  return group.replace(/\.k8s\.io$/, '').split('.');
}

export const capitalized = (word: string): string => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;

/** `RbacAuthorizationV1`, as names of operations have it. */
export const operationGroup = (group: string, version: string): string =>
  [...groupWords(group), version].map(capitalized).join('');

/** `rbacAuthorization_v1`: what operations are gathered under. */
export function tagOf(group: string, version: string): string {
  const [first = '', ...rest] = groupWords(group);
  return `${first}${rest.map(capitalized).join('')}_${version}`;
}
