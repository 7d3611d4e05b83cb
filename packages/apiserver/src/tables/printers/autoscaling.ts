/**
 * What an autoscaler looks at, and where it stands.
 *
 * Source: pkg/printers/internalversion/printers.go (formatHPAMetrics).
 */

import type { HorizontalPodAutoscaler as FirstAutoscaler, Scale } from '@bulkhead/apimachinery/types/autoscaling-v1';
import type {
  HorizontalPodAutoscaler,
  MetricSpec,
  MetricStatus,
  MetricTarget,
  MetricValueStatus,
} from '@bulkhead/apimachinery/types/autoscaling-v2';
import type { KubeObject } from '../../registry/kube-object.js';
import { shortened } from '../cell-text.js';
import { type Cells, NONE, type Printers, UNKNOWN, UNSET } from '../table-types.js';

const MOST_LISTED = 2;

function printAutoscaler(object: KubeObject): Cells {
  return object.apiVersion === 'autoscaling/v1' ? printFirst(object) : printMetrics(object);
}

const printMetrics = ({ spec, status }: HorizontalPodAutoscaler): Cells => {
  const texts = (spec?.metrics ?? []).map((metric, index) => metricText(metric, status?.currentMetrics?.[index]));
  return { ...commonCells(spec, status), Targets: shortened(texts, MOST_LISTED, ', ') || NONE };
};

/** The first version knows a share of the processor alone. */
function printFirst({ spec, status }: FirstAutoscaler): Cells {
  const target = spec?.targetCPUUtilizationPercentage;
  const current = percentText(status?.currentCPUUtilizationPercentage, UNKNOWN);
  return {
    ...commonCells(spec, status),
    Targets: target === undefined ? NONE : `cpu: ${current}/${percentText(target, AUTOMATIC)}`,
  };
}

interface CommonSpec {
  readonly scaleTargetRef?: { readonly kind?: string; readonly name?: string };
  readonly minReplicas?: number;
  readonly maxReplicas?: number;
}

function commonCells(spec: CommonSpec | undefined, status: { readonly currentReplicas?: number } | undefined): Cells {
  return {
    Reference: `${spec?.scaleTargetRef?.kind ?? ''}/${spec?.scaleTargetRef?.name ?? ''}`,
    MinPods: String(spec?.minReplicas ?? UNSET),
    MaxPods: spec?.maxReplicas ?? 0,
    Replicas: status?.currentReplicas ?? 0,
  };
}

const AUTOMATIC = '<auto>';

const percentText = (percent: number | undefined, otherwise: string): string =>
  percent === undefined ? otherwise : `${percent}%`;

function metricText(metric: MetricSpec, status: MetricStatus | undefined): string {
  switch (metric.type) {
    case 'External':
      return amountText(metric.external?.target, status?.external?.current);
    case 'Object':
      return amountText(metric.object?.target, status?.object?.current);
    case 'Pods':
      return `${status?.pods?.current?.averageValue ?? UNKNOWN}/${metric.pods?.target?.averageValue ?? ''}`;
    case 'Resource':
      return resourceText(metric.resource, status?.resource?.current);
    case 'ContainerResource':
      return resourceText(metric.containerResource, status?.containerResource?.current);
    default:
      return '<unknown type>';
  }
}

function amountText(target: MetricTarget | undefined, current: MetricValueStatus | undefined): string {
  if (target?.averageValue !== undefined) return `${current?.averageValue ?? UNKNOWN}/${target.averageValue} (avg)`;
  return `${current?.value ?? UNKNOWN}/${target?.value ?? ''}`;
}

interface ResourceMetric {
  readonly name?: string;
  readonly target?: MetricTarget;
}

function resourceText(metric: ResourceMetric | undefined, current: MetricValueStatus | undefined): string {
  const { name = '', target } = metric ?? {};
  if (target?.averageValue !== undefined) return `${name}: ${current?.averageValue ?? UNKNOWN}/${target.averageValue}`;
  const share = percentText(current?.averageUtilization, UNKNOWN);
  return `${name}: ${share}/${percentText(target?.averageUtilization, AUTOMATIC)}`;
}

const printScale = ({ spec, status }: Scale): Cells => ({
  Desired: spec?.replicas ?? 0,
  Available: status?.replicas ?? 0,
});

export const AUTOSCALING: Printers = [
  ['autoscaling/horizontalpodautoscalers', printAutoscaler],
  ['autoscaling/scales', printScale],
];
