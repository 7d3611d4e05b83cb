/**
 * From the first request to the last: which requests are under way, and how the server stops. Readiness goes first, so
 * that clients are sent elsewhere; then what is under way finishes; then streams are ended; then the connections are.
 *
 * Source: k8s.io/apiserver/pkg/server/genericapiserver.go, pkg/server/filters/{with_retry_after,waitgroup}.go.
 */
import { textResponse } from './failure-response.js';
import type { Listener } from './listener.js';
import type { ApiResponse, RequestContext } from './request.js';
import { isLongRunning } from './request-deadline.js';
import type { RequestObserver } from './server-chain.js';
import { StatusError } from './status-error.js';

export interface ShutdownOptions {
  readonly listener: Pick<Listener, 'drain' | 'destroy'>;
  /** Between the failing of readiness and everything else. */
  readonly delayMs?: number;
  /** Late requests are told to come again, on a port that stays open until all others are answered. */
  readonly sendRetryAfter?: boolean;
  /** Over which watches are ended one after another; 0 = all at once. */
  readonly watchGraceMs?: number;
  /** So long requests under way may take. */
  readonly drainMs?: number;
  /** Before requests are refused: what other servers must learn. */
  readonly preShutdownHooks?: readonly (() => Promise<void>)[];
  /** At the end, in order: the audit log is flushed, the store closed. */
  readonly finish?: readonly (() => Promise<void>)[];
}

const DRAIN_MS = 60_000;
/** Between the last answer and the end of the port that told clients to come again. */
const LAST_REFUSALS_MS = 2000;
const LAST_ANSWERS_MS = 2000;
/** Watches are ended at least so fast. */
const WATCHES_A_SECOND = 200;
const TICK_MS = 50;

const RETRY_TEXT = 'The apiserver is shutting down, please try again later.';
const EXEMPT_PATHS: ReadonlySet<string> = new Set(['/readyz', '/livez', '/healthz', '/metrics']);
const EXEMPT_AGENT = 'kube-apiserver/';

type Phase = 'serving' | 'leaving' | 'draining';

export class ServerLifecycle {
  #phase: Phase = 'serving';
  #sendsRetryAfter = false;
  readonly #short = new Set<RequestContext>();
  readonly #long = new Set<RequestContext>();
  #ended: Promise<void> | undefined;
  #onIdle: (() => void) | undefined;

  /** Told to stop; for the `shutdown` check of readiness. */
  get isShuttingDown(): boolean {
    return this.#phase !== 'serving';
  }

  get requests(): { readonly short: number; readonly long: number } {
    return { short: this.#short.size, long: this.#long.size };
  }

  /** For the chain. */
  readonly observer: RequestObserver = {
    begins: (context) => {
      const refusal = this.#phase === 'draining' ? this.#refusal(context) : undefined;
      if (refusal === undefined) this.#setOf(context).add(context);
      return refusal;
    },
    ends: (context) => {
      this.#setOf(context).delete(context);
      if (this.#short.size === 0) this.#onIdle?.();
    },
  };

  /** Settles when everything is closed. A second call waits for the first. */
  shutdown(options: ShutdownOptions): Promise<void> {
    this.#ended ??= this.#shutdown(options);
    return this.#ended;
  }

  async #shutdown(options: ShutdownOptions): Promise<void> {
    const { listener, delayMs = 0, sendRetryAfter = false, watchGraceMs = 0, drainMs = DRAIN_MS } = options;
    this.#phase = 'leaving';
    this.#sendsRetryAfter = sendRetryAfter;
    if (delayMs > 0) await after(delayMs);
    for (const hook of options.preShutdownHooks ?? []) await hook().catch(() => {});
    this.#phase = 'draining';
    // With a port that closes at once, idle connections close with it, and streams get no more time than they asked for.
    if (!sendRetryAfter) void listener.drain();
    const streamsEnd = sendRetryAfter ? undefined : this.#endStreams(watchGraceMs);
    await Promise.race([this.#idle(), after(drainMs)]);
    if (sendRetryAfter) await after(Math.min(LAST_REFUSALS_MS, drainMs));
    await (streamsEnd ?? this.#endStreams(watchGraceMs));
    // Connections close when their answers are out.
    await Promise.race([listener.drain(), after(Math.min(LAST_ANSWERS_MS, drainMs))]);
    await listener.destroy();
    for (const step of options.finish ?? []) await step();
  }

  #refusal(context: RequestContext): ApiResponse | undefined {
    const agent = context.request.headers.get('user-agent')?.[0] ?? '';
    // What the server itself still has to say goes through.
    if (context.request.loopbackUser !== undefined) return undefined;
    if (EXEMPT_PATHS.has(context.info.path) || agent.startsWith(EXEMPT_AGENT)) return undefined;
    if (this.#sendsRetryAfter) {
      return textResponse(429, `${RETRY_TEXT}\n`, { 'Retry-After': '5', Connection: 'close' });
    }
    const details = { retryAfterSeconds: 1 };
    const message = 'apiserver is shutting down';
    throw new StatusError({ code: 503, reason: 'ServiceUnavailable', message, details }, { Connection: 'close' });
  }

  #idle(): Promise<void> {
    if (this.#short.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#onIdle = resolve;
    });
  }

  async #endStreams(graceMs: number): Promise<void> {
    const reason = new Error('the server shuts down');
    const streams = [...this.#long];
    const rate = Math.max(WATCHES_A_SECOND, graceMs === 0 ? Infinity : (streams.length * 1000) / graceMs);
    const each = rate === Infinity ? streams.length : Math.ceil((rate * TICK_MS) / 1000);
    for (let at = 0; at < streams.length; at += each) {
      for (const { request } of streams.slice(at, at + each)) request.connection?.abort(reason);
      if (at + each < streams.length) await after(TICK_MS);
    }
  }

  #setOf(context: RequestContext): Set<RequestContext> {
    return isLongRunning(context.info) ? this.#long : this.#short;
  }
}

const after = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
