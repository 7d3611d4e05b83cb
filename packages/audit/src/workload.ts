/**
 * An object that makes pods: a Pod or a kind with a pod template. The decisions that several rules ask for are made
 * once and kept while the workload is audited.
 */
import type { Pod } from '@bulkhead/apimachinery/types/core-v1';
import { type CheckResult, podTemplateOf } from '@bulkhead/engine/pod-security';
import { type EffectiveContext, effectiveContexts } from '@bulkhead/engine/security-context';
import { type UserNamespaceReadiness, userNamespaceReadiness } from '@bulkhead/engine/user-namespaces';
import type { AuditObject } from './audit-object.js';
import type { Cluster } from './cluster.js';

export class Workload {
  readonly source: AuditObject;
  readonly pod: Pod;
  /** What comes before `spec.` and `metadata.` of the pod in the object: empty, `spec.template.`, ... */
  readonly prefix: string;
  readonly #cluster: Cluster;
  #checks: ReadonlyMap<string, CheckResult> | undefined;
  #contexts: readonly EffectiveContext[] | undefined;
  #userNamespace: UserNamespaceReadiness | undefined;

  constructor(source: AuditObject, pod: Pod, prefix: string, cluster: Cluster) {
    this.source = source;
    this.pod = pod;
    this.prefix = prefix;
    this.#cluster = cluster;
  }

  /** The failed checks of the Pod Security Standards at their newest version, by check id. */
  get failedChecks(): ReadonlyMap<string, CheckResult> {
    this.#checks ??= this.#cluster.podSecurity.failedChecks(this.pod);
    return this.#checks;
  }

  /** The effective security context of every container. */
  get contexts(): readonly EffectiveContext[] {
    this.#contexts ??= effectiveContexts(this.pod, this.#cluster.profile);
    return this.#contexts;
  }

  get userNamespace(): UserNamespaceReadiness {
    this.#userNamespace ??= userNamespaceReadiness(this.pod, this.#cluster.profile);
    return this.#userNamespace;
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
  const template = podTemplateOf(source.object);
  return template === undefined ? undefined : new Workload(source, template.pod, template.prefix, cluster);
}
