/**
 * Credentials that are known by their form alone: keys, tokens with the prefix of who gives them out, and URLs with a
 * password. Sources: RFC 7468 and the documentation of each issuer's token format.
 */

/** What the text holds, with its article: `a private key`; undefined where nothing is known by its form. */
export function knownCredential(text: string): string | undefined {
  if (text.length < SHORTEST || !HINT.test(text)) return undefined;
  for (const [what, pattern] of FORMATS) if (pattern.test(text)) return what;
  return hasUrlPassword(text) ? 'a password in a URL' : undefined;
}

/** `a://:b@c` and what is as short is worth nobody's while. */
const SHORTEST = 12;

/** One look for the beginnings of all forms: most texts have none. */
const HINT = new RegExp(
  [
    ...['-----BEGIN', 'A[KS]IA[A-Z0-9]', 'gh[oprsu]_', 'github_pat_', 'glpat-', 'xox[abeprs]-', 'AIza'],
    ...['[rs]k_live_', 'eyJ', 'npm_', 'sk-(?:ant|proj)-', 'SG\\.', 'hooks\\.slack\\.com', '://'],
  ].join('|'),
);

/** Lengths are bounded, so that no text takes longer than a small multiple of its length. */
const FORMATS: readonly (readonly [string, RegExp])[] = [
  ['a private key', /-----BEGIN (?:[A-Z]{2,9} ){0,2}PRIVATE KEY-----(?:\s|\\[nr]){1,8}[A-Za-z0-9+/=]{20}/],
  // The keys of the documentation end so.
  ['an AWS access key', /\bA[KS]IA(?![A-Z0-9]{9}EXAMPLE)[A-Z0-9]{16}\b/],
  ['a GitHub token', /\bgh[oprsu]_[A-Za-z0-9]{36}|\bgithub_pat_\w{60}/],
  ['a GitLab token', /\bglpat-[\w-]{20}/],
  ['a Slack token', /\bxox[abeprs]-[\w-]{20}|hooks\.slack\.com\/services\/T\w{6,12}\/B\w{6,12}\/\w{20}/],
  ['a Google API key', /\bAIza[\w-]{35}\b/],
  ['a Stripe key', /\b[rs]k_live_[A-Za-z0-9]{20}/],
  ['an npm token', /\bnpm_[A-Za-z0-9]{36}\b/],
  ['an API key', /\bsk-(?:ant|proj)-[\w-]{20}|\bSG\.[\w-]{22}\.[\w-]{43}/],
  ['a JSON web token', /\beyJ[\w-]{10,300}\.eyJ[\w-]{10}/],
];

/** More than this is no user name, password and host. */
const MAX_AUTHORITY = 300;
/** What manuals write, and what is filled in later. */
const NO_PASSWORD = /^(?:|pass|passwd|password|pwd|secret|token|xxx+|\*+|\.+)$|[${}<>%()\s"'`]/i;

function hasUrlPassword(text: string): boolean {
  for (let at = text.indexOf('://'); at >= 0; at = text.indexOf('://', at + 3)) {
    const rest = text.slice(at + 3, at + 3 + MAX_AUTHORITY);
    const authority = rest.slice(0, endOfAuthority(rest));
    const end = authority.lastIndexOf('@');
    const colon = authority.indexOf(':');
    if (colon < 0 || end < colon || end === authority.length - 1) continue;
    if (!NO_PASSWORD.test(authority.slice(colon + 1, end)) && !/[${}<>%]/.test(authority.slice(0, colon))) return true;
  }
  return false;
}

function endOfAuthority(text: string): number {
  const end = text.search(/[/?#\s"'`,;]/);
  return end < 0 ? text.length : end;
}
