/** What etcd's errors mean to the store and to people. */
import { StoreUnavailableError, ValueTooLargeError } from '../store.js';

/** gRPC's codes. */
const CODE = {
  deadlineExceeded: 4,
  permissionDenied: 7,
  resourceExhausted: 8,
  unavailable: 14,
  unauthenticated: 16,
} as const;

const codeOf = (error: unknown): number =>
  error instanceof Error && 'code' in error && typeof error.code === 'number' ? error.code : -1;

export const detailsOf = (error: unknown): string => {
  if (error instanceof Error && 'details' in error && typeof error.details === 'string') return error.details;
  return error instanceof Error ? error.message : String(error);
};

export const isCompacted = (error: unknown): boolean =>
  detailsOf(error).includes('required revision has been compacted');
export const isFuture = (error: unknown): boolean =>
  detailsOf(error).includes('required revision is a future revision');
export const isLeaseNotFound = (error: unknown): boolean => detailsOf(error).includes('requested lease not found');

/** The call has not left this process: it may be made again, elsewhere. */
export const wasNotSent = (error: unknown): boolean =>
  codeOf(error) === CODE.unavailable && /No connection established|ECONNREFUSED|Name resolution/.test(detailsOf(error));

export const isUnreachable = (error: unknown): boolean =>
  codeOf(error) === CODE.unavailable || codeOf(error) === CODE.deadlineExceeded;

export const isDenied = (error: unknown): boolean =>
  codeOf(error) === CODE.permissionDenied || codeOf(error) === CODE.unauthenticated;

export function etcdFailure(servers: string, error: unknown, written: boolean): Error {
  const details = detailsOf(error);
  if (/request is too large|message larger than max/.test(details)) return new ValueTooLargeError();
  if (details.includes('database space exceeded'))
    return new StoreUnavailableError(
      'etcd has used up its space quota: compact and defragment it, raise --quota-backend-bytes, disarm the alarm',
    );
  if (isUnreachable(error)) {
    const unknown = written && !wasNotSent(error) ? '; the write may have been done' : '';
    return new StoreUnavailableError(`etcd at ${servers} does not answer (${details}): see that it runs${unknown}`);
  }
  return new StoreUnavailableError(`etcd at ${servers} refuses: ${details}`);
}
