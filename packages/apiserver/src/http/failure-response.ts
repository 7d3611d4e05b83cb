/** What a client gets when a stage or a handler throws. */
import { contentTypeOf, type NegotiationInput, negotiateErrorOutput } from './negotiation.js';
import type { ApiResponse } from './request.js';
import { type ProtobufEncoder, serialize } from './serialize.js';
import { type StatusError, statusObject } from './status-error.js';

/** The Status in the form that the client accepts. */
export function failureResponse(
  error: StatusError,
  input: NegotiationInput,
  encodeProtobuf: ProtobufEncoder | undefined,
): ApiResponse {
  const { failure } = error;
  const output = negotiateErrorOutput(input, encodeProtobuf !== undefined);
  const retryAfter = failure.details?.retryAfterSeconds ?? 0;
  return {
    status: failure.code,
    headers: {
      'Content-Type': contentTypeOf(output),
      ...(failure.code === 403 ? { 'X-Content-Type-Options': 'nosniff' } : {}),
      ...(retryAfter > 0 ? { 'Retry-After': String(retryAfter) } : {}),
      ...error.headers,
    },
    body: serialize(statusObject(failure), output, encodeProtobuf),
  };
}

/** An answer that Go's `http.Error` gives. */
export function textResponse(status: number, text: string, headers: ApiResponse['headers'] = {}): ApiResponse {
  return {
    status,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff', ...headers },
    body: text,
  };
}
