/**
 * What the API server answers when a request is not allowed: 403 with who may not do what, where and why, or 500 when
 * the authorizers failed. Both leave their mark in the audit event.
 *
 * Source: k8s.io/apiserver/pkg/endpoints/{filters/authorization.go,handlers/responsewriters/errors.go}.
 */
import { type ApiStatus, forbiddenStatus } from './api-status.js';
import type { Attributes } from './attributes.js';
import { type AuthorizationResult, aggregateMessage } from './decision.js';
import { goQuote } from './go-syntax.js';

/** The 403 of a request with these attributes. */
export function forbidden(attributes: Attributes, reason: string): ApiStatus {
  const text = sanitized(forbiddenMessage(attributes));
  const resource = { group: attributes.apiGroup, resource: attributes.resource };
  return forbiddenStatus(resource, attributes.name, reason === '' ? text : `${text}: ${reason}`);
}

export type FilterOutcome =
  | { readonly kind: 'allowed'; readonly annotations: AuditAnnotations }
  | { readonly kind: 'forbidden'; readonly status: ApiStatus; readonly annotations: AuditAnnotations }
  /** HTTP 500 with a plain text body. */
  | { readonly kind: 'internalError'; readonly body: string; readonly annotations: AuditAnnotations };

export interface AuditAnnotations {
  readonly 'authorization.k8s.io/decision'?: 'allow' | 'forbid';
  readonly 'authorization.k8s.io/reason': string;
}

/** What becomes of a request once the chain has answered; `requestURI` is the request target as it was sent. */
export function filterOutcome(attributes: Attributes, result: AuthorizationResult, requestURI: string): FilterOutcome {
  if (result.decision === 'allow') {
    return { kind: 'allowed', annotations: annotations('allow', result.reason) };
  }
  if (result.errors.length > 0) {
    return {
      kind: 'internalError',
      body: internalErrorBody(requestURI, aggregateMessage(result.errors)),
      annotations: { 'authorization.k8s.io/reason': 'internal error' },
    };
  }
  return {
    kind: 'forbidden',
    status: forbidden(attributes, result.reason),
    annotations: annotations('forbid', result.reason),
  };
}

/** The body of a plain 500. */
export function internalErrorBody(requestURI: string, error: string): string {
  return `${sanitized(`Internal Server Error: ${goQuote(requestURI)}: ${error}`)}\n`;
}

function forbiddenMessage(attributes: Attributes): string {
  const who = `User ${goQuote(attributes.user.name)} cannot ${attributes.verb}`;
  if (!attributes.resourceRequest) return `${who} path ${goQuote(attributes.path)}`;
  const { resource, subresource, namespace } = attributes;
  const what = goQuote(subresource === '' ? resource : `${resource}/${subresource}`);
  const where = namespace === '' ? 'at the cluster scope' : `in the namespace ${goQuote(namespace)}`;
  return `${who} resource ${what} in API group ${goQuote(attributes.apiGroup)} ${where}`;
}

function annotations(decision: 'allow' | 'forbid', reason: string): AuditAnnotations {
  return { 'authorization.k8s.io/decision': decision, 'authorization.k8s.io/reason': reason };
}

/** Texts never look like HTML. */
const sanitized = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
