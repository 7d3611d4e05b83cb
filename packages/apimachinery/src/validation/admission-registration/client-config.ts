/**
 * Where a webhook is reached. Source: k8s.io/apiserver/pkg/util/webhook/validation.go.
 */
import type { ServiceReference, WebhookClientConfig } from '../../generated/types/admissionregistration-v1.js';
import { dns1123SubdomainProblems, portNumberProblems } from '../../names/index.js';
import type { Minor } from '../../version.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import { isSet, number, text } from '../zero-value.js';
import { parseURL } from './go-url.js';

const FORM = '; desired format: https://host[/path]';

export function validateClientConfig(config: WebhookClientConfig, path: Path, errors: ErrorList): void {
  const { url, service } = config;
  if (isSet(url) === isSet(service)) errors.required(path, 'exactly one of url or service is required');
  else if (isSet(url)) validateURL(text(url), path.child('url'), errors);
  else if (isSet(service)) validateService(service, path.child('service'), errors);
}

function validateURL(url: string, path: Path, errors: ErrorList): void {
  const parsed = parseURL(url);
  if (typeof parsed === 'string') return errors.required(path, `url must be a valid URL: ${parsed}${FORM}`);
  if (parsed.scheme !== 'https') {
    errors.invalid(path, parsed.scheme, `'https' is the only allowed URL scheme${FORM}`);
  }
  if (parsed.host === '') errors.invalid(path, '', `host must be specified${FORM}`);
  if (parsed.user !== undefined) {
    errors.invalid(path, parsed.user, 'user information is not permitted in the URL');
  }
  if (parsed.fragment !== '') errors.invalid(path, parsed.fragment, 'fragments are not permitted in the URL');
  if (parsed.query !== '') errors.invalid(path, parsed.query, 'query parameters are not permitted in the URL');
}

/** Before, some texts named the field. */
const PLAIN_TEXTS_SINCE: Minor = 34;

/** An absent namespace is reported under `name` and the other way round: upstream mixes them up. */
function validateService(service: ServiceReference, path: Path, errors: ErrorList): void {
  const missing = (field: 'name' | 'namespace'): void =>
    errors.required(path.child(field), errors.minor >= PLAIN_TEXTS_SINCE ? '' : `service ${field} is required`);
  if (text(service.namespace) === '') missing('name');
  if (text(service.name) === '') missing('namespace');
  const port = number(service.port);
  const problems = portNumberProblems(port);
  if (problems.length > 0) errors.invalid(path.child('port'), port, `port is not valid: ${problems.join(', ')}`);
  if (isSet(service.path)) validatePath(text(service.path), path.child('path'), errors);
}

function validatePath(urlPath: string, path: Path, errors: ErrorList): void {
  if (urlPath === '/' || urlPath === '') return;
  if (urlPath === '//') return errors.invalid(path, urlPath, 'segment[0] may not be empty');
  if (!urlPath.startsWith('/')) errors.invalid(path, urlPath, "must start with a '/'");
  const rest = urlPath.slice(1);
  const segments = (rest.endsWith('/') ? rest.slice(0, -1) : rest).split('/');
  for (const [index, segment] of segments.entries()) {
    if (segment === '') errors.invalid(path, urlPath, `segment[${index}] may not be empty`);
    else {
      const problems = dns1123SubdomainProblems(segment);
      errors.invalidEach(
        path,
        urlPath,
        problems.map((problem) => `segment[${index}]: ${problem}`),
      );
    }
  }
}
