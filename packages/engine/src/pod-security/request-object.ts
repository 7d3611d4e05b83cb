/**
 * Objects of a request as the type that Pod Security needs, or the refusal of a request whose object is not of it.
 *
 * Source: k8s.io/pod-security-admission/admission/admission.go.
 */
import type { Namespace, Pod } from '@bulkhead/apimachinery/types/core-v1';
import type { Attributes, RequestObject } from './attributes.js';
import { isObject } from './pod-view.js';
import { type AdmissionResponse, badRequestStatus, deny } from './response.js';

/** What the API server says of an object that is not there: Go's words for nothing. */
const NO_OBJECT = 'unexpected type <nil>';

/** The texts for an object that could not be decoded, and for one of another kind. */
export interface DecodeMessages {
  readonly object: string;
  readonly kind: string;
}

export type ReadObject<T> = { readonly value: T } | { readonly refusal: AdmissionResponse };

/** The object, when it is of the kind. Objects out of lists do not say their kind and are taken as they are. */
export function readObject<T>(
  attributes: Attributes,
  object: RequestObject | undefined,
  isOfKind: (value: unknown) => value is T,
  messages: DecodeMessages,
): ReadObject<T> {
  const error = decodeError(object);
  if (error !== undefined) {
    return { refusal: refuse(attributes, messages.object, `${messages.object}: ${error}`) };
  }
  const value: unknown = object !== undefined && 'value' in object ? object.value : undefined;
  if (!isOfKind(value)) return { refusal: refuse(attributes, messages.kind, messages.kind) };
  return { value };
}

/** Only the kind is looked at: whoever reads the parts reads them with care. */
export function isPod(value: unknown): value is Pod {
  return isObject(value) && (value['kind'] === undefined || value['kind'] === 'Pod');
}

export function isNamespace(value: unknown): value is Namespace {
  return isObject(value) && (value['kind'] === undefined || value['kind'] === 'Namespace');
}

/** Why there is no object; undefined where there is one. */
export function decodeError(object: RequestObject | undefined): string | undefined {
  if (object === undefined) return NO_OBJECT;
  if ('error' in object) return object.error;
  return isObject(object.value) ? undefined : NO_OBJECT;
}

function refuse(attributes: Attributes, message: string, audit: string): AdmissionResponse {
  return deny(badRequestStatus(attributes, message), { audit: { error: audit } });
}
