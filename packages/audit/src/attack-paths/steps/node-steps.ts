/**
 * Steps from a node, or from the identity of its kubelet: tokens and secrets of the pods that run there, and on a control
 * plane's node everything.
 *
 * Sources: plugin/pkg/auth/authorizer/node; plugin/pkg/admission/noderestriction for audiences of tokens (KEP-4412).
 */
import { NODES_GROUP } from '@bulkhead/engine/authorization';
import type { PolicyRule } from '@bulkhead/engine/rbac';
import type { Acting } from '../acting.js';
import type { ClusterFacts, Workload } from '../cluster-facts.js';
import { CLUSTER_ADMIN, EVERY_NAMESPACE, type Foothold, foothold, NODE_GROUPS } from '../foothold.js';
import type { Grant } from '../grants.js';
import { Rights } from '../rights.js';
import { type Condition, givenBy, met, unknown } from '../step.js';
import { drawPods, joinedSteps } from './joined-steps.js';
import type { StepSink } from './step-sink.js';
import { mountsToken, type NodeAccess, secretsOf } from './workload-steps.js';

/** Root on a node, or the identity of its kubelet. */
export function nodeSteps(from: Foothold, sink: StepSink): void {
  const { facts } = sink;
  const known = new Map<string, Foothold>();
  for (const workload of facts.workloads) {
    const condition = placement(workload, from.name);
    if (condition === undefined) continue;
    const conditions = [condition];
    const { namespace, serviceAccount, spec } = workload;
    // A kubelet may ask for tokens of any pod of its node, unless it has to show a volume that wants one.
    if (mountsToken(workload, facts) || !restrictsAudiences(facts)) {
      const account = foothold('serviceAccount', namespace, serviceAccount);
      if (condition.state === 'met') known.set(account.key, account);
      sink.add('node-credentials', account, { conditions });
    }
    const [secret] = secretsOf(spec);
    if (secret !== undefined) sink.add('node-credentials', foothold('secrets', namespace, secret), { conditions });
  }
  if (restrictsAudiences(facts)) requestAudiences(from, sink);
  joinedSteps(known.values(), sink);
  if (from.kind !== 'node') return;
  drawPods(known.values(), sink);
  const controlPlane = controlPlaneNode(facts, from.name);
  if (controlPlane !== undefined) sink.add('control-plane-node', CLUSTER_ADMIN, { conditions: [controlPlane] });
}

/** The service accounts whose pods are known to run on the node, with a token. */
function accountsOn({ name }: Foothold, facts: ClusterFacts): readonly Foothold[] {
  const accounts = new Map<string, Foothold>();
  for (const workload of facts.workloads) {
    const hasToken = mountsToken(workload, facts) || !restrictsAudiences(facts);
    if (!hasToken || placement(workload, name)?.state !== 'met') continue;
    const account = foothold('serviceAccount', workload.namespace, workload.serviceAccount);
    accounts.set(account.key, account);
  }
  return [...accounts.values()];
}

/** What the service account of a pod and the node under it give together; a pod that is known to be there is the node's. */
export function workloadOnNodeSteps(workload: Workload, { node, condition }: NodeAccess, sink: StepSink): void {
  if (!mountsToken(workload, sink.facts) || placement(workload, node.name)?.state === 'met') return;
  const own = foothold('serviceAccount', workload.namespace, workload.serviceAccount);
  joinedSteps([own, ...accountsOn(node, sink.facts)], sink, [condition]);
  drawPods([own], sink, [condition]);
}

/** What a kubelet may do, cut to the requests that may be made as it. */
export function kubeletSteps({ node, actions }: NonNullable<Acting['kubelet']>, sink: StepSink): void {
  const rightsOf = new Map<string, Rights>();
  for (const workload of sink.facts.workloads) {
    const condition = placement(workload, node);
    if (condition === undefined) continue;
    const { namespace, serviceAccount, spec } = workload;
    const rights = rightsOf.get(namespace) ?? new Rights(actions, namespace);
    rightsOf.set(namespace, rights);
    if (mountsToken(workload, sink.facts) || !restrictsAudiences(sink.facts)) {
      sink.add('node-credentials', foothold('serviceAccount', namespace, serviceAccount), {
        requirements: [rights.named('createTokens', serviceAccount)],
        conditions: [condition, unknown('the UID of the pod is known')],
      });
    }
    const [secret] = secretsOf(spec);
    if (secret === undefined) continue;
    sink.add('node-credentials', foothold('secrets', namespace, secret), {
      requirements: [rights.named('readSecrets', secret)],
      conditions: [condition],
    });
  }
}

const restrictsAudiences = ({ profile }: ClusterFacts): boolean =>
  profile.enabled('ServiceAccountNodeAudienceRestriction');

const AUDIENCE_VERB = 'request-serviceaccounts-token-audience';

/** Rules that name audiences give nodes tokens of their pods for these; `*` also for the API server's. */
function requestAudiences(from: Foothold, sink: StepSink): void {
  for (const { scope, grant } of audienceGrants(from, sink)) {
    const requirement = givenBy('tokenAudience', grant);
    if (sink.objectives) {
      sink.add('token-audience', foothold('objective', scope, 'lateral-movement'), {
        requirements: [requirement],
        conditions: [unknown('another system trusts tokens of the audience')],
      });
    }
    if (!grant.rule.resources.includes('*')) continue;
    for (const workload of sink.facts.workloads) {
      const { namespace, serviceAccount } = workload;
      if (scope !== EVERY_NAMESPACE && scope !== namespace) continue;
      if (mountsToken(workload, sink.facts) || !allowsName(grant.rule, serviceAccount)) continue;
      const condition = placement(workload, from.name);
      if (condition === undefined) continue;
      const to = foothold('serviceAccount', namespace, serviceAccount);
      sink.add('token-audience', to, { requirements: [requirement], conditions: [condition] });
    }
  }
}

const allowsName = ({ resourceNames }: PolicyRule, name: string): boolean =>
  resourceNames.length === 0 || resourceNames.includes(name);

function* audienceGrants({ name }: Foothold, { facts, grants }: StepSink): Iterable<{ scope: string; grant: Grant }> {
  // Earlier, nothing but volumes counts.
  if (facts.profile.minor < 33) return;
  const sources = name.startsWith('* ') ? grants.ofGroup(NODES_GROUP) : grants.ofUser(`system:node:${name}`);
  for (const source of sources) {
    for (const scope of source.scopes()) {
      for (const { binding, role } of source.bindings(scope)) {
        for (const [ruleIndex, rule] of role.role.rules.entries()) {
          if (!givesAudience(rule)) continue;
          const grant = {
            role: role.role,
            rule,
            ruleIndex,
            names: rule.resourceNames,
            binding,
            subject: source.subject,
          };
          yield { scope, grant };
        }
      }
    }
  }
}

/** The wildcard verb on named resources means these resources, not audiences. */
const givesAudience = ({ verbs, apiGroups, resources }: PolicyRule): boolean =>
  (apiGroups.includes('') || apiGroups.includes('*')) &&
  (verbs.includes(AUDIENCE_VERB) || (verbs.includes('*') && resources.includes('*')));

/** Whether pods of the workload run on the node; undefined when they do not. */
export function placement({ kind, namespace, name, nodeName }: Workload, node: string): Condition | undefined {
  const what = `${kind} ${namespace}/${name}`;
  if (node === NODE_GROUPS.every || node === NODE_GROUPS.workers) return met(`${what} runs on one of the nodes`);
  if (nodeName !== '' && !node.startsWith('* ')) {
    return nodeName === node ? met(`${what} runs on ${node}`) : undefined;
  }
  return kind === 'DaemonSet' ? met(`${what} runs on every node`) : unknown(`${what} runs on that node`);
}

function controlPlaneNode({ nodes }: ClusterFacts, name: string): Condition | undefined {
  if (name === NODE_GROUPS.worker || name === NODE_GROUPS.workers) return undefined;
  if (name === NODE_GROUPS.controlPlane) return met('it is a control-plane node');
  if (name === NODE_GROUPS.some) return unknown('the node belongs to the control plane: its taint is tolerated');
  if (name === NODE_GROUPS.every) {
    const known = [...nodes].find(([, { isControlPlane }]) => isControlPlane)?.[0];
    if (known !== undefined) return met(`${known} is a control-plane node`);
    return nodes.size === 0 ? unknown('control-plane nodes take pods of others') : undefined;
  }
  const node = nodes.get(name);
  if (node === undefined) return unknown(`node ${name} belongs to the control plane`);
  return node.isControlPlane ? met(`${name} is a control-plane node`) : undefined;
}
