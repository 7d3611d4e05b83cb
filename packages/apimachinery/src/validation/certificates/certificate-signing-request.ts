/**
 * Certificate signing requests, apart from the request itself, whose signature is checked where it is stored.
 * Source: pkg/apis/certificates/validation/validation.go.
 */
import type {
  CertificateSigningRequest,
  CertificateSigningRequestCondition,
} from '../../generated/types/certificates-v1.js';
import { NO_PROBLEMS } from '../../names/index.js';
import { base64Size, base64Text } from '../core/base64-size.js';
import type { ErrorList } from '../error-list.js';
import { Path } from '../field-path.js';
import { validateObjectMeta } from '../metadata/object-meta.js';
import { validateSignerName } from '../signer-name.js';
import { semanticallyEqual } from '../update/semantic-equal.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, list, number, struct, text, texts } from '../zero-value.js';

const SPEC = new Path('spec');
const CONDITIONS = new Path('status').child('conditions');
const CERTIFICATE = new Path('status').child('certificate');
const LEGACY_SIGNER = 'kubernetes.io/legacy-unknown';
const MIN_SECONDS = 600;

/** Sorted. */
const USAGES: readonly string[] = [
  'any',
  'cert sign',
  'client auth',
  'code signing',
  'content commitment',
  'crl sign',
  'data encipherment',
  'decipher only',
  'digital signature',
  'email protection',
  'encipher only',
  'ipsec end system',
  'ipsec tunnel',
  'ipsec user',
  'key agreement',
  'key encipherment',
  'microsoft sgc',
  'netscape sgc',
  'ocsp signing',
  's/mime',
  'server auth',
  'signing',
  'timestamping',
];

/** Any name will do, as long as it fits into a path. */
const NAME = { isNamespaced: false, nameRule: () => NO_PROBLEMS };

export function validateCertificateSigningRequest(
  object: CertificateSigningRequest,
  _: ValidationOptions,
  errors: ErrorList,
): void {
  validateObjectMeta(object.metadata, NAME, errors);
  const { usages, signerName, expirationSeconds } = struct(object.spec);
  validateUsages(texts(usages), errors);
  if (signerName === LEGACY_SIGNER) {
    errors.invalid(SPEC.child('signerName'), signerName, 'the legacy signerName is not allowed via this API version');
  } else validateSignerName(text(signerName), SPEC.child('signerName'), errors);
  if (isSet(expirationSeconds) && number(expirationSeconds) < MIN_SECONDS) {
    const detail = 'may not specify a duration less than 600 seconds (10 minutes)';
    errors.invalid(SPEC.child('expirationSeconds'), expirationSeconds, detail);
  }
  const { conditions, certificate } = struct(object.status);
  validateConditions(list(conditions), errors);
  const problem = certificateProblem(text(certificate));
  if (problem !== undefined) errors.invalid(CERTIFICATE, '<certificate data>', problem);
}

function validateUsages(usages: readonly string[], errors: ErrorList): void {
  const path = SPEC.child('usages');
  if (usages.length === 0) errors.required(path);
  for (const [index, usage] of usages.entries()) {
    if (!USAGES.includes(usage)) errors.notSupported(path.index(index), usage, USAGES);
  }
  for (const [index, usage] of usages.entries()) {
    if (usages.indexOf(usage) < index) errors.duplicate(path.index(index), usage);
  }
}

const FINAL: readonly string[] = ['Approved', 'Denied', 'Failed'];
const DECISIONS: readonly string[] = ['Approved', 'Denied'];
const ANY_STATUS: readonly string[] = ['False', 'True', 'Unknown'];
const ONLY_TRUE: readonly string[] = ['True'];

function validateConditions(conditions: readonly CertificateSigningRequestCondition[], errors: ErrorList): void {
  const seen = new Set<string>();
  for (const [index, condition] of conditions.entries()) {
    const path = CONDITIONS.index(index);
    const type = text(condition.type);
    if (type === '') errors.required(path.child('type'));
    const allowed = FINAL.includes(type) ? ONLY_TRUE : ANY_STATUS;
    const status = text(condition.status);
    if (status === '') errors.required(path.child('status'));
    else if (!allowed.includes(status)) errors.notSupported(path.child('status'), status, allowed);
    if (DECISIONS.includes(type) && DECISIONS.some((other) => other !== type && seen.has(other))) {
      errors.invalid(path.child('type'), type, 'Approved and Denied conditions are mutually exclusive');
    }
    if (seen.has(type)) errors.duplicate(path.child('type'), type);
    seen.add(type);
  }
}

const BLOCK = /-----BEGIN ([^\n-]*)-----\r?\n([\s\S]*?)-----END \1-----/g;

/** `data` is base64 of PEM. */
function certificateProblem(data: string): string | undefined {
  if (data === '') return undefined;
  const pem = base64Text(data);
  let blocks = 0;
  for (const [, type = '', body = ''] of pem.matchAll(BLOCK)) {
    if (/^[^\n]*:/.test(body)) return 'no PEM block headers are permitted';
    blocks += 1;
    if (type !== 'CERTIFICATE') return `only CERTIFICATE PEM blocks are allowed, found "${type}"`;
    if (base64Size(body) === 0) return 'found CERTIFICATE PEM block containing 0 bytes';
  }
  return blocks === 0 ? 'must contain at least one CERTIFICATE PEM block' : undefined;
}

/** What the endpoints may change: decisions at one, the certificate at another. */
export function validateCertificateSigningRequestUpdate(
  object: CertificateSigningRequest,
  old: CertificateSigningRequest,
  subresource: string,
  errors: ErrorList,
): void {
  for (const type of FINAL) {
    const now = conditionsOf(object, type);
    const before = conditionsOf(old, type);
    if (now.length < before.length) {
      errors.forbidden(CONDITIONS, `updates may not remove a condition of type "${type}"`);
    } else if (subresource !== 'approval' && DECISIONS.includes(type) && !semanticallyEqual(now, before)) {
      const verb = now.length > before.length ? 'add' : 'modify';
      errors.forbidden(CONDITIONS, `updates may not ${verb} a condition of type "${type}"`);
    }
  }
  const certificate = text(object.status?.certificate);
  const before = text(old.status?.certificate);
  if (certificate === before) return;
  if (subresource !== 'status') errors.forbidden(CERTIFICATE, 'updates may not set certificate content');
  else if (before !== '') errors.forbidden(CERTIFICATE, 'updates may not modify existing certificate content');
}

const conditionsOf = (object: CertificateSigningRequest, type: string): readonly CertificateSigningRequestCondition[] =>
  list(object.status?.conditions).filter((condition) => condition.type === type);
