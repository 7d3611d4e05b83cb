/**
 * Where a list goes on: the revision that is read, and the first key of the next page.
 *
 * Source: k8s.io/apiserver/pkg/storage/continue.go.
 */
import { readManifest } from '@bulkhead/manifest';
import { badRequest } from '../registry/failures.js';

export interface ContinueToken {
  /** NOW: the list is not consistent with its first pages. */
  readonly revision: number;
  /** Relative to the list's prefix: `ns/name`, or the name alone within a namespace. */
  readonly start: string;
}

/** Every negative revision of a token stands for it. */
export const NOW = -1;

const VERSION = 'meta.k8s.io/v1';

export function encodeContinueToken({ revision, start }: ContinueToken): string {
  return Buffer.from(JSON.stringify({ v: VERSION, rv: revision, start }), 'utf8').toString('base64url');
}

export function decodeContinueToken(text: string): ContinueToken {
  const { v, rv, start } = parse(decodeBase64(text));
  if (v !== VERSION) {
    throw invalidToken(`server does not recognize this encoded version ${typeof v === 'string' ? v : ''}`);
  }
  if (typeof rv === 'number' && !Number.isSafeInteger(rv)) {
    throw invalidToken(`json: cannot unmarshal number ${rv} into Go struct field continueToken.rv of type int64`);
  }
  if (typeof rv !== 'number' || rv === 0) {
    throw invalidToken(`incorrect encoded start resourceVersion (version ${VERSION})`);
  }
  if (typeof start !== 'string' || start === '') throw invalidToken(`encoded start key empty (version ${VERSION})`);
  // A key that leaves the list's prefix would read what the request may not: it is refused.
  const cleaned = cleanPath(start.startsWith('/') ? start : `/${start}`);
  if (cleaned !== (start.startsWith('/') ? start : `/${start}`)) throw invalidToken(start);
  return { revision: rv < 0 ? NOW : rv, start: start.startsWith('/') ? start.slice(1) : start };
}

const invalidToken = (why: string): Error => badRequest(`invalid continue token: continue key is not valid: ${why}`);

function decodeBase64(text: string): string {
  const bad = /[^A-Za-z0-9_-]/.exec(text);
  if (bad !== null) throw invalidToken(`illegal base64 data at input byte ${bad.index}`);
  if (text.length % 4 === 1) throw invalidToken(`illegal base64 data at input byte ${text.length - 1}`);
  return Buffer.from(text, 'base64url').toString('latin1');
}

/** What encoding/json says of a text that is no object. */
function parse(latin1: string): Readonly<Record<string, unknown>> {
  const text = Buffer.from(latin1, 'latin1').toString('utf8');
  const { documents, errors } = readManifest(text, { format: 'json', limits: { maxDepth: 100 } });
  const [error] = errors;
  if (error !== undefined) throw invalidToken(error.message);
  const value = documents[0]?.value;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalidToken('unexpected end of JSON input');
  return value as Readonly<Record<string, unknown>>;
}

/** Go's path.Clean of an absolute path. */
function cleanPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return `/${parts.join('/')}`;
}
