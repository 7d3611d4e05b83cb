/**
 * The strictest level of the Pod Security Standards that the pods of a namespace pass, by its workloads in the input,
 * and the labels that say so. No label is ever lowered.
 */
import {
  AUDIT_LABEL,
  AUDIT_VERSION_LABEL,
  compareLevels,
  ENFORCE_LABEL,
  ENFORCE_VERSION_LABEL,
  hasExemptRuntimeClass,
  isExemptNamespace,
  type Labels,
  type Level,
  parseLevel,
  versionOf,
  WARN_LABEL,
  WARN_VERSION_LABEL,
} from '@bulkhead/engine/pod-security';
import type { AuditObject } from '../audit-object.js';
import type { Cluster } from '../cluster.js';
import { type Workload, workloadOf } from '../workload.js';

/** Why a namespace cannot have the next level. */
export interface Hindrance {
  readonly level: Level;
  readonly object: AuditObject;
  /** The checks' words. */
  readonly reason: string;
}

export interface NamespaceLevel {
  readonly namespace: string;
  readonly level: Level;
  readonly hindrances: readonly Hindrance[];
  /** How many workloads of the input make its pods; with none the level says nothing. */
  readonly workloads: number;
  /** The labels that it has; undefined where the input holds no such Namespace. */
  readonly labels: Labels | undefined;
}

/** Every namespace of the input, by name. */
export function namespaceLevels(cluster: Cluster): readonly NamespaceLevel[] {
  const workloads = new Map<string, Workload[]>();
  for (const name of cluster.namespaces.keys()) workloads.set(name, []);
  for (const object of cluster.objects.all) {
    const workload = workloadOf(object, cluster);
    if (workload === undefined) continue;
    const namespace = object.identity.namespace || 'default';
    const list = workloads.get(namespace);
    if (list === undefined) workloads.set(namespace, [workload]);
    else list.push(workload);
  }
  return [...workloads]
    .filter(([namespace]) => !isExemptNamespace(namespace, cluster.exemptions))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([namespace, list]) => levelOf(namespace, list, cluster));
}

/** The level of one namespace, where a rule asks. */
export function namespaceLevel(namespace: string, cluster: Cluster): NamespaceLevel {
  const workloads = cluster.objects.all.flatMap((object) =>
    (object.identity.namespace || 'default') === namespace ? (workloadOf(object, cluster) ?? []) : [],
  );
  return levelOf(namespace, workloads, cluster);
}

function levelOf(namespace: string, workloads: readonly Workload[], cluster: Cluster): NamespaceLevel {
  const version = versionOf(cluster.profile.minor);
  const hindrances: Hindrance[] = [];
  const isHindered = (level: Level): boolean => hindrances.some((known) => known.level === level);
  for (const { source, pod } of workloads) {
    if (hasExemptRuntimeClass(pod, cluster.exemptions)) continue;
    for (const level of ['restricted', 'baseline'] as const) {
      if (isHindered(level)) continue;
      const verdict = cluster.podSecurity.evaluatePod({ level, version }, pod);
      if (!verdict.allowed) hindrances.push({ level, object: source, reason: verdict.forbiddenReason });
    }
  }
  const level: Level = isHindered('baseline') ? 'privileged' : isHindered('restricted') ? 'baseline' : 'restricted';
  return { namespace, level, hindrances, workloads: workloads.length, labels: cluster.namespaces.get(namespace) };
}

/** Labels to set: what is there and as strict stays, and what is not known to pass is not enforced. */
export function levelLabels(
  { level, labels = {}, workloads }: NamespaceLevel,
  { profile, defaultPolicy }: Cluster,
): Readonly<Record<string, string>> {
  const wanted: Record<string, string> = {};
  const raise = (label: string, versionLabel: string, to: Level, unlabelled: Level): void => {
    // What the server cannot read it takes as restricted.
    const now = Object.hasOwn(labels, label) ? (parseLevel(labels[label] ?? '') ?? 'restricted') : unlabelled;
    if (compareLevels(now, to) >= 0) return;
    wanted[label] = to;
    wanted[versionLabel] = versionOf(profile.minor);
  };
  if (workloads > 0) raise(ENFORCE_LABEL, ENFORCE_VERSION_LABEL, level, defaultPolicy.enforce.level);
  raise(AUDIT_LABEL, AUDIT_VERSION_LABEL, 'restricted', defaultPolicy.audit.level);
  raise(WARN_LABEL, WARN_VERSION_LABEL, 'restricted', defaultPolicy.warn.level);
  return wanted;
}
