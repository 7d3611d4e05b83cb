/**
 * An object that makes pods: a Pod or a kind with a pod template. The decisions that several rules ask for are made
 * once and kept while the workload is audited.
 */
import type { Pod } from '@bulkhead/apimachinery/types/core-v1';
import type { PodImage } from '@bulkhead/engine/image-pull';
import { type CheckResult, extractPod } from '@bulkhead/engine/pod-security';
import { type UserNamespaceReadiness, userNamespaceReadiness } from '@bulkhead/engine/user-namespaces';
import { type DroppedField, dropConditionalPodFields } from '@bulkhead/features';
import type { AuditObject } from './audit-object.js';
import type { Cluster } from './cluster.js';

/**
 * Checks of the level restricted that ask what a check of baseline asked already, and then more. What both find is one
 * cause, reported once, by the laxer one.
 */
const REPEATS: ReadonlyMap<string, string> = new Map([
  ['capabilities_restricted', 'capabilities_baseline'],
  ['procMount_restricted', 'procMount'],
  ['restrictedVolumes', 'hostPathVolumes'],
  ['seccompProfile_restricted', 'seccompProfile_baseline'],
]);

export class Workload {
  readonly source: AuditObject;
  readonly pod: Pod;
  /** What comes before `spec.` and `metadata.` of the pod in the object: empty, `spec.template.`, ... */
  readonly prefix: string;
  /** What the API server drops in this combination only; paths from the pod's spec on. */
  readonly dropped: readonly DroppedField[];
  readonly #cluster: Cluster;
  #checks: ReadonlyMap<string, CheckResult> | undefined;
  #userNamespace: UserNamespaceReadiness | undefined;

  constructor(source: AuditObject, pod: Pod, prefix: string, cluster: Cluster) {
    this.source = source;
    const { spec, dropped } = dropConditionalPodFields(pod.spec ?? {}, cluster.profile);
    this.pod = dropped.length === 0 ? pod : { ...pod, spec };
    this.dropped = dropped;
    this.prefix = prefix;
    this.#cluster = cluster;
  }

  /** The failed checks of the Pod Security Standards at their newest version, by check id. */
  get failedChecks(): ReadonlyMap<string, CheckResult> {
    this.#checks ??= failedChecks(this.pod, this.#cluster);
    return this.#checks;
  }

  get userNamespace(): UserNamespaceReadiness {
    this.#userNamespace ??= userNamespaceReadiness(this.pod, this.#cluster.profile);
    return this.#userNamespace;
  }

  get images(): readonly PodImage[] {
    return this.pod.spec === undefined ? [] : this.#cluster.images.imagesOf(this.pod.spec);
  }

  /** As the server would read it: none written means `default`. */
  get namespace(): string {
    return this.source.identity.namespace || 'default';
  }

  /** A path of the pod as a path of the object. */
  path(podPath: string): string {
    return this.prefix + podPath;
  }

  paths(podPaths: readonly string[]): string[] {
    return podPaths.map((path) => this.prefix + path);
  }
}

/** The workload that the object is; undefined for an object that makes no pods. */
export function workloadOf(source: AuditObject, cluster: Cluster): Workload | undefined {
  const extracted = extractPod(source.object);
  if (extracted === undefined) return undefined;
  const prefix = extracted.path === '' ? '' : `${extracted.path}.`;
  return new Workload(source, extracted.pod, prefix, cluster);
}

function failedChecks(pod: Pod, cluster: Cluster): ReadonlyMap<string, CheckResult> {
  const every = cluster.podSecurity.failedChecks(pod);
  let failed: Map<string, CheckResult> | undefined;
  for (const [restricted, baseline] of REPEATS) {
    const result = every.get(restricted);
    const fields = every.get(baseline)?.fields;
    if (result === undefined || fields === undefined) continue;
    failed ??= new Map(every);
    const own = result.fields.filter((field) => !fields.includes(field));
    if (own.length === 0) failed.delete(restricted);
    else failed.set(restricted, { ...result, fields: own });
  }
  return failed ?? every;
}
