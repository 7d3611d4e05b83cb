/**
 * What the server counts about itself, under the names that dashboards and alerts for Kubernetes know.
 *
 * Source: k8s.io/apiserver/pkg/endpoints/metrics/metrics.go; k8s.io/component-base/metrics.
 */
import { type ClusterProfile, featureGate, featureGatesIn } from '@bulkhead/features';
import { bodyBytes } from '../http/answer-body.js';
import type { ApiResponse, RequestContext } from '../http/request.js';
import { isLongRunning } from '../http/request-deadline.js';
import type { RequestObserver } from '../http/server-chain.js';
import { Counter, Gauge, Histogram, MetricRegistry } from './metric.js';
import { type IsServed, type RequestLabels, requestLabels } from './request-labels.js';

const COMPONENT = 'apiserver';
const RESOURCE = ['group', 'version', 'resource', 'subresource', 'scope', 'component'];
const SECONDS = [0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60];
const SIZES = [1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];
const ADMISSION_SECONDS = [0.005, 0.025, 0.1, 0.5, 1, 2.5];
const MUTATING_METHODS: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

export interface ServerMetricsOptions {
  readonly profile: ClusterProfile;
  readonly isServed: IsServed;
  /** Members of /version. */
  readonly build?: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch. */
  readonly startedAt?: number;
}

export class ServerMetrics {
  /** For metrics of other parts. */
  readonly registry = new MetricRegistry();

  readonly authenticationAttempts = this.#counter('authentication_attempts', 'Authentications by result.', 'result');
  readonly authorizationAttempts = this.#counter('authorization_attempts_total', 'Authorizations by result.', 'result');
  readonly auditEvents = this.#counter('apiserver_audit_event_total', 'Audit events that were made.');
  readonly deprecatedAPIs = this.#gauge(
    'apiserver_requested_deprecated_apis',
    'Deprecated APIs that were asked for.',
    ...['group', 'version', 'resource', 'subresource', 'removed_release'],
  );
  readonly podSecurityEvaluations = this.#counter(
    'pod_security_evaluations_total',
    'Pod Security decisions.',
    ...['decision', 'policy_level', 'policy_version', 'mode', 'request_operation', 'resource', 'subresource'],
  );
  readonly admissionPluginSeconds = this.#histogram(
    'apiserver_admission_controller_admission_duration_seconds',
    'Time that one admission plugin took.',
    ADMISSION_SECONDS,
    ...['name', 'operation', 'rejected', 'type'],
  );
  readonly flowControlRejected = this.#counter(
    'apiserver_flowcontrol_rejected_requests_total',
    'Requests refused by load.',
    ...['priority_level', 'flow_schema', 'reason'],
  );

  readonly #requests = this.#counter(
    'apiserver_request_total',
    'Requests by what they ask and how they end.',
    ...['verb', 'dry_run', ...RESOURCE, 'code'],
  );
  readonly #seconds = this.#histogram(
    'apiserver_request_duration_seconds',
    'Time until the answer is known.',
    SECONDS,
    ...['verb', 'dry_run', ...RESOURCE],
  );
  readonly #longRunning = this.#gauge(
    'apiserver_longrunning_requests',
    'Watches and other streams now.',
    ...['verb', ...RESOURCE],
  );
  readonly #inflight = this.#gauge(
    'apiserver_current_inflight_requests',
    'Requests under way, without streams.',
    'request_kind',
  );
  readonly #sizes = this.#histogram(
    'apiserver_response_sizes',
    'Bytes of answers, without streams.',
    SIZES,
    ...['verb', ...RESOURCE],
  );
  readonly #isServed: IsServed;
  readonly #begun = new WeakMap<RequestContext, RequestLabels>();

  constructor(options: ServerMetricsOptions) {
    this.#isServed = options.isServed;
    addBuild(this.registry, options);
    addProcess(this.registry, options.startedAt ?? Date.now() - process.uptime() * 1000);
  }

  #counter(name: string, help: string, ...labels: string[]): Counter {
    return this.registry.add(new Counter(name, help, labels));
  }

  #gauge(name: string, help: string, ...labels: string[]): Gauge {
    return this.registry.add(new Gauge(name, help, labels));
  }

  #histogram(name: string, help: string, bounds: readonly number[], ...labels: string[]): Histogram {
    return this.registry.add(new Histogram(name, help, labels, bounds));
  }

  /** Counts each request of a chain. */
  readonly observer: RequestObserver = {
    begins: (context) => {
      const labels = requestLabels(context, this.#isServed);
      this.#begun.set(context, labels);
      this.#running(context, labels, 1);
      return undefined;
    },
    answered: (context, response) => this.#count(context, response),
    ends: (context) => {
      const labels = this.#begun.get(context);
      if (labels !== undefined) this.#running(context, labels, -1);
    },
  };

  response(): ApiResponse {
    const contentType = 'text/plain; version=0.0.4; charset=utf-8';
    return { status: 200, headers: { 'Content-Type': contentType }, body: this.registry.text() };
  }

  #running(context: RequestContext, labels: RequestLabels, by: number): void {
    if (isLongRunning(context.info)) {
      this.#longRunning.with(labels.verb, ...resourceOf(labels)).inc(by);
    } else {
      this.#inflight.with(MUTATING_METHODS.has(context.request.method) ? 'mutating' : 'readOnly').inc(by);
    }
  }

  #count(context: RequestContext, response: ApiResponse): void {
    const labels = this.#begun.get(context);
    if (labels === undefined) return;
    const { verb, dryRun } = labels;
    const resource = resourceOf(labels);
    this.#requests.with(verb, dryRun, ...resource, String(response.status)).inc();
    if (response.stream !== undefined) return;
    this.#seconds.with(verb, dryRun, ...resource).observe((Date.now() - context.receivedAt) / 1000);
    this.#sizes.with(verb, ...resource).observe(bodyBytes(response.body));
  }
}

const resourceOf = (labels: RequestLabels): readonly string[] => [
  labels.group,
  labels.version,
  labels.resource,
  labels.subresource,
  labels.scope,
  COMPONENT,
];

function addBuild(registry: MetricRegistry, { build = {}, profile }: ServerMetricsOptions): void {
  const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const names = Object.keys(build);
  registry
    .add(new Gauge('kubernetes_build_info', 'The version of the server, as labels.', names.map(snake)))
    .with(...names.map((name) => build[name] ?? ''))
    .set(1);
  const collect = (gauge: Gauge): void => {
    for (const name of featureGatesIn(profile.minor)) {
      const state = featureGate(name)?.stageIn(profile.minor);
      if (typeof state !== 'object') continue;
      const stage = state.stage === 'ga' ? '' : state.stage.toUpperCase();
      gauge.with(name, stage).set(profile.enabled(name) ? 1 : 0);
    }
  };
  const help = 'Whether a feature gate is on.';
  registry.add(new Gauge('kubernetes_feature_enabled', help, ['name', 'stage'], collect));
}

function addProcess(registry: MetricRegistry, startedAt: number): void {
  const add = (name: string, help: string, value: () => number): void => {
    registry.add(new Gauge(name, help, [], (gauge) => gauge.with().set(value())));
  };
  add('process_start_time_seconds', 'When the process began.', () => startedAt / 1000);
  add('process_resident_memory_bytes', 'Memory that the process has.', () => process.memoryUsage.rss());
  add('process_cpu_seconds_total', 'Processor time that the process took.', () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  });
}
