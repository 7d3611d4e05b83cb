/**
 * Requests whose framing leaves a doubt are refused before anybody authenticates them: what one party reads as the end
 * of a request another may read as the middle.
 */
import { METHODS } from 'node:http';
import type { HttpLimits } from './limits.js';
import { type Failure, statusObject } from './status-error.js';

export interface Refusal {
  readonly status: number;
  readonly text: string;
  /** Plain text when it is left out. */
  readonly contentType?: string;
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

const REQUEST_LINE = /^([A-Z][A-Z-]*) \/[\u0021-\u007e]* HTTP\/1\.[01]\r?\n/;
const REQUEST_LINE_BYTES = 8192;

/** An error of Node's parser. */
export interface ParserError extends NodeJS.ErrnoException {
  /** What came last from the client. */
  readonly rawPacket?: Buffer;
}

/** What a request gets that the parser itself did not take. */
export function parserRefusal(error?: ParserError): Refusal {
  const { code, rawPacket } = error ?? {};
  if (code === 'HPE_INVALID_METHOD' && rawPacket !== undefined) {
    // A request like any other, but with a method that nobody knows: no resource allows it. One that is known belongs to
    // a good request, with something else behind it.
    const [, method] = REQUEST_LINE.exec(rawPacket.toString('latin1', 0, REQUEST_LINE_BYTES)) ?? [];
    if (method !== undefined && !METHODS.includes(method)) return UNKNOWN_METHOD;
  }
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
const METHOD_NOT_ALLOWED: Failure = {
  code: 405,
  reason: 'MethodNotAllowed',
  message: 'the server does not allow this method on the requested resource',
  details: {},
};
const UNKNOWN_METHOD: Refusal = {
  status: 405,
  text: `${JSON.stringify(statusObject(METHOD_NOT_ALLOWED))}\n`,
  contentType: 'application/json',
};
