/**
 * Refusals as clients of the API get them: the parts of a `metav1.Status` that differ from case to case.
 *
 * Source: k8s.io/apimachinery/pkg/api/errors/errors.go.
 */
import type { FieldError, Minor } from '@bulkhead/apimachinery';
import { formatErrorBody, formatFieldError } from '@bulkhead/apimachinery';
import { aggregateMessage } from './decision.js';
import { goQuote } from './go-syntax.js';

export interface GroupResource {
  readonly group: string;
  readonly resource: string;
}

export interface StatusCause {
  readonly reason?: string;
  readonly message: string;
  readonly field?: string;
}

export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  /** The resource, for example `pods`. */
  readonly kind?: string;
  readonly causes?: readonly StatusCause[];
}

/** `status: Failure` with these parts. */
export interface ApiStatus {
  readonly code: number;
  /** `''` for an error that is no status of its own. */
  readonly reason: 'BadRequest' | 'Forbidden' | 'InternalError' | 'Invalid' | 'NotFound' | '';
  readonly message: string;
  readonly details?: StatusDetails;
}

/** `pods` or `deployments.apps`. */
export function formatGroupResource({ group, resource }: GroupResource): string {
  return group === '' ? resource : `${resource}.${group}`;
}

export function forbiddenStatus(resource: GroupResource, name: string, text: string): ApiStatus {
  return {
    code: 403,
    reason: 'Forbidden',
    message: forbiddenText(resource, name, text),
    details: detailsOf(resource, name),
  };
}

export function notFoundStatus(resource: GroupResource, name: string): ApiStatus {
  const message = `${formatGroupResource(resource)} ${goQuote(name)} not found`;
  return { code: 404, reason: 'NotFound', message, details: detailsOf(resource, name) };
}

export function badRequestStatus(message: string): ApiStatus {
  return { code: 400, reason: 'BadRequest', message };
}

/** An error that is no status of its own, as the API server wraps it. */
export function plainErrorStatus(text: string): ApiStatus {
  return { code: 500, reason: '', message: text };
}

export function internalErrorStatus(text: string): ApiStatus {
  return {
    code: 500,
    reason: 'InternalError',
    message: `Internal error occurred: ${text}`,
    details: { causes: [{ message: text }] },
  };
}

/** Field errors of an object of `kind` (which upstream leaves empty for access reviews). */
export function invalidStatus(
  group: string,
  kind: string,
  name: string,
  errors: readonly FieldError[],
  minor: Minor,
): ApiStatus {
  const texts = errors.map((error) => formatFieldError(error, minor));
  return {
    code: 422,
    reason: 'Invalid',
    message: `${kind}.${group} ${goQuote(name)} is invalid: ${aggregateMessage(texts)}`,
    details: {
      group,
      ...(kind === '' ? {} : { kind }),
      ...(name === '' ? {} : { name }),
      causes: errors.map((error) => ({
        reason: error.type,
        message: formatErrorBody(error, minor),
        field: error.field,
      })),
    },
  };
}

function forbiddenText(resource: GroupResource, name: string, text: string): string {
  if (resource.group === '' && resource.resource === '') return `forbidden: ${text}`;
  const what = name === '' ? formatGroupResource(resource) : `${formatGroupResource(resource)} ${goQuote(name)}`;
  return `${what} is forbidden: ${text}`;
}

function detailsOf({ group, resource }: GroupResource, name: string): StatusDetails {
  return {
    ...(name === '' ? {} : { name }),
    ...(group === '' ? {} : { group }),
    ...(resource === '' ? {} : { kind: resource }),
  };
}
