/**
 * Client certificates, verified against `--client-ca-file`. The TLS handshake has proved that the client has the key;
 * whose certificate it is worth is decided here, once a connection.
 *
 * Source: k8s.io/apiserver/pkg/authentication/request/x509/x509.go.
 */
import type { ClusterProfile } from '@bulkhead/features';
import {
  authorityKeyIdentifier,
  type Certificate,
  readCertificate,
  subjectKeyIdentifier,
} from '../../pki/certificate.js';
import { type AuthenticationResult, type Authenticator, failed, UNKNOWN } from '../authenticator.js';
import { userOfCertificate } from './certificate-user.js';
import { type VerifiedChain, verifyClientChain } from './verify-chain.js';

export interface ClientCertificateOptions {
  /** Asked again for each connection, so that a new file counts; the same array while it has not changed. */
  readonly roots: () => readonly Certificate[];
  readonly profile: ClusterProfile;
  readonly now?: () => number;
}

interface Verified {
  readonly roots: readonly Certificate[];
  readonly chain: VerifiedChain;
  readonly result: AuthenticationResult;
}

export function clientCertificateAuthenticator(options: ClientCertificateOptions): Authenticator {
  const { roots, profile, now = Date.now } = options;
  // By the chain as the listener keeps it for a connection, and gone with it.
  const verified = new WeakMap<readonly Buffer[], Verified>();
  return {
    authenticate({ clientCertificates }) {
      if (clientCertificates.length === 0) return UNKNOWN;
      const time = now();
      const known = verified.get(clientCertificates);
      if (known?.roots === roots() && isWithin(known.chain, time)) return known.result;
      const answer = verify(clientCertificates, roots(), profile, time);
      if (!('chain' in answer)) return answer.result;
      verified.set(clientCertificates, { roots: roots(), ...answer });
      return answer.result;
    },
  };
}

const isWithin = ({ notBefore, notAfter }: VerifiedChain, time: number): boolean =>
  time >= notBefore && time <= notAfter;

function verify(
  presented: readonly Buffer[],
  roots: readonly Certificate[],
  profile: ClusterProfile,
  now: number,
):
  | { readonly result: AuthenticationResult }
  | { readonly result: AuthenticationResult; readonly chain: VerifiedChain } {
  const [leaf, ...intermediates] = presented.map(readOrUndefined);
  if (leaf === undefined) return { result: failed('x509: malformed certificate') };
  const readable = intermediates.filter((certificate) => certificate !== undefined);
  const answer = verifyClientChain(leaf, readable, roots, now);
  if ('error' in answer)
    return { result: failed(`verifying certificate ${identifiers(leaf)} failed: ${answer.error}`) };
  const found = userOfCertificate(leaf, profile);
  if ('error' in found) return { result: failed(found.error) };
  return { result: { kind: 'authenticated', user: found.user }, chain: answer.chain };
}

function readOrUndefined(der: Buffer): Certificate | undefined {
  try {
    return readCertificate(der);
  } catch {
    return undefined;
  }
}

function identifiers(certificate: Certificate): string {
  const { serialNumber } = certificate;
  return `SN=${serialNumber}, SKID=${subjectKeyIdentifier(certificate)}, AKID=${authorityKeyIdentifier(certificate)}`;
}
