/**
 * One metric of an autoscaler as `autoscaling/v1` writes it in an annotation: targets without a part of their own, and
 * members in the order of its Go types.
 *
 * Source: pkg/apis/autoscaling/v1/conversion.go, k8s.io/api/autoscaling/v1/types.go.
 */
import type {
  MetricSpec,
  MetricStatus,
  MetricTarget,
  MetricValueStatus,
} from '@bulkhead/apimachinery/types/autoscaling-v2';

type Part = Readonly<Record<string, unknown>>;

const part = (value: unknown): Part =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Part) : {};

/** Without members that are not there. */
const set = (members: Part): Part => Object.fromEntries(Object.entries(members).filter(([, value]) => isSet(value)));
const isSet = (value: unknown): boolean => value !== undefined && value !== null;

export function metricToOld({ type, object, pods, resource, containerResource, external }: MetricSpec): Part {
  const utilization = (target: MetricTarget | undefined): Part => ({
    targetAverageUtilization: target?.averageUtilization,
    targetAverageValue: target?.averageValue,
  });
  return set({
    type,
    object: object && {
      target: object.describedObject,
      metricName: object.metric?.name ?? '',
      targetValue: object.target?.value ?? '0',
      ...set({ selector: object.metric?.selector, averageValue: object.target?.averageValue }),
    },
    pods: pods && {
      metricName: pods.metric?.name ?? '',
      targetAverageValue: pods.target?.averageValue ?? '0',
      ...set({ selector: pods.metric?.selector }),
    },
    resource: resource && set({ name: resource.name ?? '', ...utilization(resource.target) }),
    containerResource:
      containerResource &&
      set({
        name: containerResource.name ?? '',
        ...utilization(containerResource.target),
        container: containerResource.container ?? '',
      }),
    external:
      external &&
      set({
        metricName: external.metric?.name ?? '',
        metricSelector: external.metric?.selector,
        targetValue: external.target?.value,
        targetAverageValue: external.target?.averageValue,
      }),
  });
}

/** `selector` names the member in which the old form has it. */
const metric = (source: Part, selector: string): Part =>
  set({ name: source['metricName'] ?? '', selector: source[selector] });

export function metricFromOld(old: Part): MetricSpec {
  const share = (source: Part): Part =>
    isSet(source['targetAverageUtilization'])
      ? { type: 'Utilization', averageUtilization: source['targetAverageUtilization'] }
      : set({ type: 'AverageValue', averageValue: source['targetAverageValue'] });
  const amount = (source: Part, average: string): Part =>
    isSet(source[average])
      ? { type: 'AverageValue', averageValue: source[average] }
      : set({ type: 'Value', value: source['targetValue'] });
  return set({
    type: old['type'],
    object: ifThere(old['object'], (source) => ({
      describedObject: source['target'],
      target: amount(source, 'averageValue'),
      metric: metric(source, 'selector'),
    })),
    pods: ifThere(old['pods'], (source) => ({
      metric: metric(source, 'selector'),
      target: set({ type: 'AverageValue', averageValue: source['targetAverageValue'] }),
    })),
    resource: ifThere(old['resource'], (source) => ({ name: source['name'], target: share(source) })),
    containerResource: ifThere(old['containerResource'], (source) => ({
      name: source['name'],
      target: share(source),
      container: source['container'],
    })),
    external: ifThere(old['external'], (source) => ({
      metric: metric(source, 'metricSelector'),
      target: amount(source, 'targetAverageValue'),
    })),
  });
}

export function statusToOld({ type, object, pods, resource, containerResource, external }: MetricStatus): Part {
  const usage = (current: MetricValueStatus | undefined): Part => ({
    ...set({ currentAverageUtilization: current?.averageUtilization }),
    currentAverageValue: current?.averageValue ?? '0',
  });
  return set({
    type,
    object: object && {
      target: object.describedObject,
      metricName: object.metric?.name ?? '',
      currentValue: object.current?.value ?? '0',
      ...set({ selector: object.metric?.selector, averageValue: object.current?.averageValue }),
    },
    pods: pods && {
      metricName: pods.metric?.name ?? '',
      currentAverageValue: pods.current?.averageValue ?? '0',
      ...set({ selector: pods.metric?.selector }),
    },
    resource: resource && { name: resource.name ?? '', ...usage(resource.current) },
    containerResource: containerResource && {
      name: containerResource.name ?? '',
      ...usage(containerResource.current),
      container: containerResource.container ?? '',
    },
    external: external && {
      metricName: external.metric?.name ?? '',
      ...set({ metricSelector: external.metric?.selector }),
      currentValue: external.current?.value ?? '0',
      ...set({ currentAverageValue: external.current?.averageValue }),
    },
  });
}

export function statusFromOld(old: Part): MetricStatus {
  const usage = (source: Part): Part =>
    set({ averageUtilization: source['currentAverageUtilization'], averageValue: source['currentAverageValue'] });
  return set({
    type: old['type'],
    object: ifThere(old['object'], (source) => ({
      describedObject: source['target'],
      current: set({ value: source['currentValue'], averageValue: source['averageValue'] }),
      metric: metric(source, 'selector'),
    })),
    pods: ifThere(old['pods'], (source) => ({
      metric: metric(source, 'selector'),
      current: set({ averageValue: source['currentAverageValue'] }),
    })),
    resource: ifThere(old['resource'], (source) => ({ name: source['name'], current: usage(source) })),
    containerResource: ifThere(old['containerResource'], (source) => ({
      name: source['name'],
      current: usage(source),
      container: source['container'],
    })),
    external: ifThere(old['external'], (source) => ({
      metric: metric(source, 'metricSelector'),
      current: set({ value: source['currentValue'], averageValue: source['currentAverageValue'] }),
    })),
  });
}

const ifThere = (value: unknown, convert: (source: Part) => Part): Part | undefined =>
  isSet(value) ? set(convert(part(value))) : undefined;
