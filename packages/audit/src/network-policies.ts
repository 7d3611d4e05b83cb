/**
 * The network policies of the input, read as the API server and the network would: what each does, what is wrong with
 * it, and which namespaces stay open. Built when the first rule asks.
 */
import { decodingError } from '@bulkhead/apimachinery';
import {
  type CompiledPolicy,
  type Endpoint,
  type LintFinding,
  lintNetworkPolicies,
  type NamespaceOpenness,
  NetworkModel,
  namespaceOpenness,
  type ObjectReference,
  type Problem,
} from '@bulkhead/engine/network-policy';
import type { ClusterProfile } from '@bulkhead/features';
import type { AuditObject } from './audit-object.js';
import type { ObjectIndex } from './object-index.js';

/** Kinds of policies of administrators; no server knows them of itself. */
export const ADMIN_POLICIES: ReadonlySet<string> = new Set([
  'AdminNetworkPolicy',
  'BaselineAdminNetworkPolicy',
  'ClusterNetworkPolicy',
]);
export const POLICIES: ReadonlySet<string> = new Set(['NetworkPolicy', ...ADMIN_POLICIES]);

/** Kinds with which network plugins and meshes isolate in their own words; nothing here reads them. */
const FOREIGN: readonly { readonly kind: string; readonly clusterWide: boolean }[] = [
  { kind: 'CiliumNetworkPolicy', clusterWide: false },
  { kind: 'CiliumClusterwideNetworkPolicy', clusterWide: true },
  { kind: 'GlobalNetworkPolicy', clusterWide: true },
  { kind: 'AuthorizationPolicy', clusterWide: false },
];

export class NetworkPolicies {
  readonly #profile: ClusterProfile;
  readonly #objects: ObjectIndex;
  #model: NetworkModel | undefined;
  #owners: ReadonlyMap<string, AuditObject> | undefined;
  #lints: ReadonlyMap<AuditObject, readonly LintFinding[]> | undefined;
  #problems: ReadonlyMap<AuditObject, readonly Problem[]> | undefined;
  #compiled: ReadonlyMap<object, CompiledPolicy> | undefined;
  #open: ReadonlyMap<AuditObject, NamespaceOpenness> | undefined;

  constructor(profile: ClusterProfile, objects: ObjectIndex) {
    this.#profile = profile;
    this.#objects = objects;
  }

  /** Whether the input holds a policy of any kind. */
  get hasAny(): boolean {
    return [...POLICIES].some((kind) => this.#objects.ofKind(kind).length > 0);
  }

  /** What is wrong with the object: a policy, or the workload of the network plugin. */
  lintsOf(object: AuditObject): readonly LintFinding[] {
    this.#lints ??= this.#byOwner(lintNetworkPolicies(this.#network()));
    return this.#lints.get(object) ?? [];
  }

  /** Why the API server refuses a policy of administrators; `schema/invalid-value` has those of NetworkPolicy. */
  problemsOf(object: AuditObject): readonly Problem[] {
    this.#problems ??= this.#byOwner(this.#network().problems);
    return this.#problems.get(object) ?? [];
  }

  /** The policy as it is asked; undefined where the server would not take it. */
  compiled(object: AuditObject): CompiledPolicy | undefined {
    this.#compiled ??= new Map(this.#network().policies.map((policy) => [policy.object, policy]));
    return this.#compiled.get(object.object);
  }

  /**
   * The namespace whose openness is this object's to tell: the Namespace's, or else that of the first workload in it.
   * Undefined for other objects, and where policies that nothing here reads may close it.
   */
  opennessOf(object: AuditObject): NamespaceOpenness | undefined {
    this.#open ??= this.#readOpenness();
    return this.#open.get(object);
  }

  /** The pods and workloads of a namespace, by its name. */
  endpointsIn(namespace: string): readonly Endpoint[] {
    return this.#network().endpointsIn(namespace);
  }

  #network(): NetworkModel {
    if (this.#model !== undefined) return this.#model;
    const taken = this.#objects.all.filter(
      ({ identity, schemaFindings }) =>
        !POLICIES.has(identity.kind) || schemaFindings.length === 0 || decodingError(schemaFindings) === undefined,
    );
    this.#model = new NetworkModel(
      taken.map(({ object }) => object),
      { profile: this.#profile },
    );
    return this.#model;
  }

  #readOpenness(): ReadonlyMap<AuditObject, NamespaceOpenness> {
    const found = new Map<AuditObject, NamespaceOpenness>();
    if (FOREIGN.some(({ kind, clusterWide }) => clusterWide && this.#objects.ofKind(kind).length > 0)) return found;
    const foreign = new Set(
      [...FOREIGN.flatMap(({ kind }) => this.#objects.ofKind(kind)), ...this.#objects.ofKind('NetworkPolicy')]
        .filter(({ identity }) => identity.apiVersion !== 'networking.k8s.io/v1')
        .map(({ identity }) => identity.namespace || 'default'),
    );
    for (const openness of namespaceOpenness(this.#network())) {
      const [first] = openness.endpoints;
      if (first === undefined || foreign.has(openness.namespace)) continue;
      const owner =
        this.#ownerOf({ kind: 'Namespace', namespace: '', name: openness.namespace }) ?? this.#ownerOf(first);
      if (owner !== undefined) found.set(owner, openness);
    }
    return found;
  }

  #byOwner<T extends { readonly object: ObjectReference }>(
    items: readonly T[],
  ): ReadonlyMap<AuditObject, readonly T[]> {
    const found = new Map<AuditObject, T[]>();
    for (const item of items) {
      const owner = this.#ownerOf(item.object);
      if (owner === undefined) continue;
      const list = found.get(owner);
      if (list === undefined) found.set(owner, [item]);
      else list.push(item);
    }
    return found;
  }

  /** Of several objects of one name the last, as when they are applied in order. */
  #ownerOf(reference: ObjectReference): AuditObject | undefined {
    this.#owners ??= new Map(this.#objects.all.map((object) => [keyOf(referenceOf(object)), object]));
    return this.#owners.get(keyOf(reference));
  }
}

const CLUSTER_SCOPED: ReadonlySet<string> = new Set([...ADMIN_POLICIES, 'Namespace', 'Node']);

function referenceOf({ identity: { kind, namespace, name } }: AuditObject): ObjectReference {
  return { kind, namespace: CLUSTER_SCOPED.has(kind) ? '' : namespace || 'default', name };
}

const keyOf = ({ kind, namespace, name }: ObjectReference): string => `${kind} ${namespace}/${name}`;
