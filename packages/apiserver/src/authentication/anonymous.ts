/**
 * Requests without a credential: everywhere, nowhere, or for the listed paths only (KEP-4633).
 *
 * Source: k8s.io/apiserver/pkg/authentication/request/anonymous/anonymous.go.
 */
import { ALL_UNAUTHENTICATED, ANONYMOUS, type UserInfo, userInfo } from '@bulkhead/engine/authorization';

export interface AnonymousAccess {
  /** Of the decoded path, which must be equal to a listed one. */
  allows(path: string): boolean;
}

/** `anonymous` of an AuthenticationConfiguration. */
export interface AnonymousConfiguration {
  readonly enabled: boolean;
  /** Empty: all paths. */
  readonly paths: readonly string[];
}

export function anonymousAccess({ enabled, paths }: AnonymousConfiguration): AnonymousAccess {
  const listed = new Set(paths);
  return { allows: (path) => enabled && (listed.size === 0 || listed.has(path)) };
}

export const anonymousUser = (): UserInfo => userInfo({ name: ANONYMOUS, groups: [ALL_UNAUTHENTICATED] });
