/**
 * The token that a browser's WebSocket carries as a protocol, for it cannot set headers.
 *
 * Source: k8s.io/apiserver/pkg/authentication/request/websocket/protocol.go.
 */
import type { ApiRequest } from '../http/request.js';
import {
  type AuthenticationResult,
  type Authenticator,
  failed,
  type TokenAuthenticator,
  UNKNOWN,
} from './authenticator.js';
import { decodeBase64url } from './base64url.js';
import { authenticateBearer } from './bearer-token.js';

const PREFIX = 'base64url.bearer.authorization.k8s.io.';

export function websocketTokenAuthenticator(tokens: TokenAuthenticator): Authenticator {
  return {
    authenticate(request: ApiRequest): AuthenticationResult | Promise<AuthenticationResult> {
      if (!isWebsocketUpgrade(request)) return UNKNOWN;
      const protocols = values(request, 'sec-websocket-protocol');
      const [credential, another] = protocols.filter((protocol) => protocol.startsWith(PREFIX));
      if (credential === undefined) return UNKNOWN;
      if (another !== undefined) return failed('multiple base64.bearer.authorization tokens specified');
      const bytes = decodeBase64url(credential.slice(PREFIX.length));
      if (bytes === undefined) return failed('invalid base64.bearer.authorization token encoding');
      const token = utf8(bytes);
      if (token === undefined) return failed('invalid base64.bearer.authorization token');
      if (protocols.length < 2) return failed('missing additional subprotocol');
      return authenticated(tokens, token, credential);
    },
  };
}

async function authenticated(
  tokens: TokenAuthenticator,
  token: string,
  credentialProtocol: string,
): Promise<AuthenticationResult> {
  const result = await authenticateBearer(tokens, token);
  return result.kind === 'authenticated' ? { ...result, credentialProtocol } : result;
}

function isWebsocketUpgrade(request: ApiRequest): boolean {
  const has = (name: string, word: string): boolean =>
    values(request, name).some((value) => value.toLowerCase() === word);
  return request.method === 'GET' && has('connection', 'upgrade') && has('upgrade', 'websocket');
}

function values(request: ApiRequest, name: string): string[] {
  const lines = request.headers.get(name) ?? [];
  return lines.flatMap((line) => line.split(',')).map((value) => value.trim());
}

function utf8(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
