import { CompactedError, StoreUnavailableError, ValueTooLargeError } from '@bulkhead/storage';
import { describe, expect, it } from 'vitest';
import { refusalOf, requestContext } from '../http/request-context.test-support.js';
import { withStoreFailures } from './store-failures.js';

describe('withStoreFailures', () => {
  it.each([
    [new ValueTooLargeError(), 500, 'etcdserver: request is too large', []],
    [new CompactedError(7), 410, 'The provided resource version is too old.', []],
    [
      new StoreUnavailableError('etcd at https://10.1.2.3:2379 does not answer'),
      500,
      'the store does not answer now: a write may or may not have been done',
      ['GET /api/v1/pods: etcd at https://10.1.2.3:2379 does not answer'],
    ],
  ])('%s', async (error, code, message, logged) => {
    const log: string[] = [];
    const handler = withStoreFailures(
      () => Promise.reject(error),
      (text) => log.push(text),
    );
    expect(await refusalOf(() => handler(requestContext('GET', '/api/v1/pods')))).toMatchObject({ code, message });
    expect(log).toEqual(logged);
  });

  it('leaves mistakes of ours alone', async () => {
    const handler = withStoreFailures(
      () => Promise.reject(new TypeError('no')),
      () => undefined,
    );
    await expect(handler(requestContext('GET', '/api/v1/pods'))).rejects.toThrow(TypeError);
  });
});
