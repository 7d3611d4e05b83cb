/**
 * The cluster as network policies see it: what sends and receives, namespaces with the label that the API server gives
 * them, machines, services, and the policies that the API server would take. Of several objects of one name the last
 * one counts, as when they are applied in order. Built once, asked often.
 */

import { type FieldError, formatErrorBody, type VersionProfile } from '@bulkhead/apimachinery';
import {
  type CompiledSelector,
  type Labels,
  MATCHES_EVERYTHING,
  matchesSelector,
} from '@bulkhead/apimachinery/selectors';
import { validateObject } from '@bulkhead/apimachinery/validation';
import { type Address, addressOf } from './address.js';
import { ADMIN_KINDS, compileAdminPolicy } from './admin-policy.js';
import type { CompiledPolicy, Direction, PodSet, Problem, Tier } from './compiled-policy.js';
import { type Endpoint, endpointOf, isObjectOfKind } from './endpoint.js';
import { compileNetworkPolicy } from './network-policy.js';
import { objectAt, objectsOf, type PlainObject, textMapOf, textOf } from './plain-object.js';
import { validateAdminPolicy } from './validate-admin-policy.js';

export interface NetworkModelOptions {
  readonly profile: VersionProfile;
  /** Whether the network plugin lets ipBlock match the addresses of pods; most do, and so is the default. */
  readonly ipBlockMatchesPods?: boolean;
}

/** A Node object. */
export interface Machine {
  readonly name: string;
  readonly labels: Labels;
  readonly addresses: readonly Address[];
}

const NAME_LABEL = 'kubernetes.io/metadata.name';
/** Namespaces that every cluster has. */
const ALWAYS_THERE: readonly string[] = ['default', 'kube-system'];
const TIER_ORDER: Record<Tier, number> = { Admin: 0, NetworkPolicy: 1, Baseline: 2 };
const KINDS_OF_SERVICES: ReadonlySet<string> = new Set(['Service', 'Endpoints', 'EndpointSlice']);

export class NetworkModel {
  readonly profile: VersionProfile;
  readonly ipBlockMatchesPods: boolean;
  readonly endpoints: readonly Endpoint[];
  /** Labels by name of every namespace that any object names. */
  readonly namespaces: ReadonlyMap<string, Labels>;
  readonly machines: ReadonlyMap<string, Machine>;
  /** Service, Endpoints and EndpointSlice objects, by `kind namespace/name`. */
  readonly serviceObjects: ReadonlyMap<string, PlainObject>;
  /** Policies in the order in which they are asked. */
  readonly policies: readonly CompiledPolicy[];
  readonly problems: readonly Problem[];
  readonly #clusterPolicies: readonly CompiledPolicy[];
  readonly #policiesByNamespace: ReadonlyMap<string, readonly CompiledPolicy[]>;
  readonly #endpointsByNamespace: ReadonlyMap<string, readonly Endpoint[]>;
  readonly #governing = new Map<Endpoint, readonly CompiledPolicy[]>();

  constructor(objects: Iterable<unknown>, options: NetworkModelOptions) {
    this.profile = options.profile;
    this.ipBlockMatchesPods = options.ipBlockMatchesPods ?? true;
    const read = readObjects(objects, options.profile);
    this.endpoints = [...read.endpoints.values()];
    this.machines = read.machines;
    this.serviceObjects = read.services;
    this.policies = [...read.policies.values()].toSorted(inOrder);
    this.problems = read.problems;
    this.namespaces = namespacesOf(read.namespaces, this.endpoints, this.policies);
    this.#clusterPolicies = this.policies.filter(({ subject }) => subject.namespace === undefined);
    this.#policiesByNamespace = grouped(this.policies.filter(({ subject }) => subject.namespace !== undefined));
    this.#endpointsByNamespace = grouped(this.endpoints);
  }

  endpointsIn(namespace: string): readonly Endpoint[] {
    return this.#endpointsByNamespace.get(namespace) ?? [];
  }

  /** The policies that select the endpoint, in order, whatever directions they govern. */
  policiesSelecting(endpoint: Endpoint): readonly CompiledPolicy[] {
    const known = this.#governing.get(endpoint);
    if (known !== undefined) return known;
    const own = this.#policiesByNamespace.get(endpoint.namespace) ?? [];
    const candidates = this.#clusterPolicies.length === 0 ? own : [...this.#clusterPolicies, ...own].toSorted(inOrder);
    const found = candidates.filter(({ subject }) => this.contains(subject, endpoint));
    this.#governing.set(endpoint, found);
    return found;
  }

  /** Whether the endpoint's labels and namespace are meant. The caller decides about hostNetwork. */
  contains(set: PodSet, endpoint: Endpoint): boolean {
    if (set.namespace === undefined) {
      if (!this.matchesNamespace(set.namespaces, endpoint.namespace)) return false;
    } else if (set.namespace !== endpoint.namespace) return false;
    return matchesSelector(set.pods, endpoint.labels);
  }

  matchesNamespace(selector: CompiledSelector, namespace: string): boolean {
    return selector === MATCHES_EVERYTHING || matchesSelector(selector, this.namespaces.get(namespace));
  }

  /** Whether a NetworkPolicy isolates the endpoint in that direction. */
  isIsolated(endpoint: Endpoint, direction: Direction): boolean {
    return this.policiesSelecting(endpoint).some(
      (policy) => policy.tier === 'NetworkPolicy' && policy[direction] !== undefined,
    );
  }
}

function grouped<T extends { readonly namespace: string }>(items: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>();
  for (const item of items) {
    const list = found.get(item.namespace);
    if (list === undefined) found.set(item.namespace, [item]);
    else list.push(item);
  }
  return found;
}

function inOrder(left: CompiledPolicy, right: CompiledPolicy): number {
  return (
    TIER_ORDER[left.tier] - TIER_ORDER[right.tier] ||
    left.priority - right.priority ||
    compareTexts(left.title, right.title)
  );
}

function compareTexts(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

interface ReadObjects {
  readonly endpoints: Map<string, Endpoint>;
  readonly namespaces: Map<string, Labels>;
  readonly machines: Map<string, Machine>;
  readonly services: Map<string, PlainObject>;
  readonly policies: Map<string, CompiledPolicy>;
  readonly problems: Problem[];
}

function readObjects(objects: Iterable<unknown>, profile: VersionProfile): ReadObjects {
  const read: ReadObjects = {
    endpoints: new Map(),
    namespaces: new Map(),
    machines: new Map(),
    services: new Map(),
    policies: new Map(),
    problems: [],
  };
  for (const object of objects) {
    if (isObjectOfKind(object)) readObject(object, read, profile);
  }
  return read;
}

function readObject(object: PlainObject, read: ReadObjects, profile: VersionProfile): void {
  const kind = textOf(object, 'kind');
  const apiVersion = textOf(object, 'apiVersion');
  const metadata = objectAt(object, 'metadata');
  const name = textOf(metadata, 'name');
  if (kind === 'NetworkPolicy' || ADMIN_KINDS.has(kind)) {
    readPolicy(object, read, profile);
  } else if (kind === 'Namespace' && apiVersion === 'v1') {
    read.namespaces.set(name, textMapOf(metadata, 'labels'));
  } else if (kind === 'Node' && apiVersion === 'v1') {
    const listed = objectsOf(objectAt(object, 'status'), 'addresses');
    const addresses = listed.flatMap((item) => addressOf(textOf(item, 'address')) ?? []);
    read.machines.set(name, { name, labels: textMapOf(metadata, 'labels'), addresses });
  } else if (KINDS_OF_SERVICES.has(kind)) {
    read.services.set(`${kind} ${textOf(metadata, 'namespace') || 'default'}/${name}`, object);
  } else {
    const endpoint = endpointOf(object);
    if (endpoint !== undefined) read.endpoints.set(`${kind} ${endpoint.namespace}/${endpoint.name}`, endpoint);
  }
}

function readPolicy(object: PlainObject, read: ReadObjects, profile: VersionProfile): void {
  const kind = textOf(object, 'kind');
  const apiVersion = textOf(object, 'apiVersion');
  const metadata = objectAt(object, 'metadata');
  const isAdmin = ADMIN_KINDS.has(kind);
  const name = textOf(metadata, 'name') || textOf(metadata, 'generateName');
  const namespace = isAdmin ? '' : textOf(metadata, 'namespace') || 'default';
  const reference = { kind, namespace, name };
  const group = apiVersion.split('/')[0];
  if (isAdmin ? group !== 'policy.networking.k8s.io' : apiVersion !== 'networking.k8s.io/v1') {
    // Kinds of the same name that other products define say nothing here; the API server's own past group does not work.
    if (group !== 'extensions' && group !== 'networking.k8s.io') return;
    const message = `no matches for kind "${kind}" in version "${apiVersion}"`;
    read.problems.push({ object: reference, fieldPath: 'apiVersion', message });
    return;
  }
  const errors = isAdmin ? validateAdminPolicy(object, profile) : validateObject(object, profile);
  const key = `${kind} ${namespace}/${name}`;
  if (errors.length > 0) {
    read.problems.push(...errors.map((error) => problemOf(error, reference, profile)));
    return;
  }
  read.policies.set(
    key,
    isAdmin ? compileAdminPolicy(object, profile.minor) : compileNetworkPolicy(object, profile.minor),
  );
}

function problemOf(error: FieldError, object: Problem['object'], { minor }: VersionProfile): Problem {
  return { object, fieldPath: error.field, message: formatErrorBody(error, minor) };
}

/** Every namespace that is declared or named, with the label that the API server adds. */
function namespacesOf(
  declared: ReadonlyMap<string, Labels>,
  endpoints: readonly Endpoint[],
  policies: readonly CompiledPolicy[],
): ReadonlyMap<string, Labels> {
  const namespaces = new Map<string, Labels>();
  const add = (name: string): void => {
    if (!namespaces.has(name)) namespaces.set(name, { ...declared.get(name), [NAME_LABEL]: name });
  };
  for (const name of [...ALWAYS_THERE, ...declared.keys()]) add(name);
  for (const { namespace } of endpoints) add(namespace);
  for (const { namespace } of policies) if (namespace !== '') add(namespace);
  return namespaces;
}
