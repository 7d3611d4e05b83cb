/**
 * Autoscalers in `autoscaling/v1`, which knows of one metric: the rest goes through annotations.
 *
 * Source: pkg/apis/autoscaling/v1/conversion.go, pkg/apis/autoscaling/helpers.go.
 */
import { decodeObject, decodingError, MINORS } from '@bulkhead/apimachinery';
import type { HorizontalPodAutoscalerSpec as SpecV1 } from '@bulkhead/apimachinery/types/autoscaling-v1';
import type {
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerSpec,
  HorizontalPodAutoscalerStatus,
  MetricSpec,
  MetricStatus,
} from '@bulkhead/apimachinery/types/autoscaling-v2';
import type { KubeObject } from '../kube-object.js';
import { metricFromOld, metricToOld, statusFromOld, statusToOld } from './metric.js';

const PREFIX = 'autoscaling.alpha.kubernetes.io/';
const ANNOTATIONS = {
  metrics: `${PREFIX}metrics`,
  currentMetrics: `${PREFIX}current-metrics`,
  conditions: `${PREFIX}conditions`,
  behavior: `${PREFIX}behavior`,
} as const;
const DEFAULT_UTILIZATION = 80;

type Part = Readonly<Record<string, unknown>>;

/** Lists that nobody set may be null. */
const orNone = <T>(list: readonly T[] | null | undefined): readonly T[] => list ?? [];

const isCPU = (name: string | undefined, utilization: number | undefined): boolean =>
  name === 'cpu' && utilization !== undefined && utilization !== null;

const cpuMetric = (averageUtilization: number): MetricSpec => ({
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } },
});

export function autoscalerToV1(object: KubeObject): KubeObject {
  const { metrics: listed, behavior, ...spec }: HorizontalPodAutoscalerSpec = object['spec'] ?? {};
  const {
    currentMetrics: measured,
    conditions: stated,
    ...status
  }: HorizontalPodAutoscalerStatus = object['status'] ?? {};
  const [metrics, currentMetrics, conditions] = [orNone(listed), orNone(measured), orNone(stated)];
  const isCPUMetric = ({ resource }: MetricSpec): boolean =>
    isCPU(resource?.name, resource?.target?.averageUtilization);
  const cpu = metrics.find(isCPUMetric)?.resource?.target?.averageUtilization;
  const current = currentMetrics.find(({ resource }) => isCPU(resource?.name, resource?.current?.averageUtilization));
  const usage = current?.resource?.current?.averageUtilization;
  const others = metrics.filter((metric) => !isCPUMetric(metric));
  const written: Record<string, unknown> = {};
  if (others.length > 0) written[ANNOTATIONS.metrics] = others.map(metricToOld);
  // The usage of the cpu too: what is measured says more than its share.
  if (currentMetrics.length > 0) written[ANNOTATIONS.currentMetrics] = currentMetrics.map(statusToOld);
  if (behavior !== undefined && behavior !== null) written[ANNOTATIONS.behavior] = behavior;
  if (conditions.length > 0) written[ANNOTATIONS.conditions] = conditions;
  const texts = Object.entries(written).map(([name, value]) => [name, JSON.stringify(value)] as const);
  return {
    ...withAnnotations(object, { ...ownAnnotations(object), ...Object.fromEntries(texts) }),
    spec: { ...spec, ...(cpu === undefined ? {} : { targetCPUUtilizationPercentage: cpu }) },
    status: { ...status, ...(usage === undefined ? {} : { currentCPUUtilizationPercentage: usage }) },
  };
}

export function autoscalerFromV1(object: KubeObject): KubeObject {
  const { targetCPUUtilizationPercentage: cpu, ...spec }: SpecV1 = object['spec'] ?? {};
  const { currentCPUUtilizationPercentage: usage, ...status } = (object['status'] ?? {}) as Part;
  const own = cpu === undefined || cpu === null ? [] : [cpuMetric(cpu)];
  const kept = annotated(object);
  const metrics = [...(kept.spec?.metrics ?? []), ...own];
  const { behavior } = kept.spec ?? {};
  const { conditions, currentMetrics = usageMetric(usage) } = kept.status ?? {};
  return {
    ...withAnnotations(object, ownAnnotations(object)),
    spec: {
      ...spec,
      metrics: metrics.length === 0 ? [cpuMetric(DEFAULT_UTILIZATION)] : metrics,
      ...(behavior === undefined ? {} : { behavior }),
    },
    status: {
      ...status,
      ...(currentMetrics === undefined ? {} : { currentMetrics }),
      ...(conditions === undefined ? {} : { conditions }),
    },
  };
}

/** Anybody can write an annotation: what it says is decoded like a body, and left out when it cannot be. */
function annotated(object: KubeObject): HorizontalPodAutoscaler {
  const metrics = readList(object, ANNOTATIONS.metrics)?.map(metricFromOld);
  const behavior = readValue(object, ANNOTATIONS.behavior);
  const currentMetrics = readList(object, ANNOTATIONS.currentMetrics)?.map(statusFromOld);
  const conditions = readList(object, ANNOTATIONS.conditions);
  const parts = [metrics, behavior, currentMetrics, conditions];
  if (parts.every((each) => each === undefined)) return {};
  const spec = { ...(metrics === undefined ? {} : { metrics }), ...(isPart(behavior) ? { behavior } : {}) };
  const status = {
    ...(currentMetrics === undefined ? {} : { currentMetrics }),
    ...(conditions === undefined ? {} : { conditions }),
  };
  const typed = { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', spec, status };
  const { object: decoded, findings } = decodeObject(typed, NEWEST, NO_GATES);
  return decodingError(findings) === undefined ? decoded : {};
}

/** Fields that a version does not have are dropped where the object is written. */
const NEWEST = { minor: Math.max(...MINORS), enabled: () => true };
const NO_GATES = { fieldGates: () => undefined };

function usageMetric(usage: unknown): readonly MetricStatus[] | undefined {
  if (typeof usage !== 'number') return undefined;
  return [{ type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: usage } } }];
}

const isPart = (value: unknown): value is Part => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What cannot be read is as if it were not there. */
function readValue({ metadata }: KubeObject, name: string): unknown {
  const text = metadata.annotations?.[name];
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readList(object: KubeObject, name: string): readonly Part[] | undefined {
  const value = readValue(object, name);
  return Array.isArray(value) && value.every(isPart) ? value : undefined;
}

const ROUND_TRIP: ReadonlySet<string> = new Set(Object.values(ANNOTATIONS));

const ownAnnotations = ({ metadata }: KubeObject): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(metadata.annotations ?? {}).filter(([name]) => !ROUND_TRIP.has(name)));

function withAnnotations(object: KubeObject, annotations: Readonly<Record<string, string>>): KubeObject {
  const { annotations: _, ...metadata } = object.metadata;
  return { ...object, metadata: Object.keys(annotations).length === 0 ? metadata : { ...metadata, annotations } };
}
