/** The hosts that a certificate names, as `hostKey` writes them. */
import { OID } from './certificate-fields.js';
import { implicitTag, members, readValues, TAG } from './der.js';
import type { Certificate } from './read-certificate.js';

export function subjectAlternativeNames(certificate: Certificate): readonly string[] {
  const extension = certificate.extensions.get(OID.subjectAlternativeName);
  if (extension === undefined) return [];
  return members(readValues(extension.value)[0], TAG.sequence).flatMap(({ tag, content }) => {
    if (tag === implicitTag(2)) return [`DNS:${content.toString('latin1')}`];
    return tag === implicitTag(7) ? [`IP:${content.toString('hex')}`] : [];
  });
}
