/**
 * Names of certificate signers and of the trust bundles that belong to them.
 * Source: pkg/apis/core/validation/names.go.
 */
import { quote } from '../field-error.js';
import {
  DNS1123_LABEL_MAX_LENGTH,
  DNS1123_SUBDOMAIN_MAX_LENGTH,
  dns1123LabelProblems,
  dns1123SubdomainProblems,
  exceedsBytes,
} from '../names/index.js';
import type { ErrorList } from './error-list.js';
import type { Path } from './field-path.js';

const SIGNER_NAME_MAX_LENGTH =
  DNS1123_SUBDOMAIN_MAX_LENGTH + DNS1123_SUBDOMAIN_MAX_LENGTH + DNS1123_LABEL_MAX_LENGTH + 2;

/** Signers whose rules Kubernetes itself makes. */
export function isKubernetesSignerName(signerName: string): boolean {
  const [host = ''] = signerName.split('/', 1);
  return host === 'kubernetes.io' || host.endsWith('.kubernetes.io');
}

/** `domain/path`. */
export function validateSignerName(signerName: string, path: Path, errors: ErrorList): void {
  if (signerName === '') return errors.required(path);
  const segments = signerName.split('/', 3);
  const [domain = '', name = ''] = segments;
  if (segments.length !== 2) {
    const detail = "must be a fully qualified domain and path of the form 'example.com/signer-name'";
    return errors.invalid(path, signerName, detail);
  }
  if (exceedsBytes(domain, DNS1123_SUBDOMAIN_MAX_LENGTH)) errors.tooLong(path, DNS1123_SUBDOMAIN_MAX_LENGTH);
  reportFirstBadLabel(domain, dns1123LabelProblems, path, errors);
  if (!domain.includes('.')) {
    errors.invalid(path, domain, 'should be a domain with at least two segments separated by dots');
  }
  reportFirstBadLabel(name, dns1123SubdomainProblems, path, errors);
  if (exceedsBytes(signerName, SIGNER_NAME_MAX_LENGTH)) errors.tooLong(path, SIGNER_NAME_MAX_LENGTH);
}

function reportFirstBadLabel(
  text: string,
  rule: (label: string) => readonly string[],
  path: Path,
  errors: ErrorList,
): void {
  for (const label of text.split('.')) {
    const problems = rule(label);
    if (problems.length === 0) continue;
    for (const problem of problems) errors.invalid(path, text, `validating label ${quote(label)}: ${problem}`);
    return;
  }
}

/** `signer:name`, or a plain name for bundles without a signer. */
export function clusterTrustBundleNameProblems(name: string): readonly string[] {
  const colon = name.lastIndexOf(':');
  if (colon === 0) return ['ClusterTrustBundle without signer name must not have ":" in its name'];
  return dns1123SubdomainProblems(name.slice(colon + 1));
}
