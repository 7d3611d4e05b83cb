/** What clients hear of a store that cannot do its work: that it cannot, and not where it is. The log has the rest. */
import { CompactedError, StoreUnavailableError, ValueTooLargeError } from '@bulkhead/storage';
import type { Handler } from '../http/request.js';
import { expired, plainError } from './failures.js';

const UNAVAILABLE = 'the store does not answer now: a write may or may not have been done';
const COMPACTED = 'The provided resource version is too old.';

export function withStoreFailures(handler: Handler, log: (message: string) => void): Handler {
  return async (context) => {
    try {
      return await handler(context);
    } catch (error) {
      if (error instanceof ValueTooLargeError) throw plainError(error.message);
      if (error instanceof CompactedError) throw expired(COMPACTED);
      if (!(error instanceof StoreUnavailableError)) throw error;
      log(`${context.request.method} ${context.info.path}: ${error.message}`);
      throw plainError(UNAVAILABLE);
    }
  };
}
