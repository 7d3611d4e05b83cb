/** In what a body may be written. */
import { expect, it } from 'vitest';
import type { RequestContext } from '../http/request.js';
import { refusalOf, requestContext } from '../http/request-context.test-support.js';
import { patchType } from './patch.js';
import { bodyFormat } from './request-body.js';

const PROTOBUF = 'application/vnd.kubernetes.protobuf';
const sent = (type?: string): RequestContext =>
  requestContext('PATCH', '/api/v1/namespaces/default/pods/p', {
    headers: type === undefined ? [] : [['content-type', type]],
  });
async function messageOf(action: () => unknown): Promise<string> {
  const { code, message } = await refusalOf(action);
  return `${code} ${message}`;
}

it('is JSON when nothing is said', async () => {
  expect(bodyFormat(sent())).toBe('json');
  expect(bodyFormat(sent('application/json; charset=utf-8'))).toBe('json');
  expect(bodyFormat(sent(PROTOBUF))).toBe('protobuf');
  expect(await messageOf(() => bodyFormat(sent('text/plain')))).toBe(
    '415 the body of the request was in an unknown format - accepted media types include: ' +
      `application/json, application/yaml, ${PROTOBUF}`,
  );
});

it('is one of four in a patch', async () => {
  const typeOf = (type: string) => patchType({ context: sent(type) });
  expect(typeOf('application/strategic-merge-patch+json')).toBe('strategic');
  expect(typeOf('application/apply-patch+yaml')).toBe('apply');
  expect(await messageOf(() => typeOf('application/json'))).toBe('415 415: Unsupported Media Type');
});
