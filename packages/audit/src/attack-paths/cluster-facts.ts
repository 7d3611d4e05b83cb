/**
 * The cluster as far as attack paths ask about it: roles and bindings, the Pod Security level of namespaces, workloads
 * with their service accounts, nodes, and secrets that hold tokens. What the input does not hold is unknown, not absent.
 */

import type { PodSpec } from '@bulkhead/apimachinery/types/core-v1';
import {
  DEFAULT_CONFIGURATION,
  defaultPolicyOf,
  ENFORCE_LABEL,
  extractPod,
  type Level,
  policyToEvaluate,
} from '@bulkhead/engine/pod-security';
import {
  bootstrapObjects,
  buildRbacIndex,
  type RbacIndex,
  type RbacObject,
  type RbacProblem,
} from '@bulkhead/engine/rbac';
import type { ClusterProfile } from '@bulkhead/features';
import { read, text } from '../audit-object.js';

/** An object of the input. Of pods and their makers the decoded form, so that types can be relied on. */
export interface ClusterObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly object: unknown;
}

export interface Workload {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly serviceAccount: string;
  readonly spec: PodSpec;
  /** Of a pod that was placed; `''` otherwise. */
  readonly nodeName: string;
}

export interface NamespaceLevel {
  readonly level: Level;
  readonly source: 'label' | 'default' | 'unknown';
}

export interface ServiceAccountFacts {
  /** `undefined` leaves it to the pod, whose default is to mount the token. */
  readonly automount: boolean | undefined;
}

export interface ClusterFacts {
  readonly profile: ClusterProfile;
  readonly index: RbacIndex;
  readonly problems: readonly RbacProblem[];
  readonly workloads: readonly Workload[];
  readonly workloadsByName: ReadonlyMap<string, readonly Workload[]>;
  /** By namespace, then by name. */
  readonly serviceAccounts: ReadonlyMap<string, ReadonlyMap<string, ServiceAccountFacts>>;
  /** Names of service accounts of which a Secret holds a token, by namespace. */
  readonly storedTokens: ReadonlyMap<string, ReadonlySet<string>>;
  readonly nodes: ReadonlyMap<string, { readonly isControlPlane: boolean }>;
  readonly configMaps: ReadonlySet<string>;
  /** Labelled, unlabelled, or not in the input. */
  readonly namespaces: ReadonlyMap<string, NamespaceLevel>;
  /** Roles and bindings of the version, as `kind/namespace/name`, that the input does not hold. */
  readonly defaults: ReadonlySet<string>;
}

const RBAC_API = 'rbac.authorization.k8s.io/v1';
const RBAC_KINDS: ReadonlySet<string> = new Set(['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding']);
const CONTROL_PLANE_LABELS = ['node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master'];
const TOKEN_SECRET_TYPE = 'kubernetes.io/service-account-token';

export function clusterFacts(objects: Iterable<ClusterObject>, profile: ClusterProfile): ClusterFacts {
  const reader = new FactsReader(defaultNames(profile));
  for (const object of objects) reader.add(object);
  const { index, problems } = buildRbacIndex(reader.rbac, profile);
  const { workloads, serviceAccounts, storedTokens, nodes, configMaps, namespaces, defaults } = reader;
  return {
    profile,
    index,
    problems,
    workloads,
    workloadsByName: groupBy(workloads, ({ name }) => name),
    serviceAccounts,
    storedTokens,
    nodes,
    configMaps,
    namespaces,
    defaults,
  };
}

function defaultNames(profile: ClusterProfile): Set<string> {
  const { roles, clusterRoles, roleBindings, clusterRoleBindings } = bootstrapObjects(profile);
  return new Set(
    [...roles, ...clusterRoles, ...roleBindings, ...clusterRoleBindings].map(
      ({ kind, metadata }) => `${kind}/${metadata?.namespace ?? ''}/${metadata?.name}`,
    ),
  );
}

/** Whether the role or binding is one of the input, not of the version. */
export const isGiven = (
  { defaults }: ClusterFacts,
  { kind, namespace, name }: { readonly kind: string; readonly namespace: string; readonly name: string },
): boolean => !defaults.has(`${kind}/${namespace}/${name}`);

const defaultLevel = (): Level => defaultPolicyOf(DEFAULT_CONFIGURATION).enforce.level;

/** The level of a namespace, also of one that the input does not hold. */
export function levelOf(facts: ClusterFacts, namespace: string): NamespaceLevel {
  return facts.namespaces.get(namespace) ?? { level: defaultLevel(), source: 'unknown' };
}

class FactsReader {
  readonly rbac: RbacObject[] = [];
  readonly workloads: Workload[] = [];
  readonly serviceAccounts = new Map<string, Map<string, ServiceAccountFacts>>();
  readonly storedTokens = new Map<string, Set<string>>();
  readonly nodes = new Map<string, { readonly isControlPlane: boolean }>();
  readonly configMaps = new Set<string>();
  readonly namespaces = new Map<string, NamespaceLevel>();
  readonly defaults: Set<string>;

  constructor(defaults: Set<string>) {
    this.defaults = defaults;
  }

  add({ apiVersion, kind, object }: ClusterObject): void {
    if (apiVersion === RBAC_API) {
      if (RBAC_KINDS.has(kind)) this.#addRbac(kind as RbacObject['kind'], object);
      return;
    }
    const metadata = read(object, 'metadata');
    const name = text(read(metadata, 'name'));
    const namespace = text(read(metadata, 'namespace')) || 'default';
    if (apiVersion !== 'v1' || !this.#addCore(kind, namespace, name, object)) {
      this.#addWorkload(object, namespace, name || text(read(metadata, 'generateName')), kind);
    }
  }

  #addRbac(kind: RbacObject['kind'], object: unknown): void {
    const metadata = read(object, 'metadata');
    const namespaced = kind === 'Role' || kind === 'RoleBinding';
    const written = text(read(metadata, 'namespace'));
    const namespace = namespaced ? written || 'default' : '';
    // What is applied without a namespace goes to the default one.
    const placed =
      namespaced && written === '' && isObject(object)
        ? { ...object, metadata: { ...(isObject(metadata) ? metadata : {}), namespace } }
        : object;
    this.rbac.push({ kind, object: placed });
    this.defaults.delete(`${kind}/${namespace}/${text(read(metadata, 'name'))}`);
  }

  /** Whether it was one of the kinds that are read here. */
  #addCore(kind: string, namespace: string, name: string, object: unknown): boolean {
    const metadata = read(object, 'metadata');
    switch (kind) {
      case 'Namespace': {
        const labels = stringMap(read(metadata, 'labels'));
        const { policy } = policyToEvaluate(labels, defaultPolicyOf(DEFAULT_CONFIGURATION));
        const source = Object.hasOwn(labels, ENFORCE_LABEL) ? 'label' : 'default';
        this.namespaces.set(name, { level: policy.enforce.level, source });
        return true;
      }
      case 'ServiceAccount': {
        const automount = read(object, 'automountServiceAccountToken');
        const facts = { automount: typeof automount === 'boolean' ? automount : undefined };
        const ofNamespace = this.serviceAccounts.get(namespace);
        if (ofNamespace === undefined) this.serviceAccounts.set(namespace, new Map([[name, facts]]));
        else ofNamespace.set(name, facts);
        return true;
      }
      case 'Secret':
        this.#addSecret(namespace, object);
        return true;
      case 'ConfigMap':
        this.configMaps.add(`${namespace}/${name}`);
        return true;
      case 'Node': {
        const labels = stringMap(read(metadata, 'labels'));
        this.nodes.set(name, { isControlPlane: CONTROL_PLANE_LABELS.some((label) => Object.hasOwn(labels, label)) });
        return true;
      }
      default:
        return false;
    }
  }

  #addSecret(namespace: string, object: unknown): void {
    if (read(object, 'type') !== TOKEN_SECRET_TYPE) return;
    const annotations = read(read(object, 'metadata'), 'annotations');
    const account = text(read(annotations, 'kubernetes.io/service-account.name'));
    if (account === '') return;
    const ofNamespace = this.storedTokens.get(namespace);
    if (ofNamespace === undefined) this.storedTokens.set(namespace, new Set([account]));
    else ofNamespace.add(account);
  }

  #addWorkload(object: unknown, namespace: string, name: string, kind: string): void {
    if (kind === 'PodTemplate') return;
    const spec = extractPod(object)?.pod.spec;
    if (spec === undefined) return;
    const phase = read(read(object, 'status'), 'phase');
    if (kind === 'Pod' && (phase === 'Succeeded' || phase === 'Failed')) return;
    const serviceAccount = spec.serviceAccountName ?? '';
    const nodeName = spec.nodeName ?? '';
    this.workloads.push({ kind, namespace, name, serviceAccount: serviceAccount || 'default', spec, nodeName });
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function stringMap(value: unknown): Readonly<Record<string, string>> {
  if (!isObject(value)) return {};
  const entries = Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(entries);
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
