/**
 * How long a request may take: 60 seconds, or less when its `timeout` parameter says so. Requests that run as long as
 * the client likes have no deadline.
 *
 * Source: k8s.io/apiserver/pkg/endpoints/filters/request_deadline.go, pkg/server/config.go.
 */
import type { RequestInfo } from '@bulkhead/engine/authorization';
import { goDurationMs } from './go-duration-ms.js';
import { StatusError } from './status-error.js';

const LONG_RUNNING_VERBS: ReadonlySet<string> = new Set(['watch', 'proxy']);
const LONG_RUNNING_SUBRESOURCES: ReadonlySet<string> = new Set(['attach', 'exec', 'proxy', 'log', 'portforward']);
const LONG_RUNNING_PATH = '/debug/pprof/';

export function isLongRunning(info: RequestInfo): boolean {
  if (!info.resourceRequest) return info.path.startsWith(LONG_RUNNING_PATH);
  return LONG_RUNNING_VERBS.has(info.verb) || LONG_RUNNING_SUBRESOURCES.has(info.subresource);
}

/** Milliseconds that the request may take; throws a `StatusError` 400 for a parameter that is no duration. */
export function requestTimeout(query: ReadonlyMap<string, readonly string[]>, maximumMs: number): number {
  const text = query.get('timeout')?.[0] ?? '';
  if (text === '') return maximumMs;
  const asked = goDurationMs(text);
  if (typeof asked === 'string') {
    const message = `invalid timeout specified in the request URL - ${asked}`;
    throw new StatusError({ code: 400, reason: 'BadRequest', message });
  }
  return asked > 0 ? Math.min(asked, maximumMs) : maximumMs;
}

export function timeoutError(): StatusError {
  const message = 'Timeout: request did not complete within the allotted timeout';
  return new StatusError({ code: 504, reason: 'Timeout', message, details: {} });
}
