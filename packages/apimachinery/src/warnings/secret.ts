/**
 * TLS secrets without a certificate or a key. Of upstream's check, which loads both, only what is certain without
 * reading the certificate is done here: data that has no PEM block at all.
 * Source: pkg/registry/core/secret/strategy.go warningsForSecret, Go's crypto/tls.X509KeyPair.
 */
import type { Secret } from '../generated/types/core-v1.js';
import { base64Text } from '../validation/core/base64-size.js';
import { entry, textEntry } from '../validation/zero-value.js';
import type { WarningList } from './warning-list.js';

const TLS_TYPE = 'kubernetes.io/tls';
const PEM_BEGIN = '-----BEGIN ';
const CERTIFICATE = /^-----BEGIN CERTIFICATE-----\r?\n(?:[A-Za-z0-9+/]{4,76}={0,2}\r?\n)+-----END CERTIFICATE-----/;

export function warnOfSecret(secret: Secret, warnings: WarningList): void {
  if (secret.type !== TLS_TYPE) return;
  const certificate = textOf(secret, 'tls.crt');
  const key = textOf(secret, 'tls.key');
  if (certificate === undefined || key === undefined) return;
  if (!certificate.includes(PEM_BEGIN)) {
    warnings.add('tls: failed to find any PEM data in certificate input');
  } else if (CERTIFICATE.test(certificate) && !key.includes(PEM_BEGIN)) {
    warnings.add('tls: failed to find any PEM data in key input');
  }
}

/** The text of an entry: `stringData` replaces data. undefined for what is no text, of which nothing is known. */
function textOf({ data, stringData }: Secret, key: string): string | undefined {
  const plain = textEntry(stringData, key);
  if (plain !== undefined) return plain;
  const encoded: unknown = entry(data, key) ?? '';
  return typeof encoded === 'string' ? base64Text(encoded) : undefined;
}
