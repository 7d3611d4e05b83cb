/**
 * Where services send their traffic.
 * Source: pkg/apis/core/validation/validation.go validateServiceExternalTrafficPolicy,
 * validateServiceInternalTrafficFieldsValue, validateServiceTrafficDistribution; pkg/api/service/util.go.
 */
import type { ServiceSpec } from '../../generated/types/core-v1.js';
import { portNumberProblems } from '../../names/index.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import { report } from '../name.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, number, text, texts } from '../zero-value.js';

const POLICIES: readonly string[] = ['Cluster', 'Local'];
const INTERNAL_TYPES: readonly string[] = ['ClusterIP', 'LoadBalancer', 'NodePort'];

export function validateTrafficPolicies(
  spec: ServiceSpec,
  path: Path,
  options: ValidationOptions,
  errors: ErrorList,
): void {
  validateExternalTrafficPolicy(spec, path.child('externalTrafficPolicy'), errors);
  validateHealthCheckPort(spec, path, errors);
  const { internalTrafficPolicy, trafficDistribution } = spec;
  const internalPath = path.child('internalTrafficPolicy');
  if (!isSet(internalTrafficPolicy)) {
    if (INTERNAL_TYPES.includes(text(spec.type))) errors.required(internalPath);
  } else if (!POLICIES.includes(internalTrafficPolicy)) {
    errors.notSupported(internalPath, internalTrafficPolicy, POLICIES);
  }
  const distributions = options.preferSameTrafficDistribution
    ? ['PreferClose', 'PreferSameZone', 'PreferSameNode']
    : ['PreferClose'];
  if (isSet(trafficDistribution) && !distributions.includes(trafficDistribution)) {
    errors.notSupported(path.child('trafficDistribution'), trafficDistribution, distributions);
  }
}

function isExternallyAccessible(spec: ServiceSpec): boolean {
  const type = text(spec.type);
  return type === 'LoadBalancer' || type === 'NodePort' || (type === 'ClusterIP' && texts(spec.externalIPs).length > 0);
}

function validateExternalTrafficPolicy(spec: ServiceSpec, path: Path, errors: ErrorList): void {
  const policy = text(spec.externalTrafficPolicy);
  if (!isExternallyAccessible(spec)) {
    if (policy !== '') errors.invalid(path, policy, 'may only be set for externally-accessible services');
  } else if (policy === '') errors.required(path);
  else if (!POLICIES.includes(policy)) errors.notSupported(path, policy, POLICIES);
}

/** Only load balancers that keep traffic on the node are checked for health. */
export const needsHealthCheck = (spec: ServiceSpec): boolean =>
  text(spec.type) === 'LoadBalancer' && text(spec.externalTrafficPolicy) === 'Local';

function validateHealthCheckPort(spec: ServiceSpec, path: Path, errors: ErrorList): void {
  const port = Number(number(spec.healthCheckNodePort));
  if (needsHealthCheck(spec)) {
    if (port === 0) errors.required(path.child('healthCheckNodePort'));
    else report(port, portNumberProblems(port), path, 'healthCheckNodePort', errors);
  } else if (port !== 0) {
    const detail = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";
    errors.invalid(path.child('healthCheckNodePort'), port, detail);
  }
}
