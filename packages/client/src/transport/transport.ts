/**
 * Reading from one API server: GET over kept connections, with credentials, limits, and patience where the server asks
 * for it. Redirects are never followed: credentials go to the server of the kubeconfig and nowhere else.
 */
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { type AgentOptions, Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { ClusterError, foreignText } from '../cluster-error.js';
import type { CredentialSource, Credentials } from '../credentials/credentials.js';
import { connectionFailure, isWorthARetry } from './connection-failure.js';
import type { Proxy } from './proxy.js';
import { readBody } from './read-body.js';
import type { ServerAddress } from './server-address.js';
import { TunnelAgent } from './tunnel-agent.js';

export interface TransportOptions {
  readonly server: ServerAddress;
  /** PEM; the authorities that Node.js knows where it is left out. */
  readonly authority: string | undefined;
  readonly serverName: string;
  readonly skipVerification: boolean;
  readonly proxy: Proxy | undefined;
  readonly credentials: CredentialSource;
  /** Whom the requests are made as. */
  readonly impersonation: ReadonlyMap<string, string | readonly string[]>;
  readonly userAgent: string;
  readonly limits?: Partial<TransportLimits>;
}

export interface TransportLimits {
  /** Connections at once. */
  readonly connections: number;
  /** How long the server may be silent. */
  readonly idleMs: number;
  /** How long one answer may take altogether. */
  readonly answerMs: number;
  /** The longest wait that a server can ask for. */
  readonly waitMs: number;
  readonly tries: number;
}

const DEFAULT_LIMITS: TransportLimits = {
  connections: 4,
  idleMs: 30_000,
  answerMs: 180_000,
  waitMs: 15_000,
  tries: 5,
};

export interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

export interface Ask {
  /** With its query. */
  readonly path: string;
  readonly accept: string;
  readonly maxBytes: number;
}

interface RawAnswer extends Answer {
  readonly retryAfter: string;
}

export class Transport {
  readonly #options: TransportOptions;
  readonly #limits: TransportLimits;
  #agent: HttpAgent | undefined;
  #certificate: string | undefined;

  constructor(options: TransportOptions) {
    this.#options = options;
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
  }

  get server(): ServerAddress {
    return this.#options.server;
  }

  close(): void {
    this.#agent?.destroy();
  }

  /** Any answer with a status; throws a ClusterError where there is none. */
  async get(ask: Ask): Promise<Answer> {
    for (let attempt = 1; ; attempt++) {
      const isLast = attempt >= this.#limits.tries;
      let answer: RawAnswer;
      try {
        answer = await this.#send(ask, await this.#options.credentials.get());
      } catch (error) {
        if (isLast || !isWorthARetry(error)) throw connectionFailure(error, this.server.shown);
        await sleep(FIRST_WAIT_MS);
        continue;
      }
      if (isLast) return answer;
      if (answer.status === 401) {
        if (!this.#options.credentials.forget()) return answer;
      } else if (!isBusy(answer)) return answer;
      else await sleep(this.#wait(answer.retryAfter, attempt));
    }
  }

  /** As long as the server asks for, within bounds; else twice as long each time. */
  #wait(retryAfter: string, attempt: number): number {
    const asked = /^\d{1,6}$/.test(retryAfter) ? Number(retryAfter) * 1000 : FIRST_WAIT_MS * 2 ** attempt;
    return Math.min(asked, this.#limits.waitMs);
  }

  #send({ path, accept, maxBytes }: Ask, credentials: Credentials): Promise<RawAnswer> {
    const { server } = this.#options;
    return new Promise((resolve, reject) => {
      const request = (server.isEncrypted ? httpsRequest : httpRequest)({
        host: server.host,
        port: server.port,
        method: 'GET',
        path: server.prefix + path,
        agent: this.#agentFor(credentials),
        headers: this.#headers(accept, credentials),
        timeout: this.#limits.idleMs,
        maxHeaderSize: MAX_HEADER_BYTES,
      });
      const late = setTimeout(
        () => request.destroy(new ClusterError(`${server.shown} did not finish its answer in time`)),
        this.#limits.answerMs,
      );
      const end = (error: unknown): void => {
        clearTimeout(late);
        reject(error);
      };
      request.on('timeout', () =>
        request.destroy(new ClusterError(`cannot reach ${server.shown}: it does not answer`)),
      );
      request.on('error', end);
      request.on('response', (answer) => {
        const status = answer.statusCode ?? 0;
        if (status >= 300 && status < 400) {
          answer.destroy();
          end(new ClusterError(redirected(answer, server.shown)));
          return;
        }
        const retryAfter = answer.headers['retry-after'] ?? '';
        readBody(answer, status === 200 ? maxBytes : MAX_FAILURE_BYTES).then((body) => {
          clearTimeout(late);
          resolve({ status, body, retryAfter });
        }, end);
      });
      request.end();
    });
  }

  #headers(accept: string, { authorization }: Credentials): Record<string, string | string[]> {
    const headers: Record<string, string | string[]> = {
      Accept: accept,
      'Accept-Encoding': 'gzip',
      'User-Agent': this.#options.userAgent,
    };
    if (authorization !== undefined) headers['Authorization'] = authorization;
    for (const [name, value] of this.#options.impersonation)
      headers[name] = typeof value === 'string' ? value : [...value];
    return headers;
  }

  /** Connections belong to the certificate that they were opened with. */
  #agentFor({ certificate }: Credentials): HttpAgent {
    if (this.#agent !== undefined && this.#certificate === certificate?.cert) return this.#agent;
    this.#agent?.destroy();
    this.#certificate = certificate?.cert;
    this.#agent = this.#newAgent(certificate);
    return this.#agent;
  }

  #newAgent(certificate: Credentials['certificate']): HttpAgent {
    const { server, authority, serverName, skipVerification, proxy } = this.#options;
    const kept = { keepAlive: true, maxSockets: this.#limits.connections };
    if (!server.isEncrypted) {
      if (proxy !== undefined) throw new ClusterError('a server of plain HTTP is not asked through a proxy');
      return new HttpAgent(kept);
    }
    const options: AgentOptions = {
      ...kept,
      minVersion: 'TLSv1.2',
      rejectUnauthorized: !skipVerification,
      ...(authority === undefined ? {} : { ca: authority }),
      ...(serverName === '' ? {} : { servername: serverName }),
      ...(certificate === undefined ? {} : { cert: certificate.cert, key: certificate.key }),
    };
    return proxy === undefined ? new HttpsAgent(options) : new TunnelAgent(proxy, options);
  }
}

/** Warnings come in headers, and a hostile server can send any number. */
const MAX_HEADER_BYTES = 64 * 1024;
/** A Status needs a fraction. */
const MAX_FAILURE_BYTES = 1024 * 1024;
const FIRST_WAIT_MS = 250;

/** The server asks for patience; without Retry-After only where its status alone says so. */
const isBusy = ({ status, retryAfter }: RawAnswer): boolean =>
  status === 429 || status === 503 || (status >= 500 && retryAfter !== '');

function redirected(answer: IncomingMessage, server: string): string {
  const target = foreignText(answer.headers.location ?? '') || 'nowhere';
  return `${server} redirects to ${target}, which is not followed: set the server of the kubeconfig if that is right`;
}

const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
