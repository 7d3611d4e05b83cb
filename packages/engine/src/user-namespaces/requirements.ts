/**
 * What a node must have before user namespaces work: a kernel, a runtime and an OCI runtime that are new enough, and
 * file systems that can be mounted with mapped ids.
 * Sources: mount_setattr(2); the user namespace pages of Kubernetes and containerd.
 */
import { isOlderThan, type NodeFacts } from '../security-context/node-facts.js';

/** Linux from which tmpfs can be mounted with mapped ids; every pod with a token or a Secret needs it. */
export const KERNEL_MINIMUM = '6.3';

export const RUNTIME_MINIMUM: ReadonlyMap<string, string> = new Map([
  ['containerd', '2.0'],
  ['cri-o', '1.25'],
]);

export const OCI_RUNTIME_MINIMUM: ReadonlyMap<string, string> = new Map([
  ['runc', '1.2'],
  ['crun', '1.9'],
]);

/** Linux from which each file system can be mounted with mapped ids; null for those that cannot. */
const FILE_SYSTEMS: ReadonlyMap<string, string | null> = new Map([
  ['ext4', '5.12'],
  ['xfs', '5.12'],
  ['vfat', '5.12'],
  ['btrfs', '5.15'],
  ['ntfs3', '5.15'],
  ['f2fs', '5.18'],
  ['erofs', '5.19'],
  ['overlay', '5.19'],
  ['squashfs', '6.2'],
  ['tmpfs', '6.3'],
  ['cephfs', '6.7'],
  ['hugetlbfs', '6.9'],
  ['nfs', null],
  ['nfs4', null],
  ['cifs', null],
]);

export type IdmappedMounts =
  | { readonly kind: 'supported' }
  | { readonly kind: 'needs-kernel'; readonly minimum: string }
  | { readonly kind: 'unsupported' }
  | { readonly kind: 'unknown' };

/** Whether the file system can be mounted with mapped ids on that kernel; an unknown kernel is taken for a new one. */
export function idmappedMounts(fileSystem: string, kernelVersion?: string): IdmappedMounts {
  const minimum = FILE_SYSTEMS.get(fileSystem === 'ceph' ? 'cephfs' : fileSystem);
  if (minimum === undefined) return { kind: 'unknown' };
  if (minimum === null) return { kind: 'unsupported' };
  return isOlderThan(kernelVersion, minimum) === true ? { kind: 'needs-kernel', minimum } : { kind: 'supported' };
}

export interface UnmetRequirement {
  readonly cause: 'kernel' | 'runtime' | 'oci-runtime';
  readonly message: string;
}

/** What the node is known to lack. */
export function unmetRequirements(node: NodeFacts | undefined): UnmetRequirement[] {
  if (node === undefined) return [];
  const unmet: UnmetRequirement[] = [];
  if (isOlderThan(node.kernelVersion, KERNEL_MINIMUM) === true) {
    const message = `Linux ${KERNEL_MINIMUM} or later is needed to mount tmpfs with mapped ids; the node has ${node.kernelVersion}`;
    unmet.push({ cause: 'kernel', message });
  }
  const runtime = node.runtime ?? 'containerd';
  const runtimeMinimum = RUNTIME_MINIMUM.get(runtime);
  if (runtimeMinimum !== undefined && isOlderThan(node.runtimeVersion, runtimeMinimum) === true) {
    const message = `${runtime} ${runtimeMinimum} or later is needed; the node has ${node.runtimeVersion}`;
    unmet.push({ cause: 'runtime', message });
  }
  const oci = node.ociRuntime;
  const ociMinimum = oci === undefined ? undefined : OCI_RUNTIME_MINIMUM.get(oci.name);
  if (oci !== undefined && ociMinimum !== undefined && isOlderThan(oci.version, ociMinimum) === true) {
    const message = `${oci.name} ${ociMinimum} or later is needed; the node has ${oci.version}`;
    unmet.push({ cause: 'oci-runtime', message });
  }
  return unmet;
}
