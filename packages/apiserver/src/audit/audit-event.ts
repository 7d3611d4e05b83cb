/**
 * Audit events as they are written, one JSON object each, members in Go's order.
 *
 * Source: k8s.io/apiserver/pkg/apis/audit/v1/types.go, pkg/audit/request.go.
 */
import type { UserInfo } from '@bulkhead/engine/authorization';
import { apiUser } from '../authentication/token-review.js';
import type { RequestContext } from '../http/request.js';
import { type Failure, statusObject } from '../http/status-error.js';
import type { AuditRecord } from './audit-record.js';
import type { AuditLevel, AuditStageName } from './policy.js';
import { sourceAddresses } from './source-addresses.js';

export interface AuditEventParts {
  readonly context: RequestContext;
  /** Who sent the request, before any impersonation; undefined when nobody was made out. */
  readonly requester: UserInfo | undefined;
  readonly level: AuditLevel;
  readonly stage: AuditStageName;
  readonly record?: AuditRecord;
  /** `status`, `message`, ... of the answer; undefined before there is one. */
  readonly responseStatus?: object;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

const MAX_USER_AGENT = 1024;

export function auditEvent({ context, requester, level, stage, record, responseStatus, at }: AuditEventParts): object {
  const { request, info, impersonationConstraint } = context;
  const impersonated = context.impersonator === undefined ? undefined : context.user;
  const objects = stage === 'RequestReceived' ? undefined : record;
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level,
    auditID: context.auditID,
    stage,
    requestURI: maskedTarget(request.target),
    verb: info.verb,
    user: requester === undefined ? {} : apiUser(requester),
    ...(impersonated === undefined ? {} : { impersonatedUser: apiUser(impersonated) }),
    ...(impersonationConstraint === undefined ? {} : { authenticationMetadata: { impersonationConstraint } }),
    sourceIPs: sourceAddresses(request),
    ...userAgentOf(request.headers.get('user-agent')?.[0] ?? ''),
    ...(info.resourceRequest ? { objectRef: objectRef(context, record) } : {}),
    ...(responseStatus === undefined ? {} : { responseStatus }),
    ...(objects?.requestObject === undefined ? {} : { requestObject: objects.requestObject }),
    ...(objects?.responseObject === undefined ? {} : { responseObject: objects.responseObject }),
    requestReceivedTimestamp: microTime(context.receivedAt),
    stageTimestamp: microTime(stage === 'RequestReceived' ? context.receivedAt : at),
    ...annotationsOf(context),
  };
}

/** The bounded parts of the Status that was answered. */
export function failureStatus(failure: Failure): object {
  const typeless = Object.entries(statusObject(failure)).filter(([key]) => key !== 'kind' && key !== 'apiVersion');
  return { ...Object.fromEntries(typeless), metadata: {} };
}

function userAgentOf(agent: string): object {
  if (agent === '') return {};
  return { userAgent: agent.length > MAX_USER_AGENT ? `${agent.slice(0, MAX_USER_AGENT)}...TRUNCATED` : agent };
}

function objectRef({ info }: RequestContext, record: AuditRecord | undefined): object {
  const parts = record?.parts;
  const ref: Readonly<Record<string, string>> = {
    resource: info.resource,
    namespace: info.namespace || (parts?.namespace ?? ''),
    name: info.name || (parts?.name ?? ''),
    uid: parts?.uid ?? '',
    apiGroup: info.apiGroup,
    apiVersion: info.apiVersion,
    resourceVersion: parts?.resourceVersion ?? '',
    subresource: info.subresource,
  };
  return Object.fromEntries(Object.entries(ref).filter(([, value]) => value !== ''));
}

function annotationsOf({ auditAnnotations }: RequestContext): object {
  if (auditAnnotations.size === 0) return {};
  return { annotations: Object.fromEntries([...auditAnnotations].sort(([a], [b]) => (a < b ? -1 : 1))) };
}

/** Clients that put tokens into the query do so against advice; the log must not keep them. */
function maskedTarget(target: string): string {
  return target.replaceAll(/([?&](?:access_token|token)=)[^&]*/gi, '$1REDACTED');
}

const microTime = (milliseconds: number): string => new Date(milliseconds).toISOString().replace('Z', '000Z');
