/**
 * Priority and fairness in its smallest form: each request is classified, takes a seat of its priority level or waits
 * for one, and says in its answer which rules it fell under. Long-running requests give their seat back when they have
 * started.
 *
 * Source: k8s.io/apiserver/pkg/server/filters/priority-and-fairness.go, pkg/util/flowcontrol.
 */
import type { Minor } from '@bulkhead/apimachinery';
import type { RequestInfo, UserInfo } from '@bulkhead/engine/authorization';
import { textResponse } from '../http/failure-response.js';
import type { ApiResponse, Handler, RequestContext, Stage } from '../http/request.js';
import { StatusError } from '../http/status-error.js';
import { bootstrapFlowControlObjects } from './bootstrap-objects.js';
import type { FlowSchema, PriorityLevel, Queuing } from './flow-objects.js';
import { inOrder, matchesFlowSchema } from './flow-schema-match.js';
import { type Refused, SeatQueues } from './seat-queues.js';

export interface FlowControllerOptions {
  readonly minor: Minor;
  /** `--max-requests-inflight` and `--max-mutating-requests-inflight` together. */
  readonly seats?: number;
  /** Of requests that are not long-running: a quarter of it may be spent waiting. */
  readonly requestTimeoutMs?: number;
  readonly onRefused?: (level: string, schema: string, reason: Refused) => void;
}

export interface FlowObjects {
  readonly flowSchemas: readonly FlowSchema[];
  readonly priorityLevels: readonly PriorityLevel[];
}

interface Level {
  readonly uid: string;
  readonly isExempt: boolean;
  readonly queues: SeatQueues;
  readonly counts: Counts;
}

type Counts = Record<'dispatched' | 'queue-full' | 'concurrency-limit' | 'time-out' | 'cancelled', number>;
const noCounts = (): Counts => ({
  ...{ dispatched: 0, 'queue-full': 0, 'concurrency-limit': 0, 'time-out': 0, cancelled: 0 },
});

export interface LevelState {
  readonly seats: number;
  readonly executing: number;
  readonly waiting: number;
  readonly activeQueues: number;
  readonly counts: Readonly<Counts>;
}

export interface Classified {
  readonly schema: FlowSchema;
  readonly levelName: string;
  /** Who shares queues: the schema, and the user or the namespace. */
  readonly flow: string;
}

const DEFAULT_SEATS = 600;
const REQUEST_TIMEOUT_MS = 60_000;
const MAX_WAIT_MS = 60_000;
const DEFAULT_SHARES = 30;
const DEFAULT_QUEUING: Queuing = { queues: 64, handSize: 8, queueLengthLimit: 50 };
const CATCH_ALL = 'catch-all';
const TOO_MANY = 'Too many requests, please try again later.';

export class FlowController {
  #schemas: readonly FlowSchema[] = [];
  readonly #levels = new Map<string, Level>();
  readonly #mandatory: FlowObjects;
  readonly #options: FlowControllerOptions;

  /** Works with the bootstrap objects until it is told others. */
  constructor(options: FlowControllerOptions) {
    this.#options = options;
    this.#mandatory = bootstrapFlowControlObjects(options.minor);
    this.configure(this.#mandatory);
  }

  /** The objects as they are now. What is mandatory is there even when it was deleted. */
  configure(objects: FlowObjects): void {
    const { flowSchemas, priorityLevels } = this.#withMandatory(objects);
    const total = priorityLevels.reduce((sum, { spec }) => sum + sharesOf(spec), 0);
    const seats = this.#options.seats ?? DEFAULT_SEATS;
    for (const { metadata, spec } of priorityLevels) {
      const share = total === 0 ? 0 : Math.ceil((seats * sharesOf(spec)) / total);
      const known = this.#levels.get(metadata.name);
      const queuing = queuingOf(spec);
      known?.queues.reconfigure(share, queuing);
      const queues = known?.queues ?? new SeatQueues(share, queuing);
      const counts = known?.counts ?? noCounts();
      this.#levels.set(metadata.name, { uid: metadata.uid ?? '', isExempt: spec.type === 'Exempt', queues, counts });
    }
    const names = new Set(priorityLevels.map(({ metadata }) => metadata.name));
    for (const name of this.#levels.keys()) if (!names.has(name)) this.#levels.delete(name);
    this.#schemas = inOrder(flowSchemas);
  }

  /** Catch-all when no schema with an existing level matches. */
  classify(user: UserInfo, info: RequestInfo): Classified {
    const schema =
      this.#schemas.find(
        (candidate) =>
          this.#levels.has(candidate.spec.priorityLevelConfiguration.name) && matchesFlowSchema(candidate, user, info),
      ) ?? this.#schemas.find(({ metadata }) => metadata.name === CATCH_ALL);
    if (schema === undefined) throw new Error('no flow schema catches all');
    return { schema, levelName: schema.spec.priorityLevelConfiguration.name, flow: flowOf(schema, user, info) };
  }

  /** Requests that have a seat and that wait for one, by level. */
  levels(): ReadonlyMap<string, LevelState> {
    const entries = [...this.#levels].map(([name, { queues, counts }]) => {
      const { seats, executing, waiting, activeQueues } = queues;
      return [name, { seats, executing, waiting, activeQueues, counts }] as const;
    });
    return new Map(entries);
  }

  /** Stands after impersonation and before authorization. */
  readonly stage: Stage = async (context, next) => {
    // The server's own requests never wait for those of others.
    if (context.request.loopbackUser !== undefined) return next(context);
    const { schema, levelName, flow } = this.classify(context.user, context.info);
    const level = this.#levels.get(levelName);
    if (level === undefined) return next(context);
    const headers = {
      'X-Kubernetes-PF-FlowSchema-UID': schema.metadata.uid ?? '',
      'X-Kubernetes-PF-PriorityLevel-UID': level.uid,
    };
    if (level.isExempt) {
      level.counts.dispatched += 1;
      return withHeaders(headers, () => next(context));
    }
    return withHeaders(headers, () => this.#inSeat(context, next, level, flow, [levelName, schema.metadata.name]));
  };

  async #inSeat(
    context: RequestContext,
    next: Handler,
    level: Level,
    flow: string,
    [levelName, schemaName]: readonly [string, string],
  ): Promise<ApiResponse> {
    const timeout = this.#options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS;
    const admitted = level.queues.take(flow, Math.min(timeout / 4, MAX_WAIT_MS), context.request);
    const admission = admitted instanceof Promise ? await admitted : admitted;
    if (admission.kind !== 'seat') {
      level.counts[admission.kind] += 1;
      this.#options.onRefused?.(levelName, schemaName, admission.kind);
      return textResponse(429, `${TOO_MANY}\n`, { 'Retry-After': '1' });
    }
    level.counts.dispatched += 1;
    try {
      return await next(context);
    } finally {
      admission.release();
    }
  }

  #withMandatory({ flowSchemas, priorityLevels }: FlowObjects): FlowObjects {
    const isMandatory = ({ metadata }: { readonly metadata: { readonly name: string } }): boolean =>
      metadata.name === CATCH_ALL || metadata.name === 'exempt';
    const missing = <T extends { readonly metadata: { readonly name: string } }>(
      have: readonly T[],
      all: readonly T[],
    ) => all.filter((one) => isMandatory(one) && !have.some(({ metadata }) => metadata.name === one.metadata.name));
    return {
      flowSchemas: [...flowSchemas, ...missing(flowSchemas, this.#mandatory.flowSchemas)],
      priorityLevels: [...priorityLevels, ...missing(priorityLevels, this.#mandatory.priorityLevels)],
    };
  }
}

/** On refusals too. */
async function withHeaders(
  headers: Readonly<Record<string, string>>,
  work: () => Promise<ApiResponse>,
): Promise<ApiResponse> {
  try {
    const response = await work();
    return { ...response, headers: { ...headers, ...response.headers } };
  } catch (error) {
    if (error instanceof StatusError) throw new StatusError(error.failure, { ...headers, ...error.headers });
    throw error;
  }
}

function sharesOf({ type, limited, exempt }: PriorityLevel['spec']): number {
  if (type === 'Exempt') return exempt?.nominalConcurrencyShares ?? 0;
  return limited?.nominalConcurrencyShares ?? DEFAULT_SHARES;
}

function queuingOf({ limited }: PriorityLevel['spec']): Queuing | undefined {
  if (limited?.limitResponse.type !== 'Queue') return undefined;
  return limited.limitResponse.queuing ?? DEFAULT_QUEUING;
}

function flowOf({ metadata, spec }: FlowSchema, user: UserInfo, info: RequestInfo): string {
  const by = spec.distinguisherMethod?.type;
  const distinguisher = by === 'ByUser' ? user.name : by === 'ByNamespace' ? info.namespace : '';
  return `${metadata.name}\0${distinguisher}`;
}
