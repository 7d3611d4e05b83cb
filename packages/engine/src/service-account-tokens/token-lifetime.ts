/**
 * How long tokens of service accounts hold.
 * Source: pkg/registry/core/serviceaccount/storage/token.go, pkg/serviceaccount/claims.go,
 * pkg/kubelet/token/token_manager.go.
 */

/** All in seconds. */
export const DEFAULT_LIFETIME = 3600;
export const MIN_LIFETIME = 600;
export const MAX_LIFETIME = 2 ** 32;
/** What the ServiceAccount plugin asks for: by this number old clients are known, which never read their token again. */
export const AUTOMOUNT_LIFETIME = 3607;
/** What those get instead. */
export const EXTENDED_LIFETIME = 365 * 24 * 3600;
/** The kubelet replaces a token when it is this old, and before that when a fifth of its life is left. */
export const RENEWAL_AGE = 24 * 3600;
const RENEWAL_SHARE = 0.8;

export interface TokenRequestFacts {
  /** As asked for. */
  readonly seconds: number;
  readonly isBoundToPod: boolean;
  /** The token is for the API server: no audience is asked for, or only its own. */
  readonly isForApiServer: boolean;
}

export interface TokenIssuerOptions {
  /** `--service-account-extend-token-expiration`; true when it is left out. */
  readonly extendExpiration?: boolean;
  /** `--service-account-max-token-expiration`; 0 or absent for none. */
  readonly maxSeconds?: number;
}

export interface TokenLifetime {
  /** What the answer to the request says. */
  readonly seconds: number;
  /** How long the token really holds. */
  readonly validSeconds: number;
}

/** Of a request that passed validation. */
export function tokenLifetime(
  { seconds: asked, isBoundToPod, isForApiServer }: TokenRequestFacts,
  { extendExpiration = true, maxSeconds = 0 }: TokenIssuerOptions = {},
): TokenLifetime {
  const seconds = maxSeconds > 0 ? Math.min(asked, maxSeconds) : asked;
  const isExtended = extendExpiration && isBoundToPod && isForApiServer && seconds === AUTOMOUNT_LIFETIME;
  return { seconds, validSeconds: isExtended ? EXTENDED_LIFETIME : seconds };
}

/** The age at which the kubelet fetches a new one. */
export const renewalAge = (seconds: number): number => Math.min(RENEWAL_AGE, seconds * RENEWAL_SHARE);
