/**
 * The user whom a client certificate names: common name, organizations as groups, and a UID of its own attribute.
 *
 * Source: k8s.io/apiserver/pkg/authentication/request/x509/x509.go (CommonNameUserConversion).
 */
import type { Minor } from '@bulkhead/apimachinery';
import { goQuote, type UserInfo, userInfo } from '@bulkhead/engine/authorization';
import type { ClusterProfile } from '@bulkhead/features';
import { type Certificate, OID } from '../../pki/certificate.js';
import { sha256 } from '../secret-comparison.js';

const USER_ID = '1.3.6.1.4.1.57683.2';
export const CREDENTIAL_ID = 'authentication.kubernetes.io/credential-id';
const CREDENTIAL_ID_FROM: Minor = 32;
const CONTROL_CHARACTERS = /\p{Cc}/u;

export function userOfCertificate(
  certificate: Certificate,
  profile: ClusterProfile,
): { readonly user: UserInfo } | { readonly error: string } {
  const valuesOf = (type: string): (string | undefined)[] =>
    certificate.subject.filter((attribute) => attribute.type === type).map(({ value }) => value);
  // Of several the last, as Go reads names.
  const name = valuesOf(OID.commonName).at(-1) ?? '';
  if (name === '') return { error: 'the subject has no common name' };
  const groups = valuesOf(OID.organization).map((group) => group ?? '');
  const ids = profile.enabled('AllowParsingUserUIDFromCertAuth') ? valuesOf(USER_ID) : [];
  const problem = idProblem(ids);
  if (problem !== undefined) return { error: problem };
  const uid = ids[0] ?? '';
  if ([name, uid, ...groups].some((text) => CONTROL_CHARACTERS.test(text))) {
    return { error: 'the subject holds a control character' };
  }
  const extra =
    profile.minor < CREDENTIAL_ID_FROM
      ? new Map<string, readonly string[]>()
      : new Map([[CREDENTIAL_ID, [`X509SHA256=${sha256(certificate.der).toString('hex')}`]]]);
  return { user: userInfo({ name, uid, groups, extra }) };
}

function idProblem(ids: readonly (string | undefined)[]): string | undefined {
  if (ids.includes(undefined)) return 'unable to parse UID into a string';
  if (ids.length > 1) return `expected 1 UID, but found multiple: [${ids.map((id) => goQuote(id ?? '')).join(' ')}]`;
  return ids[0] === '' ? 'UID cannot be an empty string' : undefined;
}
