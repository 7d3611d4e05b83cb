/**
 * The cluster as far as rules may ask about it: its version and gates, its namespaces, and how it was set up.
 */

import type { Minor } from '@bulkhead/apimachinery';
import {
  defaultPolicyOf,
  type Labels,
  type PodSecurityConfiguration,
  PodSecurityEvaluator,
  type PodSecurityExemptions,
  type Policy,
} from '@bulkhead/engine/pod-security';
import type { ClusterProfile } from '@bulkhead/features';
import type { AuditObject } from './audit-object.js';
import { ClusterAccounts } from './cluster-accounts.js';
import { ClusterImages } from './cluster-images.js';
import { ClusterRoles } from './cluster-roles.js';
import { Components } from './components/components.js';
import { NetworkPolicies } from './network-policies.js';
import { ObjectIndex } from './object-index.js';
import { Upgrade } from './upgrade.js';

export class Cluster {
  readonly profile: ClusterProfile;
  readonly podSecurity: PodSecurityEvaluator;
  /** The policy of namespaces without labels. */
  readonly defaultPolicy: Policy;
  readonly exemptions: PodSecurityExemptions;
  readonly roles: ClusterRoles;
  readonly networkPolicies: NetworkPolicies;
  readonly accounts: ClusterAccounts;
  readonly images: ClusterImages;
  /** Everything that the input holds, found by kind and name. */
  readonly objects: ObjectIndex;
  /** How the input sets up the components of the cluster. */
  readonly components: Components;
  /** Labels of the namespaces that the input holds. */
  readonly namespaces: ReadonlyMap<string, Labels>;
  /** The upgrade that is asked about; undefined when none is. */
  readonly upgrade: Upgrade | undefined;

  /** `upgradeFrom`: the minor from which the cluster comes, older than the profile's. */
  constructor(
    profile: ClusterProfile,
    configuration: PodSecurityConfiguration,
    objects: readonly AuditObject[],
    upgradeFrom?: Minor,
  ) {
    this.profile = profile;
    this.podSecurity = new PodSecurityEvaluator(profile);
    this.defaultPolicy = defaultPolicyOf(configuration);
    this.exemptions = configuration.exemptions;
    this.objects = new ObjectIndex(objects);
    this.roles = new ClusterRoles(profile, objects);
    this.components = new Components(profile, this.objects, this.roles);
    this.networkPolicies = new NetworkPolicies(profile, this.objects);
    this.accounts = new ClusterAccounts(profile, this.objects);
    this.images = new ClusterImages(this.objects, this.accounts);
    const namespaces = new Map<string, Labels>();
    for (const { identity, metadata } of objects) {
      if (identity.kind === 'Namespace' && identity.apiVersion === 'v1')
        namespaces.set(identity.name, metadata.labels ?? {});
    }
    this.namespaces = namespaces;
    this.upgrade = upgradeFrom === undefined ? undefined : new Upgrade(upgradeFrom, this);
  }
}
