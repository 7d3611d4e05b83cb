/**
 * The stage that asks whether the user may do what the request asks for. A refusal is a 403 with who may not do what;
 * authorizers that failed are a plain 500. Both leave their decision in the audit event.
 *
 * Source: k8s.io/apiserver/pkg/endpoints/filters/authorization.go.
 */
import {
  type AsyncAuthorizer,
  type AuditAnnotations,
  attributesOf,
  filterOutcome,
} from '@bulkhead/engine/authorization';
import { addAuditAnnotation } from '../audit/audit-annotation.js';
import { textResponse } from '../http/failure-response.js';
import type { RequestContext, Stage } from '../http/request.js';
import { StatusError } from '../http/status-error.js';

export function authorizationStage(authorizer: AsyncAuthorizer): Stage {
  return async (context, next) => {
    const attributes = attributesOf(context.user, context.info, context.profile);
    const result = await authorizer.authorize(attributes);
    const outcome = filterOutcome(attributes, result, context.request.target);
    annotate(context, outcome.annotations);
    switch (outcome.kind) {
      case 'allowed':
        return next(context);
      case 'forbidden':
        throw new StatusError(outcome.status);
      case 'internalError':
        return textResponse(500, outcome.body);
      default:
        return outcome satisfies never;
    }
  };
}

function annotate(context: RequestContext, annotations: AuditAnnotations): void {
  for (const [key, value] of Object.entries(annotations)) addAuditAnnotation(context, key, value);
}
