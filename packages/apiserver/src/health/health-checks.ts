/**
 * All checks of a server and the endpoints that show them: /healthz and /livez say whether the process works, /readyz
 * whether clients should be sent to it.
 *
 * Source: k8s.io/apiserver/pkg/server/healthz/healthz.go.
 */
import { goQuote, type Minor } from '@bulkhead/apimachinery';
import { textResponse } from '../http/failure-response.js';
import type { ApiResponse, RequestContext } from '../http/request.js';
import { POST_START_HOOK, startMilestones } from './check-names.js';
import { type HealthCheck, Milestone, resultOf } from './health-check.js';

export type HealthEndpoint = 'healthz' | 'livez' | 'readyz';
export const HEALTH_ENDPOINTS: readonly HealthEndpoint[] = ['healthz', 'livez', 'readyz'];

export interface HealthChecksOptions {
  readonly minor: Minor;
  /** The store answers. */
  readonly store: () => string | undefined | Promise<string | undefined>;
  /** All caches have read what is stored. */
  readonly cachesSynced: () => boolean;
  /** The server is told to stop. */
  readonly isShuttingDown: () => boolean;
  /** Gets the reasons, which clients do not. */
  readonly onFailure?: (endpoint: HealthEndpoint, failures: readonly string[]) => void;
}

export class HealthChecks {
  readonly #everywhere: HealthCheck[];
  readonly #readyOnly: readonly HealthCheck[];
  readonly #shutdown: HealthCheck;
  readonly #milestones: ReadonlyMap<string, Milestone>;
  readonly #onFailure: HealthChecksOptions['onFailure'];

  constructor(options: HealthChecksOptions) {
    const fine = (name: string): HealthCheck => ({ name, check: () => undefined });
    const milestones = startMilestones(options.minor).map((name) => new Milestone(name));
    this.#milestones = new Map(milestones.map((milestone) => [milestone.name, milestone]));
    this.#everywhere = [fine('ping'), fine('log'), { name: 'etcd', check: options.store }, ...milestones];
    this.#readyOnly = [
      { name: 'etcd-readiness', check: options.store },
      { name: 'informer-sync', check: () => (options.cachesSynced() ? undefined : 'caches are not synced') },
    ];
    const stopping = 'process is shutting down';
    this.#shutdown = { name: 'shutdown', check: () => (options.isShuttingDown() ? stopping : undefined) };
    this.#onFailure = options.onFailure;
  }

  /** Of a step of the start: `rbac/bootstrap-roles`, `autoregister-completion`, ... */
  milestone(name: string): Milestone {
    const found = this.#milestones.get(`${POST_START_HOOK}${name}`) ?? this.#milestones.get(name);
    if (found === undefined) throw new RangeError(`no step of the start is called ${name}`);
    return found;
  }

  /** All steps of the start are done but those that are named. */
  reachAll(except: readonly string[] = []): void {
    const kept = new Set(except.map((name) => this.milestone(name)));
    for (const milestone of this.#milestones.values()) if (!kept.has(milestone)) milestone.reach();
  }

  /** A check beside those that every server has. */
  add(check: HealthCheck): void {
    this.#everywhere.push(check);
  }

  checksOf(endpoint: HealthEndpoint): readonly HealthCheck[] {
    if (endpoint !== 'readyz') return this.#everywhere;
    const [ping, log, store, ...rest] = this.#everywhere;
    const first = [ping, log, store].filter((check) => check !== undefined);
    return [...first, ...this.#readyOnly, ...rest, this.#shutdown];
  }

  /** Whether /readyz would say yes. */
  async isReady(): Promise<boolean> {
    const results = await Promise.all(this.checksOf('readyz').map((check) => resultOf(check)));
    return results.every((result) => result === undefined);
  }

  /** Paths that `respond` answers. */
  paths(): readonly string[] {
    return HEALTH_ENDPOINTS.flatMap((endpoint) => [
      `/${endpoint}`,
      ...this.checksOf(endpoint).map(({ name }) => `/${endpoint}/${name}`),
    ]);
  }

  /** Undefined for a path that is none of `paths`. */
  async respond(context: RequestContext): Promise<ApiResponse | undefined> {
    const { path } = context.info;
    const endpoint = HEALTH_ENDPOINTS.find((name) => path === `/${name}` || path.startsWith(`/${name}/`));
    if (endpoint === undefined) return undefined;
    const checks = this.checksOf(endpoint);
    const name = path.slice(endpoint.length + 2);
    if (path === `/${endpoint}`) return this.#respondAll(endpoint, checks, context.query);
    const check = checks.find((candidate) => candidate.name === name);
    if (check === undefined) return undefined;
    const failure = await resultOf(check);
    return failure === undefined ? textResponse(200, 'ok') : textResponse(500, `internal server error: ${failure}\n`);
  }

  async #respondAll(
    endpoint: HealthEndpoint,
    checks: readonly HealthCheck[],
    query: RequestContext['query'],
  ): Promise<ApiResponse> {
    const excluded = new Set(query.get('exclude') ?? []);
    const results = await Promise.all(
      checks.map((check) => (excluded.has(check.name) ? Promise.resolve(EXCLUDED) : resultOf(check))),
    );
    const failures: string[] = [];
    const lines = checks.map(({ name }, index) => {
      const result = results[index];
      if (result === undefined) return `[+]${name} ok`;
      if (result === EXCLUDED) {
        excluded.delete(name);
        return `[+]${name} excluded: ok`;
      }
      failures.push(`${name}: ${String(result)}`);
      return `[-]${name} failed: reason withheld`;
    });
    if (excluded.size > 0) {
      const unknown = [...excluded].sort().map(goQuote).join(', ');
      lines.push(`warn: some health checks cannot be excluded: no matches for ${unknown}`);
    }
    if (failures.length > 0) {
      this.#onFailure?.(endpoint, failures);
      return textResponse(500, `${[...lines, `${endpoint} check failed`].join('\n')}\n`);
    }
    const isVerbose = query.has('verbose');
    return textResponse(200, isVerbose ? `${[...lines, `${endpoint} check passed`].join('\n')}\n` : 'ok');
  }
}

const EXCLUDED: unique symbol = Symbol('excluded');
