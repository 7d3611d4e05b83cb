/**
 * Metrics by which an autoscaler scales. Source: pkg/apis/autoscaling/validation/validation.go validateMetricSpec.
 */
import type {
  ContainerResourceMetricSource,
  ExternalMetricSource,
  MetricIdentifier,
  MetricSpec,
  MetricTarget,
  ObjectMetricSource,
  PodsMetricSource,
  ResourceMetricSource,
} from '../../generated/types/autoscaling-v2.js';
import { formatQuantity } from '../../quantity/index.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import { validateDns1123Label, validatePathSegment } from '../name.js';
import { validateContainerResourceName } from '../resource-name.js';
import { readQuantity } from '../resource-quantity.js';
import { isSet, struct, text } from '../zero-value.js';
import { validateObjectReference } from './object-reference.js';

type Field = 'object' | 'external' | 'pods' | 'resource' | 'containerResource';
type Rule = (source: never, path: Path, errors: ErrorList) => void;

interface MetricKind {
  readonly field: Field;
  readonly type: string;
  readonly rule: Rule;
}

const KINDS: readonly MetricKind[] = [
  { field: 'object', type: 'Object', rule: validateObjectSource },
  { field: 'external', type: 'External', rule: validateExternalSource },
  { field: 'pods', type: 'Pods', rule: validatePodsSource },
  { field: 'resource', type: 'Resource', rule: validateResourceSource },
  { field: 'containerResource', type: 'ContainerResource', rule: validateContainerResourceSource },
];
const TYPES: readonly string[] = KINDS.map(({ type }) => type).sort();

export function validateMetricSpec(spec: MetricSpec, path: Path, errors: ErrorList): void {
  const type = text(spec.type);
  const typePath = path.child('type');
  if (type === '') errors.required(typePath, 'must specify a metric source type');
  if (!TYPES.includes(type)) errors.notSupported(typePath, type, TYPES);
  const present = KINDS.filter(({ field }) => isSet(spec[field]));
  const [first] = present;
  // Each rule takes the type of its own field.
  if (first !== undefined) first.rule(spec[first.field] as never, path.child(first.field), errors);
  const expected = KINDS.find((kind) => kind.type === type);
  if (expected === undefined) errors.notSupported(typePath, type, TYPES);
  else if (!isSet(spec[expected.field])) {
    errors.required(path.child(expected.field), 'must populate information for the given metric source');
  }
  if (present.length === 1) return;
  for (const { field } of present) {
    if (field === expected?.field) continue;
    errors.forbidden(path.child(field), 'must populate the given metric source only');
  }
}

function validateObjectSource(source: ObjectMetricSource, path: Path, errors: ErrorList): void {
  validateObjectReference(struct(source.describedObject), path.child('describedObject'), true, errors);
  validateMetricName(struct(source.metric), path.child('metric'), errors);
  const target = struct(source.target);
  validateTarget(target, path.child('target'), errors);
  if (isSet(target.value) || isSet(target.averageValue)) return;
  errors.required(path.child('target').child('averageValue'), 'must set either a target value or averageValue');
}

function validateExternalSource(source: ExternalMetricSource, path: Path, errors: ErrorList): void {
  validateMetricName(struct(source.metric), path.child('metric'), errors);
  const target = struct(source.target);
  const targetPath = path.child('target');
  validateTarget(target, targetPath, errors);
  if (!isSet(target.value) && !isSet(target.averageValue)) {
    const detail = 'must set either a target value for metric or a per-pod target';
    errors.required(targetPath.child('averageValue'), detail);
  }
  if (isSet(target.value) && isSet(target.averageValue)) {
    const detail = 'may not set both a target value for metric and a per-pod target';
    errors.forbidden(targetPath.child('value'), detail);
  }
}

function validatePodsSource(source: PodsMetricSource, path: Path, errors: ErrorList): void {
  validateMetricName(struct(source.metric), path.child('metric'), errors);
  const target = struct(source.target);
  validateTarget(target, path.child('target'), errors);
  if (isSet(target.averageValue)) return;
  errors.required(path.child('target').child('averageValue'), 'must specify a positive target averageValue');
}

function validateContainerResourceSource(source: ContainerResourceMetricSource, path: Path, errors: ErrorList): void {
  const name = text(source.name);
  const container = text(source.container);
  if (name === '') errors.required(path.child('name'), 'must specify a resource name');
  else validateContainerResourceName(name, () => path.child('name'), errors);
  if (container === '') errors.required(path.child('container'), 'must specify a container');
  else validateDns1123Label(container, path, 'container', errors);
  validateResourceTarget(struct(source.target), path.child('target'), errors);
}

function validateResourceSource(source: ResourceMetricSource, path: Path, errors: ErrorList): void {
  if (text(source.name) === '') errors.required(path.child('name'), 'must specify a resource name');
  validateResourceTarget(struct(source.target), path.child('target'), errors);
}

function validateResourceTarget(target: Partial<MetricTarget>, path: Path, errors: ErrorList): void {
  validateTarget(target, path, errors);
  if (!isSet(target.averageUtilization) && !isSet(target.averageValue)) {
    const detail = 'must set either a target raw value or a target utilization';
    errors.required(path.child('averageUtilization'), detail);
  }
  if (isSet(target.averageUtilization) && isSet(target.averageValue)) {
    const detail = 'may not set both a target raw value and a target utilization';
    errors.forbidden(path.child('averageValue'), detail);
  }
}

const TARGET_TYPES: readonly string[] = ['Utilization', 'Value', 'AverageValue'];

function validateTarget(target: Partial<MetricTarget>, path: Path, errors: ErrorList): void {
  const type = text(target.type);
  if (type === '') errors.required(path.child('type'), 'must specify a metric target type');
  if (!TARGET_TYPES.includes(type)) {
    errors.invalid(path.child('type'), type, 'must be either Utilization, Value, or AverageValue');
  }
  for (const field of ['value', 'averageValue'] as const) {
    if (!isSet(target[field])) continue;
    const quantity = readQuantity(target[field], () => path.child(field), errors);
    if (quantity !== undefined && quantity.nano <= 0n) {
      errors.invalid(path.child(field), formatQuantity(quantity), 'must be positive');
    }
  }
  const utilization = target.averageUtilization;
  if (isSet(utilization) && utilization < 1) {
    errors.invalid(path.child('averageUtilization'), utilization, 'must be greater than 0');
  }
}

function validateMetricName(metric: Partial<MetricIdentifier>, path: Path, errors: ErrorList): void {
  const name = text(metric.name);
  if (name === '') errors.required(path.child('name'), 'must specify a metric name');
  else validatePathSegment(name, path, 'name', errors);
}
