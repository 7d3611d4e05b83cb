/** Answers of the API as values, and what its refusals mean. */
import { ClusterError, foreignText } from '../cluster-error.js';
import type { Answer } from '../transport/transport.js';
import { member, textOf } from '../untyped.js';

/** The value of a JSON body; `what` names what was asked for. */
export function jsonOf({ body }: Answer, what: string): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new ClusterError(`the server answered ${what} with something else than JSON`);
  }
}

/** The message of a Status, or the beginning of another body. */
export function refusalText({ status, body }: Answer): string {
  const text = body.toString('utf8');
  let message = '';
  try {
    message = textOf(JSON.parse(text), 'message');
  } catch {
    // Proxies answer in HTML: the status says more.
  }
  return message === '' ? `HTTP status ${status}` : foreignText(message);
}

/** The reason of a Status, such as `Expired`. */
export function refusalReason({ body }: Answer): string {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return member(value, 'kind') === 'Status' ? textOf(value, 'reason') : '';
  } catch {
    return '';
  }
}
