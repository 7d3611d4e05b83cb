/** Reading certificates: what authenticators need of this folder, without the state. */
export { KEY_USAGE, OID } from './certificate-fields.js';
export {
  authorityKeyIdentifier,
  basicConstraints,
  type Certificate,
  extendedKeyUsages,
  keyUsageBits,
  readCertificate,
  readCertificates,
  subjectKeyIdentifier,
} from './read-certificate.js';
