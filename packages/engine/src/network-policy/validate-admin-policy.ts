/**
 * What the custom resource definitions of the network policy API refuse, as far as it changes what a policy means.
 * Source: sigs.k8s.io/network-policy-api/config/crd, markers of apis/{v1alpha1,v1alpha2}.
 */
import type { FieldError, VersionProfile } from '@bulkhead/apimachinery';
import { cidrProblems } from '@bulkhead/apimachinery/ip';
import type { LabelSelector } from '@bulkhead/apimachinery/types/meta-v1';
import { ErrorList, Path, validateLabelSelector } from '@bulkhead/apimachinery/validation';
import { field, isSet, objectAt, objectsOf, type PlainObject, textMapOf, textOf, textsOf } from './plain-object.js';
import { isPort } from './protocol.js';

const PRIORITY_MAXIMUM = 1000;

interface Rules {
  readonly actions: readonly string[];
  readonly tiers: readonly string[];
  readonly hasPriority: boolean;
  readonly maxRules: number;
  readonly maxPeers: number;
}

const RULES: ReadonlyMap<string, Rules> = new Map([
  [
    'AdminNetworkPolicy',
    { actions: ['Allow', 'Deny', 'Pass'], tiers: [], hasPriority: true, maxRules: 100, maxPeers: 100 },
  ],
  [
    'BaselineAdminNetworkPolicy',
    { actions: ['Allow', 'Deny'], tiers: [], hasPriority: false, maxRules: 100, maxPeers: 100 },
  ],
  [
    'ClusterNetworkPolicy',
    {
      actions: ['Accept', 'Deny', 'Pass'],
      tiers: ['Admin', 'Baseline'],
      hasPriority: true,
      maxRules: 25,
      maxPeers: 25,
    },
  ],
]);

export function validateAdminPolicy(object: PlainObject, profile: VersionProfile): readonly FieldError[] {
  const errors = new ErrorList(profile.minor);
  const kind = textOf(object, 'kind');
  const rules = RULES.get(kind);
  if (rules === undefined) return errors.items;
  const name = textOf(objectAt(object, 'metadata'), 'name');
  if (name === '') errors.required(new Path('metadata').child('name'), 'name or generateName is required');
  if (kind === 'BaselineAdminNetworkPolicy' && name !== '' && name !== 'default') {
    errors.invalid(
      new Path('metadata').child('name'),
      name,
      'Only one baseline admin network policy with metadata.name="default" can be created in the cluster',
    );
  }
  const spec = objectAt(object, 'spec');
  const path = new Path('spec');
  validateTier(spec, path, rules, errors);
  validateSubject(field(spec, 'subject'), path.child('subject'), errors);
  validateRules(spec, path, rules, errors);
  return errors.items;
}

function validateTier(spec: PlainObject, path: Path, { tiers, hasPriority }: Rules, errors: ErrorList): void {
  const tier = textOf(spec, 'tier');
  if (tiers.length > 0 && tier === '') errors.required(path.child('tier'));
  else if (tiers.length > 0 && !tiers.includes(tier)) errors.notSupported(path.child('tier'), tier, tiers);
  if (!hasPriority) return;
  const priority = field(spec, 'priority');
  if (typeof priority !== 'number') errors.required(path.child('priority'));
  else if (priority < 0) {
    errors.invalid(path.child('priority'), priority, 'spec.priority in body should be greater than or equal to 0');
  } else if (priority > PRIORITY_MAXIMUM) {
    errors.invalid(
      path.child('priority'),
      priority,
      `spec.priority in body should be less than or equal to ${PRIORITY_MAXIMUM}`,
    );
  }
}

function validateSubject(subject: unknown, path: Path, errors: ErrorList): void {
  if (!isSet(subject)) {
    errors.required(path);
    return;
  }
  const count = ['namespaces', 'pods'].filter((name) => isSet(field(subject, name))).length;
  if (count === 0) errors.invalid(path, 0, `${path.toString()} in body should have at least 1 properties`);
  if (count > 1) errors.invalid(path, count, `${path.toString()} in body should have at most 1 properties`);
  validateSelectors(objectAt(subject), path, errors);
}

/** A custom resource's selector: the schema of the definition has not been held against it yet. */
const labelSelectorOf = (selector: unknown): LabelSelector => ({
  matchLabels: textMapOf(selector, 'matchLabels'),
  matchExpressions: objectsOf(selector, 'matchExpressions').map((requirement) => ({
    key: textOf(requirement, 'key'),
    operator: textOf(requirement, 'operator'),
    values: [...textsOf(requirement, 'values')],
  })),
});

function validateSelectors(peer: PlainObject, path: Path, errors: ErrorList): void {
  const pods = field(peer, 'pods');
  const selectors: readonly (readonly [unknown, Path])[] = [
    [field(peer, 'namespaces'), path.child('namespaces')],
    [field(pods, 'namespaceSelector'), path.child('pods').child('namespaceSelector')],
    [field(pods, 'podSelector'), path.child('pods').child('podSelector')],
    [field(peer, 'nodes'), path.child('nodes')],
  ];
  for (const [selector, selectorPath] of selectors) {
    if (isSet(selector)) validateLabelSelector(labelSelectorOf(selector), () => selectorPath, errors);
  }
}

function validateRules(spec: PlainObject, path: Path, { actions, maxRules, maxPeers }: Rules, errors: ErrorList): void {
  for (const [direction, peers] of [
    ['ingress', 'from'],
    ['egress', 'to'],
  ] as const) {
    const rules = objectsOf(spec, direction);
    if (rules.length > maxRules) errors.tooMany(path.child(direction), rules.length, maxRules);
    for (const [index, rule] of rules.entries()) {
      const rulePath = path.child(direction).index(index);
      const action = textOf(rule, 'action');
      if (!actions.includes(action)) errors.notSupported(rulePath.child('action'), action, actions);
      const list = objectsOf(rule, peers);
      if (list.length === 0) errors.required(rulePath.child(peers));
      if (list.length > maxPeers) errors.tooMany(rulePath.child(peers), list.length, maxPeers);
      for (const [item, peer] of list.entries()) validatePeer(peer, rulePath.child(peers).index(item), errors);
      validatePorts(rule, rulePath, errors);
    }
  }
}

function validatePeer(peer: PlainObject, path: Path, errors: ErrorList): void {
  const count = Object.keys(peer).filter((name) => isSet(field(peer, name))).length;
  if (count > 1) errors.invalid(path, count, `${path.toString()} in body should have at most 1 properties`);
  validateSelectors(peer, path, errors);
  for (const [index, network] of textsOf(peer, 'networks').entries()) {
    errors.invalidEach(path.child('networks').index(index), network, cidrProblems(network, false));
  }
}

function validatePorts(rule: PlainObject, path: Path, errors: ErrorList): void {
  for (const [index, entry] of objectsOf(rule, 'protocols').entries()) {
    for (const name of ['tcp', 'udp', 'sctp']) {
      const range = field(field(field(entry, name), 'destinationPort'), 'range');
      const place = path.child('protocols').index(index).child(name).child('destinationPort').child('range');
      if (isSet(range)) validateRange(range, place, errors);
    }
  }
  for (const [index, entry] of objectsOf(rule, 'ports').entries()) {
    const range = field(entry, 'portRange');
    if (isSet(range)) validateRange(range, path.child('ports').index(index).child('portRange'), errors);
  }
}

function validateRange(range: unknown, path: Path, errors: ErrorList): void {
  const [start, end] = [field(range, 'start'), field(range, 'end')];
  if (isPort(start) && isPort(end) && start >= end)
    errors.invalid(path, 'object', 'Start port must be less than End port');
}
