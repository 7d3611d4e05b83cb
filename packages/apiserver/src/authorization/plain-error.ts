/** A 500 as plain text, which filters before the handlers answer: no Status. */
import type { ApiResponse } from '../http/request.js';

/** As Go's `http.Error` sends it. */
export function plainError(body: string): ApiResponse {
  const headers = { 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff' };
  return { status: 500, headers, body };
}
