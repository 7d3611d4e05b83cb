/**
 * Ports that a container declares and may be unable to listen on: below net.ipv4.ip_unprivileged_port_start, which is
 * 1024 in Linux, the kernel wants NET_BIND_SERVICE, and a process that is not root has no capability unless its file
 * brings it. containerd sets the start to 0 in pods without hostNetwork from 2.0 on, CRI-O does not.
 * Sources: ip(7), capabilities(7); containerd internal/cri/server/sandbox_run_linux.go (enable_unprivileged_ports).
 */
import type { Pod } from '@bulkhead/apimachinery/types/core-v1';
import { grantedCapabilities } from './capabilities.js';
import { objectOf } from './plain-values.js';
import { podContainers, podSpecOf } from './pod-containers.js';
import { normalizeSysctl } from './sysctls.js';
import { effectiveUser } from './user-and-groups.js';

const DEFAULT_START = 1024;
const SYSCTL = 'net.ipv4.ip_unprivileged_port_start';

export interface PrivilegedPort {
  readonly container: string;
  /** `spec.containers[0].ports[1].containerPort` */
  readonly fieldPath: string;
  readonly port: number;
  /** Null where the manifest says only that it is not root. */
  readonly uid: number | null;
  /** Whether the runtime may have opened the port; never in the network of the machine. */
  readonly dependsOnRuntime: boolean;
  /** Whether NET_BIND_SERVICE is there and comes to nothing: `ignoredSettings` says why. */
  readonly hasUselessCapability: boolean;
}

export function privilegedPorts(pod: Pod): readonly PrivilegedPort[] {
  const spec = podSpecOf(pod);
  const found: PrivilegedPort[] = [];
  if (spec.os?.name === 'windows') return found;
  let start: number | undefined;
  for (const { container, name, path, type } of podContainers(spec)) {
    for (const [index, declared] of (container.ports ?? []).entries()) {
      const port = objectOf(declared)?.containerPort;
      if (typeof port !== 'number' || port < 1 || port >= DEFAULT_START || type === 'ephemeral') continue;
      start ??= unprivilegedStart(spec.securityContext?.sysctls);
      if (port >= start) continue;
      const own = container.securityContext;
      const { root, uid } = effectiveUser(own, spec.securityContext, undefined);
      // Root has what is left of the default capabilities; what the image decides nobody knows here.
      if (root !== false || own?.privileged === true) break;
      const isGranted = grantedCapabilities(own?.capabilities, false, undefined).includes('NET_BIND_SERVICE');
      if (isGranted && own?.allowPrivilegeEscalation !== false) break;
      const fieldPath = `${path}.ports[${index}].containerPort`;
      found.push({
        container: name,
        fieldPath,
        port,
        uid,
        dependsOnRuntime: spec.hostNetwork !== true,
        hasUselessCapability: isGranted,
      });
    }
  }
  return found;
}

function unprivilegedStart(sysctls: readonly { readonly name?: string; readonly value?: string }[] = []): number {
  for (const { name = '', value = '' } of sysctls) {
    if (normalizeSysctl(name) === SYSCTL && /^\d{1,5}$/.test(value)) return Number(value);
  }
  return DEFAULT_START;
}
