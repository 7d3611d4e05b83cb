/**
 * Steps by constrained impersonation (KEP-5284): one right to be an identity, another to do something as it, and what
 * the identity may do itself. Whom one may impersonate without constraints needs none of it.
 */
import {
  NODES_GROUP,
  SYSTEM_PRIVILEGED_GROUP,
  serviceAccountUsername,
  splitServiceAccountUsername,
} from '@bulkhead/engine/authorization';
import { type ConstrainedMode, nodeNameOf } from '@bulkhead/engine/impersonation';
import type { Severity } from '../../finding.js';
import { actAs, actingName, actionRights, actionsOf, isSecondary } from '../acting.js';
import { foothold, NODE_GROUPS } from '../foothold.js';
import type { SubjectGrants } from '../grants.js';
import type { Need } from '../need.js';
import type { Rights } from '../rights.js';
import { type Condition, met, type Requirement, unknown } from '../step.js';
import type { StepSink } from './step-sink.js';

interface Identity {
  readonly mode: ConstrainedMode;
  /** In words, quoted. */
  readonly text: string;
  readonly grants: readonly SubjectGrants[];
  readonly requirements: readonly (Requirement | undefined)[];
  readonly conditions?: readonly Condition[];
  /** Of kubelets. */
  readonly node?: string;
  readonly isNamed: boolean;
}

export function constrainedSteps(rights: Rights, own: readonly SubjectGrants[], sink: StepSink): void {
  for (const identity of identities(rights, sink)) act(identity, rights, own, sink);
}

function* identities(rights: Rights, sink: StepSink): Iterable<Identity> {
  yield* serviceAccounts(rights, sink);
  if (!rights.isClusterWide) return;
  yield* users(rights, sink);
  yield* nodes(rights, sink);
}

function act(identity: Identity, rights: Rights, own: readonly SubjectGrants[], sink: StepSink): void {
  const { mode, text, requirements, conditions = [], node } = identity;
  const actions = actionsOf(own, mode);
  if (actions.length === 0) return;
  const sources = actAs(identity.grants, actions, sink.grants);
  const kubelet = node === undefined ? undefined : { node, actions: actionRights(actions, sink.grants) };
  const needs = requestsOf([...sources, ...(kubelet?.actions ?? [])]);
  if (needs.length === 0) return;
  const to = foothold('acting', '', actingName(sink.from, mode, text));
  sink.acting.set(to.key, { sources, own, kubelet });
  const severity = severityOf(needs, identity.isNamed);
  sink.addIn(rights, 'constrained-impersonation', to, { requirements, conditions, severity });
}

const READS: ReadonlySet<Need> = new Set<Need>([
  'readSecrets',
  'readNodes',
  'readPods',
  'readLogs',
  'readNodeLogs',
  'readNodePods',
  'readNodeConfiguration',
  'readNodeFigures',
  'readPodCertificates',
  'readControlPlane',
]);

/** What can be asked for; what is asked besides gives nothing alone. */
const requestsOf = (sources: readonly SubjectGrants[]): readonly Need[] =>
  sources.flatMap((source) =>
    [...source.scopes()].flatMap((scope) =>
      source.bindings(scope).flatMap(({ role }) => [...role.rules.keys()].filter((need) => !isSecondary(need))),
    ),
  );

/** Reading is worth less than changing something, least as one of a few identities. */
function severityOf(needs: readonly Need[], isNamed: boolean): Severity {
  if (needs.some((need) => !READS.has(need))) return 'high';
  return !isNamed && needs.includes('readSecrets') ? 'medium' : 'low';
}

function* serviceAccounts(rights: Rights, { grants }: StepSink): Iterable<Identity> {
  if (!rights.has('beServiceAccounts')) return;
  const any = rights.any('beServiceAccounts');
  const listed = new Set(rights.names('beServiceAccounts'));
  const namespaces = rights.isClusterWide ? grants.serviceAccountNamespaces() : [rights.scope];
  for (const namespace of namespaces) {
    for (const name of grants.usefulServiceAccounts(namespace)) {
      if (any === undefined && !listed.has(name)) continue;
      if (rights.named('impersonateServiceAccounts', name) !== undefined) continue;
      yield {
        mode: 'serviceaccount',
        text: `service account ${JSON.stringify(`${namespace}/${name}`)}`,
        grants: grants.ofUser(serviceAccountUsername(namespace, name)),
        requirements: [rights.named('beServiceAccounts', name)],
        isNamed: any === undefined,
      };
    }
  }
}

/** Users that are neither nodes nor service accounts, alone or with groups; system:masters is refused. */
function* users(rights: Rights, { grants, from }: StepSink): Iterable<Identity> {
  if (!rights.has('beUsers')) return;
  const any = rights.any('beUsers');
  const listed = rights.names('beUsers').filter(isPlainUser);
  const names = any === undefined ? listed : [...new Set([...listed, ...grants.usefulUsers().filter(isPlainUser)])];
  for (const name of names) {
    const isOneself = from.kind === 'user' && from.name === name;
    if (isOneself || rights.named('impersonateUsers', name) !== undefined) continue;
    yield {
      mode: 'user-info',
      text: `user ${JSON.stringify(name)}`,
      grants: grants.ofUser(name),
      requirements: [rights.named('beUsers', name)],
      isNamed: any === undefined,
    };
  }
  const somebody = any ?? rights.some('beUsers');
  if (any === undefined && listed.length === 0) return;
  const allGroups = rights.any('beGroups') !== undefined;
  const groups = new Set([...rights.names('beGroups'), ...(allGroups ? grants.usefulGroups() : [])]);
  for (const group of groups) {
    if (group === SYSTEM_PRIVILEGED_GROUP) continue;
    yield {
      mode: 'user-info',
      text: `group ${JSON.stringify(group)}`,
      grants: grants.ofGroup(group),
      requirements: [somebody, rights.named('beGroups', group)],
      isNamed: !allGroups,
    };
  }
}

const isPlainUser = (name: string): boolean =>
  splitServiceAccountUsername(name) === undefined && nodeNameOf(name) === undefined;

/** Kubelets: any by name, or the one that a service account's token is bound to, which is asked for as `*`. */
function* nodes(rights: Rights, { grants, facts, from }: StepSink): Iterable<Identity> {
  const kubelet = (mode: ConstrainedMode, node: string, right: Requirement | undefined) => ({
    mode,
    text: `node ${JSON.stringify(node)}`,
    grants: node.startsWith('* ') ? grants.ofGroup(NODES_GROUP) : grants.ofUser(`system:node:${node}`),
    requirements: [right],
    node,
  });
  const any = rights.any('beNodes');
  if (any !== undefined) yield { ...kubelet('arbitrary-node', NODE_GROUPS.every, any), isNamed: false };
  else {
    for (const name of rights.names('beNodes')) {
      if (nodeNameOf(`system:node:${name}`) === undefined) continue;
      yield { ...kubelet('arbitrary-node', name, rights.named('beNodes', name)), isNamed: true };
    }
  }
  if (!rights.has('beOwnNode') || from.kind !== 'serviceAccount') return;
  const placed = facts.workloads.filter(
    ({ namespace, serviceAccount }) => namespace === from.namespace && serviceAccount === from.name,
  );
  for (const node of new Set(placed.map(({ nodeName }) => nodeName || NODE_GROUPS.worker))) {
    const where = node === NODE_GROUPS.worker ? unknown('the token is bound to a node') : met(`it runs on ${node}`);
    yield {
      ...kubelet('associated-node', node, rights.named('beOwnNode', '*')),
      conditions: [where],
      isNamed: true,
    };
  }
}
