/**
 * Names that say that their value is a credential: `DB_PASSWORD`, `jwt-secret`, `apiKey`. The last words count, so that
 * `TOKEN_TTL`, `passwordFile` and `SECRET_NAME` are none.
 */

export type CredentialKind = 'password' | 'secret' | 'token' | 'key';

export interface CredentialName {
  readonly kind: CredentialKind;
  /** Such a name never means an object that holds the credential, so that plain words count as its value, too. */
  readonly isPlain: boolean;
}

const HINT = /pass|pwd|secret|token|cred|key/i;
const MAX_LENGTH = 200;

const KEY_BEFORE: ReadonlySet<string> = new Set([
  ...['access', 'account', 'api', 'app', 'auth', 'crypto', 'deploy', 'encryption', 'hmac', 'jwt', 'master'],
  ...['private', 'secret', 'session', 'shared', 'signing', 'ssh', 'storage'],
]);
const PLAIN_BEFORE: ReadonlySet<string> = new Set(['cookie', 'encryption', 'hmac', 'jwt', 'session', 'signing']);
/** `PWD` is the working directory, `two-pass` no password. */
const NO_PASS_BEFORE: ReadonlySet<string> = new Set(['multi', 'old', 'one', 'proxy', 'single', 'two']);

/** Undefined where the name says nothing of the kind. */
export function credentialNamed(name: string): CredentialName | undefined {
  if (name.length > MAX_LENGTH || !HINT.test(name)) return undefined;
  const words = wordsOf(name);
  const last = (words.at(-1) ?? '').replace(/\d{1,3}$/, '');
  const before = words.at(-2) ?? '';
  const isPlain = PLAIN_BEFORE.has(before);
  if (/(?:password|passwd|passphrase)$/.test(last) || isShortPassword(last, before)) {
    return { kind: 'password', isPlain: true };
  }
  if (last.endsWith('secret')) return { kind: 'secret', isPlain };
  if (last.endsWith('token') || /^cred(?:ential)?s?$/.test(last)) return { kind: 'token', isPlain };
  return isKey(words, last, before) ? { kind: 'key', isPlain } : undefined;
}

const isShortPassword = (last: string, before: string): boolean =>
  (last === 'pass' || last === 'pwd') && before !== '' && !NO_PASS_BEFORE.has(before);

function isKey(words: readonly string[], last: string, before: string): boolean {
  if (last === 'key') return KEY_BEFORE.has(before);
  // Rails: SECRET_KEY_BASE.
  if (last === 'base') return before === 'key' && words.at(-3) === 'secret';
  return /(?:access|api|auth|encryption|private|secret|session|signing)key$/.test(last);
}

const wordsOf = (name: string): readonly string[] =>
  name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '');
