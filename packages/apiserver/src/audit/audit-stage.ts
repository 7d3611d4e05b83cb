/**
 * The stages that write the audit log: one around everything after authentication, and one around authentication for
 * requests that fail there.
 *
 * Source: k8s.io/apiserver/pkg/endpoints/filters/{audit,authn_audit}.go.
 */
import { attributesOf, internalErrorBody, userInfo } from '@bulkhead/engine/authorization';
import type { ClusterProfile } from '@bulkhead/features';
import { bodyText } from '../http/answer-body.js';
import { textResponse } from '../http/failure-response.js';
import type { ApiResponse, RequestContext, Stage } from '../http/request.js';
import { isLongRunning } from '../http/request-deadline.js';
import { StatusError } from '../http/status-error.js';
import { attemptedMethods } from './attempted-methods.js';
import type { AuditBackend } from './audit-backend.js';
import { auditEvent, failureStatus } from './audit-event.js';
import { AuditRecord } from './audit-record.js';
import { type AuditPolicy, type AuditStageName, auditPolicyEvaluator } from './policy.js';
import { redactedStatus } from './redacted-status.js';

export interface AuditOptions {
  readonly policy: AuditPolicy;
  readonly backend: AuditBackend;
  readonly profile: ClusterProfile;
}

export interface AuditStages {
  /** Around authentication. */
  readonly failedAuthentication: Stage;
  /** After authentication, before impersonation. */
  readonly audit: Stage;
}

export function auditStages({ policy, backend, profile }: AuditOptions): AuditStages {
  const evaluate = auditPolicyEvaluator(policy, profile.minor);
  /** Requests that came past authentication. */
  const authenticated = new WeakSet<RequestContext>();

  const audit: Stage = async (context, next) => {
    authenticated.add(context);
    const decision = evaluate(attributesOf(context.user, context.info, context.profile));
    if (decision.level === 'None') return next(context);
    const request = new AuditedRequest(context, new AuditRecord(decision), backend);
    context.audit = request.record;
    if (!(await request.write('RequestReceived'))) {
      return textResponse(500, internalErrorBody(context.request.target, 'failed to store audit event'));
    }
    return request.handle(() => next(context));
  };

  const noteUnauthorized = async (context: RequestContext): Promise<void> => {
    const { level, omitStages } = evaluate(attributesOf(userInfo({}), context.info, context.profile));
    if (level === 'None' || omitStages.has('ResponseStarted')) return;
    const responseStatus = { metadata: {}, status: 'Failure', message: attemptedMethods(context), code: 401 };
    const parts = { context, requester: undefined, level, responseStatus, at: Date.now() };
    await backend.process(auditEvent({ ...parts, stage: 'ResponseStarted' })).catch(() => undefined);
  };

  const failedAuthentication: Stage = async (context, next) => {
    try {
      return await next(context);
    } catch (error) {
      const isUnauthorized = error instanceof StatusError && error.failure.code === 401;
      if (isUnauthorized && !authenticated.has(context)) await noteUnauthorized(context);
      throw error;
    }
  };
  return { failedAuthentication, audit };
}

/** One request, from when it was received until it is answered. */
class AuditedRequest {
  readonly record: AuditRecord;
  readonly #context: RequestContext;
  readonly #requester: RequestContext['user'];
  readonly #backend: AuditBackend;
  #responseStatus: object | undefined;

  constructor(context: RequestContext, record: AuditRecord, backend: AuditBackend) {
    this.record = record;
    this.#context = context;
    this.#requester = context.user;
    this.#backend = backend;
  }

  /** Whether the request may go on. */
  async write(stage: AuditStageName): Promise<boolean> {
    const { level, omitStages } = this.record.decision;
    if (omitStages.has(stage)) return true;
    const event = auditEvent({
      context: this.#context,
      requester: this.#requester,
      level,
      stage,
      record: this.record,
      ...(this.#responseStatus === undefined ? {} : { responseStatus: this.#responseStatus }),
      at: Date.now(),
    });
    try {
      await this.#backend.process(event);
      return true;
    } catch {
      return !this.#backend.isStrict;
    }
  }

  async handle(next: () => Promise<ApiResponse>): Promise<ApiResponse> {
    let response: ApiResponse;
    try {
      response = await next();
    } catch (error) {
      await this.#failed(error);
      throw error;
    }
    await this.record.completeFromRequest(this.#context.request);
    this.#responseStatus = { ...successStatus(response), code: response.status };
    const { stream } = response;
    if (stream === undefined) {
      this.record.completeFromResponse(response);
      await this.write('ResponseComplete');
      return response;
    }
    return {
      ...response,
      stream: async (sink) => {
        if (isLongRunning(this.#context.info)) await this.write('ResponseStarted');
        try {
          await stream(sink);
        } finally {
          await this.write('ResponseComplete');
        }
      },
    };
  }

  async #failed(error: unknown): Promise<void> {
    await this.record.completeFromRequest(this.#context.request);
    if (error instanceof StatusError) {
      const status = failureStatus(error.failure);
      this.#responseStatus = redactedStatus(status, error.failure.code, this.#context.info, this.record);
      this.record.setResponseObject(status);
      await this.write('ResponseComplete');
      return;
    }
    const text = error instanceof Error ? error.message : String(error);
    const message = `APIServer panic'd: ${text}`;
    this.#responseStatus = { metadata: {}, status: 'Failure', message, reason: 'InternalError', code: 500 };
    await this.write('Panic');
  }
}

const STATUS_START = '{"kind":"Status"';
const MAX_STATUS_LENGTH = 64 * 1024;

/** Of an answer that is a Status itself, such as that of a delete, its parts. */
function successStatus({ body }: ApiResponse): object {
  if (body === undefined || Array.isArray(body) || body.length > MAX_STATUS_LENGTH) return { metadata: {} };
  const text = bodyText(body);
  if (!text.startsWith(STATUS_START)) return { metadata: {} };
  const status: unknown = JSON.parse(text);
  if (typeof status !== 'object' || status === null) return { metadata: {} };
  const parts = Object.entries(status).filter(([key]) => ['status', 'message', 'reason', 'details'].includes(key));
  return { metadata: {}, ...Object.fromEntries(parts) };
}
