/**
 * Allows fixed paths outside the API to everybody: what aggregated API servers, the controller manager and the
 * scheduler do for `/healthz`, `/readyz` and `/livez` before they ask kube-apiserver.
 *
 * Source: k8s.io/apiserver/pkg/authorization/path/path.go.
 */
import type { Authorizer } from './authorizer.js';
import { ALLOW, NO_OPINION } from './decision.js';
import { goQuote } from './go-syntax.js';

/** Paths that delegated authorization allows when nothing else is configured. */
export const ALWAYS_ALLOW_PATHS: readonly string[] = ['/healthz', '/readyz', '/livez'];

export type PathAuthorizer =
  | { readonly kind: 'authorizer'; readonly authorizer: Authorizer }
  | { readonly kind: 'error'; readonly message: string };

/** Each path is matched in full, or by its beginning when it ends in `*`; a leading slash is optional. */
export function pathAuthorizer(paths: readonly string[]): PathAuthorizer {
  const exact = new Set<string>();
  const prefixes: string[] = [];
  for (const path of paths.map(withoutSlash)) {
    if (path.slice(0, -1).includes('*')) {
      return { kind: 'error', message: `only trailing * allowed in ${goQuote(path)}` };
    }
    if (path.endsWith('*')) prefixes.push(path.slice(0, -1));
    else exact.add(path);
  }
  const authorizer: Authorizer = {
    authorize(attributes) {
      if (attributes.resourceRequest) return NO_OPINION;
      const path = withoutSlash(attributes.path);
      return exact.has(path) || prefixes.some((prefix) => path.startsWith(prefix)) ? ALLOW : NO_OPINION;
    },
  };
  return { kind: 'authorizer', authorizer };
}

const withoutSlash = (path: string): string => (path.startsWith('/') ? path.slice(1) : path);
