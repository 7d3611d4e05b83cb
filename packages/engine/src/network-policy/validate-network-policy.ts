/**
 * What the API server says of a new NetworkPolicy, in its order and words.
 * Source: pkg/apis/networking/validation/validation.go; until 1.29 a bad block ends the check of its peer.
 */
import type { FieldError, VersionProfile } from '@bulkhead/apimachinery';
import { cidrProblems, isStrictSubset, parseCIDR } from '@bulkhead/apimachinery/ip';
import { nameIsDnsSubdomain, portNameProblems, portNumberProblems } from '@bulkhead/apimachinery/names';
import type { IPBlock, NetworkPolicyPeer, NetworkPolicyPort } from '@bulkhead/apimachinery/types/networking-v1';
import { FieldErrors, FieldPath, validateSelector } from './field-errors.js';
import { field, isSet, objectAt, objectsOf, type PlainObject, textOf } from './plain-object.js';
import { isProtocol, PROTOCOLS } from './protocol.js';

const POLICY_TYPES: readonly string[] = ['Ingress', 'Egress'];

interface Wording {
  readonly minimumMinor: number;
  /** undefined: the words of the address's own validation. */
  readonly badBlock: string | undefined;
  /** Whether a bad item of `except` ends the check of its block. */
  readonly stopsAtBadBlock: boolean;
}

const WORDINGS: readonly Wording[] = [
  { minimumMinor: 0, badBlock: 'not a valid CIDR', stopsAtBadBlock: true },
  { minimumMinor: 30, badBlock: undefined, stopsAtBadBlock: false },
];

interface Validation {
  readonly errors: FieldErrors;
  readonly wording: Wording | undefined;
  readonly isStrict: boolean;
}

/** Every error of the policy; none for one that the API server takes. */
export function validateNetworkPolicy(object: PlainObject, profile: VersionProfile): readonly FieldError[] {
  const errors = new FieldErrors(profile.minor);
  const validation: Validation = {
    errors,
    wording: WORDINGS.findLast(({ minimumMinor }) => profile.minor >= minimumMinor),
    isStrict: profile.enabled('StrictIPCIDRValidation'),
  };
  const metadata = objectAt(object, 'metadata');
  const name = textOf(metadata, 'name');
  const place = new FieldPath('metadata').child('name');
  if (name !== '') errors.invalidEach(place, name, nameIsDnsSubdomain(name, false));
  else if (textOf(metadata, 'generateName') === '') errors.required(place, 'name or generateName is required');
  validateSpec(objectAt(object, 'spec'), validation);
  return errors.items;
}

function validateSpec(spec: PlainObject, validation: Validation): void {
  const { errors } = validation;
  const path = new FieldPath('spec');
  validateSelector(field(spec, 'podSelector'), path.child('podSelector'), errors);
  for (const [direction, peers] of [
    ['ingress', 'from'],
    ['egress', 'to'],
  ] as const) {
    for (const [index, rule] of objectsOf(spec, direction).entries()) {
      const rulePath = path.child(direction).index(index);
      for (const [item, port] of objectsOf(rule, 'ports').entries()) {
        validatePort(port, rulePath.child('ports').index(item), errors);
      }
      for (const [item, peer] of objectsOf(rule, peers).entries()) {
        validatePeer(peer, rulePath.child(peers).index(item), validation);
      }
    }
  }
  validatePolicyTypes(field(spec, 'policyTypes'), path.child('policyTypes'), errors);
}

function validatePolicyTypes(types: unknown, path: FieldPath, errors: FieldErrors): void {
  if (!Array.isArray(types)) return;
  if (types.length > POLICY_TYPES.length) {
    errors.invalid(path, types, 'may not specify more than two policyTypes');
    return;
  }
  for (const [index, type] of types.entries()) {
    if (!POLICY_TYPES.includes(type)) errors.notSupported(path.index(index), type, POLICY_TYPES);
  }
}

function validatePort(entry: NetworkPolicyPort, path: FieldPath, errors: FieldErrors): void {
  const { protocol, port, endPort } = entry;
  if (isSet(protocol) && !isProtocol(protocol)) errors.notSupported(path.child('protocol'), protocol, PROTOCOLS);
  const hasEndPort = isSet(endPort);
  if (typeof port === 'number') {
    errors.invalidEach(path.child('port'), port, portNumberProblems(port));
    if (!hasEndPort || typeof endPort !== 'number') return;
    if (endPort < port) errors.invalid(path.child('endPort'), port, 'must be greater than or equal to `port`');
    errors.invalidEach(path.child('endPort'), endPort, portNumberProblems(endPort));
    return;
  }
  if (typeof port === 'string') {
    if (hasEndPort) errors.invalid(path.child('endPort'), endPort, 'may not be specified when `port` is non-numeric');
    errors.invalidEach(path.child('port'), port, portNameProblems(port));
    return;
  }
  if (hasEndPort) errors.invalid(path.child('endPort'), endPort, 'may not be specified when `port` is not specified');
}

function validatePeer(peer: NetworkPolicyPeer, path: FieldPath, validation: Validation): void {
  const { errors } = validation;
  const { podSelector, namespaceSelector, ipBlock } = peer;
  if (isSet(podSelector)) validateSelector(podSelector, path.child('podSelector'), errors);
  if (isSet(namespaceSelector)) validateSelector(namespaceSelector, path.child('namespaceSelector'), errors);
  if (ipBlock !== undefined && ipBlock !== null) validateBlock(ipBlock, path.child('ipBlock'), validation);
  const count = [podSelector, namespaceSelector, ipBlock].filter(isSet).length;
  if (count === 0) errors.required(path, 'must specify a peer');
  else if (count > 1 && isSet(ipBlock)) errors.forbidden(path, 'may not specify both ipBlock and another peer');
}

function validateBlock(block: IPBlock, path: FieldPath, validation: Validation): void {
  const { errors, wording } = validation;
  const cidr = textOf(block, 'cidr');
  if (cidr === '') {
    errors.required(path.child('cidr'));
    return;
  }
  reportBlock(cidr, path.child('cidr'), validation);
  const outer = parseCIDR(cidr);
  if (outer === undefined) return;
  const except: unknown = field(block, 'except');
  for (const [index, item] of (Array.isArray(except) ? except : []).entries()) {
    const text = typeof item === 'string' ? item : '';
    const itemPath = path.child('except').index(index);
    reportBlock(text, itemPath, validation);
    const inner = parseCIDR(text);
    if (inner === undefined) {
      if (wording?.stopsAtBadBlock === true) return;
      continue;
    }
    if (!isStrictSubset(inner, outer)) errors.invalid(itemPath, text, 'must be a strict subset of `cidr`');
  }
}

function reportBlock(text: string, path: FieldPath, { errors, wording, isStrict }: Validation): void {
  const problems = cidrProblems(text, isStrict);
  const isUnreadable = parseCIDR(text) === undefined;
  const details = isUnreadable && wording?.badBlock !== undefined ? [wording.badBlock] : problems;
  errors.invalidEach(path, text, details);
}
