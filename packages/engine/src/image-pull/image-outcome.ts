/**
 * What becomes of a container's image, by its pull policy.
 * Source: pkg/kubelet/images/image_manager.go (EnsureImageExists).
 */

export type PullPolicy = 'Always' | 'IfNotPresent' | 'Never';

/** `ErrImageNeverPull` is the reason that the container waits with. */
export type ImageOutcome = 'pull' | 'use' | 'ErrImageNeverPull';

/**
 * `mustPull`: the image is not there, or the pod must prove that it may have it. With Never both end alike, so that a pod
 * does not learn which images the node has.
 */
export function imageOutcome(policy: PullPolicy, mustPull: boolean): ImageOutcome {
  if (policy === 'Always') return 'pull';
  if (!mustPull) return 'use';
  return policy === 'Never' ? 'ErrImageNeverPull' : 'pull';
}
