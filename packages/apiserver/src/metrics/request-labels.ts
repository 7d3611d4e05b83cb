/**
 * What metrics say of a request: only values out of a bounded set. Neither paths nor names nor anything else that a
 * client makes up becomes a label.
 *
 * Source: k8s.io/apiserver/pkg/endpoints/metrics/metrics.go.
 */
import type { RequestContext } from '../http/request.js';

export interface RequestLabels {
  readonly verb: string;
  readonly dryRun: string;
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly subresource: string;
  readonly scope: string;
}

/** Whether the server has that resource; others are counted without their name. */
export type IsServed = (group: string, version: string, resource: string, subresource: string) => boolean;

const CONNECT_SUBRESOURCES: ReadonlySet<string> = new Set(['exec', 'attach', 'portforward', 'proxy', 'log']);
const VERBS: ReadonlyMap<string, string> = new Map([
  ['get', 'GET'],
  ['list', 'LIST'],
  ['watch', 'WATCH'],
  ['create', 'POST'],
  ['update', 'PUT'],
  ['patch', 'PATCH'],
  ['delete', 'DELETE'],
  ['deletecollection', 'DELETECOLLECTION'],
  ['proxy', 'PROXY'],
]);
const METHODS: ReadonlySet<string> = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']);
const APPLY = 'application/apply-patch+yaml';

export function requestLabels({ request, info, query }: RequestContext, isServed: IsServed): RequestLabels {
  const { apiGroup: group, apiVersion: version, resource, subresource } = info;
  const named = info.resourceRequest && isServed(group, version, resource, subresource);
  return {
    verb: verbOf(request.method, info, request.headers.get('content-type')?.[0] ?? ''),
    dryRun: query.get('dryRun')?.includes('All') === true ? 'All' : '',
    group: named ? group : '',
    version: named ? version : '',
    resource: named ? resource : '',
    subresource: named ? subresource : '',
    scope: scopeOf(info),
  };
}

function verbOf(method: string, info: RequestContext['info'], contentType: string): string {
  if (!info.resourceRequest) return METHODS.has(method) ? method : 'other';
  if (CONNECT_SUBRESOURCES.has(info.subresource) && info.subresource !== 'log') return 'CONNECT';
  const verb = VERBS.get(info.verb) ?? 'other';
  return verb === 'PATCH' && contentType.startsWith(APPLY) ? 'APPLY' : verb;
}

function scopeOf({ resourceRequest, name, namespace, verb }: RequestContext['info']): string {
  if (!resourceRequest) return '';
  if (name !== '' || verb === 'create') return 'resource';
  return namespace === '' ? 'cluster' : 'namespace';
}
