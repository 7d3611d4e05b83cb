/**
 * The paths of an API version with their operations.
 *
 * Source: k8s.io/apiserver/pkg/endpoints/installer.go; k8s.io/kubernetes/pkg/generated/openapi.
 */
import { type Minor, typeModel } from '@bulkhead/apimachinery';
import type { ServedResource, ServedSubresource, ServedVersion } from '../registry/resource.js';
import { traitsOf } from '../registry/strategy.js';
import { capitalized, operationGroup, tagOf } from './definition-name.js';
import {
  DELETE_COLLECTION_QUERY,
  DELETE_QUERY,
  FORCE,
  LIST_QUERY,
  type Operation,
  type PathItem,
  type QueryParameter,
  WRITE_QUERY,
} from './operation.js';
import { fieldsIn } from './schema-builder.js';

/** What operations of one resource have in common. */
interface Scope {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly typeName: string;
  readonly resource: string;
  /** `/apis/apps/v1`. */
  readonly root: string;
  /** `AppsV1`. */
  readonly id: string;
  readonly tag: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly minor: Minor;
  readonly returnsDeletedObject: boolean;
}

/** All paths of the API version, in no order. */
export function apiPaths(
  resources: readonly ServedResource[],
  group: string,
  version: string,
  minor: Minor,
): PathItem[] {
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const id = operationGroup(group, version);
  const tag = tagOf(group, version);
  const paths = resources.flatMap((resource) => {
    const served = resource.versions.find((each) => each.version === version);
    if (resource.group !== group || served === undefined) return [];
    const verbs = served.lifecycle.resource?.verbs ?? resource.verbs;
    const { kind, typeName } = served.kind;
    const { namespaced } = resource;
    return resourcePaths(resource, served, {
      ...{ group, version, kind, typeName, root, id, tag, verbs, namespaced, minor },
      resource: resource.resource,
      returnsDeletedObject: traitsOf(resource, minor).returnsDeletedObject,
    });
  });
  return [{ path: `${root}/`, placeholders: [], operations: [discovery(id, tag)] }, ...paths];
}

const discovery = (id: string, tag: string): Operation => ({
  method: 'get',
  operationId: `get${id}APIResources`,
  tag,
  description: 'the resources of the version',
  query: [],
  answer: 'meta.v1.APIResourceList',
  codes: [200],
});

function resourcePaths(resource: ServedResource, served: ServedVersion, scope: Scope): readonly PathItem[] {
  const subresources = resource.subresources.filter(
    ({ apiVersions }) => apiVersions?.includes(served.apiVersion) ?? true,
  );
  return [
    ...collectionPaths(scope),
    ...objectPaths(scope),
    ...watchPaths(scope),
    ...subresources.flatMap((subresource) => subresourcePaths(scope, subresource)),
  ].filter(({ operations }) => operations.length > 0);
}

const NAMESPACE = '/namespaces/{namespace}';

const collectionOf = ({ root, namespaced, resource }: Scope): string =>
  `${root}${namespaced ? NAMESPACE : ''}/${resource}`;

const objectOf = (scope: Scope): string => `${collectionOf(scope)}/{name}`;

const placeholdersOf = ({ namespaced }: Scope, ofObject: boolean): readonly string[] => [
  ...(ofObject ? ['name'] : []),
  ...(namespaced ? ['namespace'] : []),
];

/** `NamespacedPod`. */
const nameOf = ({ namespaced, kind }: Scope): string => `${namespaced ? 'Namespaced' : ''}${kind}`;

const kindOf = ({ group, version, kind }: Scope): NonNullable<Operation['kind']> => ({ group, version, kind });

function collectionPaths(scope: Scope): readonly PathItem[] {
  const { id, verbs, typeName, namespaced, root, resource, kind } = scope;
  const operations: Operation[] = [];
  if (verbs.includes('list')) operations.push(list(scope, `list${id}${nameOf(scope)}`));
  if (verbs.includes('create')) {
    operations.push(write(scope, 'post', `create${id}${nameOf(scope)}`, typeName, [200, 201, 202]));
  }
  if (verbs.includes('deletecollection')) {
    operations.push(removal(scope, `delete${id}Collection${nameOf(scope)}`, true));
  }
  const own = { path: collectionOf(scope), placeholders: placeholdersOf(scope, false), operations };
  if (!namespaced || !verbs.includes('list')) return [own];
  const all = list(scope, `list${id}${kind}ForAllNamespaces`);
  return [own, { path: `${root}/${resource}`, placeholders: [], operations: [all] }];
}

function objectPaths(scope: Scope): readonly PathItem[] {
  const { id, verbs, typeName } = scope;
  const name = nameOf(scope);
  const operations: Operation[] = [];
  if (verbs.includes('get')) operations.push(read(scope, `read${id}${name}`, typeName));
  if (verbs.includes('update')) operations.push(write(scope, 'put', `replace${id}${name}`, typeName, [200, 201]));
  if (verbs.includes('delete')) operations.push(removal(scope, `delete${id}${name}`, false));
  if (verbs.includes('patch')) operations.push(write(scope, 'patch', `patch${id}${name}`, typeName, [200, 201]));
  return [{ path: objectOf(scope), placeholders: placeholdersOf(scope, true), operations }];
}

/** The old form of watches, with a path of its own. */
function watchPaths(scope: Scope): readonly PathItem[] {
  const { id, verbs, namespaced, root, resource, kind } = scope;
  if (!verbs.includes('watch')) return [];
  const watchRoot = { ...scope, root: `${root}/watch` };
  const watch = (operationId: string, action: string): Operation => ({
    ...list(scope, operationId),
    action,
    description: 'changes as they happen; the query parameter watch does the same',
    answer: 'meta.v1.WatchEvent',
  });
  const collection = watch(`watch${id}${nameOf(scope)}List`, 'watchlist');
  const single = watch(`watch${id}${nameOf(scope)}`, 'watch');
  const paths = [
    { path: collectionOf(watchRoot), placeholders: placeholdersOf(scope, false), operations: [collection] },
    { path: objectOf(watchRoot), placeholders: placeholdersOf(scope, true), operations: [single] },
  ];
  if (!namespaced) return paths;
  const all = watch(`watch${id}${kind}ListForAllNamespaces`, 'watchlist');
  return [...paths, { path: `${root}/watch/${resource}`, placeholders: [], operations: [all] }];
}

function subresourcePaths(scope: Scope, subresource: ServedSubresource): readonly PathItem[] {
  const path = `${objectOf(scope)}/${subresource.name}`;
  const placeholders = placeholdersOf(scope, true);
  const { kind } = subresource;
  if (kind?.kind.endsWith('Options') === true) return connectPaths(scope, subresource.name, kind, subresource.verbs);
  const name = `${nameOf(scope)}${capitalized(subresource.name)}`;
  if (subresource.name === 'log') {
    const operation = read(scope, `read${scope.id}${name}`, undefined);
    const query = optionsQuery('core.v1.PodLogOptions', scope.minor);
    return [{ path, placeholders, operations: [{ ...operation, query }] }];
  }
  const typeName = kind === undefined ? scope.typeName : typeNameOf(kind);
  const own: Scope = kind === undefined ? scope : { ...scope, ...kind };
  const id = `${scope.id}${name}`;
  const operations: Operation[] = [];
  for (const verb of subresource.verbs) {
    if (verb === 'get') operations.push(read(own, `read${id}`, typeName));
    if (verb === 'update') operations.push(write(own, 'put', `replace${id}`, typeName, [200, 201]));
    if (verb === 'patch') operations.push(write(own, 'patch', `patch${id}`, typeName, [200, 201]));
    if (verb === 'create') operations.push(write(own, 'post', `create${id}`, typeName, [200, 201, 202]));
  }
  return [{ path, placeholders, operations }];
}

/** `autoscaling.v1.Scale`: kinds of subresources are of groups with a plain name. */
const typeNameOf = ({ group, version, kind }: NonNullable<ServedSubresource['kind']>): string =>
  `${group === '' ? 'core' : group.replace(/\..*$/, '')}.${version}.${kind}`;

const METHODS: readonly (readonly [verb: string, method: Operation['method'], word: string])[] = [
  ['get', 'get', 'Get'],
  ['update', 'put', 'Put'],
  ['create', 'post', 'Post'],
  ['delete', 'delete', 'Delete'],
  ['patch', 'patch', 'Patch'],
];

/** Streams and proxies, which take their options from the query and answer with whatever comes. */
function connectPaths(
  scope: Scope,
  name: string,
  kind: NonNullable<ServedSubresource['kind']>,
  verbs: readonly string[],
): readonly PathItem[] {
  const methods = METHODS.filter(([verb]) => verbs.includes(verb));
  const query = optionsQuery(`core.v1.${kind.kind}`, scope.minor);
  const operations = (suffix: string): Operation[] =>
    methods.map(([, method, word]) => ({
      method,
      operationId: `connect${scope.id}${word}${nameOf(scope)}${capitalized(name)}${suffix}`,
      tag: scope.tag,
      description: `connects to ${name} of a ${scope.kind}`,
      action: 'connect',
      kind: { group: kind.group, version: kind.version, kind: kind.kind },
      query,
      codes: [200],
    }));
  const path = `${objectOf(scope)}/${name}`;
  const placeholders = placeholdersOf(scope, true);
  const own = { path, placeholders, operations: operations('') };
  if (name !== 'proxy') return [own];
  const further = {
    path: `${path}/{path}`,
    placeholders: [...placeholders, 'path'],
    operations: operations('WithPath'),
  };
  return [own, further];
}

/** Fields of an options type, which the query has. Times can be sent too, but are not documented. */
function optionsQuery(typeName: string, minor: Minor): readonly QueryParameter[] {
  const type = typeModel(typeName);
  if (type === undefined) return [];
  return fieldsIn(type, minor)
    .filter(({ name, type: { kind } }) => name !== 'kind' && name !== 'apiVersion' && kind !== 'time')
    .map(({ name, type: { kind } }) => ({ name, type: QUERY_TYPES.get(kind) ?? 'string' }));
}

const QUERY_TYPES: ReadonlyMap<string, QueryParameter['type']> = new Map<string, QueryParameter['type']>([
  ['bool', 'boolean'],
  ['int32', 'integer'],
  ['int64', 'integer'],
]);

const list = (scope: Scope, operationId: string): Operation => ({
  method: 'get',
  operationId,
  tag: scope.tag,
  description: `lists or watches objects of kind ${scope.kind}`,
  action: 'list',
  kind: kindOf(scope),
  query: LIST_QUERY,
  answer: `${scope.typeName}List`,
  codes: [200],
  streams: true,
});

const read = (scope: Scope, operationId: string, answer: string | undefined): Operation => ({
  method: 'get',
  operationId,
  tag: scope.tag,
  description: `reads a ${scope.kind}`,
  action: 'get',
  kind: kindOf(scope),
  query: [],
  ...(answer === undefined ? {} : { answer }),
  codes: [200],
});

const WORDS = { post: 'creates', put: 'replaces', patch: 'changes parts of' } as const;

const write = (
  scope: Scope,
  method: 'post' | 'put' | 'patch',
  operationId: string,
  typeName: string,
  codes: readonly number[],
): Operation => ({
  method,
  operationId,
  tag: scope.tag,
  description: `${WORDS[method]} a ${scope.kind}`,
  action: method,
  kind: kindOf(scope),
  query: method === 'patch' ? [...WRITE_QUERY, FORCE] : WRITE_QUERY,
  body: { typeName: method === 'patch' ? 'meta.v1.Patch' : typeName, required: true },
  isPatch: method === 'patch',
  answer: typeName,
  codes,
});

const removal = (scope: Scope, operationId: string, isCollection: boolean): Operation => ({
  method: 'delete',
  operationId,
  tag: scope.tag,
  description: isCollection ? `deletes all objects of kind ${scope.kind}` : `deletes a ${scope.kind}`,
  action: isCollection ? 'deletecollection' : 'delete',
  kind: kindOf(scope),
  query: isCollection ? DELETE_COLLECTION_QUERY : DELETE_QUERY,
  body: { typeName: 'meta.v1.DeleteOptions', required: false },
  answer: scope.returnsDeletedObject && !isCollection ? scope.typeName : 'meta.v1.Status',
  codes: isCollection ? [200] : [200, 202],
});
