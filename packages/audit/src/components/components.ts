/**
 * The components of the cluster as far as the input says how they are set up. Read when the first rule asks; most
 * inputs hold none.
 */
import { type ImagePolicy, imagePolicyOf } from '@bulkhead/engine/hardening';
import type { ClusterProfile } from '@bulkhead/features';
import type { ObjectIndex } from '../object-index.js';
import { type ComponentContainer, componentContainers } from './component-containers.js';
import { type FoundKubelet, kubeletsOf } from './kubelets.js';

export class Components {
  readonly #profile: ClusterProfile;
  readonly #objects: ObjectIndex;
  #containers: readonly ComponentContainer[] | undefined;
  #kubelets: readonly FoundKubelet[] | undefined;

  constructor(profile: ClusterProfile, objects: ObjectIndex) {
    this.#profile = profile;
    this.#objects = objects;
  }

  get containers(): readonly ComponentContainer[] {
    this.#containers ??= componentContainers(this.#objects);
    return this.#containers;
  }

  get kubelets(): readonly FoundKubelet[] {
    this.#kubelets ??= kubeletsOf(this.#objects, this.containers, this.#profile);
    return this.#kubelets;
  }

  /**
   * What the kubelets do with images that are on the node already: one policy for each kubelet that the input
   * describes, or that of the version when it describes none.
   */
  get imagePolicies(): readonly (ImagePolicy & { readonly found?: FoundKubelet })[] {
    const known = this.kubelets.filter(({ kubelet }) => kubelet.isWhole);
    if (known.length === 0) return [imagePolicyOf(undefined, this.#profile)];
    return known.map((found) => ({ ...imagePolicyOf(found.kubelet, this.#profile), found }));
  }
}
