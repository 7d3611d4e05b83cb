/** The state's certificate authorities: one for servers and clients, one for proxies that speak for users. */
import type { KeyObject } from 'node:crypto';
import { AUTHORITY_DAYS, renewalTime, validityFrom } from './certificate-lifetime.js';
import { issueCertificate, type Subject } from './issue-certificate.js';
import { ensureKey, generateP256 } from './key-pair.js';
import {
  basicConstraints,
  type Certificate,
  certificatePEM,
  readCertificate,
  readCertificates,
} from './read-certificate.js';
import { StateError } from './state-error.js';
import type { StateFiles } from './state-file.js';

export interface Authority {
  readonly certificate: Certificate;
  readonly certificatePEM: string;
  readonly subject: Subject;
  readonly key: KeyObject;
}

export interface AuthorityName {
  /** Of the files `<file>.crt` and `<file>.key`. */
  readonly file: string;
  readonly commonName: string;
}

const CLUSTER: AuthorityName = { file: 'ca', commonName: 'bulkhead' };
/** Whoever holds a certificate of it may name any user, so nothing else is signed by it. */
export const FRONT_PROXY: AuthorityName = { file: 'front-proxy-ca', commonName: 'bulkhead-front-proxy' };

/**
 * The key is kept for good and the name with it, so a renewed certificate vouches for all that the former one signed,
 * and clients that trust the former one go on until it expires.
 */
export function ensureAuthority(files: StateFiles, directory: string, now: number, name = CLUSTER): Authority {
  const path = `${directory}/${name.file}.crt`;
  const keyPath = `${directory}/${name.file}.key`;
  const subject: Subject = { commonName: name.commonName };
  const text = files.read(path);
  const { key, made } = ensureKey(files, keyPath, () => {
    if (text === undefined) return generateP256();
    throw new StateError(`${keyPath} is missing: restore it, or move ${directory} away to start with a new authority`);
  });
  const kept = text === undefined || made ? undefined : readOwn(path, text, key, name);
  if (kept !== undefined) checkClock(path, kept, now);
  if (kept !== undefined && text !== undefined && now < renewalTime(kept)) {
    return { certificate: kept, certificatePEM: text, subject, key };
  }
  const issuer = { subject, key };
  const validity = validityFrom(now, AUTHORITY_DAYS);
  const certificate = readCertificate(issueCertificate({ subject, usage: 'authority', key, issuer, ...validity }));
  const pem = certificatePEM(certificate.der);
  files.put(path, pem);
  return { certificate, certificatePEM: pem, subject, key };
}

function readOwn(path: string, text: string, key: KeyObject, { file, commonName }: AuthorityName): Certificate {
  const certificate = onlyCertificate(path, text);
  if (basicConstraints(certificate)?.authority !== true || !isKeyOf(certificate, key)) {
    throw new StateError(
      `${path} is not the certificate of the ${file}.key beside it: restore the two that belong together`,
    );
  }
  const name = certificate.subject.map(({ value }) => value).join();
  if (name !== commonName) {
    throw new StateError(`${path} was made by something else: move it and ${file}.key away`);
  }
  return certificate;
}

/** The one certificate of a file. */
export function onlyCertificate(path: string, text: string): Certificate {
  try {
    const [certificate, ...more] = readCertificates(text);
    if (certificate !== undefined && more.length === 0) return certificate;
  } catch {
    // Answered below: a broken file and one of another kind are the same to its owner.
  }
  throw new StateError(`${path} holds no certificate that can be read: restore it, or move it away for a new one`);
}

export function isKeyOf(certificate: Certificate, key: KeyObject): boolean {
  return certificate.x509.checkPrivateKey(key);
}

/** With a clock in the past every client would refuse the certificates, and new ones would be of no use later. */
export function checkClock(path: string, { notBefore }: Certificate, now: number): void {
  if (now >= notBefore) return;
  const [is, from] = [now, notBefore].map((time) => new Date(time).toISOString().replace(/\.\d+/, ''));
  throw new StateError(`the clock says ${is}, but ${path} is valid only from ${from}: set the clock`);
}
