/** Source: https://kep.k8s.io/4193 and what each version made of it. */
import type { Kep } from './kep.js';

export const boundServiceAccountTokens: Kep = {
  kep: 4193,
  also: [1205],
  title: 'Bound service account tokens: tied to a pod, a node, a time and an audience',
  gates: [
    'ServiceAccountTokenJTI',
    'ServiceAccountTokenPodNodeInfo',
    'ServiceAccountTokenNodeBinding',
    'ServiceAccountTokenNodeBindingValidation',
    'TokenRequestServiceAccountUIDValidation',
    'LegacyServiceAccountTokenNoAutoGeneration',
    'LegacyServiceAccountTokenTracking',
    'LegacyServiceAccountTokenCleanUp',
  ],
  fields: [
    'authentication.v1.TokenRequestSpec/boundObjectRef',
    'authentication.v1.TokenRequestSpec/audiences',
    'authentication.v1.TokenRequestSpec/expirationSeconds',
    'core.v1.VolumeProjection/serviceAccountToken',
  ],
  configuration: [
    'kube-apiserver --service-account-issuer, --service-account-signing-key-file, --service-account-key-file, --api-audiences',
    'kube-controller-manager --legacy-service-account-token-clean-up-period',
  ],
  turnOn: [
    {
      minor: 27,
      settings: [
        'nothing for the tokens that pods get by themselves; for others a projected volume with serviceAccountToken, its audience and expirationSeconds',
      ],
    },
  ],
  prerequisites: ['ServiceAccountTokenNodeBinding needs ServiceAccountTokenNodeBindingValidation'],
  behaviours: [
    { minor: 27, text: 'pods get tokens bound to them; secret tokens are not made any more; their use is tracked' },
    { minor: 29, text: 'jti, node claims and node binding are alpha, off; unused legacy tokens are cleaned up' },
    { minor: 30, text: 'tokens have a jti, and those of pods name their node; bound nodes are checked' },
    { minor: 31, text: 'tokens can be bound to a Node' },
    { minor: 32, text: 'jti, node claims and the check of bound nodes are GA' },
    { minor: 33, text: 'binding to a Node is GA' },
    { minor: 34, text: 'a token request for another UID of the service account is refused' },
  ],
  notes: [
    'the gates of KEP-1205 (TokenRequest, BoundServiceAccountTokenVolume, RootCAConfigMap) were gone before 1.27',
    'from 1.30 audit logs can name the token: authentication.kubernetes.io/credential-id',
  ],
  mustEnableOn: ['kube-apiserver'],
};
