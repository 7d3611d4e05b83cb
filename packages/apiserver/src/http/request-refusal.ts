/**
 * Requests whose framing leaves a doubt are refused before anybody authenticates them: what one party reads as the end
 * of a request another may read as the middle.
 */
import type { HttpLimits } from './limits.js';

export interface Refusal {
  readonly status: number;
  readonly text: string;
}

const HOST = /^[A-Za-z0-9.:_~%!$&'()*+,;=[\]-]*$/;
const TARGET = /^[\u0021-\u007e]+$/;

/** What is wrong with a request of HTTP/1 that the parser took; undefined when nothing is. */
export function http1Refusal(httpVersion: string, target: string, raw: readonly string[], limits: HttpLimits) {
  if (httpVersion !== '1.1' && httpVersion !== '1.0') {
    return refusal(505, '505 HTTP Version Not Supported: unsupported protocol version');
  }
  if (raw.length / 2 > limits.headerCount) return HEADERS_TOO_LARGE;
  if (!TARGET.test(target)) return BAD_REQUEST;
  const hosts = valuesOf(raw, 'host');
  if (hosts.length > 1) return BAD_REQUEST;
  if (!HOST.test(hosts[0] ?? '')) return refusal(400, '400 Bad Request: malformed Host header');
  const encodings = valuesOf(raw, 'transfer-encoding');
  if (encodings.length > 1 || (encodings.length === 1 && encodings[0]?.toLowerCase() !== 'chunked')) {
    return refusal(501, 'Unsupported transfer encoding');
  }
  return undefined;
}

/** The same for a stream of HTTP/2. */
export function http2Refusal(target: string | undefined, raw: readonly string[], limits: HttpLimits) {
  if (raw.length / 2 > limits.headerCount) return HEADERS_TOO_LARGE;
  if (target === undefined || !TARGET.test(target)) return BAD_REQUEST;
  return undefined;
}

/** What a request gets that the parser itself did not take. */
export function parserRefusal(code: string | undefined): Refusal {
  if (code === 'HPE_HEADER_OVERFLOW') return HEADERS_TOO_LARGE;
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return refusal(408, '408 Request Timeout');
  return BAD_REQUEST;
}

function valuesOf(raw: readonly string[], name: string): readonly string[] {
  const values: string[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) {
    if (raw[at]?.toLowerCase() === name) values.push(raw[at + 1] ?? '');
  }
  return values;
}

const refusal = (status: number, text: string): Refusal => ({ status, text });
const BAD_REQUEST = refusal(400, '400 Bad Request');
const HEADERS_TOO_LARGE = refusal(431, '431 Request Header Fields Too Large');
