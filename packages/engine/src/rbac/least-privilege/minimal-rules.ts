/**
 * The smallest rules that allow some requests, by the namespace in which they hold (`''` is the cluster).
 *
 * Names of objects are kept where every use of a verb names its object, the names are few, and none looks generated: a
 * role for `web-7d4b9c6f5-x2x9k` would be of no use tomorrow. A list or watch has a name only by a field selector, and
 * the creation of an object never has one that authorization would see.
 */
import type { Attributes } from '../../authorization/attributes.js';
import { combinedResource, type PolicyRule } from '../policy-rule.js';
import { valueIn } from '../value-in.js';
import { isGrantable } from './grantable.js';

/** More names than these are no list that somebody keeps. */
export const MAX_RESOURCE_NAMES = 10;

export interface MinimalRulesOptions {
  /** At most so many `resourceNames` in a rule; 0 for none. */
  readonly maxNames?: number;
  /** Whether a rule for any object is no more than what is held now; where it is more, all names are kept. */
  readonly mayLoseNames?: (request: Attributes) => boolean;
}

/** Uses of one verb on one resource in one scope. */
interface Use {
  readonly verb: string;
  readonly apiGroup: string;
  readonly resource: string;
  /** Sorted; undefined for any object. */
  readonly names: readonly string[] | undefined;
}

export type RulesByNamespace = ReadonlyMap<string, readonly PolicyRule[]>;

/** Requests that no rule can allow alone are left out; see `isGrantable`. */
export function minimalRules(requests: Iterable<Attributes>, options: MinimalRulesOptions = {}): RulesByNamespace {
  const { resources, paths } = sorted(requests);
  const uses = new Map([...resources].map(([namespace, found]) => [namespace, usesOf(found, options)]));
  const everywhere = uses.get('') ?? [];
  const byNamespace = new Map<string, readonly PolicyRule[]>();
  for (const [namespace, own] of [...uses].sort(([a], [b]) => compare(a, b))) {
    const needed = namespace === '' ? own : own.filter((use) => !isCovered(use, everywhere));
    if (needed.length > 0) byNamespace.set(namespace, joined(needed));
  }
  if (paths.size === 0) return byNamespace;
  return new Map([...byNamespace, ['', [...(byNamespace.get('') ?? []), ...pathRules(paths)]]]);
}

type NamesOfUse = Map<string, { readonly first: Attributes; readonly names: Set<string> }>;

interface SortedRequests {
  readonly resources: ReadonlyMap<string, NamesOfUse>;
  /** Verbs by path. */
  readonly paths: ReadonlyMap<string, ReadonlySet<string>>;
}

function sorted(requests: Iterable<Attributes>): SortedRequests {
  const resources = new Map<string, NamesOfUse>();
  const paths = new Map<string, Set<string>>();
  for (const request of requests) {
    if (!isGrantable(request)) continue;
    if (!request.resourceRequest) {
      valueIn(paths, request.path, () => new Set<string>()).add(request.verb);
      continue;
    }
    const scope = valueIn(resources, scopeOf(request), (): NamesOfUse => new Map());
    const key = JSON.stringify([request.verb, request.apiGroup, combinedResource(request)]);
    valueIn(scope, key, () => ({ first: request, names: new Set<string>() })).names.add(authorizedName(request));
  }
  return { resources, paths };
}

/** A Namespace is asked for in itself; its rights belong to the cluster, beside those to create and list them. */
const scopeOf = ({ apiGroup, resource, namespace }: Attributes): string =>
  apiGroup === '' && resource === 'namespaces' ? '' : namespace;

function authorizedName({ verb, subresource, name }: Attributes): string {
  return verb === 'deletecollection' || (verb === 'create' && subresource === '') ? '' : name;
}

function usesOf(
  found: NamesOfUse,
  { maxNames = MAX_RESOURCE_NAMES, mayLoseNames }: MinimalRulesOptions,
): readonly Use[] {
  return [...found.values()].map(({ first, names }) => {
    const isKept = names.size <= maxNames && [...names].every((name) => !looksGenerated(name));
    const isNamed = !names.has('') && (isKept || mayLoseNames?.(first) === false);
    const { verb, apiGroup } = first;
    return { verb, apiGroup, resource: combinedResource(first), names: isNamed ? [...names].sort(compare) : undefined };
  });
}

/** The letters from which `generateName` and the hashes of templates are made. */
const GENERATED = /-[bcdfghjklmnpqrstvwxz2456789]{5,10}$/;

const looksGenerated = (name: string): boolean => GENERATED.test(name);

function isCovered(use: Use, everywhere: readonly Use[]): boolean {
  return everywhere.some(
    ({ verb, apiGroup, resource, names }) =>
      verb === use.verb &&
      apiGroup === use.apiGroup &&
      resource === use.resource &&
      (names === undefined || use.names?.every((name) => names.includes(name)) === true),
  );
}

/** First the verbs of a resource, then the resources of a group with the same verbs: neither allows more than before. */
function joined(uses: readonly Use[]): readonly PolicyRule[] {
  const byResource = new Map<string, { readonly first: Use; readonly verbs: Set<string> }>();
  for (const use of uses) {
    const key = JSON.stringify([use.apiGroup, use.resource, use.names]);
    valueIn(byResource, key, () => ({ first: use, verbs: new Set<string>() })).verbs.add(use.verb);
  }
  const byVerbs = new Map<
    string,
    { readonly first: Use; readonly verbs: readonly string[]; readonly resources: string[] }
  >();
  for (const { first, verbs: own } of byResource.values()) {
    const verbs = [...own].sort(compareVerbs);
    const key = JSON.stringify([first.apiGroup, verbs, first.names]);
    valueIn(byVerbs, key, () => ({ first, verbs, resources: [] })).resources.push(first.resource);
  }
  return [...byVerbs.values()]
    .map(({ first, verbs, resources }) => ({
      verbs,
      apiGroups: [first.apiGroup],
      resources: resources.sort(compare),
      resourceNames: first.names ?? [],
      nonResourceURLs: [],
    }))
    .sort((a, b) => compare(orderOf(a), orderOf(b)));
}

function pathRules(paths: ReadonlyMap<string, ReadonlySet<string>>): readonly PolicyRule[] {
  const byVerbs = new Map<string, { readonly verbs: readonly string[]; readonly urls: string[] }>();
  for (const [path, own] of paths) {
    const verbs = [...own].sort(compareVerbs);
    valueIn(byVerbs, verbs.join(), () => ({ verbs, urls: [] })).urls.push(path);
  }
  return [...byVerbs.values()].map(({ verbs, urls }) => ({
    verbs,
    apiGroups: [],
    resources: [],
    resourceNames: [],
    nonResourceURLs: urls.sort(compare),
  }));
}

const orderOf = ({ apiGroups, resources, resourceNames, verbs }: PolicyRule): string =>
  JSON.stringify([apiGroups, resources, resourceNames, verbs]);

/** As people write them: reading before writing. */
const VERB_ORDER = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'];

function compareVerbs(a: string, b: string): number {
  const place = (verb: string): number => (VERB_ORDER.indexOf(verb) + VERB_ORDER.length + 1) % (VERB_ORDER.length + 1);
  return place(a) - place(b) || compare(a, b);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
