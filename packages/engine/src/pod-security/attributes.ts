/**
 * What Pod Security looks at of a request, and the little that it needs from outside.
 *
 * Source: k8s.io/pod-security-admission/api/attributes.go.
 */
import type { UserInfo } from '@bulkhead/apimachinery/types/authentication-v1';
import type { Pod } from '@bulkhead/apimachinery/types/core-v1';
import type { Labels } from './labels.js';

export type Operation = 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT';

export interface Attributes {
  readonly operation: Operation;
  /** API group of the resource, empty for the core group. */
  readonly group: string;
  /** Plural name, for example `pods`. */
  readonly resource: string;
  /** Empty for the resource itself. */
  readonly subresource: string;
  /** The object's name, also where the server has generated it. */
  readonly name: string;
  /** For a Namespace its own name. */
  readonly namespace: string;
  /** The user as whom the request is made, after impersonation. */
  readonly user: UserInfo;
  readonly object: RequestObject;
  /** Only looked at in updates. */
  readonly oldObject?: RequestObject;
}

/** An object of the request as decoded, or why it could not be decoded. */
export type RequestObject = { readonly value: unknown } | { readonly error: string };

/** The labels of the request's namespace, or why they could not be had. */
export type NamespaceLookup = { readonly labels: Labels | undefined } | { readonly error: string };

/** What only an update of a namespace asks for. */
export interface ExistingPods {
  /** The pods of the namespace; undefined when they could not be listed. */
  listPods(namespace: string): readonly Pod[] | undefined;
  /** Asked after each pod; true ends the evaluation with what there is. The API server gives it one second. */
  isDeadlineExceeded?(): boolean;
}
