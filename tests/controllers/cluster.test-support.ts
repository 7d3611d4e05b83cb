/** An API server over the memory store with its loops running. */
import { usedByQuota } from '@bulkhead/apiserver';
import { type ControllerOptions, type Controllers, startControllers } from '@bulkhead/controllers';
import { defaultProfile } from '@bulkhead/features';
import { type TestServer, testServer } from '../../packages/apiserver/src/api-server.test-support.js';

export interface TestCluster extends TestServer {
  readonly controllers: Controllers;
  /** What loops complained about. */
  readonly complaints: readonly string[];
  /** What loops asked of the server. */
  readonly requests: readonly string[];
  /** The answer when it is as it should be; fails after a while. */
  until(target: string, isFine: (answer: Answer) => boolean): Promise<Answer>;
  create(target: string, body: unknown): Promise<Answer['body']>;
  stop(): Promise<void>;
}

type Answer = Awaited<ReturnType<TestServer['ask']>>;

const PATIENCE_MS = 10_000;

export async function testCluster(
  minor = 35,
  options: Partial<Omit<ControllerOptions, 'caches' | 'clientFor'>> = {},
): Promise<TestCluster> {
  const server = await testServer({ minor });
  const complaints: string[] = [];
  const requests: string[] = [];
  const controllers = startControllers({
    caches: server.server.caches,
    clientFor(name, groups) {
      const client = server.server.clientFor(name, groups);
      return {
        request(request) {
          requests.push(`${name}: ${request.method} ${request.path}`);
          return client.request(request);
        },
      };
    },
    profile: defaultProfile(minor),
    rootCA: 'the authority',
    issueToken: (account, secret) => Promise.resolve(`token of ${account.metadata.name ?? ''} in ${secret}`),
    quotaUsage: (quota) => usedByQuota(quota, server.server.caches, defaultProfile(minor)),
    log: (message) => complaints.push(message),
    now: Date.now,
    ...options,
  });
  return {
    ...server,
    controllers,
    complaints,
    requests,
    async until(target, isFine) {
      const deadline = performance.now() + PATIENCE_MS;
      for (;;) {
        const answer = await server.ask('GET', target);
        if (isFine(answer)) return answer;
        if (performance.now() > deadline) throw new Error(`${target} stays ${answer.text}\n${complaints.join('\n')}`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
    async create(target, body) {
      const answer = await server.ask('POST', target, { body });
      if (answer.status !== 201) throw new Error(answer.text);
      return answer.body;
    },
    async stop() {
      await controllers.stop();
      server.server.close();
    },
  };
}

export const isOk = ({ status }: Answer): boolean => status === 200;
export const isGone = ({ status }: Answer): boolean => status === 404;
