/**
 * What of a pod leads to its node: privileged containers, capabilities of the host, paths of the host, and host
 * namespaces. A pod in a user namespace of its own has none of it but the network.
 *
 * Source: Pod Security Standards, baseline; user namespaces: KEP-127.
 */

import type { VersionProfile } from '@bulkhead/apimachinery';
import type { Container, EphemeralContainer, PodSpec } from '@bulkhead/apimachinery/types/core-v1';

export interface HostAccess {
  readonly technique: 'container-escape' | 'host-network';
  readonly text: string;
  /** Whether nothing has to be assumed. */
  readonly certain: boolean;
}

/** Capabilities that are root on the node in any container; others need a host namespace or file. */
const HOST_CAPABILITIES: ReadonlySet<string> = new Set(['ALL', 'SYS_ADMIN', 'SYS_MODULE', 'SYS_RAWIO', 'BPF']);

/** Host paths, with all below them, that lead to root or to the credentials of others. */
const DANGEROUS_PATHS: readonly string[] = [
  '/etc',
  '/root',
  '/proc',
  '/dev',
  '/boot',
  '/home',
  '/var/lib/kubelet',
  '/var/lib/etcd',
  '/var/lib/docker',
  '/var/lib/containerd',
  '/var/lib/rancher',
];

/** Sockets and folders of sockets: who reaches a runtime's socket starts privileged containers. */
const SOCKET_PATHS: readonly string[] = [
  '/run',
  '/var/run',
  '/run/docker.sock',
  '/run/containerd',
  '/run/crio',
  '/run/k3s',
];

/** Parents of everything above. */
const ROOT_PATHS: ReadonlySet<string> = new Set(['/', '/var', '/var/lib', '/usr', '/opt']);

type AnyContainer = Container | EphemeralContainer;

/** The first way that is found, those that assume nothing first. */
export function hostAccess(spec: PodSpec, profile: VersionProfile): HostAccess | undefined {
  const containers: readonly AnyContainer[] = [
    ...(spec.containers ?? []),
    ...(spec.initContainers ?? []),
    ...(spec.ephemeralContainers ?? []),
  ];
  const confined = spec.hostUsers === false && profile.enabled('UserNamespacesSupport');
  const ways = confined
    ? []
    : [...pathAccess(spec, containers), ...containers.flatMap((container) => containerAccess(container, spec))];
  if (spec.hostNetwork === true) {
    const text = "hostNetwork: an open kubelet port or the cloud metadata service answers in the node's network";
    ways.push({ technique: 'host-network', text, certain: false });
  }
  return ways.find(({ certain }) => certain) ?? ways[0];
}

function containerAccess(container: AnyContainer, spec: PodSpec): HostAccess[] {
  const { securityContext: context = {}, name = '' } = container;
  const escape = (text: string): HostAccess => ({ technique: 'container-escape', text, certain: true });
  if (context.privileged === true) return [escape(`container "${name}" is privileged`)];
  if (context.windowsOptions?.hostProcess === true) return [escape(`container "${name}" is a host process`)];
  const added = (context.capabilities?.add ?? []).map((capability) => capability.replace(/^CAP_/, ''));
  const strong = added.find((capability) => HOST_CAPABILITIES.has(capability));
  if (strong !== undefined) return [escape(`container "${name}" has the capability ${strong}`)];
  if (spec.hostPID === true && added.includes('SYS_PTRACE')) {
    return [escape(`container "${name}" has SYS_PTRACE among the node's processes (hostPID)`)];
  }
  if (spec.hostPID === true && userOf(container, spec) !== 'other') {
    const text = `container "${name}" is among the node's processes (hostPID), as root if the image says so`;
    return [{ technique: 'container-escape', text, certain: false }];
  }
  return [];
}

function pathAccess(spec: PodSpec, containers: readonly AnyContainer[]): HostAccess[] {
  return (spec.volumes ?? []).flatMap(({ name = '', hostPath }): HostAccess[] => {
    if (hostPath === undefined) return [];
    const path = normalPath(hostPath.path ?? '');
    const isSocket = SOCKET_PATHS.some((socket) => path === socket || path.startsWith(`${socket}/`));
    if (!isSocket && !isDangerous(path)) return [];
    const mounting = containers.flatMap((container) =>
      (container.volumeMounts ?? []).filter((mount) => mount.name === name).map((mount) => ({ container, mount })),
    );
    // As another user than root, file permissions hold.
    const users = new Set(mounting.map(({ container }) => userOf(container, spec)));
    if (mounting.length === 0 || (users.size === 1 && users.has('other'))) return [];
    const writable = mounting.some(({ mount }) => mount.readOnly !== true);
    const user = users.has('root') ? '' : ', by root if the image says so';
    const text = `host path ${path}${writable ? '' : ' (read-only)'} is mounted${user}`;
    return [{ technique: 'container-escape', text, certain: users.has('root') && (writable || isSocket) }];
  });
}

const isDangerous = (path: string): boolean =>
  ROOT_PATHS.has(path) || DANGEROUS_PATHS.some((known) => path === known || path.startsWith(`${known}/`));

/** Without a setting the image decides. */
function userOf({ securityContext }: AnyContainer, { securityContext: ofPod }: PodSpec): 'root' | 'other' | 'unknown' {
  const user = securityContext?.runAsUser ?? ofPod?.runAsUser;
  if (user !== undefined) return user === 0 ? 'root' : 'other';
  return (securityContext?.runAsNonRoot ?? ofPod?.runAsNonRoot) === true ? 'other' : 'unknown';
}

/** `/var/run` is a link to `/run` on every usual node. */
const normalPath = (path: string): string =>
  path
    .replace(/\/{2,}/g, '/')
    .replace(/(.)\/$/, '$1')
    .replace(/^\/var\/run(?=\/|$)/, '/run');
