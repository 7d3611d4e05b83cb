/**
 * `--token-auth-file`: tokens that do not change, one user a line: token, user name, UID, and groups in one column.
 *
 * Source: k8s.io/apiserver/pkg/authentication/token/tokenfile.
 */
import { type UserInfo, userInfo } from '@bulkhead/engine/authorization';
import { commonAudiences } from './audiences.js';
import { type TokenAuthenticator, UNKNOWN } from './authenticator.js';
import { sha256 } from './secret-comparison.js';

export type TokenFile =
  | {
      readonly users: ReadonlyMap<string, UserInfo>;
      /** What is odd about it, without tokens. */
      readonly warnings: readonly string[];
    }
  | { readonly error: string };

/** Users by the SHA-256 of their token: looking a secret up by its hash tells nothing by its time. */
export function parseTokenFile(name: string, text: string): TokenFile {
  const users = new Map<string, UserInfo>();
  const warnings: string[] = [];
  const records = csvRecords(text);
  if (records === undefined) return { error: `token file '${name}' is not CSV: a quote is not closed or out of place` };
  for (const [index, record] of records.entries()) {
    if (record.length < 3) {
      return {
        error: `token file '${name}' must have at least 3 columns (token, user name, user uid), found ${record.length}`,
      };
    }
    const [token = '', user = '', uid = '', groups = ''] = record;
    if (token === '') {
      warnings.push(`empty token has been found in token file '${name}', record number '${index + 1}'`);
      continue;
    }
    const key = keyOf(token);
    if (users.has(key)) {
      warnings.push(`duplicate token has been found in token file '${name}', record number '${index + 1}'`);
    }
    users.set(key, userInfo({ name: user, uid, ...(groups === '' ? {} : { groups: groups.split(',') }) }));
  }
  return { users, warnings };
}

export function tokenFileAuthenticator(
  users: ReadonlyMap<string, UserInfo>,
  apiAudiences: readonly string[],
): TokenAuthenticator {
  return {
    authenticateToken(token, audiences) {
      const user = users.get(keyOf(token));
      if (user === undefined) return UNKNOWN;
      return forApiServer(user, audiences, apiAudiences) ?? UNKNOWN;
    },
  };
}

/** A credential that says nothing of audiences is for the API server. */
export function forApiServer(
  user: UserInfo,
  wanted: readonly string[],
  apiAudiences: readonly string[],
): { readonly kind: 'authenticated'; readonly user: UserInfo; readonly audiences?: readonly string[] } | undefined {
  const target = wanted.length === 0 ? apiAudiences : wanted;
  if (target.length === 0) return { kind: 'authenticated', user };
  const audiences = commonAudiences(target, apiAudiences);
  return audiences.length === 0 ? undefined : { kind: 'authenticated', user, audiences };
}

const keyOf = (token: string): string => sha256(token).toString('base64');

/** Records of CSV as Go reads them, blank lines left out; undefined for quotes that do not match. */
function csvRecords(text: string): string[][] | undefined {
  const records: string[][] = [];
  let record: string[] = [];
  const pattern = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (match === null) return undefined;
    const [, quoted, plain = '', end] = match;
    record.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ',' && pattern.lastIndex < text.length) continue;
    if (end === ',') record.push('');
    if (record.length > 1 || quoted !== undefined || plain !== '') records.push(record);
    record = [];
  }
  return records;
}
