/** Source: https://kep.k8s.io/2535 and what each version made of it. */
import type { Kep } from './kep.js';

export const imagePullVerification: Kep = {
  kep: 2535,
  title: 'Image pull credential verification: cached images are for those who could pull them',
  gates: ['KubeletEnsureSecretPulledImages'],
  fields: ['core.v1.Container/imagePullPolicy', 'core.v1.PodSpec/imagePullSecrets'],
  configuration: [
    'KubeletConfiguration imagePullCredentialsVerificationPolicy: NeverVerify, NeverVerifyPreloadedImages, NeverVerifyAllowlistedImages or AlwaysVerify',
    'KubeletConfiguration preloadedImagesVerificationAllowlist, with NeverVerifyAllowlistedImages alone',
  ],
  turnOn: [
    {
      minor: 33,
      settings: [
        'KubeletConfiguration imagePullCredentialsVerificationPolicy: NeverVerifyPreloadedImages (what it is when unset), or AlwaysVerify where nodes are shared by tenants',
      ],
    },
  ],
  prerequisites: ['<kubelet root>/image_manager is writable: pull intents and pull records are kept there'],
  behaviours: [
    { minor: 27, text: 'not there: IfNotPresent and Never use any image of the node, whoever pulled it' },
    { minor: 33, text: 'alpha, off' },
    {
      minor: 35,
      text: 'beta, on with NeverVerifyPreloadedImages: a pod needs credentials that pulled the image, or pulls again, unless the image was on the node before the kubelet',
    },
  ],
  notes: [
    'from 1.35 a pod with IfNotPresent or Never and no matching credentials may fail on an image that another tenant pulled',
    'the allowlist frees an image even when the kubelet pulled it with a Secret',
    'both settings must stay empty while the gate is off',
  ],
  mustEnableOn: ['kubelet'],
};
