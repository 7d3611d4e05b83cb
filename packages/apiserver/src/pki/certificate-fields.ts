/** Object identifiers and key usage bits of certificates (RFC 5280). */

export const OID = {
  commonName: '2.5.4.3',
  organization: '2.5.4.10',
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAlternativeName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
  anyExtendedKeyUsage: '2.5.29.37.0',
  ecdsaWithSHA256: '1.2.840.10045.4.3.2',
} as const;

/** Bits as they stand in the first byte of the bit string. */
export const KEY_USAGE = { digitalSignature: 0x80, keyEncipherment: 0x20, certSign: 0x04, crlSign: 0x02 } as const;
