/** HTTPS clients of any identity that the server's own authority vouches for. */
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import { join } from 'node:path';
import { connect as connectTls, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls';
import { issueCertificate, type Subject } from '../../packages/apiserver/src/pki/issue-certificate.js';
import type { RunningServer } from './server.test-support.js';

const DAY_MS = 86_400_000;

export interface Credential {
  readonly cert: string;
  readonly key: string;
}

/** Of `system:masters`, as the server made it. */
export const adminCredential = ({ state }: RunningServer): Credential => ({
  cert: readFileSync(join(state, 'pki/admin.crt'), 'utf8'),
  key: readFileSync(join(state, 'pki/admin.key'), 'utf8'),
});

/** A client certificate that the server's authority signs, or one with the name of that authority alone. */
export function credentialOf(
  { state }: RunningServer,
  subject: Subject,
  { usage = 'client', isForged = false }: { readonly usage?: 'client' | 'server'; readonly isForged?: boolean } = {},
): Credential {
  const newKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const key = newKey();
  const authorityKey = isForged ? newKey() : createPrivateKey(readFileSync(join(state, 'pki/ca.key'), 'utf8'));
  const der = issueCertificate({
    subject,
    usage,
    key,
    notBefore: Date.now() - DAY_MS,
    notAfter: Date.now() + DAY_MS,
    issuer: { subject: { commonName: 'bulkhead' }, key: authorityKey },
  });
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    cert: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
    key: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** Of a JSON answer. */
  // oxlint-disable-next-line no-explicit-any -- tests reach into answers of every kind
  readonly body: any;
}

export interface Question {
  readonly headers?: Readonly<Record<string, string>>;
  /** A string or bytes go as they are, everything else as JSON. */
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

export class Client {
  readonly #server: RunningServer;
  readonly #context: SecureContext;
  readonly #agent: Agent;

  constructor(server: RunningServer, credential?: Credential) {
    this.#server = server;
    this.#context = createSecureContext({ ca: server.authorityPEM, ...credential });
    this.#agent = new Agent({ keepAlive: true, secureContext: this.#context });
  }

  async ask(method: string, target: string, question: Question = {}): Promise<Answer> {
    const response = await this.open(method, target, question);
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString('utf8');
    const isJSON = String(response.headers['content-type']).startsWith('application/json');
    return {
      status: response.statusCode ?? 0,
      headers: response.headers,
      text,
      body: isJSON ? JSON.parse(text) : undefined,
    };
  }

  /** The answer as soon as it begins. */
  open(method: string, target: string, { headers = {}, body, signal }: Question = {}): Promise<IncomingMessage> {
    const isRaw = typeof body === 'string' || Buffer.isBuffer(body);
    const bytes = body === undefined ? undefined : isRaw ? body : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const request = httpsRequest({
        host: '127.0.0.1',
        port: this.#server.port,
        agent: this.#agent,
        method,
        path: target,
        headers: { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
        ...(signal === undefined ? {} : { signal }),
      });
      request.once('error', reject);
      request.once('response', resolve);
      request.end(bytes);
    });
  }

  /** The lines of a watch, parsed as they come, until the signal or the server ends it. */
  async watch(target: string, signal: AbortSignal, onEvent: (event: WatchEvent) => void): Promise<void> {
    const response = await this.open('GET', target, { signal });
    if (response.statusCode !== 200) throw new Error(`${target}: ${response.statusCode}`);
    let rest = '';
    try {
      for await (const chunk of response) {
        const lines = `${rest}${chunk}`.split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) onEvent(JSON.parse(line));
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** A socket that says what the test writes. */
  socket(ALPNProtocols: readonly string[] = ['http/1.1']): Promise<TLSSocket> {
    return new Promise((resolve, reject) => {
      const socket = connectTls({
        host: '127.0.0.1',
        port: this.#server.port,
        secureContext: this.#context,
        ALPNProtocols: [...ALPNProtocols],
      });
      socket.once('error', reject);
      socket.once('secureConnect', () => {
        socket.off('error', reject);
        socket.on('error', () => undefined);
        resolve(socket);
      });
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

export interface WatchEvent {
  readonly type: string;
  // oxlint-disable-next-line no-explicit-any -- objects of every kind
  readonly object: any;
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
