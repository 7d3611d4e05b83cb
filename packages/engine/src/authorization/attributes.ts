/**
 * What an authorizer is asked: a user, a verb, and either an object of the API (group, version, resource, subresource,
 * namespace, name, selectors) or a path.
 *
 * Source: k8s.io/apiserver/pkg/authorization/authorizer/interfaces.go; KEP-4601 for the selectors.
 */
import type { FieldRequirement } from './field-selector.js';
import type { LabelRequirement } from './label-selector.js';
import type { UserInfo } from './user-info.js';

export interface Attributes {
  readonly user: UserInfo;
  /** An API verb; for a path the lower-case HTTP method. */
  readonly verb: string;
  readonly namespace: string;
  /** `''` is the core group. */
  readonly apiGroup: string;
  readonly apiVersion: string;
  readonly resource: string;
  readonly subresource: string;
  /** `''` for create, list, watch and deletecollection, unless a field selector names one object. */
  readonly name: string;
  /** False for paths outside the API, such as `/healthz`. */
  readonly resourceRequest: boolean;
  readonly path: string;
  /** All must hold; what could not be understood was left out, which only makes the question broader. */
  readonly fieldSelectorRequirements?: readonly FieldRequirement[];
  readonly fieldSelectorError?: string;
  readonly labelSelectorRequirements?: readonly LabelRequirement[];
  readonly labelSelectorError?: string;
}

/** A question about an object of the API; parts that are left out are empty. */
export function resourceAttributes(parts: Partial<Attributes> & Pick<Attributes, 'user' | 'verb'>): Attributes {
  return { ...EMPTY, ...parts, resourceRequest: true };
}

/** A question about a path. */
export function nonResourceAttributes(user: UserInfo, verb: string, path: string): Attributes {
  return { ...EMPTY, user, verb, path, resourceRequest: false };
}

const EMPTY = Object.freeze({
  namespace: '',
  apiGroup: '',
  apiVersion: '',
  resource: '',
  subresource: '',
  name: '',
  path: '',
});
