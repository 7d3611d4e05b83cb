/**
 * NetworkPolicies. Source: pkg/apis/networking/validation/validation.go ValidateNetworkPolicy.
 */
import type {
  IPBlock,
  NetworkPolicy,
  NetworkPolicyPeer,
  NetworkPolicyPort,
  NetworkPolicySpec,
} from '../../generated/types/networking-v1.js';
import { cidrProblems, isStrictSubset, parseCIDR } from '../../ip/index.js';
import { nameIsDnsSubdomain, portNameProblems, portNumberProblems } from '../../names/index.js';
import type { Minor } from '../../version.js';
import { internalValue } from '../bad-value.js';
import type { ErrorList } from '../error-list.js';
import { Path } from '../field-path.js';
import { validateLabelSelector } from '../metadata/label-selector.js';
import { validateObjectMeta } from '../metadata/object-meta.js';
import { report } from '../name.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, list, struct, text, texts } from '../zero-value.js';

const SPEC_PATH = new Path('spec');
const PROTOCOLS: readonly string[] = ['TCP', 'UDP', 'SCTP'];
const POLICY_TYPES: readonly string[] = ['Ingress', 'Egress'];

export function validateNetworkPolicy(object: NetworkPolicy, options: ValidationOptions, errors: ErrorList): void {
  validateObjectMeta(object.metadata, { isNamespaced: true, nameRule: nameIsDnsSubdomain }, errors);
  const spec: NetworkPolicySpec = struct(object.spec);
  validateLabelSelector(spec.podSelector, () => SPEC_PATH.child('podSelector'), errors);
  const ingress = list(spec.ingress);
  for (let index = 0; index < ingress.length; index += 1) {
    const path = SPEC_PATH.child('ingress').index(index);
    validatePorts(ingress[index]?.ports, path, errors);
    validatePeers(ingress[index]?.from, path.child('from'), options, errors);
  }
  const egress = list(spec.egress);
  for (let index = 0; index < egress.length; index += 1) {
    const path = SPEC_PATH.child('egress').index(index);
    validatePorts(egress[index]?.ports, path, errors);
    validatePeers(egress[index]?.to, path.child('to'), options, errors);
  }
  validatePolicyTypes(texts(spec.policyTypes), SPEC_PATH.child('policyTypes'), errors);
}

function validatePorts(ports: readonly NetworkPolicyPort[] | undefined, rulePath: Path, errors: ErrorList): void {
  const entries = list(ports);
  for (let index = 0; index < entries.length; index += 1) {
    const port = entries[index];
    if (port !== undefined) validatePort(port, rulePath.child('ports').index(index), errors);
  }
}

function validatePort({ protocol, port, endPort }: NetworkPolicyPort, path: Path, errors: ErrorList): void {
  if (isSet(protocol) && !PROTOCOLS.includes(protocol)) {
    errors.notSupported(path.child('protocol'), protocol, PROTOCOLS);
  }
  const endPath = path.child('endPort');
  if (!isSet(port)) {
    if (isSet(endPort)) errors.invalid(endPath, endPort, 'may not be specified when `port` is not specified');
  } else if (typeof port === 'number') {
    report(port, portNumberProblems(port), path, 'port', errors);
    if (!isSet(endPort)) return;
    if (endPort < port) errors.invalid(endPath, port, 'must be greater than or equal to `port`');
    errors.invalidEach(endPath, endPort, portNumberProblems(endPort));
  } else {
    if (isSet(endPort)) errors.invalid(endPath, endPort, 'may not be specified when `port` is non-numeric');
    report(text(port), portNameProblems(text(port)), path, 'port', errors);
  }
}

function validatePeers(
  peers: readonly NetworkPolicyPeer[] | undefined,
  path: Path,
  options: ValidationOptions,
  errors: ErrorList,
): void {
  const entries = list(peers);
  for (let index = 0; index < entries.length; index += 1) {
    const peer = entries[index];
    if (peer === undefined) continue;
    const { podSelector, namespaceSelector, ipBlock } = peer;
    const peerPath = path.index(index);
    validateLabelSelector(podSelector, () => peerPath.child('podSelector'), errors);
    validateLabelSelector(namespaceSelector, () => peerPath.child('namespaceSelector'), errors);
    if (isSet(ipBlock)) {
      validateIPBlock(ipBlock, peerPath.child('ipBlock'), options, errors);
      if (isSet(podSelector) || isSet(namespaceSelector)) {
        errors.forbidden(peerPath, 'may not specify both ipBlock and another peer');
      }
    } else if (!isSet(podSelector) && !isSet(namespaceSelector)) errors.required(peerPath, 'must specify a peer');
  }
}

/** How blocks that cannot be read were called before. */
const OLD_TEXT = 'not a valid CIDR';
const OLD_TEXT_UNTIL: Minor = 29;

const problemsOf = (cidr: string, options: ValidationOptions): readonly string[] =>
  options.minor <= OLD_TEXT_UNTIL && parseCIDR(cidr) === undefined ? [OLD_TEXT] : cidrProblems(cidr, options.strictIPs);

function validateIPBlock(block: IPBlock, path: Path, options: ValidationOptions, errors: ErrorList): void {
  const written = text(block.cidr);
  if (written === '') return errors.required(path.child('cidr'));
  report(written, problemsOf(written, options), path, 'cidr', errors);
  const cidr = parseCIDR(written);
  if (cidr === undefined) return;
  const exceptions = texts(block.except);
  for (let index = 0; index < exceptions.length; index += 1) {
    const exception = exceptions[index] ?? '';
    const exceptionPath = path.child('except').index(index);
    errors.invalidEach(exceptionPath, exception, problemsOf(exception, options));
    const excepted = parseCIDR(exception);
    if (excepted === undefined && options.minor <= OLD_TEXT_UNTIL) return;
    if (excepted !== undefined && !isStrictSubset(excepted, cidr)) {
      errors.invalid(exceptionPath, exception, 'must be a strict subset of `cidr`');
    }
  }
}

function validatePolicyTypes(types: readonly string[], path: Path, errors: ErrorList): void {
  if (types.length > POLICY_TYPES.length) {
    return errors.invalid(
      path,
      internalValue('[]networking.PolicyType', types, errors.minor),
      'may not specify more than two policyTypes',
    );
  }
  for (let index = 0; index < types.length; index += 1) {
    const type = types[index] ?? '';
    if (!POLICY_TYPES.includes(type)) errors.notSupported(path.index(index), type, POLICY_TYPES);
  }
}
