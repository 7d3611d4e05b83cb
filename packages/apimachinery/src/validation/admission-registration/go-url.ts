/**
 * URLs as Go reads them: the parts that validation looks at, or what is wrong.
 * Source: net/url of Go's standard library, Parse.
 */
import { quote } from '../../field-error.js';

export interface ParsedURL {
  readonly scheme: string;
  readonly host: string;
  /** undefined without user information. */
  readonly user: string | undefined;
  readonly query: string;
  readonly fragment: string;
}

// Go refuses characters below a blank, and the last one of ASCII.
const CONTROL = /[\0-\x1f\x7f]/;
const ESCAPE = /%(?![0-9a-fA-F]{2})/;
const USER = /^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/;
const HOST = /^[A-Za-z0-9\-._~!$&'()*+,;=:[\]<>"%\u0080-\u{10ffff}]*$/u;

/** The parts of the URL, or Go's error text. */
export function parseURL(url: string): ParsedURL | string {
  const hash = url.indexOf('#');
  const beforeFragment = hash < 0 ? url : url.slice(0, hash);
  const fragment = hash < 0 ? '' : url.slice(hash + 1);
  const fail = (problem: string, where = beforeFragment): string => `parse ${quote(where)}: ${problem}`;
  if (CONTROL.test(beforeFragment)) return fail('net/url: invalid control character in URL');
  const schemeEnd = schemeLength(beforeFragment);
  if (schemeEnd < 0) return fail('missing protocol scheme');
  const scheme = beforeFragment.slice(0, Math.max(0, schemeEnd)).toLowerCase();
  let rest = schemeEnd === 0 ? beforeFragment : beforeFragment.slice(schemeEnd + 1);
  const mark = rest.indexOf('?');
  const query = mark < 0 ? '' : rest.slice(mark + 1);
  if (mark >= 0) rest = rest.slice(0, mark);
  const parts: ParsedURL = { scheme, host: '', user: undefined, query, fragment };
  if (!rest.startsWith('/')) {
    if (scheme !== '') return parts;
    const segment = rest.split('/', 1)[0] ?? '';
    if (segment.includes(':')) return fail('first path segment in URL cannot contain colon');
  }
  const hasAuthority = (scheme !== '' || !rest.startsWith('///')) && rest.startsWith('//');
  const authorityEnd = hasAuthority ? indexOrLength(rest, '/', 2) : 0;
  const authority = hasAuthority ? parseAuthority(rest.slice(2, authorityEnd)) : parts;
  if (typeof authority === 'string') return fail(authority);
  const badEscape = escapeProblem(rest.slice(authorityEnd));
  if (badEscape !== undefined) return fail(badEscape);
  const badFragment = escapeProblem(fragment);
  if (badFragment !== undefined) return fail(badFragment, url);
  return { ...parts, host: authority.host, user: authority.user };
}

/** 0: no scheme; -1: a colon without a scheme in front. */
function schemeLength(url: string): number {
  const colon = url.search(/[^A-Za-z0-9+\-.]/);
  if (colon < 0 || url.charAt(colon) !== ':') return 0;
  if (colon === 0) return -1;
  return /^[A-Za-z]/.test(url) ? colon : 0;
}

function indexOrLength(value: string, search: string, from: number): number {
  const index = value.indexOf(search, from);
  return index < 0 ? value.length : index;
}

function escapeProblem(value: string): string | undefined {
  const index = value.search(ESCAPE);
  return index < 0 ? undefined : `invalid URL escape ${quote(value.slice(index, index + 3))}`;
}

function parseAuthority(authority: string): Pick<ParsedURL, 'host' | 'user'> | string {
  const at = authority.lastIndexOf('@');
  const host = authority.slice(at + 1);
  const problem = hostProblem(host);
  if (problem !== undefined) return problem;
  if (at < 0) return { host, user: undefined };
  const user = authority.slice(0, at);
  if (!USER.test(user)) return 'net/url: invalid userinfo';
  return escapeProblem(user) ?? { host, user };
}

function hostProblem(host: string): string | undefined {
  const bracket = host.startsWith('[') ? host.lastIndexOf(']') : -1;
  if (host.startsWith('[') && bracket < 0) return "missing ']' in host";
  const colon = bracket < 0 ? host.lastIndexOf(':') : bracket + 1;
  const port = colon < 0 ? '' : host.slice(colon);
  if (port !== '' && !/^:[0-9]*$/.test(port)) return `invalid port ${quote(port)} after host`;
  const escaped = /%[0-9a-fA-F]{2}/.exec(host);
  const badEscape = escapeProblem(host);
  if (badEscape !== undefined) return badEscape;
  if (escaped !== null && bracket < 0 && escaped[0] < '%80') return `invalid URL escape ${quote(escaped[0])}`;
  if (HOST.test(host)) return undefined;
  const bad = [...host].find((character) => !HOST.test(character)) ?? '';
  return `invalid character ${quote(bad)} in host name`;
}
