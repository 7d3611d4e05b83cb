/**
 * CertificateApproval, CertificateSigning, CertificateSubjectRestriction and ClusterTrustBundleAttest: who may speak for
 * a signer, and what no client certificate may say.
 *
 * Source: plugin/pkg/admission/certificates/{approval,signing,subjectrestriction,ctbattest}.
 */
import { isDeepStrictEqual } from 'node:util';
import type { CertificateSigningRequest } from '@bulkhead/apimachinery/types/certificates-v1';
import type { ClusterTrustBundle } from '@bulkhead/apimachinery/types/certificates-v1beta1';
import { runProcedureAsync, SYSTEM_PRIVILEGED_GROUP } from '@bulkhead/engine/authorization';
import { checkSigner, type SignerVerb } from '@bulkhead/engine/authorization/secondary-checks';
import { equalButForGarbageCollection } from '@bulkhead/engine/rbac';
import { StatusError } from '../../http/status-error.js';
import { refusal } from '../admission-refusal.js';
import { certificateRequestSubject } from '../certificate-request.js';
import type { AdmissionDependencies } from '../dependencies.js';
import type { AdmissionAttributes, AdmissionPlugin } from '../plugin.js';
import { isCreateOf, isWriteOf } from '../request-match.js';

const GROUP = 'certificates.k8s.io';
const REQUESTS = 'certificatesigningrequests';
const CLIENT_SIGNER = 'kubernetes.io/kube-apiserver-client';

export function certificateApproval(dependencies: AdmissionDependencies): AdmissionPlugin {
  return {
    name: 'CertificateApproval',
    handles: (attributes) => isWriteOf(attributes, ['UPDATE'], GROUP, REQUESTS, 'approval'),
    validate: (attributes) => mustSpeakFor(dependencies, attributes, 'approve', signerOf(attributes.oldObject)),
  };
}

export function certificateSigning(dependencies: AdmissionDependencies): AdmissionPlugin {
  return {
    name: 'CertificateSigning',
    handles: (attributes) => isWriteOf(attributes, ['UPDATE'], GROUP, REQUESTS, 'status'),
    async validate(attributes) {
      const request: CertificateSigningRequest | undefined = attributes.object;
      const oldRequest: CertificateSigningRequest | undefined = attributes.oldObject;
      const signed = ({ status }: CertificateSigningRequest = {}) => [status?.certificate, status?.conditions ?? []];
      if (isDeepStrictEqual(signed(request), signed(oldRequest))) return;
      await mustSpeakFor(dependencies, attributes, 'sign', signerOf(oldRequest));
    },
  };
}

/** Nobody gets a certificate that makes an unrestricted user of its owner. */
export function certificateSubjectRestriction(): AdmissionPlugin {
  return {
    name: 'CertificateSubjectRestriction',
    handles: (attributes) => isCreateOf(attributes, GROUP, REQUESTS),
    validate(attributes) {
      const request: CertificateSigningRequest | undefined = attributes.object;
      if (request?.spec?.signerName !== CLIENT_SIGNER) return;
      const subject = certificateRequestSubject(request.spec.request);
      if ('error' in subject) throw refusal(attributes, `failed to parse CSR: ${subject.error}`);
      if (!subject.organizations.includes(SYSTEM_PRIVILEGED_GROUP)) return;
      const text = `use of ${CLIENT_SIGNER} signer with ${SYSTEM_PRIVILEGED_GROUP} group is not allowed`;
      throw refusal(attributes, text);
    },
  };
}

export function clusterTrustBundleAttest(dependencies: AdmissionDependencies): AdmissionPlugin {
  const isOn = dependencies.profile.enabled('ClusterTrustBundle');
  return {
    name: 'ClusterTrustBundleAttest',
    handles: (attributes) => isOn && isWriteOf(attributes, ['CREATE', 'UPDATE'], GROUP, 'clustertrustbundles'),
    async validate(attributes) {
      const { object, oldObject } = attributes;
      const bundle: ClusterTrustBundle | undefined = object;
      const signerName = bundle?.spec?.signerName ?? '';
      if (signerName === '' || (oldObject !== undefined && equalButForGarbageCollection(object, oldObject))) return;
      await mustSpeakFor(dependencies, attributes, 'attest', signerName);
    },
  };
}

const signerOf = (request: CertificateSigningRequest | undefined): string => request?.spec?.signerName ?? '';

async function mustSpeakFor(
  { authorizer }: AdmissionDependencies,
  { user, resource, name }: AdmissionAttributes,
  verb: SignerVerb,
  signerName: string,
): Promise<void> {
  const status = await runProcedureAsync(checkSigner(user, verb, signerName, resource, name), authorizer);
  if (status !== undefined) throw new StatusError(status);
}
