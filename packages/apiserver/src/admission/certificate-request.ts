/**
 * The subject of a certificate request (PKCS #10 in PEM), as far as admission looks at it.
 *
 * Source: RFC 2986; pkg/apis/certificates/helpers.go, Go's crypto/x509/pkix.
 */
import { OID } from '../pki/certificate-fields.js';
import { DerError, members, readOID, readValues, TAG } from '../pki/der.js';

export interface CertificateRequestSubject {
  readonly commonName: string;
  readonly organizations: readonly string[];
}

const BLOCK = /-----BEGIN CERTIFICATE REQUEST-----\r?\n([A-Za-z0-9+/=\s]*)-----END CERTIFICATE REQUEST-----/;

/** `request` is `spec.request`: PEM in base64, as JSON has bytes. */
export function certificateRequestSubject(request: unknown): CertificateRequestSubject | { readonly error: string } {
  const pem = typeof request === 'string' ? Buffer.from(request, 'base64').toString('latin1') : '';
  const block = BLOCK.exec(pem);
  if (block === null) return { error: 'PEM block type must be CERTIFICATE REQUEST' };
  try {
    return subjectOf(Buffer.from(block[1] ?? '', 'base64'));
  } catch (error) {
    if (error instanceof DerError) return { error: `asn1: structure error: ${error.message}` };
    throw error;
  }
}

function subjectOf(der: Buffer): CertificateRequestSubject {
  const [request] = readValues(der);
  const [information] = members(request, TAG.sequence);
  const [, subject] = members(information, TAG.sequence);
  let commonName = '';
  const organizations: string[] = [];
  for (const relative of members(subject, TAG.sequence)) {
    for (const attribute of members(relative, TAG.set)) {
      const [type, value] = members(attribute, TAG.sequence);
      const text = value?.content.toString('utf8') ?? '';
      const name = readOID(type);
      // Of several common names the last one counts.
      if (name === OID.commonName) commonName = text;
      if (name === OID.organization) organizations.push(text);
    }
  }
  return { commonName, organizations };
}
