/**
 * What the kubelet asks about a request to its own API: a verb by the HTTP method on a subresource of its Node by the
 * path. With KubeletFineGrainedAuthz some paths are first asked for by a narrow subresource, then as `proxy`; any of
 * them suffices. `proxy` stands for everything else, running commands included.
 *
 * Source: pkg/kubelet/server/auth.go; KEP-2862.
 */
import type { Minor, VersionProfile } from '@bulkhead/apimachinery';
import { type Attributes, resourceAttributes } from '../authorization/attributes.js';
import type { UserInfo } from '../authorization/user-info.js';

const VERBS: ReadonlyMap<string, string> = new Map([
  ['POST', 'create'],
  ['GET', 'get'],
  ['PUT', 'update'],
  ['PATCH', 'patch'],
  ['DELETE', 'delete'],
]);

interface PathSubresource {
  readonly path: string;
  readonly subresource: string;
  /** The first minor that tells the path from all others. */
  readonly from: Minor;
}

/** Paths, and everything below them. */
const SUBRESOURCES: readonly PathSubresource[] = [
  { path: '/stats', subresource: 'stats', from: 27 },
  { path: '/metrics', subresource: 'metrics', from: 27 },
  { path: '/logs', subresource: 'log', from: 27 },
  { path: '/checkpoint', subresource: 'checkpoint', from: 30 },
  { path: '/statusz', subresource: 'statusz', from: 33 },
  { path: '/flagz', subresource: 'configz', from: 33 },
];

/** Asked for before `proxy`, with the gate KubeletFineGrainedAuthz. */
const FINE_GRAINED: readonly PathSubresource[] = [
  { path: '/pods', subresource: 'pods', from: 32 },
  { path: '/runningpods', subresource: 'pods', from: 32 },
  { path: '/healthz', subresource: 'healthz', from: 32 },
  { path: '/configz', subresource: 'configz', from: 32 },
];

/** From this minor on the text lists all subresources that were asked for. */
const LISTS_SUBRESOURCES_FROM: Minor = 32;

/** The questions, in order; the request is allowed when one of them is. */
export function kubeletAttributes(
  user: UserInfo,
  method: string,
  path: string,
  node: string,
  profile: VersionProfile,
): readonly Attributes[] {
  return subresourcesOf(path, profile).map((subresource) =>
    resourceAttributes({
      user,
      verb: VERBS.get(method) ?? '',
      apiVersion: 'v1',
      resource: 'nodes',
      subresource,
      name: node,
      path,
    }),
  );
}

/** The text of the 403. */
export function kubeletForbiddenText(questions: readonly Attributes[], profile: VersionProfile): string {
  const [first] = questions;
  const asked = `user=${first?.user.name ?? ''}, verb=${first?.verb ?? ''}, resource=nodes`;
  const subresources = questions.map(({ subresource }) => subresource).join(' ');
  return profile.minor >= LISTS_SUBRESOURCES_FROM
    ? `Forbidden (${asked}, subresource(s)=[${subresources}])`
    : `Forbidden (${asked}, subresource=${subresources})`;
}

function subresourcesOf(path: string, profile: VersionProfile): readonly string[] {
  const find = (list: readonly PathSubresource[]): string | undefined =>
    list.find((each) => each.from <= profile.minor && isAtOrBelow(path, each.path))?.subresource;
  const fine = profile.enabled('KubeletFineGrainedAuthz') ? find(FINE_GRAINED) : undefined;
  const last = find(SUBRESOURCES) ?? 'proxy';
  return fine === undefined ? [last] : [fine, last];
}

const isAtOrBelow = (path: string, root: string): boolean => path === root || path.startsWith(`${root}/`);
