/**
 * Recorded attacks, sent as they were: the same answers, no secret in them for those who may not have it, nothing
 * written by what was refused, and a server that goes on answering others meanwhile.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ANSWERED_OTHERWISE,
  type Exception,
  NOT_REPLAYED,
  NOT_YET,
} from '../../conformance/security-replay-exceptions.js';
import { Client, sleep } from './http-client.test-support.js';
import { exchange } from './raw-exchange.test-support.js';
import {
  type Attack,
  difference,
  type Expectation,
  familyOf,
  hasCases,
  incomplete,
  readAttacks,
  requestBytes,
} from './security-replay.test-support.js';
import { arrange, type Scene } from './security-scene.test-support.js';
import { isHere, type RunningServer, startServer } from './server.test-support.js';

/** What `other` and `top` hold, in base64. */
const SECRETS = ['b3RoZXI=', 'dG9w"'];
const WITHIN_MS = 1000;

isHere('../shared/data/http-cases-security.json', hasCases);
const { fixtures, cases } = hasCases ? readAttacks() : { fixtures: '', cases: [] };
const exceptionOf = (table: readonly Exception[], { id }: Attack) => table.find(({ ids }) => ids.test(id))?.reason;
const whyNot = (attack: Attack): string | undefined => exceptionOf(NOT_REPLAYED, attack) ?? incomplete(attack);
const families = [...new Set(cases.map(familyOf))].map((family) => ({
  family,
  attacks: cases.filter((attack) => familyOf(attack) === family),
}));

describe.skipIf(!hasCases)('recorded attacks', () => {
  let server: RunningServer;
  let scene: Scene;
  let slowestMs = 0;
  let isOver = false;
  let probing: Promise<void> = Promise.resolve();
  beforeAll(async () => {
    server = await startServer({
      args: ['--feature-gates', 'PodCertificateRequest=true,ConstrainedImpersonation=true'],
    });
    scene = await arrange(server, fixtures);
    probing = (async () => {
      const prober = new Client(server);
      while (!isOver) {
        const from = performance.now();
        expect((await prober.ask('GET', '/livez')).text).toBe('ok');
        slowestMs = Math.max(slowestMs, performance.now() - from);
        await sleep(100);
      }
      prober.close();
    })();
  }, 60_000);
  afterAll(async () => {
    isOver = true;
    await probing;
    scene.close();
    expect(slowestMs).toBeLessThan(1500);
    expect(server.rss()).toBeLessThan(600 << 20);
    expect(server.complaints()).not.toMatch(/\bpanic|ReferenceError|TypeError|RangeError/);
    expect(await server.stop()).toBe(0);
  });

  async function replay(attack: Attack): Promise<string | undefined> {
    const client = scene.clients.get(attack.who);
    if (client === undefined) return `no client for ${attack.who}`;
    const from = performance.now();
    const answers = await exchange(client, requestBytes(await scene.asHere(attack), scene.tokenFor(attack.id)));
    const ms = performance.now() - from;
    const isWatch = /[?&]watch=|\/watch\//.test(attack.request);
    if (!isWatch && ms > WITHIN_MS && answers.length > 0) return `took ${Math.round(ms)} ms`;
    const leaks = attack.who !== 'admin' && answers.some(({ body }) => SECRETS.some((secret) => body.includes(secret)));
    if (leaks) return 'a secret is in the answer';
    return difference(firstOf(attack.expect), answers[0]);
  }

  it.each(families)('$family', { timeout: 60_000 }, async ({ attacks }) => {
    const differences: string[] = [];
    for (const attack of attacks) {
      if (whyNot(attack) !== undefined) continue;
      const [id, reason] = [attack.id, exceptionOf([...ANSWERED_OTHERWISE, ...NOT_YET], attack)];
      const found = await replay(attack);
      if (found !== undefined && reason === undefined) differences.push(`${id}: ${found}`);
      if (found === undefined && reason !== undefined) process.stderr.write(`${id} is answered as recorded by now\n`);
    }
    expect(differences).toEqual([]);
  });

  it('are mostly sent', () => {
    const skipped = cases.filter((attack) => whyNot(attack) !== undefined);
    process.stderr.write(`recorded attacks: ${cases.length - skipped.length} sent, ${skipped.length} not\n`);
    expect(cases.length - skipped.length).toBeGreaterThan(690);
  });
});

const firstOf = (expected: Attack['expect']): Expectation =>
  (Array.isArray(expected) ? expected[0] : expected) as Expectation;
