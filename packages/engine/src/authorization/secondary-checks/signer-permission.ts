/**
 * Who may approve, sign or attest for a signer: the right on the signer by name, or on all signers of its domain.
 *
 * Source: pkg/certauthorization; plugin/pkg/admission/certificates/{approval,signing,ctbattest};
 * pkg/registry/certificates/podcertificaterequest/strategy.go.
 */
import { type FieldError, forbidden as forbiddenField } from '@bulkhead/apimachinery';
import { forbiddenStatus, type GroupResource } from '../api-status.js';
import { type Attributes, resourceAttributes } from '../attributes.js';
import { goQuote } from '../go-syntax.js';
import type { Procedure } from '../procedure.js';
import type { UserInfo } from '../user-info.js';
import { isAllowed, type Refusal } from './secondary-check.js';

export type SignerVerb = 'approve' | 'sign' | 'attest';

const TEXTS: { readonly [verb in SignerVerb]: string } = {
  approve: 'user not permitted to approve requests with signerName',
  sign: 'user not permitted to sign requests with signerName',
  attest: 'user not permitted to attest for signerName',
};

export function* maySign(user: UserInfo, verb: SignerVerb, signerName: string): Procedure<boolean> {
  if (isAllowed(yield signerAttributes(user, verb, signerName))) return true;
  const slash = signerName.indexOf('/');
  const domain = slash < 0 ? signerName : signerName.slice(0, slash);
  return isAllowed(yield signerAttributes(user, verb, `${domain}/*`));
}

/** The admission check of a CertificateSigningRequest or ClusterTrustBundle called `name`. */
export function* checkSigner(
  user: UserInfo,
  verb: SignerVerb,
  signerName: string,
  resource: GroupResource,
  name: string,
): Procedure<Refusal> {
  if (yield* maySign(user, verb, signerName)) return undefined;
  return forbiddenStatus(resource, name, `${TEXTS[verb]} ${goQuote(signerName)}`);
}

/** The check of a change to the status of a PodCertificateRequest: an error of validation. */
export function* checkPodCertificateSigner(user: UserInfo, signerName: string): Procedure<FieldError | undefined> {
  if (yield* maySign(user, 'sign', signerName)) return undefined;
  const text = `User ${goQuote(user.name)} is not permitted to "sign" for signer ${goQuote(signerName)}`;
  return forbiddenField('spec.signerName', text);
}

function signerAttributes(user: UserInfo, verb: SignerVerb, name: string): Attributes {
  return resourceAttributes({
    user,
    verb,
    apiGroup: 'certificates.k8s.io',
    apiVersion: '*',
    resource: 'signers',
    name,
  });
}
