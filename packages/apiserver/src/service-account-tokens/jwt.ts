/**
 * Compact JWS (RFC 7515) as service account tokens use it. A token is verified with the algorithms of the key's own
 * type, never with what its header asks for beyond them; keys that a token brings or points to are not looked at.
 *
 * Libraries decide some of this in their own way (all keys when there is no `kid`, members that come twice, texts of
 * errors); on top of node:crypto there is little left to do.
 */
import { constants, type SignKeyObjectInput, sign, verify } from 'node:crypto';
import { decodeBase64url } from '../authentication/base64url.js';
import { hasDuplicateMembers } from './duplicate-members.js';
import type { SigningKey, VerificationKey } from './token-key.js';

export interface ParsedToken {
  /** Undefined without. */
  readonly keyID: string | undefined;
  readonly algorithm: string;
  readonly payload: string;
  readonly signed: Buffer;
  readonly signature: Buffer;
}

export const SIGNATURE_ERROR = 'go-jose/go-jose: error in cryptographic primitive';

/** Undefined for what is not header, payload and signature. */
export function parseToken(token: string): ParsedToken | undefined {
  const parts = token.split('.', 4);
  const [spacedHeader = '', payload = '', spacedSignature = ''] = parts;
  if (parts.length !== 3) return undefined;
  // Where upstream's library does not mind white space, and nothing depends on it.
  const [header = '', signature = ''] = [spacedHeader, spacedSignature].map((part) => part.replace(/\s/g, ''));
  const headerText = decodeText(header);
  const payloadText = decodeText(payload);
  const signatureBytes = decodeBase64url(signature);
  if (headerText === undefined || payloadText === undefined || signatureBytes === undefined) return undefined;
  const fields = parseObject(headerText);
  if (fields === undefined || hasDuplicateMembers(headerText)) return undefined;
  const { alg, kid = '' } = fields;
  if (typeof alg !== 'string' || typeof kid !== 'string') return undefined;
  // Extensions that a receiver must understand; none is understood here.
  if (Object.hasOwn(fields, 'crit') || Object.hasOwn(fields, 'b64')) return undefined;
  return {
    keyID: kid === '' ? undefined : kid,
    algorithm: alg,
    payload: payloadText,
    signed: Buffer.from(`${header}.${payload}`, 'latin1'),
    signature: signatureBytes,
  };
}

/** An object of JSON; undefined for anything else. */
export function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}

function decodeText(part: string): string | undefined {
  const bytes = decodeBase64url(part);
  try {
    return bytes === undefined ? undefined : new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

export function hasSignatureOf(token: ParsedToken, { key, algorithms }: VerificationKey): boolean {
  const { algorithm } = token;
  if (!algorithms.includes(algorithm)) return false;
  try {
    return verify(hashOf(algorithm), token.signed, { key, ...encodingOf(algorithm) }, token.signature);
  } catch {
    return false;
  }
}

/** On another thread: an RSA signature takes most of a millisecond. */
export function signToken(claims: object, { id, algorithm, privateKey }: SigningKey): Promise<string> {
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${encode({ alg: algorithm, kid: id })}.${encode(claims)}`;
  const input: SignKeyObjectInput = { key: privateKey, ...encodingOf(algorithm) };
  return new Promise((resolve, reject) => {
    sign(hashOf(algorithm), Buffer.from(signed), input, (error, signature) => {
      if (error === null) resolve(`${signed}.${signature.toString('base64url')}`);
      else reject(error);
    });
  });
}

const hashOf = (algorithm: string): string => `sha${algorithm.slice(2)}`;

function encodingOf(algorithm: string): Omit<SignKeyObjectInput, 'key'> {
  if (algorithm.startsWith('ES')) return { dsaEncoding: 'ieee-p1363' };
  if (!algorithm.startsWith('PS')) return { padding: constants.RSA_PKCS1_PADDING };
  return { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
}
