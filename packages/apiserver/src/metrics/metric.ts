/**
 * Counters, gauges and histograms with labels, and Prometheus' text form of them. The number of series is bounded: what
 * clients can choose freely must not become a label, and if it ever does, memory does not grow with it.
 *
 * Source: Prometheus' text exposition format 0.0.4.
 */
export interface Metric {
  readonly name: string;
  /** Lines of the text form, without a break at the end. */
  lines(): readonly string[];
}

/** More series of one metric are counted together, without labels. */
const MAX_SERIES = 20_000;
const SEPARATOR = '\0';

abstract class Family<Series> implements Metric {
  readonly name: string;
  readonly #help: string;
  readonly #type: string;
  readonly #labels: readonly string[];
  readonly #series = new Map<string, { readonly labels: string; readonly value: Series }>();

  constructor(type: string, name: string, help: string, labels: readonly string[]) {
    this.name = name;
    this.#help = help;
    this.#type = type;
    this.#labels = labels;
  }

  /** The series with these values of the labels, in the labels' order. */
  with(...values: readonly string[]): Series {
    const key = values.join(SEPARATOR);
    const known = this.#series.get(key);
    if (known !== undefined) return known.value;
    if (this.#series.size < MAX_SERIES) return this.#add(key, values);
    const others = this.#labels.map(() => '');
    const otherKey = others.join(SEPARATOR);
    return this.#series.get(otherKey)?.value ?? this.#add(otherKey, others);
  }

  lines(): readonly string[] {
    const head = [`# HELP ${this.name} ${this.#help}`, `# TYPE ${this.name} ${this.#type}`];
    const series = [...this.#series.values()].flatMap(({ labels, value }) => this.write(labels, value));
    return series.length === 0 ? [] : [...head, ...series];
  }

  #add(key: string, values: readonly string[]): Series {
    const value = this.make();
    const labels = this.#labels.map((label, index) => `${label}="${escaped(values[index] ?? '')}"`).join(',');
    this.#series.set(key, { labels, value });
    return value;
  }

  protected abstract make(): Series;
  protected abstract write(labels: string, value: Series): readonly string[];
}

const escaped = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');

const sample = (name: string, labels: string, value: number): string =>
  labels === '' ? `${name} ${value}` : `${name}{${labels}} ${value}`;

/** A number that `inc` and `set` change. */
export class Value {
  value = 0;

  inc(by = 1): void {
    this.value += by;
  }

  set(value: number): void {
    this.value = value;
  }
}

export class Counter extends Family<Value> {
  constructor(name: string, help: string, labels: readonly string[] = []) {
    super('counter', name, help, labels);
  }

  protected make(): Value {
    return new Value();
  }

  protected write(labels: string, { value }: Value): readonly string[] {
    return [sample(this.name, labels, value)];
  }
}

export class Gauge extends Family<Value> {
  readonly #collect: ((gauge: Gauge) => void) | undefined;

  /** `collect` brings the values up to date when somebody reads them. */
  constructor(name: string, help: string, labels: readonly string[] = [], collect?: (gauge: Gauge) => void) {
    super('gauge', name, help, labels);
    this.#collect = collect;
  }

  override lines(): readonly string[] {
    this.#collect?.(this);
    return super.lines();
  }

  protected make(): Value {
    return new Value();
  }

  protected write(labels: string, { value }: Value): readonly string[] {
    return [sample(this.name, labels, value)];
  }
}

export class Distribution {
  readonly #bounds: readonly number[];
  readonly counts: number[];
  sum = 0;
  count = 0;

  constructor(bounds: readonly number[]) {
    this.#bounds = bounds;
    this.counts = bounds.map(() => 0);
  }

  observe(value: number): void {
    this.sum += value;
    this.count += 1;
    const index = this.#bounds.findIndex((bound) => value <= bound);
    if (index >= 0) this.counts[index] = (this.counts[index] ?? 0) + 1;
  }
}

export class Histogram extends Family<Distribution> {
  readonly #bounds: readonly number[];

  constructor(name: string, help: string, labels: readonly string[], bounds: readonly number[]) {
    super('histogram', name, help, labels);
    this.#bounds = bounds;
  }

  protected make(): Distribution {
    return new Distribution(this.#bounds);
  }

  protected write(labels: string, { counts, sum, count }: Distribution): readonly string[] {
    const prefix = labels === '' ? '' : `${labels},`;
    let total = 0;
    const buckets = this.#bounds.map((bound, index) => {
      total += counts[index] ?? 0;
      return sample(`${this.name}_bucket`, `${prefix}le="${bound}"`, total);
    });
    return [
      ...buckets,
      sample(`${this.name}_bucket`, `${prefix}le="+Inf"`, count),
      sample(`${this.name}_sum`, labels, sum),
      sample(`${this.name}_count`, labels, count),
    ];
  }
}

/** All metrics of a process, by name. */
export class MetricRegistry {
  readonly #metrics = new Map<string, Metric>();

  add<M extends Metric>(metric: M): M {
    if (this.#metrics.has(metric.name)) throw new RangeError(`two metrics are called ${metric.name}`);
    this.#metrics.set(metric.name, metric);
    return metric;
  }

  text(): string {
    const names = [...this.#metrics.keys()].sort();
    return `${names.flatMap((name) => this.#metrics.get(name)?.lines() ?? []).join('\n')}\n`;
  }
}
