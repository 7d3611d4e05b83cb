/** Something that stands between a pod and a user namespace, or that changes for it there. */
import type { NodeFacts } from '../security-context/node-facts.js';

export type BreakCause =
  | 'capability'
  | 'declared-feature'
  | 'feature-gate'
  | 'host-ipc'
  | 'host-network'
  | 'host-path'
  | 'host-pid'
  | 'id-out-of-range'
  | 'kernel'
  | 'oci-runtime'
  | 'privileged'
  | 'runtime'
  | 'stateless-volumes'
  | 'volume-devices'
  | 'volume-file-system'
  | 'windows';

export interface Break {
  readonly cause: BreakCause;
  /** The setting that stands in the way; `spec.hostUsers` when it is the cluster or the node. */
  readonly fieldPath: string;
  readonly message: string;
  /** `error`: the pod is refused or does not start. `warning`: it starts and something works differently. */
  readonly severity: 'error' | 'warning' | 'info';
}

export interface UserNamespaceFacts extends NodeFacts {
  /** File systems of volumes by the volume's name, for those that the manifest does not tell. */
  readonly volumeFileSystems?: ReadonlyMap<string, string>;
}
