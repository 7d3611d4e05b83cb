/**
 * The cluster as far as attack paths ask about it: roles and bindings, the Pod Security level of namespaces, workloads
 * with their service accounts, nodes, and secrets that hold tokens. What the input does not hold is unknown, not absent.
 */

import type { PodSpec } from '@bulkhead/apimachinery/types/core-v1';
import { isExemptNamespace, type Level, type PodSecurityConfiguration } from '@bulkhead/engine/pod-security';
import { bootstrapObjects, buildRbacIndex, type RbacIndex, type RbacProblem } from '@bulkhead/engine/rbac';
import type { AutomountField } from '@bulkhead/engine/service-account-tokens';
import type { ClusterProfile } from '@bulkhead/features';
import { groupBy } from '../group-by.js';
import { FactsReader } from './facts-reader.js';
import { defaultLevelOf, podSecurityOf } from './pod-security-input.js';

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
  readonly source: 'label' | 'default' | 'exempt' | 'unknown';
}

/** Something of the input that cannot count as it is written. */
export type InputProblem = Omit<RbacProblem, 'kind'> & { readonly kind: string };

export interface ClusterFacts {
  readonly profile: ClusterProfile;
  readonly index: RbacIndex;
  readonly problems: readonly InputProblem[];
  readonly workloads: readonly Workload[];
  readonly workloadsByName: ReadonlyMap<string, readonly Workload[]>;
  /** By namespace, then by name. */
  readonly serviceAccounts: ReadonlyMap<string, ReadonlyMap<string, AutomountField>>;
  /** Names of service accounts of which a Secret holds a token, by namespace. */
  readonly storedTokens: ReadonlyMap<string, ReadonlySet<string>>;
  readonly nodes: ReadonlyMap<string, { readonly isControlPlane: boolean }>;
  readonly configMaps: ReadonlySet<string>;
  /** Admission policies and webhook configurations in words, by kind. */
  readonly guardrails: ReadonlyMap<string, readonly string[]>;
  /** Namespaces with a NetworkPolicy. */
  readonly networkPolicies: ReadonlySet<string>;
  /** Whether a service account is annotated with an identity of a cloud provider. */
  readonly usesCloudIdentities: boolean;
  /** Namespaces in which claims of devices may ask for adminAccess. */
  readonly adminAccessNamespaces: ReadonlySet<string>;
  /** The API server's, of the input where it is there: what holds without a label, and who is exempt. */
  readonly podSecurity: PodSecurityConfiguration;
  readonly runtimeClasses: ReadonlySet<string>;
  /** Labelled, unlabelled, or not in the input. */
  readonly namespaces: ReadonlyMap<string, NamespaceLevel>;
  /** Roles and bindings of the version, as `kind/namespace/name`, that the input does not hold. */
  readonly defaults: ReadonlySet<string>;
}

export function clusterFacts(objects: Iterable<ClusterObject>, profile: ClusterProfile): ClusterFacts {
  const defaults = defaultNames(profile);
  const reader = new FactsReader(defaults);
  for (const object of objects) reader.add(object);
  const { index, problems } = buildRbacIndex(reader.rbac, profile);
  const podSecurity = podSecurityOf(reader.podSecurity, profile.minor);
  return {
    profile,
    index,
    problems: [...problems, ...podSecurity.problems],
    workloads: reader.workloads,
    workloadsByName: groupBy(reader.workloads, ({ name }) => name),
    serviceAccounts: reader.serviceAccounts,
    storedTokens: reader.storedTokens,
    nodes: reader.nodes,
    configMaps: reader.configMaps,
    guardrails: reader.guardrails,
    networkPolicies: reader.networkPolicies,
    usesCloudIdentities: reader.usesCloudIdentities,
    adminAccessNamespaces: reader.adminAccessNamespaces,
    podSecurity: podSecurity.configuration,
    runtimeClasses: reader.runtimeClasses,
    namespaces: reader.namespaceLevels(podSecurity.configuration),
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

/** The level of a namespace, also of one that the input does not hold. */
export function levelOf(facts: ClusterFacts, namespace: string): NamespaceLevel {
  if (isExemptNamespace(namespace, facts.podSecurity.exemptions)) return { level: 'privileged', source: 'exempt' };
  return facts.namespaces.get(namespace) ?? { level: defaultLevelOf(facts.podSecurity), source: 'unknown' };
}
