/**
 * HorizontalPodAutoscalers. Source: pkg/apis/autoscaling/validation/validation.go ValidateHorizontalPodAutoscaler.
 */
import type * as v1 from '../../generated/types/autoscaling-v1.js';
import type {
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerSpec,
  HPAScalingPolicy,
  HPAScalingRules,
} from '../../generated/types/autoscaling-v2.js';
import { nameIsDnsSubdomain } from '../../names/index.js';
import type { Minor } from '../../version.js';
import { pointedText } from '../bad-value.js';
import type { ErrorList } from '../error-list.js';
import { Path } from '../field-path.js';
import { validateObjectMeta } from '../metadata/object-meta.js';
import { NOT_POSITIVE_MESSAGE } from '../number.js';
import { readQuantity, validateNonnegativeQuantity } from '../resource-quantity.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, list, number, struct, text } from '../zero-value.js';
import { validateMetricSpec } from './metric-spec.js';
import { validateObjectReference } from './object-reference.js';

const SPEC_PATH = new Path('spec');
const MAX_WINDOW_SECONDS = 3600;
const MAX_PERIOD_SECONDS = 1800;

/** Objects of the first version become ones of the second. */
export function validateHorizontalPodAutoscalerV1(
  { spec, ...rest }: v1.HorizontalPodAutoscaler,
  options: ValidationOptions,
  errors: ErrorList,
): void {
  const { targetCPUUtilizationPercentage: averageUtilization, ...common } = struct(spec);
  const metrics = isSet(averageUtilization)
    ? [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } } }]
    : [];
  validateHorizontalPodAutoscaler({ ...rest, spec: { ...common, metrics } }, options, errors);
}

export function validateHorizontalPodAutoscaler(
  object: HorizontalPodAutoscaler,
  options: ValidationOptions,
  errors: ErrorList,
): void {
  validateObjectMeta(object.metadata, { isNamespaced: true, nameRule: nameIsDnsSubdomain }, errors);
  const spec: HorizontalPodAutoscalerSpec = struct(object.spec);
  const { minReplicas } = spec;
  const lowest = options.hpaScaleToZero ? 0 : 1;
  const maxReplicas = Number(number(spec.maxReplicas));
  const maxPath = SPEC_PATH.child('maxReplicas');
  if (isSet(minReplicas) && minReplicas < lowest) {
    errors.invalid(SPEC_PATH.child('minReplicas'), minReplicas, `must be greater than or equal to ${lowest}`);
  }
  if (maxReplicas < 1) reportTooFew(maxReplicas, maxPath, errors);
  if (isSet(minReplicas) && maxReplicas < minReplicas) {
    errors.invalid(maxPath, maxReplicas, 'must be greater than or equal to `minReplicas`');
  }
  const target = struct(spec.scaleTargetRef);
  const allowsCoreGroup = text(target.kind) === 'ReplicationController';
  validateObjectReference(target, SPEC_PATH.child('scaleTargetRef'), allowsCoreGroup, errors);
  validateMetrics(spec, SPEC_PATH.child('metrics'), errors);
  for (const field of ['scaleUp', 'scaleDown'] as const) {
    const rules = spec.behavior?.[field];
    if (isSet(rules)) validateScalingRules(rules, SPEC_PATH.child('behavior').child(field), errors);
  }
}

/** Until 1.35 the maximum was only ever too small, never missing. */
const MISSING_MAXIMUM_SINCE: Minor = 36;

function reportTooFew(maxReplicas: number, path: Path, errors: ErrorList): void {
  if (errors.minor < MISSING_MAXIMUM_SINCE) errors.invalid(path, maxReplicas, 'must be greater than 0');
  else if (maxReplicas === 0) errors.required(path, 'must be set and greater than 0');
  else errors.invalid(path, maxReplicas, 'must be greater than or equal to 1');
}

function validateMetrics(spec: HorizontalPodAutoscalerSpec, path: Path, errors: ErrorList): void {
  const metrics = list(spec.metrics);
  for (const [index, metric] of metrics.entries()) validateMetricSpec(metric, path.index(index), errors);
  if (spec.minReplicas !== 0) return;
  if (!metrics.some(({ type }) => type === 'Object' || type === 'External')) {
    const detail = 'must specify at least one Object or External metric to support scaling to zero replicas';
    errors.forbidden(path, detail);
  }
}

const SELECT_POLICIES: readonly string[] = ['Disabled', 'Max', 'Min'];

function validateScalingRules(rules: HPAScalingRules, path: Path, errors: ErrorList): void {
  const { stabilizationWindowSeconds: seconds, selectPolicy } = rules;
  const windowPath = path.child('stabilizationWindowSeconds');
  if (isSet(seconds) && seconds < 0) errors.invalid(windowPath, seconds, 'must be greater than or equal to zero');
  if (isSet(seconds) && seconds > MAX_WINDOW_SECONDS) {
    errors.invalid(windowPath, seconds, `must be less than or equal to ${MAX_WINDOW_SECONDS}`);
  }
  if (isSet(selectPolicy) && !SELECT_POLICIES.includes(selectPolicy)) {
    errors.notSupported(path.child('selectPolicy'), pointedText(selectPolicy, errors.minor), SELECT_POLICIES);
  }
  const policies = list(rules.policies);
  const policiesPath = path.child('policies');
  if (policies.length === 0) errors.required(policiesPath, 'must specify at least one Policy');
  for (const [index, policy] of policies.entries()) validateScalingPolicy(policy, policiesPath.index(index), errors);
  if (!isSet(rules.tolerance)) return;
  const tolerancePath = (): Path => path.child('tolerance');
  const tolerance = readQuantity(rules.tolerance, tolerancePath, errors);
  if (tolerance !== undefined) validateNonnegativeQuantity(tolerance, tolerancePath, errors);
}

const POLICY_TYPES: readonly string[] = ['Percent', 'Pods'];

function validateScalingPolicy(policy: HPAScalingPolicy, path: Path, errors: ErrorList): void {
  const type = text(policy.type);
  const value = Number(number(policy.value));
  const period = Number(number(policy.periodSeconds));
  if (!POLICY_TYPES.includes(type)) errors.notSupported(path.child('type'), type, POLICY_TYPES);
  if (value <= 0) errors.invalid(path.child('value'), value, NOT_POSITIVE_MESSAGE);
  if (period <= 0) errors.invalid(path.child('periodSeconds'), period, NOT_POSITIVE_MESSAGE);
  if (period > MAX_PERIOD_SECONDS) {
    errors.invalid(path.child('periodSeconds'), period, `must be less than or equal to ${MAX_PERIOD_SECONDS}`);
  }
}
