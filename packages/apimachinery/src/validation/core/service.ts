/**
 * Services. Before it validates, the API server allocates addresses; what it refuses then stands alone.
 * Source: pkg/apis/core/validation/validation.go ValidateServiceCreate,
 * pkg/registry/core/service/storage/alloc.go initIPFamilyFields.
 */
import type { Service, ServiceSpec } from '../../generated/types/core-v1.js';
import { cidrProblems, endpointIPProblems, ipProblems } from '../../ip/index.js';
import { nameIsDns1035Label, nameIsDnsLabel } from '../../names/index.js';
import type { ErrorList } from '../error-list.js';
import { Path } from '../field-path.js';
import { validateLabels } from '../metadata/labels.js';
import { METADATA_PATH, validateObjectMeta } from '../metadata/object-meta.js';
import { validateDns1123Subdomain, validateQualifiedName } from '../name.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, list, number, struct, text, textEntry, texts } from '../zero-value.js';
import { isHeadless, validateClusterIPs, validateStacks } from './cluster-ips.js';
import { validateServicePorts, validateUniquePorts } from './service-ports.js';
import { validateTrafficPolicies } from './traffic-policies.js';

const SPEC_PATH = new Path('spec');
const TYPES: readonly string[] = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];
const SOURCE_RANGES = 'service.beta.kubernetes.io/load-balancer-source-ranges';
const TOPOLOGY_HINTS = 'service.kubernetes.io/topology-aware-hints';
const TOPOLOGY_MODE = 'service.kubernetes.io/topology-mode';
const NEEDS_LOAD_BALANCER = "may only be used when `type` is 'LoadBalancer'";

export function validateService(object: Service, options: ValidationOptions, errors: ErrorList): void {
  const spec: ServiceSpec = struct(object.spec);
  if (text(spec.type) !== 'ExternalName') {
    validateClusterIPs(spec, SPEC_PATH, options, errors);
    if (errors.length === 0) validateStacks(spec, SPEC_PATH, errors);
    if (errors.length > 0) return;
  }
  const nameRule = options.relaxedServiceNames ? nameIsDnsLabel : nameIsDns1035Label;
  validateObjectMeta(object.metadata, { isNamespaced: true, nameRule }, errors);
  validateTopologyAnnotations(object, errors);
  if (list(spec.ports).length === 0 && !isHeadless(spec) && text(spec.type) !== 'ExternalName') {
    errors.required(SPEC_PATH.child('ports'));
  }
  validateTypeFields(spec, errors);
  validateServicePorts(spec, SPEC_PATH.child('ports'), errors);
  validateLabels(spec.selector, SPEC_PATH, 'selector', errors);
  validateSessionAffinity(spec, errors);
  validateExternalIPs(texts(spec.externalIPs), options, errors);
  validateType(spec, errors);
  validateSourceRanges(object, spec, options, errors);
  validateLoadBalancerFields(spec, errors);
  validateTrafficPolicies(spec, SPEC_PATH, options, errors);
}

function validateTopologyAnnotations(object: Service, errors: ErrorList): void {
  const hints = textEntry(object.metadata?.annotations, TOPOLOGY_HINTS);
  const mode = textEntry(object.metadata?.annotations, TOPOLOGY_MODE);
  if (hints === undefined || mode === undefined || hints === mode) return;
  const detail = `must match annotations[${TOPOLOGY_HINTS}] when both are specified`;
  errors.invalid(METADATA_PATH.child('annotations').key(TOPOLOGY_MODE), mode, detail);
}

function validateTypeFields(spec: ServiceSpec, errors: ErrorList): void {
  const type = text(spec.type);
  if ((type === 'LoadBalancer' || type === 'NodePort') && isHeadless(spec)) {
    const detail = `may not be set to 'None' for ${type} services`;
    errors.invalid(SPEC_PATH.child('clusterIPs').index(0), 'None', detail);
  }
  if (type !== 'ExternalName') return;
  const detail = 'may not be set for ExternalName services';
  if (texts(spec.clusterIPs).length > 0) errors.forbidden(SPEC_PATH.child('clusterIPs'), detail);
  if (texts(spec.ipFamilies).length > 0) errors.forbidden(SPEC_PATH.child('ipFamilies'), detail);
  if (isSet(spec.ipFamilyPolicy)) errors.forbidden(SPEC_PATH.child('ipFamilyPolicy'), detail);
  const externalName = text(spec.externalName);
  const name = externalName.endsWith('.') ? externalName.slice(0, -1) : externalName;
  if (name === '') errors.required(SPEC_PATH.child('externalName'));
  else validateDns1123Subdomain(name, SPEC_PATH, 'externalName', errors);
}

const MAX_AFFINITY_SECONDS = 86_400;

function validateSessionAffinity(spec: ServiceSpec, errors: ErrorList): void {
  const affinity = text(spec.sessionAffinity);
  const path = SPEC_PATH.child('sessionAffinity');
  const config = spec.sessionAffinityConfig;
  const configPath = SPEC_PATH.child('sessionAffinityConfig');
  if (affinity === '') errors.required(path);
  else if (affinity === 'None') {
    if (isSet(config)) errors.forbidden(configPath, 'must not be set when session affinity is None');
  } else if (affinity !== 'ClientIP') errors.notSupported(path, affinity, ['ClientIP', 'None']);
  else {
    const needed = 'when session affinity type is ClientIP';
    const secondsPath = configPath.child('clientIP').child('timeoutSeconds');
    const seconds = config?.clientIP?.timeoutSeconds;
    if (!isSet(config)) errors.required(configPath, needed);
    else if (!isSet(config.clientIP)) errors.required(configPath.child('clientIP'), needed);
    else if (!isSet(seconds)) errors.required(secondsPath, needed);
    else if (seconds <= 0 || seconds > MAX_AFFINITY_SECONDS) {
      errors.invalid(secondsPath, seconds, `must be greater than 0 and less than ${MAX_AFFINITY_SECONDS}`);
    }
  }
}

function validateExternalIPs(externalIPs: readonly string[], options: ValidationOptions, errors: ErrorList): void {
  for (const [index, ip] of externalIPs.entries()) {
    const path = SPEC_PATH.child('externalIPs').index(index);
    const problems = ipProblems(ip, options.strictIPs);
    errors.invalidEach(path, ip, problems.length > 0 ? problems : endpointIPProblems(ip));
  }
}

function validateType(spec: ServiceSpec, errors: ErrorList): void {
  const type = text(spec.type);
  if (type === '') errors.required(SPEC_PATH.child('type'));
  else if (!TYPES.includes(type)) errors.notSupported(SPEC_PATH.child('type'), type, TYPES);
  if (type === 'ClusterIP') {
    for (const [index, port] of list(spec.ports).entries()) {
      if (number(port.nodePort) === 0) continue;
      const path = SPEC_PATH.child('ports').index(index).child('nodePort');
      errors.forbidden(path, "may not be used when `type` is 'ClusterIP'");
    }
  }
  validateUniquePorts(spec, SPEC_PATH.child('ports'), errors);
}

/** As a field, or as an annotation of old. */
function validateSourceRanges(object: Service, spec: ServiceSpec, options: ValidationOptions, errors: ErrorList): void {
  const ranges = texts(spec.loadBalancerSourceRanges);
  const annotation = textEntry(object.metadata?.annotations, SOURCE_RANGES);
  const isLoadBalancer = text(spec.type) === 'LoadBalancer';
  if (ranges.length > 0) {
    const path = SPEC_PATH.child('LoadBalancerSourceRanges');
    if (!isLoadBalancer) errors.forbidden(path, NEEDS_LOAD_BALANCER);
    for (const [index, range] of ranges.entries()) validateSourceRange(range, path.index(index), options, errors);
  } else if (annotation !== undefined) {
    const path = METADATA_PATH.child('annotations').key(SOURCE_RANGES);
    if (!isLoadBalancer) errors.forbidden(path, NEEDS_LOAD_BALANCER);
    if (annotation.trim() === '') return;
    for (const range of annotation.trim().split(',')) validateSourceRange(range, path, options, errors);
  }
}

function validateSourceRange(range: string, path: Path, options: ValidationOptions, errors: ErrorList): void {
  const value = range.trim();
  errors.invalidEach(path, value, cidrProblems(value, options.strictIPs));
}

function validateLoadBalancerFields(spec: ServiceSpec, errors: ErrorList): void {
  const isLoadBalancer = text(spec.type) === 'LoadBalancer';
  const allocates = spec.allocateLoadBalancerNodePorts;
  if (isSet(allocates) && !isLoadBalancer) {
    errors.forbidden(SPEC_PATH.child('allocateLoadBalancerNodePorts'), NEEDS_LOAD_BALANCER);
  }
  if (isLoadBalancer && !isSet(allocates)) errors.required(new Path('allocateLoadBalancerNodePorts'));
  if (!isSet(spec.loadBalancerClass)) return;
  if (isLoadBalancer) validateQualifiedName(text(spec.loadBalancerClass), SPEC_PATH, 'loadBalancerClass', errors);
  else errors.forbidden(SPEC_PATH.child('loadBalancerClass'), NEEDS_LOAD_BALANCER);
}
