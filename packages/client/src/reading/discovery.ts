/**
 * Which of the younger kinds a server has, and in which version: from the discovery of all groups at once, or from
 * group after group where a server knows only that.
 *
 * Source: KEP-3352; apidiscovery.k8s.io/v2, meta/v1 APIGroupList and APIResourceList.
 */
import { ClusterError } from '../cluster-error.js';
import type { Transport } from '../transport/transport.js';
import { isObject, listOf, member, textOf } from '../untyped.js';
import { jsonOf, refusalText } from './api-answer.js';
import { apiVersionOf, type WantedKind } from './wanted-kind.js';

const AGGREGATED = ['v2', 'v2beta1']
  .map((version) => `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`)
  .join(',');
const ACCEPT = `${AGGREGATED},application/json`;
const MAX_BYTES = 32 * 1024 * 1024;

/** `group/version/resource` of everything that is served in the groups that were asked about. */
export type ServedResources = ReadonlySet<string>;

export async function discover(transport: Transport, kinds: readonly WantedKind[]): Promise<ServedResources> {
  const answer = await get(transport, '/apis');
  const kind = textOf(answer, 'kind');
  // Every server has groups: without one nothing was said about what it serves.
  const groups = listOf(answer, kind === 'APIGroupDiscoveryList' ? 'items' : 'groups');
  if (/^APIGroup(?:Discovery)?List$/.test(kind) && groups.length === 0)
    throw new ClusterError('the server answered discovery with no API groups');
  if (kind === 'APIGroupDiscoveryList') return aggregated(answer);
  if (kind !== 'APIGroupList')
    throw new ClusterError('the server answered discovery with something else than API groups');
  const wanted = new Set(
    kinds.flatMap(({ group, versions }) => versions.map((version) => apiVersionOf(group, version))),
  );
  const served = new Set<string>();
  for (const group of listOf(answer, 'groups')) {
    for (const version of listOf(group, 'versions')) {
      const groupVersion = textOf(version, 'groupVersion');
      if (!wanted.has(groupVersion)) continue;
      wanted.delete(groupVersion);
      const resources = await get(transport, `/apis/${groupVersion}`);
      for (const resource of listOf(resources, 'resources')) served.add(`${groupVersion}/${textOf(resource, 'name')}`);
    }
  }
  return served;
}

/** The best version of the kind that is served. */
export function servedVersion({ group, versions, resource }: WantedKind, served: ServedResources): string | undefined {
  return versions.find((version) => served.has(`${apiVersionOf(group, version)}/${resource}`));
}

function aggregated(answer: unknown): ServedResources {
  const served = new Set<string>();
  for (const group of listOf(answer, 'items')) {
    const name = textOf(member(group, 'metadata'), 'name');
    for (const version of listOf(group, 'versions')) {
      const groupVersion = apiVersionOf(name, textOf(version, 'version'));
      for (const resource of listOf(version, 'resources'))
        served.add(`${groupVersion}/${textOf(resource, 'resource')}`);
    }
  }
  return served;
}

async function get(transport: Transport, path: string): Promise<unknown> {
  const answer = await transport.get({ path, accept: ACCEPT, maxBytes: MAX_BYTES });
  if (answer.status !== 200)
    throw new ClusterError(`the kinds of the server could not be listed: ${refusalText(answer)}`);
  const value = jsonOf(answer, 'discovery');
  if (!isObject(value)) throw new ClusterError('the server answered discovery with something else than an object');
  return value;
}
