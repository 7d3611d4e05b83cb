import { describe, expect, it } from 'vitest';
import { OK, profileFor, requestContext } from '../http/request-context.test-support.js';
import { Counter, Histogram } from './metric.js';
import { ServerMetrics } from './server-metrics.js';

const isServed = (group: string, version: string, resource: string): boolean =>
  group === '' && version === 'v1' && resource === 'pods';
const metricsOf = () => new ServerMetrics({ profile: profileFor(35), isServed, build: { gitVersion: 'v1.35.4' } });

function send(metrics: ServerMetrics, method: string, target: string, status = 200): void {
  const context = requestContext(method, target);
  metrics.observer.begins?.(context);
  metrics.observer.answered?.(context, { ...OK, status });
  metrics.observer.ends?.(context);
}

const seriesOf = (metrics: ServerMetrics, name: string): readonly string[] =>
  metrics.registry
    .text()
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`));

describe('requests', () => {
  it('are counted by what they ask and how they end', () => {
    const metrics = metricsOf();
    send(metrics, 'GET', '/api/v1/namespaces/a/pods');
    send(metrics, 'GET', '/api/v1/namespaces/a/pods/x', 404);
    send(metrics, 'POST', '/api/v1/namespaces/a/pods/x/exec');
    send(metrics, 'GET', '/healthz');
    const rest = 'component="apiserver",code';
    expect(seriesOf(metrics, 'apiserver_request_total')).toEqual([
      `apiserver_request_total{verb="LIST",dry_run="",group="",version="v1",resource="pods",subresource="",scope="namespace",${rest}="200"} 1`,
      `apiserver_request_total{verb="GET",dry_run="",group="",version="v1",resource="pods",subresource="",scope="resource",${rest}="404"} 1`,
      `apiserver_request_total{verb="CONNECT",dry_run="",group="",version="v1",resource="pods",subresource="exec",scope="resource",${rest}="200"} 1`,
      `apiserver_request_total{verb="GET",dry_run="",group="",version="",resource="",subresource="",scope="",${rest}="200"} 1`,
    ]);
  });

  it('make no series of what a client invents', () => {
    const metrics = metricsOf();
    const lines = (): number => metrics.registry.text().split('\n').length;
    send(metrics, 'GET', '/apis/g0/v0/r0/n0', 404);
    send(metrics, 'FOO0', '/x0', 404);
    send(metrics, 'FOO0', '/api/v1/pods', 404);
    const before = lines();
    for (let index = 1; index < 300; index++) {
      send(metrics, 'GET', `/apis/g${index}/v${index}/r${index}/n${index}`, 404);
      send(metrics, `FOO${index}`, `/x${index}`, 404);
      send(metrics, `FOO${index}`, '/api/v1/pods', 404);
    }
    expect(lines()).toBe(before);
  });

  it('are known while they are under way', () => {
    const metrics = metricsOf();
    const watch = requestContext('GET', '/api/v1/pods?watch=1');
    metrics.observer.begins?.(watch);
    metrics.observer.begins?.(requestContext('POST', '/api/v1/namespaces/a/pods'));
    expect(seriesOf(metrics, 'apiserver_longrunning_requests')[0]).toMatch(/^\w+\{verb="WATCH",.*resource="pods".* 1$/);
    expect(seriesOf(metrics, 'apiserver_current_inflight_requests')).toEqual([
      'apiserver_current_inflight_requests{request_kind="mutating"} 1',
    ]);
    metrics.observer.ends?.(watch);
    expect(seriesOf(metrics, 'apiserver_longrunning_requests')[0]).toMatch(/ 0$/);
  });
});

describe('the server', () => {
  it('says its version and gates', () => {
    const text = metricsOf().registry.text();
    expect(text).toContain('kubernetes_build_info{git_version="v1.35.4"} 1\n');
    expect(text).toMatch(/\nkubernetes_feature_enabled\{name="UserNamespacesSupport",stage="\w*"\} 1\n/);
    expect(text).toMatch(/\nprocess_resident_memory_bytes \d+\n/);
  });
});

describe('text form', () => {
  it('escapes values of labels', () => {
    const counter = new Counter('c', 'h', ['l']);
    counter.with('a"\\\nb').inc();
    expect(counter.lines()).toEqual(['# HELP c h', '# TYPE c counter', 'c{l="a\\"\\\\\\nb"} 1']);
  });

  it('counts in buckets that contain the smaller ones', () => {
    const histogram = new Histogram('h', 'help', [], [1, 2]);
    for (const value of [0.5, 1, 1.5, 9]) histogram.with().observe(value);
    expect(histogram.lines().slice(2)).toEqual([
      ...['h_bucket{le="1"} 2', 'h_bucket{le="2"} 3', 'h_bucket{le="+Inf"} 4', 'h_sum 12', 'h_count 4'],
    ]);
  });

  it('stays bounded when labels are not', () => {
    const counter = new Counter('c', 'h', ['l']);
    for (let index = 0; index < 30_000; index++) counter.with(String(index)).inc();
    expect(counter.lines().length).toBeLessThan(20_010);
    expect(counter.lines().at(-1)).toBe('c{l=""} 10000');
  });
});
