/** All KEPs that are described here, by number. Adding one: a file beside this one and a line in the list. */
import { appArmor } from './24-apparmor.js';
import { userNamespaces } from './127-user-namespaces.js';
import { externalJWTSigning } from './740-external-jwt-signing.js';
import { nodeLogQuery } from './2258-node-log-query.js';
import { seccompDefault } from './2413-seccomp-default.js';
import { imagePullVerification } from './2535-image-pull-verification.js';
import { podSecurity } from './2579-pod-security.js';
import { cveFeed } from './3203-cve-feed.js';
import { selfSubjectReview } from './3325-self-subject-review.js';
import { validatingAdmissionPolicy } from './3488-validating-admission-policy.js';
import { supplementalGroupsPolicy } from './3619-supplemental-groups-policy.js';
import { mutatingAdmissionPolicy } from './3962-mutating-admission-policy.js';
import { boundServiceAccountTokens } from './4193-bound-service-account-tokens.js';
import { procMount } from './4265-proc-mount.js';
import { podCertificates } from './4317-pod-certificates.js';
import { credentialProviderTokens } from './4412-credential-provider-tokens.js';
import { authorizeWithSelectors } from './4601-authorize-with-selectors.js';
import { anonymousEndpoints } from './4633-anonymous-endpoints.js';
import { kubeletServingCertificateValidation } from './4872-kubelet-serving-certificate-validation.js';
import { constrainedImpersonation } from './5284-constrained-impersonation.js';
import { csiTokenSecrets } from './5538-csi-token-secrets.js';
import { userNamespacesHostNetwork } from './5607-user-namespaces-host-network.js';
import type { Kep } from './kep.js';

export type { Kep, KepBehaviour, KepSettings } from './kep.js';

export const KEPS: readonly Kep[] = [
  appArmor,
  userNamespaces,
  externalJWTSigning,
  nodeLogQuery,
  seccompDefault,
  imagePullVerification,
  podSecurity,
  cveFeed,
  selfSubjectReview,
  validatingAdmissionPolicy,
  supplementalGroupsPolicy,
  mutatingAdmissionPolicy,
  boundServiceAccountTokens,
  procMount,
  podCertificates,
  credentialProviderTokens,
  authorizeWithSelectors,
  anonymousEndpoints,
  kubeletServingCertificateValidation,
  constrainedImpersonation,
  csiTokenSecrets,
  userNamespacesHostNetwork,
];

/** The KEP of that number, also under its other numbers. */
export function kepByNumber(kep: number): Kep | undefined {
  return KEPS.find((entry) => entry.kep === kep || entry.also?.includes(kep) === true);
}
