/**
 * What a kubelet does with an image that is on its node already, for a pod without the credentials that pulled it.
 *
 * Source: KEP-2535; k8s.io/kubernetes/pkg/kubelet/apis/config/v1beta1/defaults.go, images/pullmanager.
 */
import type { VersionProfile } from '@bulkhead/apimachinery';
import { type PullVerification, pullVerificationOf, VERIFICATION_GATE } from '../../image-pull/verification-policy.js';
import type { Kubelet } from './kubelet.js';

export interface ImagePolicy extends PullVerification {
  /** Undefined: the default of the version. */
  readonly kubelet: Kubelet | undefined;
}

/** The policy of a kubelet; without one, that of a kubelet of the version that sets nothing. */
export function imagePolicyOf(kubelet: Kubelet | undefined, profile: VersionProfile): ImagePolicy {
  const isGateOn = (kubelet === undefined ? profile : kubelet.gates).enabled(VERIFICATION_GATE);
  const policy = kubelet?.effective('imagePullCredentialsVerificationPolicy')?.value;
  const allowlist = kubelet?.effective('preloadedImagesVerificationAllowlist')?.value;
  return { ...pullVerificationOf({ isGateOn, policy, allowlist }), kubelet };
}
