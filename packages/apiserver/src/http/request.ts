/**
 * A request and its answer as the stages of the API server see them, apart from sockets: the listener makes them, and
 * so does a client in the same process.
 */
import type { RequestInfo, UserInfo } from '@bulkhead/engine/authorization';
import type { ClusterProfile } from '@bulkhead/features';
import type { AuditRecord } from '../audit/audit-record.js';
import type { WarningRecorder } from './warning-recorder.js';

export interface ApiRequest {
  readonly method: string;
  /** Path and query as they were sent. */
  readonly target: string;
  /** Names in lower case; of a header that came twice the values in order. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  /** The whole body, read once and bounded; rejects with a `StatusError` 413 when it is too large. */
  readonly body: () => Promise<Buffer>;
  readonly remoteAddress: string;
  /** DER of the client's certificates, its own first; empty without. Not yet verified. */
  readonly clientCertificates: readonly Buffer[];
  /** Ends when the client has gone, the deadline has passed or the server shuts down. */
  readonly signal: AbortSignal;
  /** Set by a client in the same process, whose identity needs no proof. */
  readonly loopbackUser?: UserInfo;
  /** Undefined for a client in the same process. */
  readonly connection?: RequestConnection;
}

/** What the chain tells the listener about the connection of a request. */
export interface RequestConnection {
  readonly protocol: 'HTTP/1.0' | 'HTTP/1.1' | 'HTTP/2.0';
  /** The client has proved who it is: the connection no longer counts among the unknown ones of its address. */
  authenticated(): void;
  /** Ends the signal of the request; what was not yet answered may still be. */
  abort(reason: Error): void;
}

/** Bytes to write one after another; lists are made of the kept bytes of their objects. */
export type ResponseBody = string | Uint8Array | readonly (string | Uint8Array)[];

export interface ApiResponse {
  readonly status: number;
  /** Names as they are sent. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: ResponseBody;
  /** Instead of a body: writes until it is done; the status and the headers are sent before. */
  readonly stream?: (sink: ResponseSink) => Promise<void>;
}

export interface ResponseSink {
  /** False when the client reads slower than we write; `drained` then says when to go on. */
  write(chunk: string | Uint8Array): boolean;
  drained(): Promise<void>;
  readonly signal: AbortSignal;
  /** Bytes that were written and not yet taken by the client. */
  readonly pendingBytes: number;
}

/** What the stages learn of a request on its way, and leave for those after them. */
export interface RequestContext {
  /** Authentication takes its credentials away. */
  request: ApiRequest;
  readonly profile: ClusterProfile;
  readonly info: RequestInfo;
  /** Of the query, percent-decoded, in order. */
  readonly query: ReadonlyMap<string, readonly string[]>;
  readonly auditID: string;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
  readonly warnings: WarningRecorder;
  /** `authorization.k8s.io/decision` and the like. */
  readonly auditAnnotations: Map<string, string>;
  /** Set by authentication; after impersonation the user whom the request is made as. */
  user: UserInfo;
  /** The user who impersonates; undefined when nobody does. */
  impersonator?: UserInfo;
  /** `impersonate:user-info` and the like, for the audit event. */
  impersonationConstraint?: string;
  /** Where the request is noted for the audit log: endpoints tell it the objects. Undefined when it is not. */
  audit?: AuditRecord;
}

export type Handler = (context: RequestContext) => Promise<ApiResponse>;

/** A stage of the chain: answers itself, or asks the next. */
export type Stage = (context: RequestContext, next: Handler) => Promise<ApiResponse>;
