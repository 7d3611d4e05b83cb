import { execFile } from 'node:child_process';
import { writeFileSync, mkdtempSync } from 'node:fs';
import { promisify } from 'node:util';
import { it } from 'vitest';
import { HealthChecks, versionInfo, versionResponse } from '../health/index.js';
import { FlowController } from '../flow-control/index.js';
import { PathMux, ServerLifecycle, serverChain } from './index.js';
import { session2, testServer } from './listener.test-support.js';
import { person, profileFor } from './request-context.test-support.js';
const run = promisify(execFile);
it('e2e', async () => {
  const lifecycle = new ServerLifecycle();
  const health = new HealthChecks({ minor: 35, store: () => undefined, cachesSynced: () => true, isShuttingDown: () => lifecycle.isShuttingDown });
  health.reachAll();
  const mux = new PathMux({ handlers: [(c) => health.respond(c)], listedPaths: () => health.paths() });
  mux.handle('/version', async () => versionResponse(versionInfo({ minor: 35, gitVersion: 'v1.35.4+bulkhead' })));
  const chain = serverChain({ profile: profileFor(35), observers: [lifecycle.observer], stages: [(c, n) => { c.user = person('alice', 'system:authenticated'); return n(c); }, new FlowController({ minor: 35 }).stage],
    handler: async (c) => {
      if (c.info.verb === 'watch') return { status: 200, headers: { 'Content-Type': 'application/json' }, stream: (sink) => new Promise<void>((r) => sink.signal.addEventListener('abort', () => r())) };
      return mux.handler(c);
    } });
  const server = await testServer(chain.handle);
  const dir = mkdtempSync('/tmp/e2e-');
  writeFileSync(`${dir}/ca.pem`, server.certificates.ca);
  const k = async (...args: string[]) => { try { const { stdout, stderr } = await run('kubectl', ['--server', server.origin, '--certificate-authority', `${dir}/ca.pem`, '--token', 'x', ...args], { env: { HOME: dir, PATH: '/usr/bin:/bin' } }); return stdout + stderr; } catch (e: any) { return 'FAIL ' + e.stdout + e.stderr; } };
  console.log('Q', await k('version'));
  console.log('Q', await k('get', '--raw', '/readyz?verbose').then((t) => t.slice(-200)));
  console.log('Q', await k('get', '--raw', '/nope'));
  console.log('Q', await run('curl', ['-sS', '-i', '--cacert', `${dir}/ca.pem`, `${server.origin}/version`]).then((r) => r.stdout));
  // watches
  (globalThis as any).gc?.();
  const base = process.memoryUsage();
  const sessions = [];
  const t = performance.now();
  for (let s = 0; s < 100; s++) {
    const session = session2(server);
    session.setMaxListeners(200);
    sessions.push(session);
    await Promise.all(Array.from({ length: 100 }, () => new Promise<void>((resolve, reject) => {
      const st = session.request({ ':path': '/api/v1/pods?watch=1' });
      st.on('error', reject); st.on('response', () => resolve());
    })));
  }
  const after = process.memoryUsage();
  console.log('Q 10000 watches (both ends)', lifecycle.requests, performance.now() - t, 'ms', (after.rss - base.rss) / 1e6, 'MB rss', (after.heapUsed - base.heapUsed) / 1e6, 'MB heap', (after.external - base.external) / 1e6);
  for (const s of sessions) s.destroy();
  await new Promise((r) => setTimeout(r, 1000));
  console.log('Q left', lifecycle.requests, server.listener.connections);
  await server.listener.destroy();
}, 120000);
