/** The recorded attacks: as requests, and what is compared of their answers. */
import { existsSync, readFileSync } from 'node:fs';
import type { RawAnswer } from './raw-exchange.test-support.js';
import { sharedFolder } from './server.test-support.js';

const file = `${sharedFolder}data/http-cases-security.json`;
export const hasCases = existsSync(file);

export interface Expectation {
  readonly status?: number;
  readonly reason?: string;
  readonly message?: string;
  readonly causes?: number;
  readonly warning?: string;
  readonly contentType?: string;
  readonly body?: string;
}

export interface Attack {
  readonly id: string;
  readonly who: string;
  readonly request: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly headerLines?: readonly string[];
  readonly body?: string;
  readonly expect: Expectation | readonly Expectation[];
}

interface Recorded {
  readonly fixtures: string;
  readonly cases: readonly Attack[];
}

export const readAttacks = (): Recorded => JSON.parse(readFileSync(file, 'utf8'));

export const familyOf = ({ id }: Attack): string => id.split('.')[0] ?? id;

/** Why the recording alone is not enough to send it again. */
export function incomplete({ request, body = '', headerLines = [] }: Attack): string | undefined {
  if (request.endsWith('...')) return 'the recording cut its path';
  if (body.endsWith('<cut>') || /^<\d+ bytes>$/.test(body)) return 'the recording cut its body';
  if (body.includes('\ufffd')) return 'the recording holds no bytes that are not UTF-8';
  if (headerLines.some((line) => line.includes(' lines like '))) return 'the recording cut its headers';
  return undefined;
}

/** As it was recorded: one request on a connection of its own. */
export function requestBytes({ request, headers = {}, headerLines = [], body }: Attack, token: string): Buffer {
  const withToken = (text: string): string =>
    text
      .replace('<b64 of jwt>', Buffer.from(token).toString('base64url'))
      .replace('<jwt>', token)
      .replace(/<(\d+) chars (.)>/g, (_, count: string, character: string) => character.repeat(Number(count)));
  const payload = body === undefined ? undefined : Buffer.from(withToken(body));
  const names = new Set(Object.keys(headers).map((name) => name.toLowerCase()));
  const lines = [
    `${request} HTTP/1.1`,
    'Host: 127.0.0.1',
    names.has('upgrade') ? 'Connection: Upgrade' : 'Connection: close',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${withToken(value)}`),
    ...(payload === undefined ? [] : [`Content-Length: ${payload.length}`]),
    ...(payload === undefined || names.has('content-type') ? [] : ['Content-Type: application/json']),
    ...headerLines.map(withToken),
  ];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), payload ?? Buffer.alloc(0)]);
}

/** What is not as recorded, for people. */
export function difference(expected: Expectation, answer: RawAnswer | undefined): string | undefined {
  if (answer === undefined) return expected.status === undefined ? undefined : 'no answer';
  // The real server hung.
  if (expected.status === undefined) return answer.status === 422 || answer.status === 400 ? undefined : 'accepted';
  if (expected.status !== answer.status) return `${answer.status} ${answer.body.slice(0, 300)}`;
  const status = statusOf(answer.body);
  if (expected.message !== undefined && normal(expected.message) !== normal(String(status?.message).slice(0, 900))) {
    return `message ${status?.message}`;
  }
  if (expected.reason !== undefined && expected.reason !== status?.reason) return `reason ${status?.reason}`;
  if (expected.causes !== undefined && expected.causes !== (status?.details?.causes ?? []).length) {
    return `${status?.details?.causes?.length} causes`;
  }
  const warning = answer.headers.get('warning');
  if (expected.warning !== undefined && expected.warning !== warning?.slice(0, 400)) return `warning ${warning}`;
  return undefined;
}

interface Status {
  readonly message?: string;
  readonly reason?: string;
  readonly details?: { readonly causes?: readonly unknown[] };
}

function statusOf(text: string): Status | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Without what is another one each time. */
const normal = (message: string): string =>
  message
    .replace(/(?<=\.\.\/|A-|a{58})[a-z0-9]{5}(?=")/g, '<random>')
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<uid>')
    .replace(/eyJ[\w.-]+/g, '<jwt>')
    .replace(/\d{4}-\d\d-\d\d[T ][\d:.]+(?:Z| [+-]\d{4} UTC)(?: m=\S+)?/g, '<time>');
