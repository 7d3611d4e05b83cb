/**
 * The components of the cluster as far as the input says how they are set up. Read when the first rule asks; most
 * inputs hold none.
 */
import { type ImagePolicy, imagePolicyOf, isPluginEnabled, type Surroundings } from '@bulkhead/engine/hardening';
import type { ClusterProfile } from '@bulkhead/features';
import type { AuditObject } from '../audit-object.js';
import type { ClusterRoles } from '../cluster-roles.js';
import type { ObjectIndex } from '../object-index.js';
import { type ComponentContainer, componentContainers } from './component-containers.js';
import { configurationFiles } from './configuration-files.js';
import { type FoundComponent, flaggedComponents } from './flagged-components.js';
import { kubeProxies } from './kube-proxies.js';
import { type FoundKubelet, kubeletsOf } from './kubelets.js';
import { Neighbours } from './neighbours.js';
import type { Subject } from './subject.js';

interface Found {
  readonly containers: readonly ComponentContainer[];
  readonly flagged: readonly FoundComponent[];
  readonly subjects: ReadonlyMap<AuditObject, readonly Subject[]>;
  readonly kubelets: readonly FoundKubelet[];
  readonly surroundings: Surroundings;
}

/** What a kubelet does with images that are there already; without one, what the version does. */
type FoundImagePolicy = ImagePolicy & { readonly found?: FoundKubelet };

export class Components {
  readonly #profile: ClusterProfile;
  readonly #objects: ObjectIndex;
  readonly #roles: ClusterRoles;
  #found: Found | undefined;
  #imagePolicies: readonly FoundImagePolicy[] | undefined;

  constructor(profile: ClusterProfile, objects: ObjectIndex, roles: ClusterRoles) {
    this.#profile = profile;
    this.#objects = objects;
    this.#roles = roles;
  }

  /** The components that an object sets up; undefined for nearly every object. */
  of(object: AuditObject): readonly Subject[] | undefined {
    return this.#all.subjects.get(object);
  }

  get containers(): readonly ComponentContainer[] {
    return this.#all.containers;
  }

  /** The control plane: containers that run it, or what kubeadm is told of it where none does. */
  get flagged(): readonly FoundComponent[] {
    return this.#all.flagged;
  }

  get kubelets(): readonly FoundKubelet[] {
    return this.#all.kubelets;
  }

  get surroundings(): Surroundings {
    return this.#all.surroundings;
  }

  /**
   * What the kubelets do with images that are on the node already: one policy for each kubelet that the input
   * describes, or that of the version when it describes none.
   */
  get imagePolicies(): readonly FoundImagePolicy[] {
    this.#imagePolicies ??= this.#readImagePolicies();
    return this.#imagePolicies;
  }

  /** Whether every API server of the input makes pods pull their images each time, with their own credentials. */
  get alwaysPullsImages(): boolean {
    const { apiServers } = this.surroundings;
    return apiServers.length > 0 && apiServers.every((server) => isPluginEnabled(server, 'AlwaysPullImages'));
  }

  #readImagePolicies(): readonly FoundImagePolicy[] {
    const known = this.kubelets.filter(({ kubelet }) => kubelet.isWhole);
    if (known.length === 0) return [imagePolicyOf(undefined, this.#profile)];
    return known.map((found) => ({ ...imagePolicyOf(found.kubelet, this.#profile), found }));
  }

  get #all(): Found {
    this.#found ??= this.#read();
    return this.#found;
  }

  #read(): Found {
    const [profile, objects, roles] = [this.#profile, this.#objects, this.#roles];
    const containers = componentContainers(objects);
    const flagged = flaggedComponents(objects, containers, profile);
    const kubelets = kubeletsOf(objects, containers, profile);
    const files = configurationFiles(objects);
    const subjects = new Map<AuditObject, Subject[]>();
    const add = (object: AuditObject, subject: Subject): void => {
      const others = subjects.get(object);
      if (others === undefined) subjects.set(object, [subject]);
      else others.push(subject);
    };
    for (const { object, component } of flagged) add(object, { is: 'flags', flags: component });
    for (const { object, kubelet } of kubelets) add(object, { is: 'kubelet', kubelet });
    for (const { object, proxy } of kubeProxies(objects, containers)) add(object, { is: 'proxy', proxy });
    for (const { object, file } of files) add(object, { is: 'file', file });
    const surroundings = new Neighbours({
      profile,
      objects,
      roles,
      apiServers: flagged.map(({ component }) => component).filter(({ name }) => name === 'kube-apiserver'),
      kubelets: kubelets.map(({ kubelet }) => kubelet),
      authenticationFiles: files
        .filter(({ file }) => file.kind === 'AuthenticationConfiguration')
        .map(({ file }) => file.value),
    });
    return { containers, flagged, subjects, kubelets, surroundings };
  }
}
