/** Answers what there is: groups, versions and resources, in the form that the client asks for. */
import { createHash } from 'node:crypto';
import type { ClusterProfile } from '@bulkhead/features';
import { goJson } from '../http/go-json.js';
import { parseAccept } from '../http/media-type.js';
import { contentTypeOf, negotiateOutput } from '../http/negotiation.js';
import type { ApiResponse, RequestContext } from '../http/request.js';
import { serialize } from '../http/serialize.js';
import { noSuchResource } from '../registry/failures.js';
import type { ServedResources } from '../registry/served-resources.js';
import { apiGroupDiscoveryList } from './aggregated-discovery.js';
import { type DiscoveredGroup, discoveredGroups } from './api-groups.js';
import { apiGroup, apiGroupList, apiResourceList, apiVersions } from './legacy-discovery.js';

/** From this minor on the old form of the list is gone. */
const BETA_FORM_GONE_SINCE = 33;

interface AggregatedAnswer {
  readonly body: string;
  readonly etag: string;
}

export class DiscoveryHandler {
  readonly #profile: ClusterProfile;
  readonly #serverAddress: () => string;
  readonly #groups: readonly DiscoveredGroup[];
  readonly #aggregated = new Map<string, AggregatedAnswer>();

  /** `serverAddress` is `host:port` as clients reach it. */
  constructor(resources: ServedResources, profile: ClusterProfile, serverAddress: () => string) {
    this.#profile = profile;
    this.#serverAddress = serverAddress;
    this.#groups = discoveredGroups(resources);
  }

  /** Undefined for paths that are none of discovery. */
  handle(context: RequestContext): ApiResponse | undefined {
    const parts = context.info.path.split('/').filter((part) => part !== '');
    if (parts[0] !== 'api' && parts[0] !== 'apis') return undefined;
    const isCore = parts[0] === 'api';
    const groups = this.#groups.filter(({ name }) => (name === '') === isCore);
    if (context.request.method !== 'GET') {
      this.#checkVersion(groups, isCore ? '' : parts[1], isCore ? parts[1] : parts[2]);
      return undefined;
    }
    if (parts.length === 1) return this.#root(context, groups, isCore);
    return isCore ? this.#version(context, groups[0], parts.slice(1)) : this.#group(context, groups, parts.slice(1));
  }

  #root(context: RequestContext, groups: readonly DiscoveredGroup[], isCore: boolean): ApiResponse {
    const form = this.#aggregatedForm(context);
    if (form !== undefined) return this.#aggregate(context, groups, form);
    const [core] = groups;
    const isVersions = isCore && core !== undefined;
    return answer(context, isVersions ? apiVersions(core, this.#serverAddress()) : apiGroupList(groups));
  }

  #group(
    context: RequestContext,
    groups: readonly DiscoveredGroup[],
    rest: readonly string[],
  ): ApiResponse | undefined {
    const group = groups.find(({ name }) => name === rest[0]);
    if (group === undefined) return undefined;
    if (rest.length === 1) return answer(context, apiGroup(group));
    return this.#version(context, group, rest.slice(1));
  }

  #version(
    context: RequestContext,
    group: DiscoveredGroup | undefined,
    rest: readonly string[],
  ): ApiResponse | undefined {
    if (group === undefined) return undefined;
    this.#checkVersion([group], group.name, rest[0]);
    const version = group.versions.find((each) => each.version === rest[0]);
    if (version === undefined) return undefined;
    return rest.length === 1 ? answer(context, apiResourceList(version)) : undefined;
  }

  /** Of a version that a known group does not have, the core one too, is said so: no bare page. */
  #checkVersion(groups: readonly DiscoveredGroup[], name: string | undefined, version: string | undefined): void {
    const group = groups.find((each) => each.name === name);
    if (group === undefined || version === undefined) return;
    if (!group.versions.some((each) => each.version === version)) throw noSuchResource();
  }

  /** The version of the aggregated form that the client wants most of those that are served. */
  #aggregatedForm({ request }: RequestContext): 'v2' | 'v2beta1' | undefined {
    for (const { type, subtype, parameters } of parseAccept(request.headers.get('accept')?.[0] ?? '')) {
      if (type !== 'application' || subtype !== 'json') continue;
      if (parameters.get('as') !== 'APIGroupDiscoveryList') {
        if (parameters.size === 0) return undefined;
        continue;
      }
      const version = parameters.get('v');
      if (parameters.get('g') !== 'apidiscovery.k8s.io') continue;
      if (version === 'v2' && this.#profile.minor >= 30) return 'v2';
      if (version === 'v2beta1' && this.#profile.minor < BETA_FORM_GONE_SINCE) return 'v2beta1';
    }
    return undefined;
  }

  #aggregate(context: RequestContext, groups: readonly DiscoveredGroup[], version: 'v2' | 'v2beta1'): ApiResponse {
    const key = `${context.info.path} ${version}`;
    let kept = this.#aggregated.get(key);
    if (kept === undefined) {
      const body = `${goJson(apiGroupDiscoveryList(groups, version))}\n`;
      const etag = `"${createHash('sha512').update(body).digest('hex').toUpperCase()}"`;
      kept = { body, etag };
      this.#aggregated.set(key, kept);
    }
    const headers = {
      'Content-Type': `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`,
      ETag: kept.etag,
      Vary: 'Accept',
      'Cache-Control': 'public',
    };
    const known = context.request.headers.get('if-none-match')?.[0];
    return known === kept.etag ? { status: 304, headers } : { status: 200, headers, body: kept.body };
  }
}

function answer(context: RequestContext, object: object): ApiResponse {
  const output = negotiateOutput(context);
  return { status: 200, headers: { 'Content-Type': contentTypeOf(output) }, body: serialize(object, output) };
}
