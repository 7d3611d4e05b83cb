/** What a failed connection means to a person: one sentence that says what to look at. */
import { ClusterError, foreignText } from '../cluster-error.js';

const UNKNOWN_AUTHORITY: ReadonlySet<string> = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'INVALID_CA',
]);

const REASONS: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'nothing listens there'],
  ['ENOTFOUND', 'its name is not known'],
  ['EAI_AGAIN', 'its name could not be looked up'],
  ['ETIMEDOUT', 'it does not answer'],
  ['EHOSTUNREACH', 'there is no way to it'],
  ['ENETUNREACH', 'there is no way to it'],
  ['ECONNRESET', 'it closed the connection'],
  ['EPIPE', 'it closed the connection'],
  ['HPE_HEADER_OVERFLOW', 'its answer has headers without end'],
]);

export function connectionFailure(error: unknown, server: string): ClusterError {
  if (error instanceof ClusterError) return error;
  const code = codeOf(error);
  if (UNKNOWN_AUTHORITY.has(code)) {
    return new ClusterError(
      `the certificate of ${server} is signed by an unknown authority: the certificate-authority of the kubeconfig is missing, or is another cluster's`,
    );
  }
  if (code === 'CERT_HAS_EXPIRED') return new ClusterError(`the certificate of ${server} has expired`);
  if (code === 'CERT_NOT_YET_VALID')
    return new ClusterError(`the certificate of ${server} is not valid yet: look at the clock`);
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return new ClusterError(
      `the certificate of ${server} is for other names: if it is the right server, set tls-server-name`,
    );
  }
  if (/ALERT|CERTIFICATE_(?:REQUIRED|EXPIRED|UNKNOWN)|BAD_CERTIFICATE/.test(code)) {
    return new ClusterError(
      `${server} does not take the client certificate: it may have expired, or be another cluster's`,
    );
  }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) {
    return new ClusterError(`${server} does not speak TLS as expected: is it an HTTPS port?`);
  }
  if (code.startsWith('HPE_') && code !== 'HPE_HEADER_OVERFLOW') {
    return new ClusterError(`${server} answers in something else than HTTP/1.1`);
  }
  const message = error instanceof Error ? error.message : String(error);
  return new ClusterError(`cannot reach ${server}: ${REASONS.get(code) ?? foreignText(message)}`);
}

/** A connection that was closed while nobody used it: the same question may be asked again. */
export const isWorthARetry = (error: unknown): boolean => ['ECONNRESET', 'EPIPE'].includes(codeOf(error));

function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}
