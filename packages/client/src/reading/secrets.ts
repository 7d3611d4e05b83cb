/** Secrets without what is secret in them. */
import { isObject, listOf, member, type PlainObject, textOf } from '../untyped.js';

/**
 * How much of Secrets is read: names and types, which never leaves the server more than that; the keys of their data as
 * well, for which the values are read and thrown away at once; or all.
 */
export type SecretDetail = 'types' | 'keys' | 'values';

/** A table has the type of each Secret, and beside it nothing but metadata. */
export const SECRET_TABLE_ACCEPT = 'application/json;as=Table;v=v1;g=meta.k8s.io';

/** The rows of a table of Secrets as objects; undefined for what is no such table. */
export function secretsOfTable(answer: unknown): readonly unknown[] | undefined {
  if (textOf(answer, 'kind') !== 'Table') return undefined;
  const column = listOf(answer, 'columnDefinitions').findIndex((each) => textOf(each, 'name') === 'Type');
  return listOf(answer, 'rows').map((row) => {
    const cell = listOf(row, 'cells')[column];
    const metadata = member(member(row, 'object'), 'metadata');
    return typeof cell === 'string' && isObject(metadata)
      ? { metadata: withoutCopies(metadata, []), type: cell }
      : undefined;
  });
}

/** The Secret with every value replaced; types, keys and the hosts of registries stay. */
export function redacted(secret: PlainObject): PlainObject {
  const copy: Record<string, unknown> = { ...secret };
  const metadata = member(secret, 'metadata');
  if (isObject(metadata)) copy['metadata'] = withoutCopies(metadata, valuesOf(secret));
  for (const field of ['data', 'stringData']) {
    const data = member(secret, field);
    if (data !== undefined) copy[field] = isObject(data) ? redactedData(data, field === 'data') : {};
  }
  return copy;
}

/** Annotations in which kubectl, kapp, Rancher and Banzai keep what they applied, values and all, some of it packed. */
const APPLIED: ReadonlySet<string> = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  'kapp.k14s.io/original',
  'objectset.rio.cattle.io/applied',
  'banzaicloud.com/last-applied',
]);
const REDACTED = 'REDACTED';

/** Other tools do the same: an object with data in JSON, or anything that holds one of the values. */
function withoutCopies(metadata: PlainObject, values: readonly string[]): PlainObject {
  const annotations = member(metadata, 'annotations');
  if (!isObject(annotations)) return metadata;
  const isCopy = (key: string, text: string): boolean =>
    APPLIED.has(key) || /"(?:data|stringData)"\s*:/.test(text) || values.some((value) => text.includes(value));
  const entries = Object.entries(annotations).map(([key, value]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return [key, isCopy(key, text) ? REDACTED : value] as const;
  });
  return { ...metadata, annotations: Object.fromEntries(entries) };
}

/** Shorter values stand in any text. */
const MIN_VALUE = 6;

/** The values as they are written, and as they are read. */
function valuesOf(secret: PlainObject): readonly string[] {
  const encoded = textsIn(member(secret, 'data'));
  const decoded = encoded.map((text) => Buffer.from(text, 'base64').toString('utf8').trim());
  return [...encoded, ...decoded, ...textsIn(member(secret, 'stringData'))].filter(({ length }) => length >= MIN_VALUE);
}

const textsIn = (data: unknown): readonly string[] =>
  isObject(data) ? Object.values(data).filter((value) => typeof value === 'string') : [];

function redactedData(data: PlainObject, isEncoded: boolean): PlainObject {
  const entries = Object.entries(data).map(([key, value]) => {
    const text = typeof value === 'string' ? value : '';
    const plain = redactedText(key, isEncoded ? Buffer.from(text, 'base64').toString('utf8') : text);
    return [key, isEncoded ? Buffer.from(plain).toString('base64') : plain] as const;
  });
  return Object.fromEntries(entries);
}

/** Credentials of registries keep the hosts that they are for: which images can be pulled hangs on them. */
function redactedText(key: string, text: string): string {
  if (key !== '.dockerconfigjson' && key !== '.dockercfg') return REDACTED;
  let config: unknown;
  try {
    config = JSON.parse(text);
  } catch {
    return '{}';
  }
  const auths = key === '.dockercfg' ? config : member(config, 'auths');
  const hosts = isObject(auths) ? Object.fromEntries(Object.keys(auths).map((host) => [host, {}])) : {};
  return JSON.stringify(key === '.dockercfg' ? hosts : { auths: hosts });
}
