/**
 * Certificate requests (PKCS #10) as clients send them: whether they can be read, and whether their signature is that of
 * the key in them.
 *
 * Source: RFC 2986; Go's crypto/x509 ParseCertificateRequest and CheckSignature.
 */
import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { DerError, type DerValue, members, readOID, readValues, TAG } from './der.js';

const BLOCK = /-----BEGIN ([^\n-]*)-----\r?\n([A-Za-z0-9+/=\s]*)-----END \1-----/;
const NO_REQUEST = 'PEM block type must be CERTIFICATE REQUEST';

/** By algorithm identifier; the digest that is signed. Ed25519 signs the text itself. */
const DIGESTS: ReadonlyMap<string, string | null> = new Map([
  ['1.2.840.113549.1.1.11', 'sha256'],
  ['1.2.840.113549.1.1.12', 'sha384'],
  ['1.2.840.113549.1.1.13', 'sha512'],
  ['1.2.840.10045.4.3.2', 'sha256'],
  ['1.2.840.10045.4.3.3', 'sha384'],
  ['1.2.840.10045.4.3.4', 'sha512'],
  ['1.3.101.112', null],
]);

/** What is wrong with `spec.request`, PEM in base64; undefined when nothing is. */
export function certificateRequestProblem(request: string): string | undefined {
  const block = BLOCK.exec(Buffer.from(request, 'base64').toString('latin1'));
  if (block?.[1] !== 'CERTIFICATE REQUEST') return NO_REQUEST;
  try {
    return signatureProblem(Buffer.from(block[2] ?? '', 'base64'));
  } catch (error) {
    if (error instanceof DerError) return `asn1: structure error: ${error.message}`;
    throw error;
  }
}

function signatureProblem(der: Buffer): string | undefined {
  const [request, ...beyond] = readValues(der);
  if (beyond.length > 0) return 'asn1: syntax error: trailing data';
  const [information, algorithm, signature] = members(request, TAG.sequence);
  if (information === undefined || signature?.tag !== TAG.bitString) throw new DerError('truncated');
  const [, , publicKey] = members(information, TAG.sequence);
  const digest = DIGESTS.get(readOID(members(algorithm, TAG.sequence)[0]));
  if (digest === undefined) return 'x509: cannot verify signature: algorithm unimplemented';
  const key = keyOf(publicKey);
  if (key === undefined) return 'x509: unsupported public key in certificate request';
  // The first byte of a bit string counts its unused bits.
  const isGood = verify(digest, information.encoded, key, signature.content.subarray(1));
  return isGood ? undefined : 'x509: certificate request signature does not match its public key';
}

function keyOf(value: DerValue | undefined): KeyObject | undefined {
  if (value === undefined) return undefined;
  try {
    return createPublicKey({ key: value.encoded, format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
}
