/**
 * The stage that lets a user act as another: asked for by headers, allowed by the authorizers. What comes after sees
 * the wanted user; the audit event keeps both.
 *
 * Upstream also remembers successful constrained checks for ten seconds, to save questions to webhooks. Here every
 * request is asked anew: the authorizers are in memory, and a right that is withdrawn is gone at once.
 *
 * Source: k8s.io/apiserver/pkg/endpoints/filters/impersonation.
 */
import {
  type AsyncAuthorizer,
  attributesOf,
  internalErrorBody,
  runProcedureAsync,
} from '@bulkhead/engine/authorization';
import {
  type HeaderList,
  type ImpersonationMode,
  impersonate,
  isImpersonationHeader,
  LAST_MODE_CACHE_SIZE,
  wantedUser,
} from '@bulkhead/engine/impersonation';
import { textResponse } from '../http/failure-response.js';
import type { ApiRequest, Stage } from '../http/request.js';
import { StatusError } from '../http/status-error.js';
import { LastModes } from './last-modes.js';

export function impersonationStage(authorizer: AsyncAuthorizer): Stage {
  const lastModes = new LastModes(LAST_MODE_CACHE_SIZE);
  return async (context, next) => {
    const headers = impersonationHeaders(context.request);
    if (headers.length === 0) return next(context);
    const { profile, user } = context;
    const wanted = wantedUser(headers, profile);
    if (wanted.kind === 'none') return next(context);
    if (wanted.kind === 'badRequest') throw new StatusError(wanted.status);
    if (wanted.kind === 'internalError') {
      return textResponse(500, internalErrorBody(context.request.target, wanted.message));
    }
    const attributes = attributesOf(user, context.info, profile);
    const procedure = impersonate(wanted.user, attributes, profile, lastModes.get(user.name));
    const result = await runProcedureAsync(procedure, authorizer);
    if (result.kind === 'refused') throw new StatusError(result.status);
    rememberMode(lastModes, user.name, result.mode, profile.enabled('ConstrainedImpersonation'));
    context.impersonator = user;
    context.user = result.user;
    if (result.constraint !== '') context.impersonationConstraint = result.constraint;
    return next(context);
  };
}

/** Without the constrained modes there is nothing to choose from. */
function rememberMode(modes: LastModes, requester: string, mode: ImpersonationMode, hasModes: boolean): void {
  if (hasModes) modes.set(requester, mode);
}

function impersonationHeaders({ headers }: ApiRequest): HeaderList {
  const found: (readonly [string, string])[] = [];
  for (const [name, values] of headers) {
    if (!isImpersonationHeader(name)) continue;
    for (const value of values) found.push([name, value]);
  }
  return found;
}
