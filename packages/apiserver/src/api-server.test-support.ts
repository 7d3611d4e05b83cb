/** A whole API server over the memory store, asked without sockets. */
import { generateKeyPairSync } from 'node:crypto';
import { SYSTEM_PRIVILEGED_GROUP, type UserInfo, userInfo } from '@bulkhead/engine/authorization';
import { defaultProfile } from '@bulkhead/features';
import { memoryStore } from '@bulkhead/storage';
import type { ApiRequest, ApiResponse, ResponseSink } from './http/request.js';
import { runtimeConfig } from './registry/runtime-config.js';
import { type ApiServer, createApiServer } from './server.js';
import { type SigningKey, signingKey, tokenKeys } from './service-account-tokens/index.js';

export const ADMIN: UserInfo = userInfo({ name: 'admin', groups: [SYSTEM_PRIVILEGED_GROUP, 'system:authenticated'] });

let key: SigningKey | undefined;

/** One for all test servers: making one takes a while. */
function testKey(): SigningKey {
  key ??= signingKey(
    generateKeyPairSync('ec', {
      namedCurve: 'prime256v1',
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    }).privateKey,
  );
  return key;
}

export interface TestRequest {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly as?: UserInfo;
  readonly signal?: AbortSignal;
}

export interface TestAnswer {
  readonly status: number;
  readonly headers: ApiResponse['headers'];
  readonly text: string;
  /** Of a JSON answer. */
  // biome-ignore lint/suspicious/noExplicitAny: tests reach into answers of every kind
  // oxlint-disable-next-line no-explicit-any -- tests reach into answers of every kind
  readonly body: any;
}

export interface TestServer {
  readonly server: ApiServer;
  readonly ask: (method: string, target: string, request?: TestRequest) => Promise<TestAnswer>;
  /** The raw answer: for streams. */
  readonly raw: (method: string, target: string, request?: TestRequest) => Promise<ApiResponse>;
}

/** A server of the minor, with its namespaces and the account `default` in `default`; started. */
export async function testServer({ minor = 35 }: { readonly minor?: number } = {}): Promise<TestServer> {
  const created = createApiServer({
    profile: defaultProfile(minor),
    store: memoryStore(),
    isStoreShared: false,
    runtimeConfig: runtimeConfig(new Map()),
    identity: {
      clientCAs: () => [],
      bootstrapTokens: false,
      anonymous: { enabled: true, paths: [] },
      issuers: ['https://kubernetes.default.svc.cluster.local'],
      keys: () => tokenKeys(testKey(), []),
      apiAudiences: [],
    },
    authorization: { authorizationMode: ['Node', 'RBAC'] },
    admission: { enabled: ['NodeRestriction'], disabled: [] },
    allowPrivileged: true,
    serviceCIDR: '10.0.0.0/24',
    serverAddress: () => '127.0.0.1:6443',
    log: (message) => {
      throw new Error(message);
    },
  });
  if ('errors' in created) throw new Error(created.errors.join('; '));
  const { server } = created;
  await server.start();
  await server.bootstrap();
  const raw: TestServer['raw'] = (method, target, request = {}) =>
    server.chain.handle(apiRequest(method, target, request));
  const ask: TestServer['ask'] = async (method, target, request) => {
    const response = await raw(method, target, request);
    const text = textOf(response.body);
    const isJson = String(response.headers['Content-Type'] ?? '').startsWith('application/json');
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: isJson && text !== '' ? JSON.parse(text) : text,
    };
  };
  await ask('POST', '/api/v1/namespaces/default/serviceaccounts', { body: { metadata: { name: 'default' } } });
  return { server, ask, raw };
}

function apiRequest(
  method: string,
  target: string,
  { body, headers = {}, as = ADMIN, signal }: TestRequest,
): ApiRequest {
  const all = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value]] as const));
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  return {
    method,
    target,
    headers: all,
    body: () => Promise.resolve(Buffer.from(text)),
    remoteAddress: '127.0.0.1',
    clientCertificates: [],
    signal: signal ?? new AbortController().signal,
    loopbackUser: as,
  };
}

function textOf(body: ApiResponse['body']): string {
  if (body === undefined) return '';
  if (typeof body === 'string') return body;
  const pieces = body instanceof Uint8Array ? [body] : body;
  return pieces.map((piece) => (typeof piece === 'string' ? piece : Buffer.from(piece).toString('utf8'))).join('');
}

/** Reads the lines of a stream until it ends or the signal says so. */
export function streamLines(response: ApiResponse, signal: AbortSignal): { lines: string[]; done: Promise<void> } {
  const lines: string[] = [];
  const sink: ResponseSink = {
    write(chunk) {
      lines.push(
        ...Buffer.from(chunk)
          .toString('utf8')
          .split('\n')
          .filter((line) => line !== ''),
      );
      return true;
    },
    drained: () => Promise.resolve(),
    signal,
    pendingBytes: 0,
  };
  return { lines, done: response.stream?.(sink) ?? Promise.resolve() };
}
