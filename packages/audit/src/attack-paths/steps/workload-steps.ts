/**
 * Steps out of a pod in which an attacker has code: to the service account whose token is mounted, to the secrets in
 * it, and to its node.
 */
import type { PodSpec } from '@bulkhead/apimachinery/types/core-v1';
import { automountOf, projectedTokens } from '@bulkhead/engine/service-account-tokens';
import type { ClusterFacts, Workload } from '../cluster-facts.js';
import { type Foothold, foothold, NODE_GROUPS } from '../foothold.js';
import { hostAccess } from '../host-access.js';
import { type Condition, met, unknown } from '../step.js';
import type { StepSink } from './step-sink.js';

export const workloadFoothold = ({ kind, namespace, name }: Workload): Foothold =>
  foothold('workload', namespace, `${kind}/${name}`);

/** The node that code in the pod gets to. */
export interface NodeAccess {
  readonly node: Foothold;
  readonly condition: Condition;
}

/** Tells the node, if the pod surely is a way to root on it. */
export function workloadSteps(workload: Workload, sink: StepSink): NodeAccess | undefined {
  const { kind, namespace, name, serviceAccount, spec } = workload;
  if (mountsToken(workload, sink.facts)) {
    const change = {
      id: `automount/${kind}/${namespace}/${name}`,
      text: `set automountServiceAccountToken: false in ${kind} ${namespace}/${name}`,
    };
    sink.add('mounted-token', foothold('serviceAccount', namespace, serviceAccount), {
      conditions: [met(`the token of ${serviceAccount} is mounted`, change)],
    });
  }
  const [secret] = secretsOf(spec);
  if (secret !== undefined) {
    const to = foothold('secrets', namespace, secret);
    sink.add('mounted-secrets', to, { conditions: [met(`Secret ${secret} is in the pod`)] });
  }
  const access = hostAccess(spec, sink.facts.profile);
  if (access === undefined) return undefined;
  const change = {
    id: `host/${kind}/${namespace}/${name}`,
    text: `take the access to the node from ${kind} ${namespace}/${name}: ${access.text}`,
  };
  const condition = access.certain ? met(access.text, change) : unknown(access.text, change);
  const node = nodeOf(workload);
  sink.add(access.technique, node, { conditions: [condition] });
  return access.technique === 'container-escape' ? { node, condition } : undefined;
}

/** The pod decides, then its service account; without a word of either the token is mounted. */
export function mountsToken({ namespace, serviceAccount, spec }: Workload, facts: ClusterFacts): boolean {
  const account = facts.serviceAccounts.get(namespace)?.get(serviceAccount);
  return projectedTokens(spec).length > 0 || automountOf(spec, account).mounts;
}

/** Names of the secrets that the pod mounts or has in its environment. */
export function secretsOf(spec: PodSpec): readonly string[] {
  const names = new Set<string>();
  const add = (name: string | undefined): void => {
    if (name !== undefined && name !== '') names.add(name);
  };
  for (const { secret, projected } of spec.volumes ?? []) {
    add(secret?.secretName);
    for (const source of projected?.sources ?? []) add(source.secret?.name);
  }
  for (const { env, envFrom } of [...(spec.containers ?? []), ...(spec.initContainers ?? [])]) {
    for (const { valueFrom } of env ?? []) add(valueFrom?.secretKeyRef?.name);
    for (const { secretRef } of envFrom ?? []) add(secretRef?.name);
  }
  return [...names];
}

const CONTROL_PLANE = /^node-role\.kubernetes\.io\/(?:control-plane|master)$/;

/** Where the pods run: on a named node, on each, or on some of which settings tell whether it may be a control plane's. */
function nodeOf({ kind, spec, nodeName }: Workload): Foothold {
  if (nodeName !== '') return foothold('node', '', nodeName);
  if (wantsControlPlane(spec)) return foothold('node', '', NODE_GROUPS.controlPlane);
  const tolerates = (spec.tolerations ?? []).some(({ key = '', operator, effect = '' }) => {
    const isKey = CONTROL_PLANE.test(key) || (operator === 'Exists' && key === '');
    return isKey && (effect === '' || effect === 'NoSchedule');
  });
  if (kind === 'DaemonSet') return foothold('node', '', tolerates ? NODE_GROUPS.every : NODE_GROUPS.workers);
  return foothold('node', '', tolerates ? NODE_GROUPS.some : NODE_GROUPS.worker);
}

function wantsControlPlane({ nodeSelector = {}, affinity }: PodSpec): boolean {
  if (Object.keys(nodeSelector).some((label) => CONTROL_PLANE.test(label))) return true;
  const terms = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  return terms.some(({ matchExpressions = [] }) =>
    matchExpressions.some(({ key = '', operator }) => CONTROL_PLANE.test(key) && operator !== 'DoesNotExist'),
  );
}
