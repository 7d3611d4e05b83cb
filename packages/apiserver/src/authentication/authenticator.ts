/**
 * Authenticators: who sent a request. The first that knows answers; an authenticator that finds a credential of its
 * kind and cannot accept it says so, and the others are still asked.
 *
 * Source: k8s.io/apiserver/pkg/authentication/{authenticator,request/union}.
 */
import type { UserInfo } from '@bulkhead/engine/authorization';
import type { ApiRequest } from '../http/request.js';

export type AuthenticationResult =
  | { readonly kind: 'authenticated'; readonly user: UserInfo; readonly audiences?: readonly string[] }
  /** No credential of this kind. */
  | { readonly kind: 'unknown' }
  /** For the log only; must not hold the credential. */
  | { readonly kind: 'failed'; readonly reason: string };

export interface Authenticator {
  authenticate(request: ApiRequest): AuthenticationResult | Promise<AuthenticationResult>;
}

/** Authenticates a bearer token; TokenReview asks it too. */
export interface TokenAuthenticator {
  /** `audiences` empty = those of the API server. */
  authenticateToken(token: string, audiences: readonly string[]): AuthenticationResult | Promise<AuthenticationResult>;
}
