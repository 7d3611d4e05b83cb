/**
 * Keys under which a successful constrained impersonation may be remembered for a short time (upstream: 10 seconds;
 * legacy mode never). Two requests with the same key are answered alike. For the associated node the wanted node is
 * not part of it, since the rights are asked for all nodes; whether the mode applies must be checked before the key is
 * used.
 *
 * Source: k8s.io/apiserver/pkg/endpoints/filters/impersonation/cache.go.
 */
import type { Attributes } from '../authorization/attributes.js';
import type { UserInfo } from '../authorization/user-info.js';
import { type ConstrainedMode, requesterIn } from './impersonation-mode.js';

/** How long upstream remembers. */
export const IMPERSONATION_CACHE_TTL_SECONDS = 10;

/** Users whose last mode upstream remembers. */
export const LAST_MODE_CACHE_SIZE = 10_000;

const ANY_NODE = 'system:node:*';

/** For the whole impersonation; undefined when a selector was not understood, then nothing may be remembered. */
export function impersonationKey(mode: ConstrainedMode, wanted: UserInfo, attributes: Attributes): string | undefined {
  if (attributes.fieldSelectorError !== undefined || attributes.labelSelectorError !== undefined) return undefined;
  const { verb, namespace, resource, subresource, name, apiGroup, apiVersion, resourceRequest, path } = attributes;
  return JSON.stringify([
    identityParts(mode, wanted, attributes.user),
    [verb, namespace, resource, subresource, name, apiGroup, apiVersion, resourceRequest, path],
    attributes.fieldSelectorRequirements ?? [],
    attributes.labelSelectorRequirements ?? [],
  ]);
}

/** For the identity alone, whatever is done with it. */
export function identityKey(mode: ConstrainedMode, wanted: UserInfo, requester: UserInfo): string {
  return JSON.stringify(identityParts(mode, wanted, requester));
}

function identityParts(mode: ConstrainedMode, wanted: UserInfo, requester: UserInfo) {
  const wantedParts = mode === 'associated-node' ? [ANY_NODE, '', [], []] : userParts(wanted);
  return [mode, wantedParts, userParts(requesterIn(mode, requester))];
}

function userParts({ name, uid, groups, extra }: UserInfo) {
  return [name, uid, groups, [...extra].sort(([a], [b]) => (a < b ? -1 : 1))];
}
