/**
 * The one exception that stages and registries throw to answer a request with a `metav1.Status`.
 */
import type { ApiStatus, StatusCause, StatusDetails } from '@bulkhead/engine/authorization';

/** All reasons that the API server sends. `''` is an error that is no status of its own. */
export type StatusReason =
  | ApiStatus['reason']
  | 'AlreadyExists'
  | 'Conflict'
  | 'Expired'
  | 'Gone'
  | 'MethodNotAllowed'
  | 'NotAcceptable'
  | 'RequestEntityTooLarge'
  | 'ServerTimeout'
  | 'ServiceUnavailable'
  | 'Timeout'
  | 'TooManyRequests'
  | 'Unauthorized'
  | 'UnsupportedMediaType';

export interface Failure {
  readonly code: number;
  readonly reason: StatusReason;
  readonly message: string;
  readonly details?: StatusDetails & { readonly uid?: string; readonly retryAfterSeconds?: number };
  /** `metadata` of the Status: a continue token goes there. */
  readonly metadata?: { readonly continue?: string };
}

export type { StatusCause };

export class StatusError extends Error {
  override readonly name = 'StatusError';
  readonly failure: Failure;
  /** Headers beside those of every answer. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(failure: Failure, headers: Readonly<Record<string, string>> = {}) {
    super(failure.message);
    this.failure = failure;
    this.headers = headers;
  }
}

/** The `metav1.Status` that clients get, members in Go's order. */
export function statusObject(failure: Failure): object {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: failure.metadata ?? {},
    status: 'Failure',
    message: failure.message,
    ...(failure.reason === '' ? {} : { reason: failure.reason }),
    ...(failure.details === undefined ? {} : { details: orderedDetails(failure.details) }),
    code: failure.code,
  };
}

function orderedDetails(details: NonNullable<Failure['details']>): object {
  const { name, group, kind, uid, causes, retryAfterSeconds } = details;
  return {
    ...(name === undefined || name === '' ? {} : { name }),
    ...(group === undefined || group === '' ? {} : { group }),
    ...(kind === undefined || kind === '' ? {} : { kind }),
    ...(uid === undefined || uid === '' ? {} : { uid }),
    ...(causes === undefined || causes.length === 0 ? {} : { causes }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
}
