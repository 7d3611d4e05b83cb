/**
 * Whom a request wants to be, read from its headers: `Impersonate-User` (the first), `Impersonate-Group` (each),
 * `Impersonate-Uid` (the first) and `Impersonate-Extra-<key>` (each). A key is lower-cased, then percent-decoded, and
 * left as it is when that fails. Everything but the user needs a user: otherwise the request is malformed, 500 until
 * 1.34 and 400 from 1.35 on.
 *
 * Source: k8s.io/apiserver/pkg/endpoints/filters/impersonation.go (to 1.34), impersonation/ (from 1.35).
 */
import type { VersionProfile } from '@bulkhead/apimachinery';
import { type ApiStatus, badRequestStatus } from '../authorization/api-status.js';
import { goQuote, goStringsLiteral } from '../authorization/go-syntax.js';
import { percentDecode } from '../authorization/percent-decoding.js';
import { splitServiceAccountUsername } from '../authorization/service-account-user.js';
import { type UserInfo, userInfo } from '../authorization/user-info.js';

const USER = 'impersonate-user';
const GROUP = 'impersonate-group';
const UID = 'impersonate-uid';
const EXTRA_PREFIX = 'impersonate-extra-';

/** Names and values in the order in which they were sent; a header that is repeated comes repeatedly. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

export type WantedUser =
  | { readonly kind: 'none' }
  | { readonly kind: 'user'; readonly user: UserInfo }
  | { readonly kind: 'badRequest'; readonly status: ApiStatus }
  /** HTTP 500 with this message; see `internalErrorBody`. */
  | { readonly kind: 'internalError'; readonly message: string };

export function wantedUser(headers: HeaderList, profile: VersionProfile): WantedUser {
  const valuesOf = (wanted: string): readonly string[] =>
    headers.filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value);
  const user = userInfo({
    name: valuesOf(USER)[0] ?? '',
    uid: valuesOf(UID)[0] ?? '',
    groups: valuesOf(GROUP),
    extra: extraOf(headers),
  });
  if (user.name !== '') return { kind: 'user', user };
  if (user.uid === '' && user.groups.length === 0 && user.extra.size === 0) return { kind: 'none' };
  if (profile.enabled('ConstrainedImpersonation')) {
    return {
      kind: 'badRequest',
      status: badRequestStatus(`requested ${structText(user)} without impersonating a user name`),
    };
  }
  const message = `requested [${referenceTexts(user).join(' ')}] without impersonating a user`;
  if (profile.minor >= MALFORMED_IS_BAD_REQUEST_FROM) return { kind: 'badRequest', status: badRequestStatus(message) };
  return { kind: 'internalError', message };
}

const MALFORMED_IS_BAD_REQUEST_FROM = 35;

/** Whether later handlers must not see the header. */
export function isImpersonationHeader(name: string): boolean {
  const lower = name.toLowerCase();
  return lower === USER || lower === GROUP || lower === UID || lower.startsWith(EXTRA_PREFIX);
}

function extraOf(headers: HeaderList): ReadonlyMap<string, readonly string[]> {
  const extra = new Map<string, string[]>();
  for (const [name, value] of headers) {
    const lower = name.toLowerCase();
    if (!lower.startsWith(EXTRA_PREFIX)) continue;
    const encoded = lower.slice(EXTRA_PREFIX.length);
    const key = percentDecode(encoded) ?? encoded;
    const values = extra.get(key);
    if (values === undefined) extra.set(key, [value]);
    else values.push(value);
  }
  return extra;
}

/** The object references that the old filter makes of the headers, as Go prints them. */
function referenceTexts(user: UserInfo): readonly string[] {
  const account = splitServiceAccountUsername(user.name);
  const named = account
    ? [`{ServiceAccount ${account.namespace} ${account.name}    }`]
    : user.name === ''
      ? []
      : [`{User  ${user.name}    }`];
  const extras = [...user.extra].flatMap(([key, values]) =>
    values.map((value) => `{UserExtra  ${value}  authentication.k8s.io/v1  ${key}}`),
  );
  const uid = user.uid === '' ? [] : [`{UID  ${user.uid}  authentication.k8s.io/v1  }`];
  return [...named, ...user.groups.map((group) => `{Group  ${group}    }`), ...extras, ...uid];
}

/** The user as Go prints the struct: `&user.DefaultInfo{...}`. */
function structText(user: UserInfo): string {
  const entries = [...user.extra].sort(([a], [b]) => (a < b ? -1 : 1));
  const extra =
    entries.length === 0
      ? 'map[string][]string(nil)'
      : `map[string][]string{${entries.map(([key, values]) => `${goQuote(key)}:${goStringsLiteral(values)}`).join(', ')}}`;
  const groups = goStringsLiteral(user.groups);
  return `&user.DefaultInfo{Name:${goQuote(user.name)}, UID:${goQuote(user.uid)}, Groups:${groups}, Extra:${extra}}`;
}
