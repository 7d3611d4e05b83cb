import { expect, it } from 'vitest';
import { isNotFound, RequestError } from './request-error.js';

const refused = (body: unknown): RequestError => new RequestError('/apis/apps/v1/deployments/d', 404, body);

it.each([
  ['an object that is not there', { reason: 'NotFound', details: { name: 'd', kind: 'deployments' } }, true],
  ['a version that is not served', { reason: 'NotFound', details: {} }, false],
  ['an answer without a status', '404 page not found', false],
])('%s', (_what, body, expected) => {
  expect(isNotFound(refused(body))).toBe(expected);
});
