/** All features that are decided, in the order in which reports name them: those of pods, of nodes, of the API server. */
import type { ClusterProfile } from '@bulkhead/features';
import type { FeatureAdoption, SecurityFeature } from './adoption.js';
import type { ClusterInput } from './cluster-input.js';
import { anonymousEndpoints } from './features/anonymous-endpoints.js';
import { appArmor } from './features/app-armor.js';
import { authorizeWithSelectors } from './features/authorize-with-selectors.js';
import { boundTokens } from './features/bound-tokens.js';
import { constrainedImpersonation } from './features/constrained-impersonation.js';
import { credentialProviderTokens } from './features/credential-provider-tokens.js';
import { csiTokenSecrets } from './features/csi-token-secrets.js';
import { cveFeed } from './features/cve-feed.js';
import { externalJWTSigning } from './features/external-jwt-signing.js';
import { imagePullVerification } from './features/image-pull-verification.js';
import { kubeletServingCertificates } from './features/kubelet-serving-certificates.js';
import { mutatingAdmissionPolicy } from './features/mutating-admission-policy.js';
import { nodeLogQuery } from './features/node-log-query.js';
import { podCertificates } from './features/pod-certificates.js';
import { seccompDefault } from './features/seccomp-default.js';
import { selfSubjectReview } from './features/self-subject-review.js';
import { userNamespaces, userNamespacesHostNetwork } from './features/user-namespaces.js';

export const SECURITY_FEATURES: readonly SecurityFeature[] = [
  userNamespaces,
  userNamespacesHostNetwork,
  podCertificates,
  imagePullVerification,
  credentialProviderTokens,
  kubeletServingCertificates,
  constrainedImpersonation,
  csiTokenSecrets,
  appArmor,
  seccompDefault,
  anonymousEndpoints,
  boundTokens,
  externalJWTSigning,
  authorizeWithSelectors,
  mutatingAdmissionPolicy,
  nodeLogQuery,
  selfSubjectReview,
  cveFeed,
];

/** What the input has to do with the feature in this cluster. */
export function adoptionOf(feature: SecurityFeature, input: ClusterInput, profile: ClusterProfile): FeatureAdoption {
  const { uses = [], couldUse = [], blocked = [], breaks = [] } = feature.decide(input, profile);
  return { uses, couldUse, blocked, breaks };
}
