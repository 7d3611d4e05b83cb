/**
 * Which objects lead to which node: pods to the node they are on, and what those pods use; volumes to their claim and
 * their secrets; attachments, slices and certificate requests to the node they name. An object of the graph may be read
 * by the nodes it leads to. Kept in step as objects come, change and go; a pod stays until its object is deleted.
 *
 * Source: plugin/pkg/auth/authorizer/node/{graph,graph_populator}.go.
 */
import type { VersionProfile } from '@bulkhead/apimachinery';
import type { PersistentVolume, Pod, PodResourceClaimStatus } from '@bulkhead/apimachinery/types/core-v1';
import { podReferences, type ReferencedType } from './pod-references.js';
import { kubeletSecretsOf } from './volume-secrets.js';

export type GraphObjectType =
  | ReferencedType
  | 'pod'
  | 'persistentvolume'
  | 'volumeattachment'
  | 'resourceslice'
  | 'podcertificaterequest';

/** Objects that name their node themselves. */
export type NodeBoundType = 'volumeattachment' | 'resourceslice' | 'podcertificaterequest';

interface KnownPod {
  readonly pod: Pod;
  readonly keys: readonly string[];
}

interface KnownVolume {
  readonly claim: string;
  readonly secrets: readonly string[];
}

/** Gates without which the API server does not look at such objects. */
const GATES: Readonly<Partial<Record<NodeBoundType, string>>> = {
  resourceslice: 'DynamicResourceAllocation',
  podcertificaterequest: 'PodCertificateRequest',
};

/** From this minor on, new ephemeral containers of a bound pod count at once. */
const EPHEMERAL_CONTAINERS_FROM = 33;

export class NodeGraph {
  readonly #profile: VersionProfile;
  /** Nodes that an object leads to by itself or by pods, with the number of ways. */
  readonly #nodesOf = new Map<string, Map<string, number>>();
  readonly #pods = new Map<string, KnownPod>();
  readonly #volumes = new Map<string, KnownVolume>();
  readonly #volumesOfSecret = new Map<string, Set<string>>();
  readonly #bound = new Map<string, string>();

  constructor(profile: VersionProfile) {
    this.#profile = profile;
  }

  /** Whether the object leads to the node. */
  leadsTo(node: string, type: GraphObjectType, namespace: string, name: string): boolean {
    const key = keyOf(type, namespace, name);
    if (type === 'persistentvolume') return this.#isOn(this.#volumes.get(key)?.claim, node);
    if (this.#isOn(key, node)) return true;
    if (type !== 'secret') return false;
    for (const volume of this.#volumesOfSecret.get(key) ?? []) {
      if (this.#isOn(this.#volumes.get(volume)?.claim, node)) return true;
    }
    return false;
  }

  /** A pod that came or changed. */
  setPod(pod: Pod): void {
    const node = pod.spec?.nodeName ?? '';
    if (node === '') return;
    const { namespace = '', name = '' } = pod.metadata ?? {};
    const key = keyOf('pod', namespace, name);
    const before = this.#pods.get(key);
    if (before !== undefined && !this.#refersDifferently(before.pod, pod)) return;
    this.#forgetPod(key);
    const keys = [
      key,
      ...podReferences(pod, this.#profile.minor).map((reference) => keyOf(reference.type, namespace, reference.name)),
    ];
    for (const each of keys) this.#count(each, node, 1);
    this.#pods.set(key, { pod: relevantPart(pod), keys });
  }

  deletePod(namespace: string, name: string): void {
    this.#forgetPod(keyOf('pod', namespace, name));
  }

  setPersistentVolume(volume: PersistentVolume): void {
    const name = volume.metadata?.name ?? '';
    this.deletePersistentVolume(name);
    const claim = volume.spec?.claimRef;
    if (claim === undefined) return;
    const key = keyOf('persistentvolume', '', name);
    const secrets = kubeletSecretsOf(volume).map((secret) => keyOf('secret', secret.namespace, secret.name));
    for (const secret of secrets) {
      const volumes = this.#volumesOfSecret.get(secret);
      if (volumes === undefined) this.#volumesOfSecret.set(secret, new Set([key]));
      else volumes.add(key);
    }
    const claimKey = keyOf('persistentvolumeclaim', claim.namespace ?? '', claim.name ?? '');
    this.#volumes.set(key, { claim: claimKey, secrets });
  }

  deletePersistentVolume(name: string): void {
    const key = keyOf('persistentvolume', '', name);
    for (const secret of this.#volumes.get(key)?.secrets ?? []) {
      const volumes = this.#volumesOfSecret.get(secret);
      volumes?.delete(key);
      if (volumes?.size === 0) this.#volumesOfSecret.delete(secret);
    }
    this.#volumes.delete(key);
  }

  /** `node` is the one that the object names; `''` when it names none. */
  setBound(type: NodeBoundType, namespace: string, name: string, node: string): void {
    const gate = GATES[type];
    if (gate !== undefined && !this.#profile.enabled(gate)) return;
    this.deleteBound(type, namespace, name);
    if (node === '') return;
    const key = keyOf(type, namespace, name);
    this.#bound.set(key, node);
    this.#count(key, node, 1);
  }

  deleteBound(type: NodeBoundType, namespace: string, name: string): void {
    const key = keyOf(type, namespace, name);
    const node = this.#bound.get(key);
    if (node !== undefined) this.#count(key, node, -1);
    this.#bound.delete(key);
  }

  #isOn(key: string | undefined, node: string): boolean {
    return key !== undefined && this.#nodesOf.get(key)?.has(node) === true;
  }

  #forgetPod(key: string): void {
    const known = this.#pods.get(key);
    if (known === undefined) return;
    for (const each of known.keys) this.#count(each, known.pod.spec?.nodeName ?? '', -1);
    this.#pods.delete(key);
  }

  #count(key: string, node: string, change: number): void {
    let nodes = this.#nodesOf.get(key);
    if (nodes === undefined) {
      nodes = new Map();
      this.#nodesOf.set(key, nodes);
    }
    const count = (nodes.get(node) ?? 0) + change;
    if (count > 0) nodes.set(node, count);
    else nodes.delete(node);
    if (nodes.size === 0) this.#nodesOf.delete(key);
  }

  /** What a bound pod refers to does not change but by a new object of its name, or in these ways. */
  #refersDifferently(before: Pod, after: Pod): boolean {
    const hasNewEphemeralContainers =
      (after.spec?.ephemeralContainers?.length ?? 0) > (before.spec?.ephemeralContainers?.length ?? 0);
    return (
      before.spec?.nodeName !== after.spec?.nodeName ||
      before.metadata?.uid !== after.metadata?.uid ||
      (hasNewEphemeralContainers && this.#profile.minor >= EPHEMERAL_CONTAINERS_FROM) ||
      !claimStatusesEqual(before.status?.resourceClaimStatuses ?? [], after.status?.resourceClaimStatuses ?? [])
    );
  }
}

export function claimStatusesEqual(
  first: readonly PodResourceClaimStatus[],
  second: readonly PodResourceClaimStatus[],
): boolean {
  if (first.length !== second.length) return false;
  return first.every(
    (status, index) =>
      status.name === second[index]?.name && status.resourceClaimName === second[index]?.resourceClaimName,
  );
}

/** What later changes are compared with; the rest of the pod need not be kept. */
function relevantPart({ metadata, spec, status }: Pod): Pod {
  return {
    metadata: { uid: metadata?.uid ?? '' },
    spec: { nodeName: spec?.nodeName ?? '', ephemeralContainers: spec?.ephemeralContainers ?? [] },
    status: { resourceClaimStatuses: status?.resourceClaimStatuses ?? [] },
  };
}

/** With the length of the namespace, so that no two objects share a key whatever their names are. */
const keyOf = (type: GraphObjectType, namespace: string, name: string): string =>
  `${type}/${namespace.length}/${namespace}/${name}`;
