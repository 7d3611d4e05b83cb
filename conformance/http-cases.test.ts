/**
 * Recorded requests to a real server (1.35.4), sent to ours in their order: status and message of each answer are the
 * same. What an answer holds beside its message is compared where each part of the server is tested.
 */
import { readFileSync } from 'node:fs';
import { ALL_AUTHENTICATED, ALL_UNAUTHENTICATED, ANONYMOUS, userInfo } from '@bulkhead/engine/authorization';
import { beforeAll, describe, expect, it } from 'vitest';
import { ADMIN, type TestServer, testServer } from '../packages/apiserver/src/api-server.test-support.js';
import { describeShared } from './shared.js';

interface HttpCase {
  readonly set: string;
  readonly name: string;
  readonly as: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly status: number;
  readonly res: { readonly message?: string } | string;
}

const USERS = new Map([
  ['admin', ADMIN],
  ['alice', userInfo({ name: 'alice', groups: [ALL_AUTHENTICATED] })],
  ['anon', userInfo({ name: ANONYMOUS, groups: [ALL_UNAUTHENTICATED] })],
]);

const TOKEN = "continues the list of the recording's server";
const STREAM = 'an answer that does not end by itself; watches have their own tests';
const SOCKET = 'is decided where a request comes in from a socket, before anything that is asked here';

/** Cases that are not compared, and why. */
const SKIPPED: ReadonlyMap<string, string> = new Map([
  ['a list continue', TOKEN],
  ['a list old continue', TOKEN],
  ['a list continue+rv', TOKEN],
  ['c unauth bad token', SOCKET],
  ['c anon version', SOCKET],
  ['c head', 'the answer to HEAD has no body, which is left out where it is sent'],
]);

const reasonOf = ({ set, name, path, status }: HttpCase): string | undefined =>
  SKIPPED.get(`${set} ${name}`) ?? (status === 200 && /[?&]watch=true|\/watch\//.test(path) ? STREAM : undefined);

const messageOf = (answer: unknown): string => {
  const { message } = (typeof answer === 'object' && answer !== null ? answer : {}) as { readonly message?: unknown };
  return typeof message === 'string' ? normalized(message) : '';
};

/** What is another in every run. */
const normalized = (message: string): string =>
  withoutDifference(message)
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'UID')
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, 'TIME')
    .replaceAll(/(resourceVersion\\*":\\*"|current: )\d+/g, '$1N');

/** Upstream shows what differs between two pods in the form of a Go library; nobody can rely on it. */
const withoutDifference = (message: string): string => message.replace(/\n@@ [\s\S]*$/, '');

describeShared('recorded requests', (folder) => {
  const file = JSON.parse(readFileSync(`${folder}data/http-cases-apimachinery.json`, 'utf8')) as {
    readonly cases: readonly HttpCase[];
  };
  // The last set is about custom resources and other API servers.
  const cases = file.cases.filter(({ set }) => set === 'a' || set === 'b' || set === 'c');
  let server: TestServer;

  beforeAll(async () => {
    server = await testServer();
  });

  describe.each(['a', 'b', 'c'])('set %s', (set) => {
    for (const [index, each] of cases.filter((one) => one.set === set).entries()) {
      const reason = reasonOf(each);
      const title = `${index} ${each.name}: ${each.method} ${each.path.slice(0, 80)}`;
      if (reason !== undefined) {
        it.skip(`${title} (${reason})`, () => undefined);
        continue;
      }
      it(title, async () => {
        const as = USERS.get(each.as);
        if (as === undefined) throw new Error(`nobody is ${each.as}`);
        const { method, path, headers, body } = each;
        const answer = await server.ask(method, path, {
          headers: { 'user-agent': 'probe', ...headers },
          as,
          ...(body === undefined ? {} : { body }),
        });
        // Controllers make the accounts of namespaces; none runs here.
        if (each.name === 'ns create') {
          await server.ask('POST', `${path}/apim/serviceaccounts`, { body: { metadata: { name: 'default' } } });
        }
        expect({ status: answer.status, message: messageOf(answer.body) }).toEqual({
          status: each.status,
          message: messageOf(each.res),
        });
      });
    }
  });
});
