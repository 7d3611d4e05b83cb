/**
 * Parts of a rule that no request asks for: resources that the version does not serve, subresources and verbs that do
 * not exist, resources of the cluster in a Role. The API server takes all of them.
 *
 * Only groups that are built in are judged, and only requests of the API server itself: other programs ask their own
 * questions, with verbs of their own.
 * Sources: plugin/pkg/auth/authorizer/rbac/rbac.go; endpoints/request/requestinfo.go; api/discovery of each release.
 */
import { findResources, isBuiltInGroup, type Lifecycle, lifecycles, type Minor, serving } from '@bulkhead/apimachinery';
import type { PolicyRule } from './policy-rule.js';

export interface DeadPart {
  readonly list: 'resources' | 'verbs' | 'nonResourceURLs';
  readonly index: number;
  readonly message: string;
  /** Whether an earlier version served it: a leftover, not a mistake. */
  readonly isLeftover: boolean;
}

const REST_VERBS: ReadonlySet<string> = new Set([
  ...['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection', '*'],
]);
/** Words that people take for verbs, and what they mean. */
const MISTAKEN_VERBS: ReadonlyMap<string, string> = new Map([
  ['read', 'get, list and watch'],
  ['view', 'get, list and watch'],
  ['write', 'create, update and patch'],
  ['edit', 'update and patch'],
  ['modify', 'update and patch'],
  ['apply', 'create and patch'],
  ['add', 'create'],
  ['post', 'create'],
  ['put', 'update'],
  ['remove', 'delete'],
  ['describe', 'get'],
  ['all', '"*"'],
  ['any', '"*"'],
  ['exec', 'create on pods/exec'],
]);
/** Asked about and not served as objects: identities, signers, parts of the kubelet. By `group/resource`. */
const VIRTUAL: ReadonlySet<string> = new Set([
  ...[
    '/users',
    '/groups',
    'authentication.k8s.io/users',
    'authentication.k8s.io/groups',
    'authentication.k8s.io/nodes',
  ],
  ...['authentication.k8s.io/uids', 'authentication.k8s.io/userextras', 'authentication.k8s.io/serviceaccounts'],
  'certificates.k8s.io/signers',
]);
/** By `group/resource`, beside status, and finalizers, which admission asks about. */
const SUBRESOURCES: ReadonlyMap<string, readonly string[]> = new Map([
  ['/namespaces', ['finalize']],
  ['/nodes', ['proxy', 'stats', 'metrics', 'log', 'checkpoint', 'configz', 'healthz', 'pods']],
  ['/pods', ['attach', 'binding', 'ephemeralcontainers', 'eviction', 'exec', 'log', 'portforward', 'proxy', 'resize']],
  ['/replicationcontrollers', ['scale']],
  ['/serviceaccounts', ['token']],
  ['/services', ['proxy']],
  ['apps/deployments', ['scale']],
  ['apps/replicasets', ['scale']],
  ['apps/statefulsets', ['scale']],
  ['certificates.k8s.io/certificatesigningrequests', ['approval', 'nodeclient', 'selfnodeclient']],
  ['resource.k8s.io/resourceclaims', ['binding', 'driver']],
]);
const ANY_SUBRESOURCE: readonly string[] = ['status', 'finalizers'];
/** Requests for the Namespace object itself count as requests in that namespace; these name none. */
const NAMELESS_VERBS: readonly string[] = ['list', 'watch', 'create', 'deletecollection'];

/** `namespaced`: the rules of a Role, or such as are bound in a namespace alone. */
export function deadParts(rule: PolicyRule, namespaced: boolean, minor: Minor): readonly DeadPart[] {
  const found: DeadPart[] = [];
  rule.nonResourceURLs.forEach((url, index) => {
    if (url.startsWith('/') || url === '*') return;
    const message = `${url}: paths begin with a slash`;
    found.push({ list: 'nonResourceURLs', index, message, isLeftover: false });
  });
  if (rule.resources.length === 0) return found;
  rule.verbs.forEach((verb, index) => {
    const message = verbProblem(verb, rule);
    if (message !== undefined) found.push({ list: 'verbs', index, message, isLeftover: false });
  });
  // Verbs of their own are asked about resources of their own.
  if (!rule.verbs.every((verb) => REST_VERBS.has(verb))) return found;
  rule.resources.forEach((resource, index) => {
    const problem = resourceProblem(resource, rule, namespaced, minor);
    if (problem !== undefined) found.push({ list: 'resources', index, ...problem });
  });
  return found;
}

function verbProblem(verb: string, { apiGroups }: PolicyRule): string | undefined {
  if (!apiGroups.every(isBuiltInGroup)) return undefined;
  const lower = verb.toLowerCase();
  if (lower !== verb && REST_VERBS.has(lower))
    return `${verb}: verbs are compared as they are written, and it is ${lower}`;
  const meant = MISTAKEN_VERBS.get(lower);
  return meant === undefined ? undefined : `${verb}: no request has this verb; ${meant} may be meant`;
}

interface Problem {
  readonly message: string;
  readonly isLeftover: boolean;
}

function resourceProblem(text: string, rule: PolicyRule, namespaced: boolean, minor: Minor): Problem | undefined {
  const slash = text.indexOf('/');
  const name = slash < 0 ? text : text.slice(0, slash);
  const subresource = slash < 0 ? '' : text.slice(slash + 1);
  if (subresource === '*') {
    const message = `${text}: stands for no subresource; only "*" and "*/name" hold several`;
    return { message, isLeftover: false };
  }
  if (name === '*' || !rule.apiGroups.every(isBuiltInGroup)) return undefined;
  const groups = rule.apiGroups;
  if (groups.some((group) => VIRTUAL.has(`${group}/${name}`))) return undefined;
  const serving = groups.flatMap((group) => servedIn(group, name, minor));
  if (serving.length === 0) return unserved(name, text, groups, minor);
  if (subresource !== '' && !ANY_SUBRESOURCE.includes(subresource) && !hasSubresource(name, subresource, groups)) {
    return { message: `${text}: ${name} has no such subresource`, isLeftover: false };
  }
  return namespaced ? scopeProblem(text, name, serving, rule) : undefined;
}

const hasSubresource = (name: string, subresource: string, groups: readonly string[]): boolean =>
  groups.some((group) => SUBRESOURCES.get(`${group}/${name}`)?.includes(subresource) === true);

const servedIn = (group: string, name: string, minor: Minor): readonly Lifecycle[] =>
  apisOf(group, name).filter((api) => serving(api, minor) !== 'no');

function unserved(name: string, text: string, groups: readonly string[], minor: Minor): Problem {
  const isLeftover = groups.some((group) => apisOf(group, name).length > 0 || wasServed(group, name));
  const [other] = findResources(name, minor);
  const where = groups.map((group) => (group === '' ? 'the core group' : group)).join(', ');
  const hint = other?.resource === undefined ? '' : `; it is ${other.resource.name} of ${groupText(other.group)}`;
  const message = isLeftover
    ? `${text}: version 1.${minor} serves none in ${where}${hint}`
    : `${text}: no version serves it in ${where}${hint}`;
  return { message, isLeftover };
}

/** Whether versions before those that are known here served it: their kinds are known without their resources. */
const wasServed = (group: string, name: string): boolean =>
  lifecycles().some(({ group: own, kind, resource }) => {
    if (own !== group || resource !== undefined) return false;
    const singular = kind.toLowerCase();
    return [`${singular}s`, `${singular}es`, `${singular.slice(0, -1)}ies`].includes(name);
  });

const groupText = (group: string): string => (group === '' ? 'the core group' : group);

function scopeProblem(
  text: string,
  name: string,
  apis: readonly Lifecycle[],
  { verbs }: PolicyRule,
): Problem | undefined {
  if (apis.some(({ resource }) => resource?.namespaced !== false)) return undefined;
  const isOwnNamespace = name === 'namespaces' && !verbs.every((verb) => NAMELESS_VERBS.includes(verb));
  // The verb `*` holds `bind`, which is asked in the namespace of the binding.
  if (isOwnNamespace || (name === 'clusterroles' && verbs.includes('*'))) return undefined;
  const message = `${text}: belongs to no namespace, so a Role does not grant it`;
  return { message, isLeftover: false };
}

let byResource: ReadonlyMap<string, readonly Lifecycle[]> | undefined;

/** Every API that any version has under the name. */
function apisOf(group: string, name: string): readonly Lifecycle[] {
  if (byResource === undefined) {
    const found = new Map<string, Lifecycle[]>();
    for (const api of lifecycles()) {
      if (api.resource === undefined) continue;
      const key = `${api.group}/${api.resource.name}`;
      const list = found.get(key);
      if (list === undefined) found.set(key, [api]);
      else list.push(api);
    }
    byResource = found;
  }
  return byResource.get(`${group}/${name}`) ?? [];
}
