import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { requestContext } from '../http/request-context.test-support.js';
import { queryOf } from '../http/request-query.js';
import { HealthChecks, type HealthChecksOptions } from './health-checks.js';
import { versionInfo } from './version-info.js';

const RECORDED = new URL('../../../../../shared/data/reference-1.35/misc/', import.meta.url);

function checks(parts: Partial<HealthChecksOptions> = {}): HealthChecks {
  return new HealthChecks({
    minor: 35,
    store: () => undefined,
    cachesSynced: () => true,
    isShuttingDown: () => false,
    ...parts,
  });
}

async function ask(subject: HealthChecks, target: string) {
  const context = { ...requestContext('GET', target), query: queryOf(target) };
  const response = await subject.respond(context);
  return response === undefined ? undefined : [response.status, response.body];
}

describe('health', () => {
  it.runIf(existsSync(RECORDED)).each(['healthz', 'livez', 'readyz'])('names the recorded checks: %s', async (name) => {
    const subject = checks();
    subject.reachAll();
    const recorded = readFileSync(new URL(`${name}-verbose.txt`, RECORDED), 'utf8');
    expect(await ask(subject, `/${name}?verbose`)).toEqual([200, recorded]);
  });

  it('says only ok when nobody asks for more', async () => {
    const subject = checks();
    subject.reachAll();
    const response = await subject.respond(requestContext('GET', '/readyz'));
    expect(response).toMatchObject({
      body: 'ok',
      headers: { 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff' },
    });
  });

  it('fails while a step of the start is open, and says which', async () => {
    const subject = checks();
    subject.reachAll(['rbac/bootstrap-roles']);
    const [status, body] = (await ask(subject, '/readyz')) ?? [];
    expect(status).toBe(500);
    expect(body).toContain('\n[-]poststarthook/rbac/bootstrap-roles failed: reason withheld\n');
    expect(body).toMatch(/\nreadyz check failed\n$/);
    subject.milestone('rbac/bootstrap-roles').reach();
    expect(await ask(subject, '/readyz')).toEqual([200, 'ok']);
    expect(await subject.isReady()).toBe(true);
  });

  it('tells the reason to the log only', async () => {
    const seen: unknown[] = [];
    const store = (): Promise<string> => Promise.reject(new Error('disk full'));
    const subject = checks({ store, onFailure: (...failure) => seen.push(failure) });
    subject.reachAll();
    expect(await ask(subject, '/livez')).toEqual([500, expect.not.stringContaining('disk full')]);
    expect(seen).toEqual([['livez', ['etcd: disk full']]]);
    expect(await ask(subject, '/livez/etcd')).toEqual([500, 'internal server error: disk full\n']);
  });

  it('is not ready while the server stops, but lives', async () => {
    const subject = checks({ isShuttingDown: () => true });
    subject.reachAll();
    expect((await ask(subject, '/readyz'))?.[1]).toContain(
      '[-]shutdown failed: reason withheld\nreadyz check failed\n',
    );
    expect(await ask(subject, '/livez')).toEqual([200, 'ok']);
  });

  it('leaves out what is excluded, and warns of names that it does not have', async () => {
    const subject = checks({ store: () => 'down' });
    subject.reachAll();
    const [status, body] = (await ask(subject, '/livez?verbose&exclude=etcd&exclude=foo')) ?? [];
    expect(status).toBe(200);
    expect(body).toContain('[+]etcd excluded: ok\n');
    expect(body).toContain('warn: some health checks cannot be excluded: no matches for "foo"\nlivez check passed\n');
  });

  it('answers for single checks, and for no others', async () => {
    const subject = checks();
    expect(await ask(subject, '/livez/ping')).toEqual([200, 'ok']);
    expect(await ask(subject, '/livez/poststarthook/rbac/bootstrap-roles')).toEqual([
      500,
      'internal server error: not finished\n',
    ]);
    for (const path of ['/livez/', '/livez/nope', '/livez/ping/../../api', '/livezz', '/livez/shutdown']) {
      expect(await ask(subject, path)).toBeUndefined();
    }
  });
});

describe('/version', () => {
  it('has its members in order', () => {
    expect(Object.keys(versionInfo({ minor: 35, gitVersion: 'v1.35.4' }))).toEqual([
      ...['major', 'minor', 'emulationMajor', 'emulationMinor', 'minCompatibilityMajor', 'minCompatibilityMinor'],
      ...['gitVersion', 'gitCommit', 'gitTreeState', 'buildDate', 'goVersion', 'compiler', 'platform'],
    ]);
    expect(versionInfo({ minor: 31, binaryMinor: 32 })).not.toHaveProperty('emulationMinor');
    expect(versionInfo({ minor: 33, binaryMinor: 35 })).toMatchObject({ minor: '35', emulationMinor: '33' });
  });
});
