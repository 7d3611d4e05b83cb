/** What /metrics says. */
export { Counter, Gauge, Histogram, type Metric, MetricRegistry } from './metric.js';
export type { IsServed } from './request-labels.js';
export { ServerMetrics, type ServerMetricsOptions } from './server-metrics.js';
