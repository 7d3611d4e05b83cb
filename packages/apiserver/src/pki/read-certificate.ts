/** Certificates as they were sent or kept: what deciding about them needs, read from the DER itself. */
import { X509Certificate } from 'node:crypto';
import { OID } from './certificate-fields.js';
import { type DerValue, explicitTag, implicitTag, members, readOID, readTime, readValues, TAG } from './der.js';

export interface NameAttribute {
  readonly type: string;
  /** Undefined when it is no text. */
  readonly value: string | undefined;
}

export interface Certificate {
  readonly der: Buffer;
  /** Verifies signatures. */
  readonly x509: X509Certificate;
  readonly version: number;
  /** Decimal. */
  readonly serialNumber: string;
  /** DER of the names: equal names have equal bytes. */
  readonly issuerName: Buffer;
  readonly subjectName: Buffer;
  /** Of all RDNs, in order. */
  readonly subject: readonly NameAttribute[];
  readonly notBefore: number;
  readonly notAfter: number;
  readonly publicKeyInfo: Buffer;
  readonly signatureAlgorithm: string;
  /** By object identifier. */
  readonly extensions: ReadonlyMap<string, { readonly critical: boolean; readonly value: Buffer }>;
}

/** Throws for what is no certificate. */
export function readCertificate(der: Buffer): Certificate {
  const x509 = new X509Certificate(der);
  const [outer, ...beyond] = readValues(der);
  if (beyond.length > 0) throw new TypeError('data after the certificate');
  const [body, algorithm] = members(outer, TAG.sequence);
  const fields = members(body, TAG.sequence);
  const version = fields[0]?.tag === explicitTag(0) ? readValues(fields.shift()?.content ?? Buffer.of())[0] : undefined;
  const [serial, innerAlgorithm, issuer, validity, subject, publicKey, ...rest] = fields;
  const [notBefore, notAfter] = members(validity, TAG.sequence);
  const signatureAlgorithm = readOID(members(algorithm, TAG.sequence)[0]);
  if (readOID(members(innerAlgorithm, TAG.sequence)[0]) !== signatureAlgorithm) {
    throw new TypeError('inner and outer signature algorithm do not match');
  }
  return {
    der,
    x509,
    version: 1 + (version?.content[0] ?? 0),
    serialNumber: BigInt(`0x${serial?.content.toString('hex') ?? '0'}`).toString(),
    issuerName: issuer?.encoded ?? Buffer.of(),
    subjectName: subject?.encoded ?? Buffer.of(),
    subject: nameAttributes(subject),
    notBefore: readTime(notBefore),
    notAfter: readTime(notAfter),
    publicKeyInfo: publicKey?.encoded ?? Buffer.of(),
    signatureAlgorithm,
    extensions: readExtensions(rest.find(({ tag }) => tag === explicitTag(3))),
  };
}

/** All certificates of a PEM text; throws for one that is broken. */
export function readCertificates(pem: string): Certificate[] {
  const blocks = pem.matchAll(/-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/g);
  return Array.from(blocks, ([, base64 = '']) => readCertificate(Buffer.from(base64, 'base64')));
}

export function certificatePEM(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function nameAttributes(name: DerValue | undefined): NameAttribute[] {
  return members(name, TAG.sequence).flatMap((set) =>
    members(set, TAG.set).map((attribute) => {
      const [type, value] = members(attribute, TAG.sequence);
      return { type: readOID(type), value: text(value) };
    }),
  );
}

const BMP_STRING = 0x1e;
/** Teletex, IA5, Numeric and Visible strings: bytes of one character each. */
const BYTE_STRINGS: ReadonlySet<number> = new Set([TAG.printableString, 0x12, 0x14, 0x16, 0x1a]);

function text(value: DerValue | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (value.tag === TAG.utf8String) return new TextDecoder('utf-8', { fatal: true }).decode(value.content);
  if (BYTE_STRINGS.has(value.tag)) return value.content.toString('latin1');
  if (value.tag === BMP_STRING) return Buffer.from(value.content).swap16().toString('utf16le');
  return undefined;
}

function readExtensions(field: DerValue | undefined): Certificate['extensions'] {
  const extensions = new Map<string, { critical: boolean; value: Buffer }>();
  if (field === undefined) return extensions;
  for (const extension of members(readValues(field.content)[0], TAG.sequence)) {
    const [type, ...rest] = members(extension, TAG.sequence);
    const critical = rest[0]?.tag === TAG.boolean && rest[0].content[0] !== 0;
    const value = rest.at(-1);
    if (value?.tag !== TAG.octetString) throw new TypeError('extension without value');
    if (extensions.has(readOID(type))) throw new TypeError('extension comes twice');
    extensions.set(readOID(type), { critical, value: value.content });
  }
  return extensions;
}

/** Undefined without the extension. */
export function extendedKeyUsages(certificate: Certificate): readonly string[] | undefined {
  const extension = certificate.extensions.get(OID.extendedKeyUsage);
  return extension === undefined ? undefined : members(readValues(extension.value)[0], TAG.sequence).map(readOID);
}

/** The first byte of the bits; undefined without the extension. */
export function keyUsageBits(certificate: Certificate): number | undefined {
  const extension = certificate.extensions.get(OID.keyUsage);
  return extension === undefined ? undefined : (readValues(extension.value)[0]?.content[1] ?? 0);
}

export interface BasicConstraints {
  readonly authority: boolean;
  readonly pathLength: number | undefined;
}

export function basicConstraints(certificate: Certificate): BasicConstraints | undefined {
  const extension = certificate.extensions.get(OID.basicConstraints);
  if (extension === undefined) return undefined;
  const parts = members(readValues(extension.value)[0], TAG.sequence);
  const authority = parts[0]?.tag === TAG.boolean && parts[0].content[0] !== 0;
  const length = parts.find(({ tag }) => tag === TAG.integer)?.content;
  return { authority, pathLength: length === undefined ? undefined : length.readUIntBE(0, Math.min(length.length, 6)) };
}

/** Upper-case hex with colons; empty without the extension. */
export function subjectKeyIdentifier(certificate: Certificate): string {
  const value = certificate.extensions.get(OID.subjectKeyIdentifier)?.value;
  return value === undefined ? '' : hexWithColons(readValues(value)[0]?.content);
}

export function authorityKeyIdentifier(certificate: Certificate): string {
  const value = certificate.extensions.get(OID.authorityKeyIdentifier)?.value;
  if (value === undefined) return '';
  const parts = members(readValues(value)[0], TAG.sequence);
  return hexWithColons(parts.find(({ tag }) => tag === implicitTag(0))?.content);
}

const hexWithColons = (bytes: Buffer | undefined): string =>
  (bytes?.toString('hex').toUpperCase().match(/../g) ?? []).join(':');
