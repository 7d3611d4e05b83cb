/**
 * The Linux namespaces that a container's processes live in.
 * Sources: pkg/kubelet/kuberuntime/util/util.go; containerd internal/cri/server/podsandbox/sandbox_run_linux.go.
 */
import type { PodSpec } from '@bulkhead/apimachinery/types/core-v1';
import type { NodeFacts } from './node-facts.js';
import { textOf } from './plain-values.js';
import type { PodContainer } from './pod-containers.js';

export interface EffectiveNamespaces {
  /** `target`: the processes of another container, see `pidTarget`. */
  readonly pid: 'host' | 'pod' | 'container' | 'target';
  readonly pidTarget: string | null;
  readonly network: 'host' | 'pod';
  readonly ipc: 'host' | 'pod';
  /** Goes with the network namespace. */
  readonly uts: 'host' | 'pod';
  readonly cgroup: 'host' | 'container';
  readonly user: 'host' | 'pod';
}

export function effectiveNamespaces(
  item: PodContainer,
  spec: PodSpec,
  privileged: boolean,
  userNamespace: boolean,
  node: NodeFacts | undefined,
): EffectiveNamespaces {
  const network = spec.hostNetwork === true ? 'host' : 'pod';
  const target = item.type === 'ephemeral' ? (textOf(item.container.targetContainerName) ?? '') : '';
  const pid = sharedProcessNamespace(spec) ?? (target === '' ? 'container' : 'target');
  return {
    pid,
    pidTarget: pid === 'target' ? target : null,
    network,
    ipc: spec.hostIPC === true ? 'host' : 'pod',
    uts: network,
    cgroup: privileged || node?.cgroupVersion === 1 ? 'host' : 'container',
    user: userNamespace ? 'pod' : 'host',
  };
}

/** The process namespace that all containers of the pod share, if they do. */
export function sharedProcessNamespace(spec: PodSpec): 'host' | 'pod' | undefined {
  if (spec.hostPID === true) return 'host';
  return spec.shareProcessNamespace === true ? 'pod' : undefined;
}
