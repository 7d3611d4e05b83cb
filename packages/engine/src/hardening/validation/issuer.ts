/**
 * The issuer of an authenticator in an AuthenticationConfiguration.
 *
 * Source: k8s.io/apiserver/pkg/apis/apiserver/validation/validation.go (validateIssuer).
 */
import { duplicate, type FieldError, invalid, type Minor, required } from '@bulkhead/apimachinery';
import type { ClusterProfile } from '@bulkhead/features';
import { textOf, textsOf, valueAt } from '../plain-value.js';

const SHORT_TEXTS_FROM: Minor = 34;

export function issuerErrors(
  issuer: unknown,
  path: string,
  profile: ClusterProfile,
  issuers: readonly string[],
): readonly FieldError[] {
  const url = textOf(valueAt(issuer, 'url'));
  const discovery = textOf(valueAt(issuer, 'discoveryURL'));
  return [
    ...(url === ''
      ? [required(`${path}.url`, profile.minor < SHORT_TEXTS_FROM ? 'URL is required' : '')]
      : urlErrors(url, `${path}.url`, issuers)),
    ...discoveryErrors(url, discovery, `${path}.discoveryURL`),
    ...audienceErrors(issuer, path, profile.minor),
    ...egressErrors(textOf(valueAt(issuer, 'egressSelectorType')), `${path}.egressSelectorType`, profile),
  ];
}

function discoveryErrors(url: string, discovery: string, path: string): readonly FieldError[] {
  if (discovery === '') return [];
  const isSame = url !== '' && withoutSlashes(url) === withoutSlashes(discovery);
  const same = isSame ? [invalid(path, discovery, 'discoveryURL must be different from URL')] : [];
  return [...same, ...urlErrors(discovery, path, [])];
}

function withoutSlashes(url: string): string {
  let end = url.length;
  while (url[end - 1] === '/') end--;
  return url.slice(0, end);
}

function urlErrors(url: string, path: string, issuers: readonly string[]): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (issuers.includes(url)) {
    const list = [...new Set(issuers)].sort().join(' ');
    errors.push(invalid(path, url, `URL must not overlap with disallowed issuers: [${list}]`));
  }
  // What Go cannot parse is told in Go's words, which are not repeated here.
  const [, scheme = '', rest = ''] = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(.*)$/s.exec(url) ?? [];
  const hash = rest.indexOf('#');
  const beforeFragment = hash === -1 ? rest : rest.slice(0, hash);
  const question = beforeFragment.indexOf('?');
  const beforeQuery = question === -1 ? beforeFragment : beforeFragment.slice(0, question);
  const authority = beforeQuery.startsWith('//') ? (beforeQuery.slice(2).split('/')[0] ?? '') : '';
  if (scheme.toLowerCase() !== 'https') errors.push(invalid(path, url, 'URL scheme must be https'));
  if (authority.includes('@')) errors.push(invalid(path, url, 'URL must not contain a username or password'));
  if (question !== -1 && question < beforeFragment.length - 1) {
    errors.push(invalid(path, url, 'URL must not contain a query'));
  }
  if (hash !== -1 && hash < rest.length - 1) errors.push(invalid(path, url, 'URL must not contain a fragment'));
  return errors;
}

function audienceErrors(issuer: unknown, parent: string, minor: Minor): readonly FieldError[] {
  const path = `${parent}.audiences`;
  const audiences = textsOf(valueAt(issuer, 'audiences'));
  if (audiences.length === 0) return [required(path, `at least one ${path} is required`)];
  const seen = new Set<string>();
  const errors = audiences.flatMap((audience, index) => {
    const found: FieldError[] = [];
    const at = `${path}[${index}]`;
    if (audience === '') found.push(required(at, minor < SHORT_TEXTS_FROM ? "audience can't be empty" : ''));
    if (seen.has(audience)) found.push(duplicate(at, audience));
    seen.add(audience);
    return found;
  });
  const policy = textOf(valueAt(issuer, 'audienceMatchPolicy'));
  const at = `${parent}.audienceMatchPolicy`;
  if (audiences.length > 1 && policy !== 'MatchAny') {
    errors.push(invalid(at, policy, 'audienceMatchPolicy must be MatchAny for multiple audiences'));
  } else if (audiences.length === 1 && policy !== '' && policy !== 'MatchAny') {
    errors.push(invalid(at, policy, 'audienceMatchPolicy must be empty or MatchAny for single audience'));
  }
  return errors;
}

function egressErrors(type: string, path: string, profile: ClusterProfile): readonly FieldError[] {
  // Older versions do not have the field.
  if (type === '' || profile.minor < 34) return [];
  const gate = 'StructuredAuthenticationConfigurationEgressSelector';
  const errors: FieldError[] = [];
  if (!profile.enabled(gate)) {
    errors.push(invalid(path, type, `egress selector is not supported when ${gate} feature gate is disabled`));
  }
  if (type !== 'controlplane' && type !== 'cluster') {
    errors.push(invalid(path, type, 'egress selector must be either controlplane or cluster'));
  }
  return errors;
}
