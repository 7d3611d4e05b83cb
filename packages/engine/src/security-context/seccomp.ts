/**
 * The seccomp profile of a container: its own, else the pod's, else RuntimeDefault when the kubelet runs with
 * seccompDefault, else Unconfined. A privileged container has none, whatever is set. The annotations have had no
 * effect since 1.27.
 * Sources: pkg/kubelet/kuberuntime/helpers.go; containerd internal/cri/sputil/seccomp_linux.go; KEP-135, KEP-2413.
 */
import type { SeccompProfile } from '@bulkhead/apimachinery/types/core-v1';
import type { NodeFacts } from './node-facts.js';
import { objectOf, textOf } from './plain-values.js';

export interface EffectiveSeccomp {
  /** `RuntimeDefault`, `Unconfined` or `Localhost/<profile>`. */
  readonly profile: string;
  readonly source: 'container' | 'pod' | 'kubelet' | 'default';
  /** The file on the node, for a Localhost profile. */
  readonly path: string | null;
}

/** The profile that the runtime loads for the container's processes. */
export function effectiveSeccomp(
  containerProfile: SeccompProfile | undefined,
  podProfile: SeccompProfile | undefined,
  privileged: boolean,
  node: NodeFacts | undefined,
): EffectiveSeccomp {
  if (privileged) return { profile: 'Unconfined', source: 'container', path: null };
  const own = objectOf(containerProfile);
  if (own !== undefined) return resolve(own, 'container', node);
  const shared = objectOf(podProfile);
  if (shared !== undefined) return resolve(shared, 'pod', node);
  if (node?.seccompDefault === true) return { profile: 'RuntimeDefault', source: 'kubelet', path: null };
  return { profile: 'Unconfined', source: node?.seccompDefault === undefined ? 'default' : 'kubelet', path: null };
}

function resolve(profile: SeccompProfile, source: 'container' | 'pod', node: NodeFacts | undefined): EffectiveSeccomp {
  if (profile.type === 'RuntimeDefault') return { profile: 'RuntimeDefault', source, path: null };
  if (profile.type !== 'Localhost') return { profile: 'Unconfined', source, path: null };
  const name = textOf(profile.localhostProfile) ?? '';
  return { profile: `Localhost/${name}`, source, path: seccompProfilePath(name, node) };
}

/** Where the kubelet looks for a Localhost profile. */
export function seccompProfilePath(name: string, node: NodeFacts | undefined): string {
  return `${node?.kubeletRootDirectory ?? '/var/lib/kubelet'}/seccomp/${name}`;
}
