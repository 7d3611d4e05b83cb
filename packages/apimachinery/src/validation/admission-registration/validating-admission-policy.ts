/**
 * ValidatingAdmissionPolicies; expressions are not compiled here.
 * Source: pkg/apis/admissionregistration/validation/validation.go ValidateValidatingAdmissionPolicy.
 */
import type {
  AuditAnnotation,
  ParamKind,
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicySpec,
  Validation,
  Variable,
} from '../../generated/types/admissionregistration-v1.js';
import {
  byteLength,
  dns1035LabelProblems,
  dns1123SubdomainProblems,
  nameIsDnsSubdomain,
  qualifiedNameProblems,
} from '../../names/index.js';
import type { Minor } from '../../version.js';
import { internalValue } from '../bad-value.js';
import type { ErrorList } from '../error-list.js';
import { Path } from '../field-path.js';
import { validatePlainObjectMeta } from '../metadata/object-meta.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, list, struct, text } from '../zero-value.js';
import { validateMatchConditions } from './match-conditions.js';
import { FAILURE_POLICIES, validateMatchResources } from './match-resources.js';

const SPEC_PATH = new Path('spec');
const REASONS: readonly string[] = ['Forbidden', 'Invalid', 'RequestEntityTooLarge'];
const MAX_AUDIT_ANNOTATIONS = 20;
const MAX_EXPRESSION_BYTES = 5 * 1024;

export function validateValidatingAdmissionPolicy(
  object: ValidatingAdmissionPolicy,
  _: ValidationOptions,
  errors: ErrorList,
): void {
  validatePlainObjectMeta(object.metadata, { isNamespaced: false, nameRule: nameIsDnsSubdomain }, errors);
  const spec: ValidatingAdmissionPolicySpec = struct(object.spec);
  const failurePath = SPEC_PATH.child('failurePolicy');
  if (!isSet(spec.failurePolicy)) errors.required(failurePath);
  else if (!FAILURE_POLICIES.includes(spec.failurePolicy)) {
    errors.notSupported(failurePath, text(spec.failurePolicy), FAILURE_POLICIES);
  }
  if (isSet(spec.paramKind)) validateParamKind(spec.paramKind, SPEC_PATH.child('paramKind'), errors);
  const constraintsPath = SPEC_PATH.child('matchConstraints');
  if (!isSet(spec.matchConstraints)) errors.required(constraintsPath);
  else {
    validateMatchResources(spec.matchConstraints, constraintsPath, errors);
    if (list(spec.matchConstraints.resourceRules).length === 0) {
      errors.required(constraintsPath.child('resourceRules'));
    }
  }
  validateMatchConditions(spec.matchConditions, SPEC_PATH.child('matchConditions'), errors);
  for (const [index, variable] of list(spec.variables).entries()) {
    validateVariable(variable, SPEC_PATH.child('variables').index(index), errors);
  }
  validateRules(spec, text(object.metadata?.name), errors);
}

function validateRules(spec: ValidatingAdmissionPolicySpec, policyName: string, errors: ErrorList): void {
  const validations = list(spec.validations);
  const annotations = list(spec.auditAnnotations);
  const validationsPath = SPEC_PATH.child('validations');
  const annotationsPath = SPEC_PATH.child('auditAnnotations');
  if (validations.length === 0 && annotations.length === 0) {
    const detail = 'validations or auditAnnotations must contain at least one item';
    errors.required(validationsPath, detail);
    errors.required(annotationsPath, detail);
    return;
  }
  for (const [index, validation] of validations.entries()) {
    validateValidation(validation, validationsPath.index(index), errors);
  }
  if (annotations.length > MAX_AUDIT_ANNOTATIONS) {
    const badValue = internalValue('[]admissionregistration.AuditAnnotation', annotations, errors.minor);
    errors.invalid(annotationsPath, badValue, `must not have more than ${MAX_AUDIT_ANNOTATIONS} auditAnnotations`);
  }
  const keys = new Set<string>();
  for (const [index, annotation] of annotations.entries()) {
    const key = text(annotation.key);
    validateAuditAnnotation(annotation, policyName, annotationsPath.index(index), errors);
    if (keys.has(key)) errors.duplicate(annotationsPath.index(index).child('key'), key);
    keys.add(key);
  }
}

export function validateParamKind(paramKind: ParamKind, path: Path, errors: ErrorList): void {
  const apiVersion = text(paramKind.apiVersion);
  const versionPath = path.child('apiVersion');
  if (apiVersion === '') errors.required(versionPath);
  else validateApiVersion(apiVersion, versionPath, errors);
  const kind = text(paramKind.kind);
  if (kind === '') return errors.required(path.child('kind'));
  const problems = dns1035LabelProblems(kind.toLowerCase());
  if (problems.length > 0) {
    const detail = `may have mixed case, but should otherwise match: ${problems.join(',')}`;
    errors.invalid(path.child('kind'), kind, detail);
  }
}

function validateApiVersion(apiVersion: string, path: Path, errors: ErrorList): void {
  const parts = apiVersion.split('/');
  if (parts.length > 2) return errors.invalid(path, apiVersion, `unexpected GroupVersion string: ${apiVersion}`);
  const version = parts.at(-1) ?? '';
  const group = parts.length === 2 ? (parts[0] ?? '') : '';
  if (group !== '') {
    const problems = dns1123SubdomainProblems(group);
    if (problems.length > 0) errors.invalid(path, group, problems.join(','));
  }
  if (version === '') return errors.invalid(path, apiVersion, 'version must be specified');
  const problems = dns1035LabelProblems(version);
  if (problems.length > 0) errors.invalid(path, version, problems.join(','));
}

/** Before, some texts named the field. */
const PLAIN_TEXTS_SINCE: Minor = 34;
const IDENTIFIER = /^[_a-zA-Z][_a-zA-Z0-9]*$/;
const RESERVED: ReadonlySet<string> = new Set([
  ...['true', 'false', 'null', 'in', 'as', 'break', 'const', 'continue', 'else', 'for', 'function', 'if'],
  ...['import', 'let', 'loop', 'package', 'namespace', 'return', 'var', 'void', 'while'],
]);

export function validateVariable(variable: Variable, path: Path, errors: ErrorList): void {
  const name = text(variable.name);
  if (name.trim() === '') errors.required(path.child('name'), 'name is not specified');
  else if (!IDENTIFIER.test(name) || RESERVED.has(name)) {
    const detail =
      errors.minor >= PLAIN_TEXTS_SINCE ? 'must be a valid CEL identifier' : 'name is not a valid CEL identifier';
    errors.invalid(path.child('name'), name, detail);
  }
  if (text(variable.expression).trim() === '') {
    errors.required(path.child('expression'), 'expression is not specified');
  }
}

function validateValidation(validation: Validation, path: Path, errors: ErrorList): void {
  const message = text(validation.message);
  const messageExpression = text(validation.messageExpression);
  const subject = errors.minor >= PLAIN_TEXTS_SINCE ? '' : 'message ';
  if (text(validation.expression).trim() === '') {
    errors.required(path.child('expression'), 'expression is not specified');
  }
  if (messageExpression !== '' && messageExpression.trim() === '') {
    errors.invalid(path.child('messageExpression'), messageExpression, 'must be non-empty if specified');
  }
  if (message !== '' && message.trim() === '') {
    errors.invalid(path.child('message'), message, `${subject}must be non-empty if specified`);
  } else if (/[\n\r]/.test(message.trim())) {
    errors.invalid(path.child('message'), message, `${subject}must not contain line breaks`);
  }
  if (isSet(validation.reason) && !REASONS.includes(validation.reason)) {
    errors.notSupported(path.child('reason'), text(validation.reason), REASONS);
  }
}

function validateAuditAnnotation(annotation: AuditAnnotation, policyName: string, path: Path, errors: ErrorList): void {
  const key = text(annotation.key);
  if (policyName === '') errors.invalid(path.child('key'), key, 'requires metadata.name be non-empty');
  else {
    const fullKey = `${policyName}/${key}`;
    errors.invalidEach(path.child('key'), fullKey, qualifiedNameProblems(fullKey, errors.minor));
  }
  const expression = text(annotation.valueExpression).trim();
  const expressionPath = path.child('valueExpression');
  if (expression === '') errors.required(expressionPath, 'valueExpression is not specified');
  else if (byteLength(expression) > MAX_EXPRESSION_BYTES) {
    errors.required(expressionPath, `must not exceed ${MAX_EXPRESSION_BYTES} bytes in length`);
  }
}
