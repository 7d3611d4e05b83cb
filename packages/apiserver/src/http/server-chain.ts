/**
 * The frame of every request, outermost first: audit id, recovery from mistakes of ours, what the request asks for,
 * shutdown, deadline, headers of every answer, and then the stages in their order around the handler. What they throw
 * becomes a Status here.
 *
 * Source: k8s.io/apiserver/pkg/server/config.go (DefaultBuildHandlerChain).
 */
import {
  ANONYMOUS,
  internalErrorBody,
  type RequestInfo,
  requestInfoFromURL,
  userInfo,
} from '@bulkhead/engine/authorization';
import type { ClusterProfile } from '@bulkhead/features';
import { auditIDOf } from './audit-id.js';
import { failureResponse, textResponse } from './failure-response.js';
import type { ApiRequest, ApiResponse, Handler, RequestContext, Stage } from './request.js';
import { isLongRunning, requestTimeout, timeoutError } from './request-deadline.js';
import { queryOf } from './request-query.js';
import type { ProtobufEncoder } from './serialize.js';
import { StatusError } from './status-error.js';
import { boundedTimeout } from './timer-limit.js';
import { WarningRecorder } from './warning-recorder.js';

export interface ServerChainOptions {
  readonly profile: ClusterProfile;
  /** Authentication, audit, impersonation, flow control, authorization. */
  readonly stages: readonly Stage[];
  readonly handler: Handler;
  /** Of requests that are not long-running; 60 seconds when it is left out. */
  readonly requestTimeoutMs?: number;
  readonly encodeProtobuf?: ProtobufEncoder;
  /** Mistakes of ours, without anything that a client sent but the path. */
  readonly onPanic?: (report: PanicReport) => void;
  /** `--strict-transport-security-directives`. */
  readonly strictTransportSecurity?: readonly string[];
  /** `--goaway-chance`: so often a client of HTTP/2 is told to connect anew, which spreads load. */
  readonly goawayChance?: number;
  /** Sees each request and its answer: counts, the access log, the drain of a shutdown. */
  readonly observers?: readonly RequestObserver[];
  readonly now?: () => number;
}

export interface PanicReport {
  readonly auditID: string;
  readonly method: string;
  readonly path: string;
  readonly error: unknown;
}

export interface RequestObserver {
  /** May refuse by an answer of its own, or by throwing; observers after it then see no beginning and no end. */
  readonly begins?: (context: RequestContext) => ApiResponse | undefined;
  /** The answer is known; a stream has not begun. */
  readonly answered?: (context: RequestContext, response: ApiResponse) => void;
  /** After `begins` and after a stream has ended. */
  readonly ends?: (context: RequestContext) => void;
}

export interface ServerChain {
  readonly handle: (request: ApiRequest) => Promise<ApiResponse>;
}

export const PANIC_TEXT = 'This request caused apiserver to panic. Look in the logs for details.';
const REQUEST_TIMEOUT_MS = 60_000;

export function serverChain(options: ServerChainOptions): ServerChain {
  const inner = options.stages.reduceRight<Handler>(
    (next, stage) => (context) => stage(context, next),
    options.handler,
  );
  return { handle: (request) => handle(request, inner, options) };
}

async function handle(request: ApiRequest, inner: Handler, options: ServerChainOptions): Promise<ApiResponse> {
  const auditID = auditIDOf(request);
  const parsed = requestInfoFromURL(request.method, request.target, options.profile);
  if (parsed.kind === 'badURL') {
    return withHeaders(textResponse(400, '400 Bad Request', { Connection: 'close' }), auditID, []);
  }
  if (parsed.kind === 'error') {
    const body = internalErrorBody(request.target, parsed.message);
    return withHeaders(textResponse(500, body, { Connection: 'close' }), auditID, []);
  }
  const context = contextOf(request, parsed.info, auditID, options);
  const response = await observed(context, inner, options);
  const { strictTransportSecurity: directives = [] } = options;
  return withHeaders(response, auditID, context.warnings.headers(), {
    ...(directives.length === 0 ? {} : { 'Strict-Transport-Security': directives.join('; ') }),
    ...(isUnknownHttp2(context) || isSentAway(context, options.goawayChance) ? { Connection: 'close' } : {}),
  });
}

function contextOf(
  request: ApiRequest,
  info: RequestInfo,
  auditID: string,
  { profile, now = Date.now }: ServerChainOptions,
): RequestContext {
  return {
    request,
    profile,
    info,
    query: queryOf(request.target),
    auditID,
    receivedAt: now(),
    warnings: new WarningRecorder(),
    auditAnnotations: new Map(),
    // Nobody, until authentication says who.
    user: userInfo({}),
  };
}

async function observed(context: RequestContext, inner: Handler, options: ServerChainOptions): Promise<ApiResponse> {
  const { observers = [] } = options;
  const begun: RequestObserver[] = [];
  const response = await answered(context, options, () => {
    for (const observer of observers) {
      const refusal = observer.begins?.(context);
      if (refusal !== undefined) return Promise.resolve(refusal);
      begun.push(observer);
    }
    return withinDeadline(context, inner, options);
  });
  if (isKnown(context)) context.request.connection?.authenticated();
  for (const observer of observers) observer.answered?.(context, response);
  const ends = (): void => {
    for (const observer of begun) observer.ends?.(context);
  };
  const { stream } = response;
  if (stream === undefined) {
    ends();
    return response;
  }
  return { ...response, stream: (sink) => stream(sink).finally(ends) };
}

/** Never rejects: what is thrown becomes the answer. */
async function answered(
  context: RequestContext,
  { encodeProtobuf, onPanic }: ServerChainOptions,
  work: () => Promise<ApiResponse>,
): Promise<ApiResponse> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StatusError) return failureResponse(error, context, encodeProtobuf);
    const { method } = context.request;
    onPanic?.({ auditID: context.auditID, method, path: context.info.path, error });
    return textResponse(500, PANIC_TEXT);
  }
}

function withinDeadline(context: RequestContext, inner: Handler, options: ServerChainOptions): Promise<ApiResponse> {
  if (isLongRunning(context.info)) return inner(context);
  const limit = requestTimeout(context.query, options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS);
  return beforeDeadline(context, inner, limit);
}

async function beforeDeadline(context: RequestContext, inner: Handler, limit: number): Promise<ApiResponse> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const error = timeoutError();
      context.request.connection?.abort(error);
      reject(error);
    }, boundedTimeout(limit));
  });
  try {
    return await Promise.race([inner(context), deadline]);
  } finally {
    clearTimeout(timer);
  }
}

function withHeaders(
  response: ApiResponse,
  auditID: string,
  warnings: readonly string[],
  more: ApiResponse['headers'] = {},
): ApiResponse {
  const headers = {
    'Audit-Id': auditID,
    'Cache-Control': 'no-cache, private',
    ...response.headers,
    ...(warnings.length === 0 ? {} : { Warning: warnings }),
    ...more,
  };
  return { ...response, headers };
}

/** The user whom authentication found, not the one whom that user impersonates. */
const authenticatedName = ({ impersonator, user }: RequestContext): string => (impersonator ?? user).name;

const isKnown = (context: RequestContext): boolean => {
  const name = authenticatedName(context);
  return name !== '' && name !== ANONYMOUS;
};

/**
 * A stream of HTTP/2 costs the client little and the server much: who does not say who he is gets a connection for one
 * request only.
 */
function isUnknownHttp2(context: RequestContext): boolean {
  if (context.request.connection?.protocol !== 'HTTP/2.0' || isKnown(context)) return false;
  return context.profile.minor < GATE_FROM || context.profile.enabled('UnauthenticatedHTTP2DOSMitigation');
}

function isSentAway({ request }: RequestContext, chance = 0): boolean {
  return chance > 0 && request.connection?.protocol === 'HTTP/2.0' && Math.random() < chance;
}

/** Older versions do not have the gate; they are protected nevertheless. */
const GATE_FROM = 28;
