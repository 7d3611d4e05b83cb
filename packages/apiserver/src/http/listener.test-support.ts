/** A listener with certificates of its own, and clients for it, for tests over real sockets. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { type ClientHttp2Session, connect as connectHttp2, type OutgoingHttpHeaders } from 'node:http2';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import { connect as connectTls, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls';
import { issueCertificate } from '../pki/issue-certificate.js';
import type { HttpLimits } from './limits.js';
import { type Listener, listen } from './listener.js';
import type { ApiRequest, ApiResponse } from './request.js';

const DAY_MS = 86_400_000;

export interface TestCertificates {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
  readonly clientCert: string;
  readonly clientKey: string;
}

export function testCertificates(authorityName = 'test-ca'): TestCertificates {
  const authority = { subject: { commonName: authorityName }, key: privateKey() };
  const validity = { notBefore: Date.now() - DAY_MS, notAfter: Date.now() + DAY_MS };
  const issue = (commonName: string, usage: 'server' | 'client' | 'authority', key: KeyObject): string => {
    const hosts = usage === 'server' ? ['127.0.0.1', 'localhost'] : [];
    return pem(issueCertificate({ ...validity, subject: { commonName }, usage, hosts, key, issuer: authority }));
  };
  const key = privateKey();
  const clientKey = privateKey();
  return {
    ca: issue(authorityName, 'authority', authority.key),
    cert: issue('server', 'server', key),
    key: keyText(key),
    clientCert: issue('alice', 'client', clientKey),
    clientKey: keyText(clientKey),
  };
}

const privateKey = (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const keyText = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

let shared: TestCertificates | undefined;
/** Made once a test file. */
export function sharedCertificates(): TestCertificates {
  shared ??= testCertificates();
  return shared;
}

export interface TestServer {
  readonly listener: Listener;
  readonly certificates: TestCertificates;
  readonly origin: string;
}

export async function testServer(
  handler: (request: ApiRequest) => Promise<ApiResponse>,
  limits: Partial<HttpLimits> = {},
): Promise<TestServer> {
  const certificates = sharedCertificates();
  const { ca, cert, key } = certificates;
  const listener = await listen({ host: '127.0.0.1', port: 0, tls: { cert, key, ca }, handler, limits });
  return { listener, certificates, origin: `https://127.0.0.1:${listener.port}` };
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
  readonly text: string;
}

/** One request over HTTP/1.1. */
export function fetch1(server: TestServer, options: RequestOptions & { readonly body?: string | Buffer }) {
  return new Promise<Answer>((resolve, reject) => {
    const { body, ...rest } = options;
    const request = httpsRequest({
      host: '127.0.0.1',
      port: server.listener.port,
      ca: server.certificates.ca,
      agent: false,
      ...rest,
    });
    request.on('error', reject);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const bytes = Buffer.concat(chunks);
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: bytes, text: String(bytes) });
      });
    });
    request.end(body);
  });
}

export function session2(server: TestServer): ClientHttp2Session {
  const session = connectHttp2(server.origin, { ca: server.certificates.ca, maxSendHeaderBlockLength: 4 << 20 });
  session.on('error', () => {});
  return session;
}

/** One request over HTTP/2. */
export function fetch2(session: ClientHttp2Session, headers: OutgoingHttpHeaders, body?: string | Buffer) {
  return new Promise<Answer>((resolve, reject) => {
    const stream = session.request(headers, { endStream: body === undefined });
    const chunks: Buffer[] = [];
    let answered: Record<string, string | readonly string[] | undefined> = {};
    stream.on('response', (response) => {
      answered = Object.fromEntries(Object.entries(response).map(([name, value]) => [name, wire(value)]));
    });
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('error', reject);
    stream.on('close', () => {
      const bytes = Buffer.concat(chunks);
      const status = Number(answered[':status'] ?? 0);
      resolve({ status, headers: answered, body: bytes, text: String(bytes) });
    });
    if (body !== undefined) stream.end(body);
  });
}

const wire = (value: string | readonly string[] | number | undefined): string | readonly string[] | undefined =>
  typeof value === 'number' ? String(value) : value;

const trusts = new Map<string, SecureContext>();

/** Made once: it takes longer than a handshake. */
function trust({ certificates: { ca } }: TestServer): SecureContext {
  const context = trusts.get(ca) ?? createSecureContext({ ca });
  trusts.set(ca, context);
  return context;
}

/** A TLS socket that says what the test writes. */
export function rawSocket(server: TestServer, ALPNProtocols: readonly string[] = ['http/1.1']): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connectTls({
      host: '127.0.0.1',
      port: server.listener.port,
      secureContext: trust(server),
      ALPNProtocols: [...ALPNProtocols],
    });
    socket.once('error', reject);
    socket.once('secureConnect', () => {
      socket.off('error', reject);
      socket.on('error', () => {});
      resolve(socket);
    });
  });
}

/** Everything that the server sends until it closes, or until `enough` says so. */
export function received(socket: TLSSocket, enough: (text: string) => boolean = () => false): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const done = (): void => resolve(text);
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      if (enough(text)) done();
    });
    socket.on('close', done);
  });
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
