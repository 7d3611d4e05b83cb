/**
 * Authenticators: who sent a request. The first that knows answers; an authenticator that finds a credential of its
 * kind and cannot accept it says so, and the others are still asked.
 *
 * Source: k8s.io/apiserver/pkg/authentication/{authenticator,request/union}.
 */
import type { UserInfo } from '@bulkhead/engine/authorization';
import type { ApiRequest } from '../http/request.js';

/** What the client and the audit log are told, whatever the answer; kept with it in a cache. */
export interface AuthenticationNotes {
  readonly warnings?: readonly string[];
  readonly auditAnnotations?: ReadonlyMap<string, string>;
}

export type AuthenticationResult = AuthenticationNotes &
  (
    | {
        readonly kind: 'authenticated';
        readonly user: UserInfo;
        /** Those of the credential that were asked for; undefined when it is for no audience in particular. */
        readonly audiences?: readonly string[];
        /** Of the WebSocket protocols the one that carried the credential, which is not for the handler. */
        readonly credentialProtocol?: string;
      }
    /** No credential of this kind. */
    | { readonly kind: 'unknown' }
    /** For the log and TokenReview only; must not hold the credential. */
    | {
        readonly kind: 'failed';
        readonly reason: string;
        /** One by one, when several authenticators said why; `reason` is all of them then. */
        readonly reasons?: readonly string[];
      }
  );

export interface Authenticator {
  authenticate(request: ApiRequest): AuthenticationResult | Promise<AuthenticationResult>;
}

/** Authenticates a bearer token; TokenReview asks it too. */
export interface TokenAuthenticator {
  /** `audiences` empty = those of the API server. */
  authenticateToken(token: string, audiences: readonly string[]): AuthenticationResult | Promise<AuthenticationResult>;
}

export const UNKNOWN: AuthenticationResult = Object.freeze({ kind: 'unknown' });

export const failed = (reason: string): AuthenticationResult => ({ kind: 'failed', reason });
