/**
 * Remembers for ten seconds whom a token stands for, so that signatures and bound objects are not looked at for each
 * request. Only successes are kept; a token that was revoked works for these ten seconds.
 *
 * Source: k8s.io/apiserver/pkg/authentication/token/cache.
 */
import { createHmac, randomBytes } from 'node:crypto';
import type { AuthenticationResult, TokenAuthenticator } from './authenticator.js';

export interface TokenCacheOptions {
  readonly successTTLMs?: number;
  readonly maxEntries?: number;
  /** Milliseconds of any clock that only goes forward. */
  readonly now?: () => number;
}

const SUCCESS_TTL_MS = 10_000;
const MAX_ENTRIES = 10_000;

interface Entry {
  readonly result: AuthenticationResult;
  readonly expires: number;
}

export function cachedTokenAuthenticator(
  inner: TokenAuthenticator,
  options: TokenCacheOptions = {},
): TokenAuthenticator {
  const { successTTLMs = SUCCESS_TTL_MS, maxEntries = MAX_ENTRIES, now = () => performance.now() } = options;
  // Nobody can find out which token a key stands for, or make tokens whose keys collide.
  const secret = randomBytes(32);
  /** The oldest first: all live equally long. */
  const entries = new Map<string, Entry>();
  const pending = new Map<string, Promise<AuthenticationResult>>();

  const keep = (key: string, result: AuthenticationResult): void => {
    entries.delete(key);
    for (const [oldest, { expires }] of entries) {
      if (entries.size < maxEntries && expires > now()) break;
      entries.delete(oldest);
    }
    entries.set(key, { result, expires: now() + successTTLMs });
  };

  const ask = async (key: string, token: string, audiences: readonly string[]): Promise<AuthenticationResult> => {
    try {
      const result = await inner.authenticateToken(token, audiences);
      if (result.kind === 'authenticated') keep(key, result);
      return result;
    } finally {
      pending.delete(key);
    }
  };

  return {
    authenticateToken(token, audiences) {
      const key = keyOf(secret, token, audiences);
      const known = entries.get(key);
      if (known !== undefined && known.expires > now()) return known.result;
      const running = pending.get(key);
      if (running !== undefined) return running;
      const asked = ask(key, token, audiences);
      pending.set(key, asked);
      return asked;
    },
  };
}

/** Each part with its length, so that no two lists look alike. */
function keyOf(secret: Buffer, token: string, audiences: readonly string[]): string {
  const hmac = createHmac('sha256', secret);
  for (const part of [token, String(audiences.length), ...audiences]) {
    const bytes = Buffer.from(part, 'utf8');
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hmac.update(length).update(bytes);
  }
  return hmac.digest('base64');
}
