/** Certificates with P-256 keys: the state's own authority, and what it signs. */
import { createHash, createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';
import { KEY_USAGE, OID } from './certificate-fields.js';
import { encode, explicitTag, implicitTag, oid, sequence, TAG, time, unsignedInteger } from './der.js';

export interface Subject {
  readonly commonName: string;
  readonly organizations?: readonly string[];
}

export interface Validity {
  /** Milliseconds since the epoch. */
  readonly notBefore: number;
  readonly notAfter: number;
}

export interface CertificateRequest extends Validity {
  readonly subject: Subject;
  readonly usage: 'server' | 'client' | 'authority';
  /** DNS names and addresses. */
  readonly hosts?: readonly string[];
  /** Of the subject; its public part goes into the certificate. */
  readonly key: KeyObject;
  readonly issuer: { readonly subject: Subject; readonly key: KeyObject };
}

/** DER. */
export function issueCertificate(request: CertificateRequest): Buffer {
  const algorithm = sequence(oid(OID.ecdsaWithSHA256));
  const body = sequence(
    encode(explicitTag(0), encode(TAG.integer, Buffer.from([2]))),
    unsignedInteger(serialNumber()),
    algorithm,
    name(request.issuer.subject),
    sequence(time(request.notBefore), time(request.notAfter)),
    name(request.subject),
    publicKeyInfo(request.key),
    encode(explicitTag(3), sequence(...extensions(request))),
  );
  const signature = sign('sha256', body, request.issuer.key);
  return sequence(body, algorithm, encode(TAG.bitString, Buffer.from([0]), signature));
}

/** 127 random bits. */
function serialNumber(): Buffer {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes;
}

/** Organizations first, each in an RDN of its own, then the common name. */
function name({ commonName, organizations = [] }: Subject): Buffer {
  const attribute = (type: string, value: string): Buffer =>
    encode(TAG.set, sequence(oid(type), encode(TAG.utf8String, Buffer.from(value, 'utf8'))));
  return sequence(
    ...organizations.map((organization) => attribute(OID.organization, organization)),
    attribute(OID.commonName, commonName),
  );
}

function extensions({ usage, hosts = [], key, issuer }: CertificateRequest): Buffer[] {
  const authority = usage === 'authority';
  const bits = authority
    ? KEY_USAGE.digitalSignature | KEY_USAGE.certSign | KEY_USAGE.crlSign
    : KEY_USAGE.digitalSignature;
  const unused = authority ? 1 : 7;
  const purpose = usage === 'server' ? OID.serverAuth : OID.clientAuth;
  return [
    extension(OID.keyUsage, true, encode(TAG.bitString, Buffer.from([unused, bits]))),
    ...(authority ? [] : [extension(OID.extendedKeyUsage, false, sequence(oid(purpose)))]),
    extension(OID.basicConstraints, true, sequence(...(authority ? [encode(TAG.boolean, Buffer.from([0xff]))] : []))),
    extension(OID.subjectKeyIdentifier, false, encode(TAG.octetString, keyIdentifier(key))),
    extension(OID.authorityKeyIdentifier, false, sequence(encode(implicitTag(0), keyIdentifier(issuer.key)))),
    ...(hosts.length === 0 ? [] : [extension(OID.subjectAlternativeName, false, sequence(...hosts.map(hostName)))]),
  ];
}

function extension(type: string, critical: boolean, value: Buffer): Buffer {
  const mark = critical ? [encode(TAG.boolean, Buffer.from([0xff]))] : [];
  return sequence(oid(type), ...mark, encode(TAG.octetString, value));
}

function hostName(host: string): Buffer {
  if (isIP(host) === 0) return encode(implicitTag(2), Buffer.from(host, 'latin1'));
  return encode(implicitTag(7), addressBytes(host));
}

/** 4 or 16 bytes of an address that is known to be one. */
export function addressBytes(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number));
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  const [, prefix = '', a, b, c, d] = dotted ?? [];
  const pair = (high: string | undefined, low: string | undefined): string =>
    ((Number(high) << 8) | Number(low)).toString(16);
  const text = dotted === null ? address : `${prefix}${pair(a, b)}:${pair(c, d)}`;
  const [head = '', tail] = text.split('::');
  const groups = (part: string): number[] => (part === '' ? [] : part.split(':').map((group) => parseInt(group, 16)));
  const left = groups(head);
  const right = tail === undefined ? [] : groups(tail);
  const all = [...left, ...Array.from({ length: 8 - left.length - right.length }, () => 0), ...right];
  return Buffer.from(all.flatMap((group) => [group >> 8, group & 0xff]));
}

const publicKeyInfo = (key: KeyObject): Buffer => publicKeyOf(key).export({ type: 'spki', format: 'der' });

function publicKeyOf(key: KeyObject): KeyObject {
  return key.type === 'public' ? key : createPublicKey(key);
}

/** RFC 7093, method 1: the leftmost 160 bits of the SHA-256 of the key's bits. */
function keyIdentifier(key: KeyObject): Buffer {
  return createHash('sha256').update(publicKeyInfo(key)).digest().subarray(0, 20);
}
