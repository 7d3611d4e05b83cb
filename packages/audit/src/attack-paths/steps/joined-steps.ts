/**
 * Steps that several identities make together, where one foothold holds them all: the service accounts of a namespace, or
 * those of the pods on a node. One asks, another goes on; what the API server wants of one identity in one request
 * (escalate with the write, bind with the binding, approve with the signer) is not put together.
 */
import { serviceAccountUsername } from '@bulkhead/engine/authorization';
import { EVERY_NAMESPACE, type Foothold, foothold } from '../foothold.js';
import type { SubjectGrants } from '../grants.js';
import { type Need, NeedSet } from '../need.js';
import { Rights } from '../rights.js';
import { type Condition, met, unknown } from '../step.js';
import { signCertificates, writeMutatingPolicies } from './control-plane-steps.js';
import { createServiceAccount, makeTokenSecret } from './identity-steps.js';
import { mountPersistentVolume, relaxPodSecurity } from './pod-steps.js';
import { StepSink } from './step-sink.js';
import { mountsToken } from './workload-steps.js';

/** Rights that are a part of such a step. */
const PARTS: readonly Need[] = [
  'createSecrets',
  'readSecrets',
  'createTokens',
  'createServiceAccounts',
  'createPods',
  'writeControllers',
  'labelNamespaces',
  'createNamespaces',
  'createPersistentVolumes',
  'createPersistentVolumeClaims',
  'createCSRs',
  'approveCSRs',
  'createNodeClientCSRs',
  'writeMutatingPolicies',
  'writeMutatingPolicyBindings',
];

/** More are not looked at together. */
const MAX_IDENTITIES = 100;

type Sources = readonly SubjectGrants[];

/** `given` holds for all of them. */
export function joinedSteps(accounts: Iterable<Foothold>, sink: StepSink, given: readonly Condition[] = []): void {
  const identities: Sources[] = [];
  for (const { namespace, name } of accounts) {
    const all = sink.grants.ofUser(serviceAccountUsername(namespace, name));
    const sources = all.filter((source) => partScopes(source, sink).length > 0);
    if (sources.length > 0) identities.push(sources);
    if (identities.length > MAX_IDENTITIES) return;
  }
  if (identities.length < 2) return;
  for (const [scope, members] of membersByScope(identities, sink)) joinIn(scope, members, sink, given);
}

/** Those with a part in the scope; where it is a namespace, with those of the whole cluster. */
function membersByScope(identities: readonly Sources[], sink: StepSink): ReadonlyMap<string, readonly Sources[]> {
  const members = new Map<string, Sources[]>([[EVERY_NAMESPACE, []]]);
  for (const sources of identities) {
    for (const scope of new Set(sources.flatMap((source) => partScopes(source, sink)))) {
      const known = members.get(scope);
      if (known === undefined) members.set(scope, [sources]);
      else known.push(sources);
    }
  }
  const wide = members.get(EVERY_NAMESPACE) ?? [];
  for (const [scope, own] of members) {
    if (scope !== EVERY_NAMESPACE) members.set(scope, [...new Set([...own, ...wide])]);
  }
  return members;
}

function joinIn(scope: string, members: readonly Sources[], sink: StepSink, given: readonly Condition[]): void {
  if (members.length < 2 || !isPossible(scope, members)) return;
  const joined = new Map(
    stepsOf([...new Set(members.flat())], members, scope, sink).map((step) => [keyOf(step), step]),
  );
  for (const sources of members) {
    if (joined.size === 0) return;
    for (const step of stepsOf(sources, [sources], scope, sink)) joined.delete(keyOf(step));
  }
  for (const { technique, to, requirements, conditions, severity } of joined.values()) {
    const together = met('several of the service accounts make the step together');
    sink.add(technique, to, { requirements, conditions: [...given, ...conditions, together], severity });
  }
}

/** Two or more rights of which a step is made; without the first two nothing else is asked. */
const PAIRS: readonly (readonly [first: Need, second: readonly Need[]])[] = [
  ['createSecrets', ['readSecrets']],
  ['createServiceAccounts', ['createTokens', 'createPods', 'writeControllers']],
  ['labelNamespaces', ['createPods', 'writeControllers']],
  ['createNamespaces', ['createPods', 'writeControllers']],
  ['createPersistentVolumes', ['createPersistentVolumeClaims']],
  ['createCSRs', ['approveCSRs', 'createNodeClientCSRs']],
  ['writeMutatingPolicies', ['writeMutatingPolicyBindings']],
];

/** Whether some pair is there; names are looked at by the steps. */
function isPossible(scope: string, members: readonly Sources[]): boolean {
  const all = needsIn(scope, members.flat());
  return PAIRS.some(([first, seconds]) => all.has(first) && seconds.some((second) => all.has(second)));
}

function needsIn(scope: string, sources: Sources): NeedSet {
  const needs = new NeedSet();
  for (const source of sources) {
    for (const place of [scope, EVERY_NAMESPACE]) {
      const table = source.in(place);
      if (table !== undefined) needs.addAll(table.needs);
    }
  }
  return needs;
}

const keyOf = ({ technique, to }: { readonly technique: string; readonly to: Foothold }): string =>
  `${technique} ${to.key}`;

/** Where a subject holds a part. */
function partScopes(source: SubjectGrants, { partScopes: known }: StepSink): readonly string[] {
  let scopes = known.get(source);
  if (scopes === undefined) {
    scopes = [...source.scopes()].filter((scope) => {
      const needs = source.in(scope)?.needs;
      return needs !== undefined && PARTS.some((part) => needs.has(part));
    });
    known.set(source, scopes);
  }
  return scopes;
}

/** The steps of the sources together; approving asks one identity for two rights. */
function stepsOf(
  sources: Sources,
  identities: readonly Sources[],
  scope: string,
  context: StepSink,
): StepSink['steps'] {
  const scratch = new StepSink(context.from, context);
  const rights = new Rights(sources, scope);
  makeTokenSecret(rights, scratch);
  createServiceAccount(rights, scratch);
  relaxPodSecurity(rights, scratch);
  mountPersistentVolume(rights, scratch);
  if (!rights.isClusterWide) return scratch.steps;
  writeMutatingPolicies(rights, scratch);
  for (const each of identities) signCertificates(rights, scratch, new Rights(each, scope));
  return scratch.steps;
}

/**
 * Who holds a node and may change nodes, or bind pods to one, draws pods of others there. Pods of a DaemonSet are on it
 * already, and a pod without a controller is not made again.
 */
export function drawPods(accounts: Iterable<Foothold>, sink: StepSink, given: readonly Condition[] = []): void {
  for (const account of accounts) {
    const sources = sink.grants.ofUser(serviceAccountUsername(account.namespace, account.name));
    const scopes = new Set(sources.flatMap((source) => [...source.scopes()].filter((scope) => drawsIn(source, scope))));
    for (const scope of scopes) drawTo(new Rights(sources, scope), sink, given);
  }
}

function drawsIn(source: SubjectGrants, scope: string): boolean {
  const needs = source.in(scope)?.needs;
  return needs?.has('editNodes') === true || needs?.has('bindPods') === true;
}

function drawTo(rights: Rights, sink: StepSink, given: readonly Condition[]): void {
  for (const { kind, namespace, serviceAccount, ...workload } of sink.facts.workloads) {
    if (kind === 'DaemonSet' || kind === 'Pod') continue;
    if (!rights.isClusterWide && rights.scope !== namespace) continue;
    if (!mountsToken({ kind, namespace, serviceAccount, ...workload }, sink.facts)) continue;
    const to = foothold('serviceAccount', namespace, serviceAccount);
    const what = `pods of ${kind} ${namespace}/${workload.name}`;
    sink.addIn(rights, 'draw-pods', to, {
      requirements: [rights.any('editNodes')],
      conditions: [...given, unknown(`${what} are expelled elsewhere and come to this node`)],
    });
    sink.addIn(rights, 'draw-pods', to, {
      requirements: [rights.any('bindPods')],
      conditions: [...given, unknown(`${what} wait for a node`)],
    });
  }
}
