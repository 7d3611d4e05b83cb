/**
 * What a request asks for, read from its method and URL: an API object (verb, group, version, namespace, resource,
 * name, subresource) or a path outside the API.
 *
 * The Namespace object itself carries its own name as the namespace, so a Role inside a namespace can grant rights on
 * it. A GET without a name is a list, or a watch when the query says so; a field selector on `metadata.name` gives it
 * a name. `HEAD` is `get`; a method the API does not know has no verb, which only a rule with `*` allows.
 *
 * Source: k8s.io/apiserver/pkg/endpoints/request/requestinfo.go, pkg/endpoints/filters/authorization.go.
 */
import type { VersionProfile } from '@bulkhead/apimachinery';
import type { Attributes } from './attributes.js';
import { parseFieldSelector, requiredValue } from './field-selector.js';
import { isInt64 } from './label-selector.js';
import { parseLabelSelector } from './label-selector-syntax.js';
import { isPathSegmentName } from './name-syntax.js';
import { percentDecode, queryValues } from './percent-decoding.js';
import type { UserInfo } from './user-info.js';

export interface RequestInfo {
  readonly resourceRequest: boolean;
  /** The decoded path. */
  readonly path: string;
  readonly verb: string;
  /** `api`, `apis` or `''`. */
  readonly apiPrefix: string;
  readonly apiGroup: string;
  readonly apiVersion: string;
  readonly namespace: string;
  readonly resource: string;
  readonly subresource: string;
  readonly name: string;
  /** Path segments from the resource on, uninterpreted. */
  readonly parts: readonly string[];
  /** Unparsed, for list, watch and deletecollection where authorization looks at selectors. */
  readonly fieldSelector: string;
  readonly labelSelector: string;
}

export type RequestInfoResult =
  | { readonly kind: 'requestInfo'; readonly info: RequestInfo }
  /** Not a URL: HTTP 400. */
  | { readonly kind: 'badURL' }
  /** HTTP 500 with this message; see `internalErrorBody`. */
  | { readonly kind: 'error'; readonly message: string };

const METHOD_VERBS: ReadonlyMap<string, string> = new Map([
  ['POST', 'create'],
  ['GET', 'get'],
  ['HEAD', 'get'],
  ['PUT', 'update'],
  ['PATCH', 'patch'],
  ['DELETE', 'delete'],
]);
const SPECIAL_VERBS: ReadonlySet<string> = new Set(['proxy', 'watch']);
const NAMESPACE_SUBRESOURCES: ReadonlySet<string> = new Set(['status', 'finalize']);
const VERBS_WITH_SELECTORS: ReadonlySet<string> = new Set(['list', 'watch', 'deletecollection']);

type Query = ReadonlyMap<string, readonly string[]>;

/** `target` is the request target as it was sent: path and query, or a whole URL. */
export function requestInfoFromURL(method: string, target: string, profile: VersionProfile): RequestInfoResult {
  const url = splitTarget(target);
  if (url === undefined) return { kind: 'badURL' };
  const { path, query } = url;
  let parts = splitPath(path);
  const apiPrefix = parts[0] ?? '';
  const hasGroup = apiPrefix === 'apis';
  if (parts.length < 3 || (!hasGroup && apiPrefix !== 'api')) return nonResource(method, path, '');
  if (hasGroup && parts.length < 4) return nonResource(method, path, apiPrefix);
  const apiGroup = hasGroup ? (parts[1] ?? '') : '';
  const apiVersion = parts[hasGroup ? 2 : 1] ?? '';
  parts = parts.slice(hasGroup ? 3 : 2);

  let verb = METHOD_VERBS.get(method) ?? '';
  const verbInPath = SPECIAL_VERBS.has(parts[0] ?? '');
  if (verbInPath) {
    if (parts.length < 2) {
      const message = `failed to create RequestInfo: unable to determine kind and namespace from url, ${target}`;
      return { kind: 'error', message };
    }
    verb = parts[0] ?? '';
    parts = parts.slice(1);
  }

  const namespace = parts[0] === 'namespaces' ? (parts[1] ?? '') : '';
  if (parts[0] === 'namespaces' && parts.length > 2 && !NAMESPACE_SUBRESOURCES.has(parts[2] ?? '')) {
    parts = parts.slice(2);
  }
  const [resource = '', nameInPath = ''] = parts;
  const subresource = verb === 'proxy' ? '' : (parts[2] ?? '');
  const { verb: exactVerb, name } = collectionVerb(verb, nameInPath, query, profile);
  const selectors = selectorsOf(!verbInPath && VERBS_WITH_SELECTORS.has(exactVerb), query, profile);
  const info: RequestInfo = {
    resourceRequest: true,
    path,
    verb: exactVerb,
    apiPrefix,
    apiGroup,
    apiVersion,
    namespace,
    resource,
    subresource,
    name,
    parts,
    ...selectors,
  };
  return { kind: 'requestInfo', info };
}

/** The question that the filter puts to the authorizers. A selector that cannot be read is dropped, not refused. */
export function attributesOf(user: UserInfo, info: RequestInfo, profile: VersionProfile): Attributes {
  const attributes: Attributes = {
    user,
    verb: info.verb,
    namespace: info.namespace,
    apiGroup: info.apiGroup,
    apiVersion: info.apiVersion,
    resource: info.resource,
    subresource: info.subresource,
    name: info.name,
    resourceRequest: info.resourceRequest,
    path: info.path,
  };
  if (info.fieldSelector === '' && info.labelSelector === '') return attributes;
  return { ...attributes, ...fieldPart(info.fieldSelector), ...labelPart(info.labelSelector, profile) };
}

function fieldPart(selector: string): Partial<Attributes> {
  if (selector === '') return {};
  const parsed = parseFieldSelector(selector);
  if (parsed.kind === 'error') return { fieldSelectorError: parsed.message };
  return parsed.requirements.length > 0 ? { fieldSelectorRequirements: parsed.requirements } : {};
}

function labelPart(selector: string, profile: VersionProfile): Partial<Attributes> {
  if (selector === '') return {};
  const parsed = parseLabelSelector(selector, profile.minor);
  if (parsed.kind === 'error') return { labelSelectorError: parsed.message };
  return parsed.requirements.length > 0 ? { labelSelectorRequirements: parsed.requirements } : {};
}

/** Without a name `get` is a list or a watch, and `delete` is a deletecollection. */
function collectionVerb(verb: string, name: string, query: Query, profile: VersionProfile) {
  if (name !== '') return { verb, name };
  if (verb === 'delete') return { verb: 'deletecollection', name };
  if (verb !== 'get') return { verb, name };
  const options = listOptions(query, profile);
  return { verb: options.watch ? 'watch' : 'list', name: options.name };
}

/** What the list options say of the request. When they do not decode, only `watch` is believed. */
function listOptions(query: Query, profile: VersionProfile): { readonly watch: boolean; readonly name: string } {
  const first = (parameter: string): string | undefined => query.get(parameter)?.[0];
  const watchValue = first('watch');
  const watch = watchValue !== undefined && watchValue !== '0' && watchValue.toLowerCase() !== 'false';
  const numbers = [first('timeoutSeconds'), first('limit')];
  if (numbers.some((number) => number !== undefined && !isInt64(number))) return { watch, name: '' };
  if (parseLabelSelector(first('labelSelector') ?? '', profile.minor).kind === 'error') return { watch, name: '' };
  const fields = parseFieldSelector(first('fieldSelector') ?? '');
  if (fields.kind === 'error') return { watch, name: '' };
  const name = requiredValue(fields.requirements, 'metadata.name') ?? '';
  return { watch, name: isPathSegmentName(name) ? name : '' };
}

function selectorsOf(apply: boolean, query: Query, profile: VersionProfile) {
  const read = apply && profile.enabled('AuthorizeWithSelectors');
  return {
    fieldSelector: (read ? query.get('fieldSelector')?.[0] : undefined) ?? '',
    labelSelector: (read ? query.get('labelSelector')?.[0] : undefined) ?? '',
  };
}

function nonResource(method: string, path: string, apiPrefix: string): RequestInfoResult {
  const info: RequestInfo = {
    resourceRequest: false,
    path,
    verb: method.toLowerCase(),
    apiPrefix,
    apiGroup: '',
    apiVersion: '',
    namespace: '',
    resource: '',
    subresource: '',
    name: '',
    parts: [],
    fieldSelector: '',
    labelSelector: '',
  };
  return { kind: 'requestInfo', info };
}

/** Decoded path and query of a request target; a scheme and a host are passed over. */
function splitTarget(target: string): { readonly path: string; readonly query: Query } | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  // oxlint-disable-next-line no-control-regex -- control characters are what is refused
  if (target === '' || /[\u0000-\u001f\u007f]/.test(target)) return undefined;
  const question = target.indexOf('?');
  const beforeQuery = question < 0 ? target : target.slice(0, question);
  const rawPath = beforeQuery.replace(/^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/]*/, '');
  // Nothing of the path is left of a URL that ends in its host.
  if (!rawPath.startsWith('/') && (rawPath !== '' || beforeQuery === '') && target !== '*') return undefined;
  const path = percentDecode(rawPath);
  if (path === undefined) return undefined;
  return { path, query: queryValues(question < 0 ? '' : target.slice(question + 1)) };
}

function splitPath(path: string): readonly string[] {
  const trimmed = path.replace(/^\/+/, '').replace(/\/+$/, '');
  return trimmed === '' ? [] : trimmed.split('/');
}
