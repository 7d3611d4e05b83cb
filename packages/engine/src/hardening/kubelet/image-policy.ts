/**
 * What a kubelet does with an image that is on its node already, for a pod without the credentials that pulled it.
 *
 * Source: KEP-2535; k8s.io/kubernetes/pkg/kubelet/apis/config/v1beta1/defaults.go, images/pullmanager.
 */
import type { VersionProfile } from '@bulkhead/apimachinery';
import { textsOf } from '../plain-value.js';
import type { Kubelet } from './kubelet.js';

export type ImagePullVerification =
  | 'NeverVerify'
  | 'NeverVerifyPreloadedImages'
  | 'NeverVerifyAllowlistedImages'
  | 'AlwaysVerify';

export interface ImagePolicy {
  /** NeverVerify also where the version or the gate does not have the verification. */
  readonly verification: ImagePullVerification;
  readonly allowlist: readonly string[];
  /** Undefined: the default of the version. */
  readonly kubelet: Kubelet | undefined;
}

const GATE = 'KubeletEnsureSecretPulledImages';
const POLICIES: readonly string[] = [
  'NeverVerify',
  'NeverVerifyPreloadedImages',
  'NeverVerifyAllowlistedImages',
  'AlwaysVerify',
];

/** The policy of a kubelet; without one, that of a kubelet of the version that sets nothing. */
export function imagePolicyOf(kubelet: Kubelet | undefined, profile: VersionProfile): ImagePolicy {
  const isOn = kubelet === undefined ? profile.enabled(GATE) : kubelet.gates.enabled(GATE);
  if (!isOn) return { verification: 'NeverVerify', allowlist: [], kubelet };
  const configured = kubelet?.effective('imagePullCredentialsVerificationPolicy')?.value;
  const allowlist = textsOf(kubelet?.effective('preloadedImagesVerificationAllowlist')?.value);
  const verification = isPolicy(configured) ? configured : 'NeverVerifyPreloadedImages';
  return { verification, allowlist: verification === 'NeverVerifyAllowlistedImages' ? allowlist : [], kubelet };
}

const isPolicy = (value: unknown): value is ImagePullVerification =>
  typeof value === 'string' && POLICIES.includes(value);
