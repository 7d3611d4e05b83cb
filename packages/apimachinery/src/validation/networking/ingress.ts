/**
 * Ingresses. Source: pkg/apis/networking/validation/validation.go ValidateIngressCreate.
 */
import type { Ingress, IngressRule, IngressSpec, IngressTLS } from '../../generated/types/networking-v1.js';
import { parseIP } from '../../ip/index.js';
import { dns1123SubdomainProblems, nameIsDnsSubdomain, wildcardDns1123SubdomainProblems } from '../../names/index.js';
import { internalValue } from '../bad-value.js';
import type { ErrorList } from '../error-list.js';
import { Path } from '../field-path.js';
import { validateObjectMeta } from '../metadata/object-meta.js';
import { report, validateDns1123Subdomain } from '../name.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, list, struct, text, textEntry, texts } from '../zero-value.js';
import { validateIngressBackend } from './ingress-backend.js';
import { validateIngressPath } from './ingress-path.js';

const SPEC_PATH = new Path('spec');
const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';

export function validateIngress(object: Ingress, options: ValidationOptions, errors: ErrorList): void {
  validateObjectMeta(object.metadata, { isNamespaced: true, nameRule: nameIsDnsSubdomain }, errors);
  const spec: IngressSpec = struct(object.spec);
  const rules = list(spec.rules);
  if (rules.length === 0 && !isSet(spec.defaultBackend)) {
    const badValue = internalValue('[]networking.IngressRule', spec.rules, errors.minor);
    errors.invalid(SPEC_PATH, badValue, 'either `defaultBackend` or `rules` must be specified');
  }
  if (isSet(spec.defaultBackend)) {
    validateIngressBackend(spec.defaultBackend, SPEC_PATH.child('defaultBackend'), options, errors);
  }
  for (const [index, rule] of rules.entries())
    validateRule(rule, SPEC_PATH.child('rules').index(index), options, errors);
  for (const [index, tls] of list(spec.tls).entries()) validateTls(tls, SPEC_PATH.child('tls').index(index), errors);
  const className = spec.ingressClassName;
  if (isSet(className)) validateDns1123Subdomain(text(className), SPEC_PATH, 'ingressClassName', errors);
  const annotation = textEntry(object.metadata?.annotations, CLASS_ANNOTATION);
  if (annotation === undefined || !isSet(className) || annotation === className) return;
  const path = new Path('annotations').child(CLASS_ANNOTATION);
  errors.invalid(path, annotation, 'must match `ingressClassName` when both are specified');
}

const hostProblems = (host: string): readonly string[] =>
  host.includes('*') ? wildcardDns1123SubdomainProblems(host) : dns1123SubdomainProblems(host);

function validateRule(rule: IngressRule, path: Path, options: ValidationOptions, errors: ErrorList): void {
  const host = text(rule.host);
  if (host !== '') {
    if (parseIP(host) !== undefined) {
      errors.invalid(path.child('host'), host, 'must be a DNS name, not an IP address');
    }
    report(host, hostProblems(host), path, 'host', errors);
  }
  if (!isSet(rule.http)) return;
  const pathsPath = path.child('http').child('paths');
  const paths = list(rule.http.paths);
  if (paths.length === 0) errors.required(pathsPath);
  for (const [index, entry] of paths.entries()) validateIngressPath(entry, pathsPath.index(index), options, errors);
}

function validateTls(tls: IngressTLS, path: Path, errors: ErrorList): void {
  for (const [index, host] of texts(tls.hosts).entries()) {
    errors.invalidEach(path.child('hosts').index(index), host, hostProblems(host));
  }
  const secretName = text(tls.secretName);
  if (secretName !== '') validateDns1123Subdomain(secretName, path, 'secretName', errors);
}
