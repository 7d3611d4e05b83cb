/**
 * TLS secrets without a certificate or a key. Of upstream's check, which loads both, only what is certain without
 * reading the certificate is done here: data that has no PEM block at all.
 * Source: pkg/registry/core/secret/strategy.go warningsForSecret, Go's crypto/tls.X509KeyPair.
 */
import type { Secret } from '../generated/types/core-v1.js';
import { entry, textEntry } from '../validation/zero-value.js';
import type { WarningList } from './warning-list.js';

const TLS_TYPE = 'kubernetes.io/tls';
const PEM_BEGIN = '-----BEGIN ';
const CERTIFICATE = /^-----BEGIN CERTIFICATE-----\r?\n(?:[A-Za-z0-9+/]{4,76}={0,2}\r?\n)+-----END CERTIFICATE-----/;
/** PEM in base64 at the three alignments that `-----BEGIN` can have. */
const ENCODED_BEGIN = /LS0tLS1CRUdJTi|0tLS0tQkVHSU4g|tLS0tLUJFR0lOI/;

export function warnOfSecret(secret: Secret, warnings: WarningList): void {
  if (secret.type !== TLS_TYPE) return;
  if (!hasPEM(secret, 'tls.crt')) {
    warnings.add('tls: failed to find any PEM data in certificate input');
  } else if (hasCertificate(secret) && !hasPEM(secret, 'tls.key')) {
    warnings.add('tls: failed to find any PEM data in key input');
  }
}

/** Text given as `stringData` replaces data. */
function hasPEM({ data, stringData }: Secret, key: string): boolean {
  const plain = textEntry(stringData, key);
  if (plain !== undefined) return plain.includes(PEM_BEGIN);
  const encoded: unknown = entry(data, key);
  // Anything that is no text was not decoded, so nothing is known of it.
  if (encoded !== undefined && typeof encoded !== 'string') return true;
  return encoded !== undefined && ENCODED_BEGIN.test(encoded.replace(/[\r\n]/g, ''));
}

/** Whether the certificate is surely found; without that the key is not looked at. */
function hasCertificate({ data, stringData }: Secret): boolean {
  const plain = textEntry(stringData, 'tls.crt');
  if (plain !== undefined) return CERTIFICATE.test(plain);
  return textEntry(data, 'tls.crt')?.startsWith('LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tC') === true;
}
