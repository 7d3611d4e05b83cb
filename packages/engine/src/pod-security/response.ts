/**
 * The answer to a request: allowed or the Status to refuse it with, warnings for the client, annotations for the
 * audit log, and what to count.
 *
 * Sources: k8s.io/pod-security-admission/admission/response.go; plugin/pkg/admission/security/podsecurity/admission.go;
 * k8s.io/apimachinery/pkg/api/errors/errors.go.
 */
import { type FieldError, formatErrorBody, formatFieldError, goQuote, type Minor } from '@bulkhead/apimachinery';
import type { Status, StatusCause, StatusDetails } from '@bulkhead/apimachinery/types/meta-v1';
import type { Attributes } from './attributes.js';
import { LABEL_PREFIX } from './labels.js';
import type { MetricEvent } from './metrics.js';

/** Annotations are written under the same prefix as labels. */
export const AUDIT_ANNOTATION_PREFIX = LABEL_PREFIX;

export type AuditAnnotation = 'enforce-policy' | 'audit-violations' | 'exempt' | 'error';

export interface AdmissionResponse {
  readonly allowed: boolean;
  /** Code, message and details of the refusal; absent when allowed. */
  readonly status?: Status;
  /** Texts of `Warning` headers, in order. */
  readonly warnings: readonly string[];
  /** By full key. */
  readonly auditAnnotations: Readonly<Record<string, string>>;
  readonly metrics: readonly MetricEvent[];
}

/** What an answer may carry besides the decision. */
export interface ResponseParts {
  readonly warnings?: readonly string[];
  readonly audit?: Partial<Record<AuditAnnotation, string>>;
  readonly metrics?: readonly MetricEvent[];
}

export function allow(parts: ResponseParts = {}): AdmissionResponse {
  return { allowed: true, ...completed(parts) };
}

export function deny(status: Status, parts: ResponseParts = {}): AdmissionResponse {
  return { allowed: false, status, ...completed(parts) };
}

function completed({ warnings = [], audit = {}, metrics = [] }: ResponseParts) {
  const auditAnnotations: Record<string, string> = {};
  for (const [key, value] of Object.entries(audit)) auditAnnotations[AUDIT_ANNOTATION_PREFIX + key] = value;
  return { warnings, auditAnnotations, metrics };
}

/** 403 for a pod that breaks the enforced policy. */
export function forbiddenStatus(attributes: Attributes, violation: string): Status {
  const { group, resource, name } = attributes;
  const qualified = group === '' ? resource : `${resource}.${group}`;
  const subject = name === '' ? qualified : `${qualified} ${goQuote(name)}`;
  return failure(403, 'Forbidden', `${subject} is forbidden: ${violation}`, requestDetails(attributes));
}

/** 422 for labels of a Namespace that cannot be read. */
export function invalidNamespaceStatus(name: string, errors: readonly FieldError[], minor: Minor): Status {
  const causes = errors.map(
    (error): StatusCause => ({ reason: error.type, message: formatErrorBody(error, minor), field: error.field }),
  );
  const message = `Namespace ${goQuote(name)} is invalid: ${aggregate(errors, minor)}`;
  return failure(422, 'Invalid', message, { ...(name === '' ? {} : { name }), kind: 'Namespace', causes });
}

/** 400 for an object that cannot be read. */
export function badRequestStatus(attributes: Attributes, message: string): Status {
  const { name } = attributes;
  return failure(400, 'BadRequest', message, requestDetails({ ...attributes, name: name === '' ? 'Unknown' : name }));
}

/** 500 for a namespace that cannot be looked up. */
export function internalErrorStatus(error: string): Status {
  const details = { causes: [{ message: error }] };
  return failure(500, 'InternalError', `Internal error occurred: ${error}`, details);
}

/** Several errors in one line: bare when there is one, in brackets when there are more, each text once. */
export function aggregate(errors: readonly FieldError[], minor: Minor): string {
  return aggregateTexts(errors.map((error) => formatFieldError(error, minor)));
}

export function aggregateTexts(texts: readonly string[]): string {
  const distinct = [...new Set(texts)];
  return distinct.length === 1 ? String(distinct[0]) : `[${distinct.join(', ')}]`;
}

function failure(code: number, reason: string, message: string, details: StatusDetails): Status {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, details, code };
}

/** Statuses without details of their own carry those of a plain refusal of the request. */
function requestDetails({ name, group, resource }: Attributes): StatusDetails {
  return { ...(name === '' ? {} : { name }), ...(group === '' ? {} : { group }), kind: resource };
}
