/** A client in the server's own process: through every stage but the proof of who it is, and without sockets. */
import type { UserInfo } from '@bulkhead/engine/authorization';
import type { ApiClient, ClientRequest } from '../registry/kube-object.js';
import { bodyText } from './answer-body.js';
import { goJson } from './go-json.js';
import type { ApiRequest, ApiResponse } from './request.js';
import type { ServerChain } from './server-chain.js';

const USER_AGENT = 'bulkhead';
/** Requests of the server itself end with the server. */
const NEVER = new AbortController().signal;

export function loopbackClient(chain: ServerChain, user: UserInfo, userAgent = USER_AGENT): ApiClient {
  return {
    async request(options) {
      const response = await chain.handle(requestOf(options, user, userAgent));
      if (response.stream !== undefined)
        throw new Error(`${options.path} is a stream; the caches are the way to watch`);
      return { status: response.status, body: parsed(response) };
    },
  };
}

function requestOf({ method, path, body, contentType }: ClientRequest, user: UserInfo, userAgent: string): ApiRequest {
  const headers = new Map<string, readonly string[]>([
    ['accept', ['application/json']],
    ['user-agent', [userAgent]],
  ]);
  if (body !== undefined) headers.set('content-type', [contentType ?? 'application/json']);
  return {
    method,
    target: path,
    headers,
    body: () => Promise.resolve(Buffer.from(body === undefined ? '' : goJson(body))),
    remoteAddress: '127.0.0.1',
    clientCertificates: [],
    signal: NEVER,
    loopbackUser: user,
  };
}

function parsed({ body }: ApiResponse): unknown {
  const text = body === undefined ? '' : bodyText(body);
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // `ok`, `404 page not found`, ...
    return text;
  }
}
