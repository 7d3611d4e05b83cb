/** Who sent a request: the authenticators that a server's flags name, in upstream's order. */
import type { UserInfo } from '@bulkhead/engine/authorization';
import type { ClusterProfile } from '@bulkhead/features';
import type { TokenAuthenticator } from './authentication/authenticator.js';
import {
  type AnonymousConfiguration,
  anonymousAccess,
  authenticationStage,
  bearerTokenAuthenticator,
  bootstrapTokenAuthenticator,
  cachedTokenAuthenticator,
  clientCertificateAuthenticator,
  type TokenReviewing,
  tokenFileAuthenticator,
  unionTokenAuthenticator,
  websocketTokenAuthenticator,
} from './authentication/index.js';
import type { Stage } from './http/index.js';
import type { Certificate } from './pki/read-certificate.js';
import {
  type BoundObjects,
  boundTokenAuthenticator,
  type LegacyTokenOptions,
  legacyTokenAuthenticator,
  type TokenIssuing,
  type TokenKeys,
} from './service-account-tokens/index.js';

export interface IdentityOptions {
  /** Of `--client-ca-file`; empty: client certificates prove nothing. */
  readonly clientCAs: () => readonly Certificate[];
  /** Of `--token-auth-file`, by the hash of the token. */
  readonly tokenUsers?: ReadonlyMap<string, UserInfo>;
  /** `--enable-bootstrap-token-auth` */
  readonly bootstrapTokens: boolean;
  readonly anonymous: AnonymousConfiguration;
  /** `--service-account-issuer`: the first signs. */
  readonly issuers: readonly string[];
  readonly keys: () => TokenKeys | Promise<TokenKeys>;
  readonly maxExpirationSeconds?: number;
  /** `--service-account-extend-token-expiration`; true when it is left out. */
  readonly extendExpiration?: boolean;
  /** `--service-account-lookup`; true when it is left out. */
  readonly lookup?: boolean;
  /** `--api-audiences`; the issuers when it is empty. */
  readonly apiAudiences: readonly string[];
}

export interface IdentityDependencies {
  readonly objects: BoundObjects;
  /** Labels a secret with the day on which its token was used. */
  readonly markUsed: NonNullable<LegacyTokenOptions['markUsed']>;
  readonly log: (message: string) => void;
}

export interface Identity {
  readonly stage: Stage;
  readonly tokenReviewing: TokenReviewing;
  readonly tokenIssuing: TokenIssuing;
}

export function identityOf(
  options: IdentityOptions,
  profile: ClusterProfile,
  { objects, markUsed, log }: IdentityDependencies,
): Identity {
  const { issuers, keys, lookup, extendExpiration } = options;
  const apiAudiences = options.apiAudiences.length === 0 ? issuers : options.apiAudiences;
  const verification = { issuers, apiAudiences, keys, objects, profile };
  const kinds: TokenAuthenticator[] = [
    ...(options.tokenUsers === undefined ? [] : [tokenFileAuthenticator(options.tokenUsers, apiAudiences)]),
    legacyTokenAuthenticator({ ...verification, markUsed, ...(lookup === undefined ? {} : { lookup }) }),
    boundTokenAuthenticator(verification),
    ...(options.bootstrapTokens ? [bootstrapTokenAuthenticator({ objects, apiAudiences })] : []),
  ];
  const tokens = cachedTokenAuthenticator(unionTokenAuthenticator(kinds));
  return {
    stage: authenticationStage({
      authenticators: [
        clientCertificateAuthenticator({ roots: options.clientCAs, profile }),
        bearerTokenAuthenticator(tokens),
        websocketTokenAuthenticator(tokens),
      ],
      anonymous: anonymousAccess(options.anonymous),
      apiAudiences,
      log,
    }),
    tokenReviewing: { tokens, apiAudiences },
    tokenIssuing: {
      profile,
      issuer: issuers[0] ?? '',
      apiAudiences,
      keys,
      objects,
      ...(extendExpiration === undefined ? {} : { extendExpiration }),
      ...(options.maxExpirationSeconds === undefined ? {} : { maxExpirationSeconds: options.maxExpirationSeconds }),
    },
  };
}
