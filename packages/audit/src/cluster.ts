/**
 * The cluster as far as rules may ask about it: its version and gates, its namespaces, and how it was set up.
 */
import type { PodSecurityConfiguration } from '@bulkhead/engine/pod-security';
import { PodSecurityEvaluator } from '@bulkhead/engine/pod-security';
import type { ClusterProfile } from '@bulkhead/features';
import type { AuditObject } from './audit-object.js';

export class Cluster {
  readonly profile: ClusterProfile;
  readonly podSecurity: PodSecurityEvaluator;
  /** The PodSecurity plugin's defaults and exemptions. */
  readonly podSecurityConfiguration: PodSecurityConfiguration;
  /** Labels of the namespaces that the input holds. */
  readonly namespaces: ReadonlyMap<string, Readonly<Record<string, string>>>;

  constructor(profile: ClusterProfile, configuration: PodSecurityConfiguration, objects: readonly AuditObject[]) {
    this.profile = profile;
    this.podSecurity = new PodSecurityEvaluator(profile);
    this.podSecurityConfiguration = configuration;
    const namespaces = new Map<string, Readonly<Record<string, string>>>();
    for (const { identity, metadata } of objects) {
      if (identity.kind === 'Namespace' && identity.apiVersion === 'v1')
        namespaces.set(identity.name, metadata.labels ?? {});
    }
    this.namespaces = namespaces;
  }
}
