/** A certificate with its key that the state's authority has signed. */
import type { KeyObject } from 'node:crypto';
import { type Authority, checkClock, isKeyOf, onlyCertificate } from './authority.js';
import { LEAF_DAYS, renewalTime, validityFrom } from './certificate-lifetime.js';
import { hostKey } from './hosts.js';
import { issueCertificate, type Subject } from './issue-certificate.js';
import { ensureKey, generateP256 } from './key-pair.js';
import { type Certificate, certificatePEM, readCertificate } from './read-certificate.js';
import { StateError } from './state-error.js';
import type { StateFiles } from './state-file.js';
import { subjectAlternativeNames } from './subject-alternative-names.js';

/** As TLS takes them. */
export interface KeyPair {
  readonly certificatePEM: string;
  readonly keyPEM: string;
  /** Milliseconds since the epoch: from then on `ensureState` makes a new one. */
  readonly renewAt: number;
}

export interface Leaf {
  readonly subject: Subject;
  readonly usage: 'server' | 'client';
  readonly hosts?: readonly string[];
}

export interface LeafKey {
  readonly key: KeyObject;
  readonly pem: string;
}

export function issueLeaf(authority: Authority, leaf: Leaf, { key, pem }: LeafKey, now: number): KeyPair {
  const { certificate: issuer } = authority;
  const validity = validityFrom(now, LEAF_DAYS);
  const notAfter = Math.min(validity.notAfter, issuer.notAfter);
  const der = issueCertificate({ ...leaf, ...validity, notAfter, key, issuer: authority });
  return pairOf(readCertificate(der), pem);
}

/** `<name>.crt` and `<name>.key`: kept while they are good for what `leaf` says. */
export function ensureLeaf(files: StateFiles, path: string, authority: Authority, leaf: Leaf, now: number): KeyPair {
  const { key, pem } = ensureKey(files, `${path}.key`, generateP256);
  const text = files.read(`${path}.crt`);
  const kept = text === undefined ? undefined : onlyCertificate(`${path}.crt`, text);
  if (kept !== undefined) {
    checkForeign(`${path}.crt`, kept, authority);
    checkClock(`${path}.crt`, kept, now);
    if (now < renewalTime(kept) && isKeyOf(kept, key) && namesAll(kept, leaf.hosts ?? [])) return pairOf(kept, pem);
  }
  const pair = issueLeaf(authority, leaf, { key, pem }, now);
  files.put(`${path}.crt`, pair.certificatePEM);
  return pair;
}

const pairOf = (certificate: Certificate, keyPEM: string): KeyPair => ({
  certificatePEM: certificatePEM(certificate.der),
  keyPEM,
  renewAt: renewalTime(certificate),
});

/** Somebody's own certificate is not replaced behind their back. */
function checkForeign(path: string, certificate: Certificate, authority: Authority): void {
  const { publicKey } = authority.certificate.x509;
  if (certificate.issuerName.equals(authority.certificate.subjectName) && certificate.x509.verify(publicKey)) return;
  throw new StateError(`${path} was not signed by the ca.crt beside it: move it away for a new one`);
}

function namesAll(certificate: Certificate, hosts: readonly string[]): boolean {
  const names = new Set(subjectAlternativeNames(certificate));
  return hosts.every((host) => names.has(hostKey(host)));
}
