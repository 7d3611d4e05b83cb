import { describe, expect, it } from 'vitest';
import { PathMux } from './path-mux.js';
import { refusalOf, requestContext } from './request-context.test-support.js';

const text = (body: string) => async () => ({ status: 200, headers: {}, body });

describe('paths', () => {
  it('are compared as they are', async () => {
    const mux = new PathMux();
    mux.handle('/version', text('v'));
    mux.handlePrefix('/openapi/v3/', text('p'));
    mux.handlePrefix('/openapi/', text('o'));
    const ask = async (path: string) => (await mux.handler(requestContext('GET', path))).body;
    expect(await ask('/version')).toBe('v');
    expect(await ask('/openapi/v3/x')).toBe('p');
    for (const path of ['/version/', '/version/..', '/VERSION', '//version', '/x/../version', '/index']) {
      expect(await ask(path)).toBe('404 page not found\n');
    }
  });

  it('are listed at /, sorted', async () => {
    const mux = new PathMux({ listedPaths: () => ['/livez', '/apis'] });
    mux.handle('/version', text('v'));
    mux.handle('/version/', text('v'), { listed: false });
    const { body } = await mux.handler(requestContext('GET', '/'));
    expect(body).toBe('{\n  "paths": [\n    "/apis",\n    "/livez",\n    "/version"\n  ]\n}');
  });

  it('are no 404 before all are known', async () => {
    const mux = new PathMux({ isComplete: () => false });
    expect(await refusalOf(() => mux.handler(requestContext('GET', '/apis/x')))).toEqual({
      code: 503,
      reason: 'ServiceUnavailable',
      message: 'the request has been made before all known HTTP paths have been installed, please try again',
      details: { retryAfterSeconds: 5 },
    });
  });
});
