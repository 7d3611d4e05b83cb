/**
 * The refusals of the registry, with upstream's texts.
 *
 * Source: k8s.io/apimachinery/pkg/api/errors/errors.go, k8s.io/apiserver/pkg/registry/generic/registry/store.go.
 */
import { type FieldError, formatErrorBody, formatFieldError, goQuote, type Minor } from '@bulkhead/apimachinery';
import {
  type ApiStatus,
  aggregateMessage,
  badRequestStatus,
  forbiddenStatus,
  formatGroupResource,
  type GroupResource,
  internalErrorStatus,
  notFoundStatus,
  plainErrorStatus,
} from '@bulkhead/engine/authorization';
import { StatusError } from '../http/status-error.js';

export const asError = (status: ApiStatus): StatusError => new StatusError(status);
export const badRequest = (message: string): StatusError => new StatusError(badRequestStatus(message));
/** An error that upstream does not make a status of: 500 without a reason. */
export const plainError = (message: string): StatusError => new StatusError(plainErrorStatus(message));
export const internalError = (message: string): StatusError => new StatusError(internalErrorStatus(message));
export const notFound = (resource: GroupResource, name: string): StatusError =>
  new StatusError(notFoundStatus(resource, name));
export const forbidden = (resource: GroupResource, name: string, text: string): StatusError =>
  new StatusError(forbiddenStatus(resource, name, text));

const named = ({ group, resource }: GroupResource, name: string): object => ({
  ...(name === '' ? {} : { name }),
  ...(group === '' ? {} : { group }),
  kind: resource,
});

export function alreadyExists(resource: GroupResource, name: string, isTerminating: boolean): StatusError {
  const text = `${formatGroupResource(resource)} ${goQuote(name)} already exists`;
  return new StatusError({
    code: 409,
    reason: 'AlreadyExists',
    message: isTerminating ? `object is being deleted: ${text}` : text,
    details: named(resource, name),
  });
}

/** Eight generated names were all taken. */
export function noUniqueName(resource: GroupResource, name: string): StatusError {
  return new StatusError({
    code: 409,
    reason: 'AlreadyExists',
    message: `${formatGroupResource(resource)} ${goQuote(name)} already exists, the server was not able to generate a unique name for the object`,
    details: { ...named(resource, name), retryAfterSeconds: 1 },
  });
}

export const MODIFIED = 'the object has been modified; please apply your changes to the latest version and try again';

export function conflict(resource: GroupResource, name: string, why: string): StatusError {
  return new StatusError({
    code: 409,
    reason: 'Conflict',
    message: `Operation cannot be fulfilled on ${formatGroupResource(resource)} ${goQuote(name)}: ${why}`,
    details: named(resource, name),
  });
}

/** The uid that the client wants is not that of the object. */
export function wrongUID(
  resource: GroupResource,
  name: string,
  { key, wanted, stored }: { readonly key: string; readonly wanted: string; readonly stored: string },
): StatusError {
  const why = `Precondition failed: UID in precondition: ${wanted}, UID in object meta: ${stored}`;
  const text = `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: ${why}`;
  return conflict(resource, name, text);
}

/** 422 of an object of the kind. */
export function invalidObject(
  { group, kind }: { readonly group: string; readonly kind: string },
  name: string,
  errors: readonly FieldError[],
  minor: Minor,
): StatusError {
  const texts = errors.map((error) => formatFieldError(error, minor));
  return new StatusError({
    code: 422,
    reason: 'Invalid',
    message: `${group === '' ? kind : `${kind}.${group}`} ${goQuote(name)} is invalid: ${aggregateMessage(texts)}`,
    details: {
      ...(name === '' ? {} : { name }),
      ...(group === '' ? {} : { group }),
      ...(kind === '' ? {} : { kind }),
      causes: errors.map((error) => ({
        reason: error.type,
        message: formatErrorBody(error, minor),
        field: error.field,
      })),
    },
  });
}

export const methodNotAllowed = (): StatusError =>
  new StatusError({
    code: 405,
    reason: 'MethodNotAllowed',
    message: 'the server does not allow this method on the requested resource',
    details: {},
  });

export const noSuchResource = (): StatusError =>
  new StatusError({
    code: 404,
    reason: 'NotFound',
    message: 'the server could not find the requested resource',
    details: {},
  });

/** `message` says which revision is too old. */
export const expired = (message: string, continueToken?: string): StatusError =>
  new StatusError({
    code: 410,
    reason: 'Expired',
    message,
    ...(continueToken === undefined ? {} : { metadata: { continue: continueToken } }),
  });

export function tooLargeResourceVersion(wanted: number, current: number): StatusError {
  return new StatusError({
    code: 504,
    reason: 'Timeout',
    message: `Timeout: Too large resource version: ${wanted}, current: ${current}`,
    details: {
      causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
      retryAfterSeconds: 1,
    },
  });
}
