/**
 * The options of lists and watches, checked as upstream does.
 *
 * Source: k8s.io/apimachinery/pkg/apis/meta/internalversion, its validation, and
 * k8s.io/apiserver/pkg/storage/{api_object_versioner,continue}.go.
 */
import { type FieldError, forbidden, goQuote, notSupported } from '@bulkhead/apimachinery';
import {
  type FieldRequirement,
  parseFieldSelector,
  parseLabelSelector,
  type Requirement,
} from '@bulkhead/apimachinery/selectors';
import type { RequestContext } from '../http/request.js';
import { badRequest, invalidObject, plainError } from '../registry/failures.js';
import { queryFlag, queryInteger, queryText } from './query.js';

export interface ListOptions {
  readonly labels: readonly Requirement[];
  readonly fields: readonly FieldRequirement[];
  /** `''` when the request says none. */
  readonly resourceVersion: string;
  readonly resourceVersionMatch: string;
  /** 0 = all. */
  readonly limit: number;
  readonly continueToken: string;
  readonly timeoutSeconds: number | undefined;
  readonly allowWatchBookmarks: boolean;
  readonly sendInitialEvents: boolean | undefined;
}

export function readListOptions(context: RequestContext, isWatch: boolean): ListOptions {
  const { query, profile } = context;
  const labels = parseLabelSelector(queryText(query, 'labelSelector'), profile.minor);
  const fields = parseFieldSelector(queryText(query, 'fieldSelector'));
  const options = {
    resourceVersion: queryText(query, 'resourceVersion'),
    resourceVersionMatch: queryText(query, 'resourceVersionMatch'),
    limit: queryInteger(query, 'limit') ?? 0,
    continueToken: queryText(query, 'continue'),
    timeoutSeconds: queryInteger(query, 'timeoutSeconds'),
    allowWatchBookmarks: queryFlag(query, 'allowWatchBookmarks'),
    sendInitialEvents: query.has('sendInitialEvents') ? queryFlag(query, 'sendInitialEvents') : undefined,
  };
  if (labels.kind === 'invalid') throw badRequest(labels.message);
  if (fields.kind === 'invalid') throw badRequest(fields.message);
  const errors = isWatch ? watchErrors(options, profile.enabled('WatchList')) : listErrors(options);
  if (errors.length > 0) throw invalidObject({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', errors, profile.minor);
  return { ...options, labels: labels.requirements, fields: fields.requirements };
}

type Versions = Pick<ListOptions, 'resourceVersion' | 'resourceVersionMatch' | 'continueToken' | 'sendInitialEvents'>;

const MATCH = 'resourceVersionMatch';

function listErrors({
  resourceVersion,
  resourceVersionMatch,
  continueToken,
  sendInitialEvents,
}: Versions): FieldError[] {
  const errors: FieldError[] = [];
  if (sendInitialEvents !== undefined) {
    errors.push(forbidden('sendInitialEvents', 'sendInitialEvents is forbidden for list'));
  }
  if (resourceVersionMatch === '') return errors;
  if (resourceVersion === '') {
    errors.push(forbidden(MATCH, `${MATCH} is forbidden unless resourceVersion is provided`));
  }
  if (continueToken !== '') errors.push(forbidden(MATCH, `${MATCH} is forbidden when continue is provided`));
  if (resourceVersionMatch !== 'Exact' && resourceVersionMatch !== 'NotOlderThan') {
    errors.push(notSupported(MATCH, resourceVersionMatch, ['Exact', 'NotOlderThan', '']));
  }
  if (resourceVersionMatch === 'Exact' && resourceVersion === '0') {
    errors.push(forbidden(MATCH, `${MATCH} "exact" is forbidden for resourceVersion "0"`));
  }
  return errors;
}

function watchErrors(
  { resourceVersionMatch, continueToken, sendInitialEvents }: Versions,
  hasWatchList: boolean,
): FieldError[] {
  const errors: FieldError[] = [];
  if (sendInitialEvents !== undefined) {
    if (resourceVersionMatch !== 'NotOlderThan') {
      errors.push(forbidden(MATCH, `sendInitialEvents requires setting ${MATCH} to NotOlderThan`));
    }
    if (!hasWatchList) {
      const detail = 'sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled';
      errors.push(forbidden('sendInitialEvents', detail));
    }
  }
  if (resourceVersionMatch === '') return errors;
  if (sendInitialEvents === undefined) {
    errors.push(forbidden(MATCH, `${MATCH} is forbidden for watch unless sendInitialEvents is provided`));
  }
  if (resourceVersionMatch !== 'NotOlderThan') {
    if (sendInitialEvents === undefined) errors.push(notSupported(MATCH, resourceVersionMatch, ['NotOlderThan']));
  }
  if (continueToken !== '') errors.push(forbidden(MATCH, `${MATCH} is forbidden when continue is provided`));
  return errors;
}

/** The number of a resource version; `''` is 0. A watch answers a bad one as an error of no kind. */
export function parseResourceVersion(text: string, isWatch: boolean): number {
  if (text === '') return 0;
  if (/^\d+$/.test(text) && BigInt(text) < 2n ** 64n) return Number(text);
  const problem = /^\d+$/.test(text) ? 'value out of range' : 'invalid syntax';
  const why = `resourceVersion: Invalid value: ${goQuote(text)}: strconv.ParseUint: parsing ${goQuote(text)}: ${problem}`;
  throw isWatch ? plainError(why) : badRequest(`invalid resource version: ${why}`);
}
