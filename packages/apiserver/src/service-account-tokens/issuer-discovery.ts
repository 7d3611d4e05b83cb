/**
 * The documents by which others verify service account tokens: the issuer's metadata and its public keys.
 *
 * Source: pkg/serviceaccount/openidmetadata.go, pkg/routes/openidmetadata.go.
 */
import { accepts } from '../http/media-type.js';
import type { ApiResponse } from '../http/request.js';
import { StatusError } from '../http/status-error.js';
import type { TokenKeys, VerificationKey } from './token-key.js';

export const JWKS_PATH = '/openid/v1/jwks';
export const CONFIGURATION_PATH = '/.well-known/openid-configuration';

export interface IssuerDiscoveryOptions {
  /** The first `--service-account-issuer`. */
  readonly issuer: string;
  /** `host:port` by which clients reach the server. */
  readonly externalAddress: string;
  /** `--service-account-jwks-uri`; derived from the address when it is left out. */
  readonly jwksURI?: string;
  readonly keys: () => TokenKeys | Promise<TokenKeys>;
}

type Headers = ReadonlyMap<string, readonly string[]>;

export interface IssuerDiscovery {
  /** The answer to a GET of one of the two paths. Throws `StatusError`. */
  respond(path: string, headers: Headers): Promise<ApiResponse>;
}

/** Or why there is none: the paths are not served then. */
export function issuerDiscovery(options: IssuerDiscoveryOptions): IssuerDiscovery | { readonly problem: string } {
  const { issuer, externalAddress, keys, jwksURI = `https://${externalAddress}${JWKS_PATH}` } = options;
  const problem = issuerProblem(issuer);
  if (problem !== undefined) return { problem };
  return {
    async respond(path, headers) {
      const isKeySet = path === JWKS_PATH;
      const contentType = isKeySet ? 'application/jwk-set+json' : 'application/json';
      checkAccepted(contentType, headers);
      const { verification } = await keys();
      const body = isKeySet ? { keys: verification.map(webKey) } : configuration(issuer, jwksURI, verification);
      return document(contentType, body);
    },
  };
}

/** These routes know one form and no wildcards but the whole one. */
function checkAccepted(contentType: string, headers: Headers): void {
  if (accepts({ headers }, ['*/*', contentType])) return;
  const message = `406: Not Acceptable\n\nAvailable representations: ${contentType}`;
  throw new StatusError({ code: 406, reason: 'NotAcceptable', message, details: {} });
}

function issuerProblem(issuer: string): string | undefined {
  if (!URL.canParse(issuer)) return `issuer is not a valid URL: ${JSON.stringify(issuer)}`;
  const { protocol } = new URL(issuer);
  if (protocol !== 'https:') return `service-account-issuer must use https scheme, got: ${issuer}`;
  if (issuer.includes('?')) return `service-account-issuer may not include a query, got: ${issuer}`;
  return issuer.includes('#') ? `service-account-issuer may not include a fragment, got: ${issuer}` : undefined;
}

function configuration(issuer: string, jwksURI: string, keys: readonly VerificationKey[]): object {
  return {
    issuer,
    jwks_uri: jwksURI,
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: [...new Set(keys.map(({ algorithm }) => algorithm))].toSorted(),
  };
}

/** Members in the order in which upstream writes them. */
function webKey({ key, id, algorithm }: VerificationKey): object {
  const { kty, crv, x, y, n, e } = key.export({ format: 'jwk' });
  return { use: 'sig', kty, kid: id, crv, alg: algorithm, x, y, n, e };
}

const document = (contentType: string, body: object): ApiResponse => ({
  status: 200,
  headers: { 'Content-Type': contentType, 'Cache-Control': 'public, max-age=3600' },
  body: JSON.stringify(body),
});
