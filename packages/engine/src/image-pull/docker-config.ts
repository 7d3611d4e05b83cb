/**
 * Pull secrets: what the kubelet takes from a Secret that a pod names in `imagePullSecrets`.
 * Source: pkg/credentialprovider/secrets/secrets.go, pkg/credentialprovider/config.go.
 */
import type { Secret } from '@bulkhead/apimachinery/types/core-v1';
import { memberOf, objectOf } from '../security-context/plain-values.js';

export interface RegistryCredential {
  readonly username: string;
  readonly password: string;
  readonly email: string;
}

export interface RegistryEntry {
  /** The key of the entry as written: `https://index.docker.io/v1/`, `quay.io/team`. */
  readonly location: string;
  readonly credential: RegistryCredential;
}

export type PullSecret =
  | { readonly state: 'usable'; readonly entries: readonly RegistryEntry[] }
  /** The kubelet passes over it without a word. */
  | { readonly state: 'ignored'; readonly why: string }
  /** The data is not here: taken out of a dump, or filled in later. */
  | { readonly state: 'unknown' }
  /** The kubelet gives up the whole look-up, that of the other Secrets included. */
  | { readonly state: 'unreadable'; readonly why: string };

const CONFIG_JSON = { type: 'kubernetes.io/dockerconfigjson', key: '.dockerconfigjson' };
const LEGACY_CONFIG = { type: 'kubernetes.io/dockercfg', key: '.dockercfg' };
/** The type of a Secret that has none. */
const OPAQUE = 'Opaque';

/** The credentials in the Secret, for the kubelet. */
export function pullSecretOf(secret: Secret): PullSecret {
  const type = typeof secret.type === 'string' && secret.type !== '' ? secret.type : OPAQUE;
  const form = [CONFIG_JSON, LEGACY_CONFIG].find((each) => each.type === type);
  if (form === undefined) {
    return { state: 'ignored', why: `its type is ${type}, not ${CONFIG_JSON.type}` };
  }
  const text = dataOf(secret, form.key);
  if (text === undefined) return { state: 'unreadable', why: `${form.key} is not base64` };
  if (text === '') return { state: 'unknown' };
  return entriesOf(text, form);
}

/** The text under the key, where stringData comes first; empty where there is none, undefined for what is no base64. */
function dataOf(secret: Secret, key: string): string | undefined {
  const plain = memberOf(objectOf(secret.stringData), key);
  if (plain !== undefined) return plain;
  const encoded = memberOf(objectOf(secret.data), key);
  return encoded === undefined ? '' : decodeBase64(encoded);
}

function entriesOf(text: string, { key }: typeof CONFIG_JSON): PullSecret {
  const document = objectOf(parseJson(text));
  if (document === undefined) return { state: 'unreadable', why: `${key} is not JSON` };
  const auths: unknown = key === CONFIG_JSON.key ? memberValue(document, 'auths') : document;
  const entries: RegistryEntry[] = [];
  for (const [location, value] of Object.entries(objectOf(auths as object | undefined) ?? {})) {
    const credential = credentialOf(objectOf(value as object | null));
    if (credential === undefined) return { state: 'unreadable', why: AUTH_PROBLEM };
    entries.push({ location, credential });
  }
  return { state: 'usable', entries };
}

const AUTH_PROBLEM = 'unable to parse auth field, must be formatted as base64(username:password)';

/** `auth` comes before user name and password; undefined when it does not hold both. */
function credentialOf(entry: object | undefined): RegistryCredential | undefined {
  const email = textMember(entry, 'email');
  const auth = textMember(entry, 'auth');
  if (auth === '') {
    return { username: textMember(entry, 'username'), password: textMember(entry, 'password'), email };
  }
  const pair = decodeBase64(auth.trim());
  const colon = pair?.indexOf(':') ?? -1;
  if (pair === undefined || colon < 0) return undefined;
  return { username: pair.slice(0, colon), password: pair.slice(colon + 1), email };
}

const memberValue = (value: object, key: string): unknown =>
  Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;

function textMember(value: object | undefined, key: string): string {
  const member = value === undefined ? undefined : memberValue(value, key);
  return typeof member === 'string' ? member : '';
}

function parseJson(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function decodeBase64(text: string): string | undefined {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(text), (character) => character.charCodeAt(0)));
  } catch {
    return undefined;
  }
}
