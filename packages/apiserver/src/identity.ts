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
  /** `--api-audiences`; the issuers when it is empty. */
  readonly apiAudiences: readonly string[];
}

export interface Identity {
  readonly stage: Stage;
  readonly tokenReviewing: TokenReviewing;
  readonly tokenIssuing: TokenIssuing;
}

export function identityOf(
  options: IdentityOptions,
  profile: ClusterProfile,
  objects: BoundObjects,
  log: (message: string) => void,
): Identity {
  const { issuers, keys } = options;
  const apiAudiences = options.apiAudiences.length === 0 ? issuers : options.apiAudiences;
  const verification = { issuers, apiAudiences, keys, objects, profile };
  const kinds: TokenAuthenticator[] = [
    ...(options.tokenUsers === undefined ? [] : [tokenFileAuthenticator(options.tokenUsers, apiAudiences)]),
    legacyTokenAuthenticator(verification),
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
      ...(options.maxExpirationSeconds === undefined ? {} : { maxExpirationSeconds: options.maxExpirationSeconds }),
    },
  };
}
