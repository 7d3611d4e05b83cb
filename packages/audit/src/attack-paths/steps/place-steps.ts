/** Steps from a power over a namespace, its pods, its service accounts or a node to what is in its reach. */
import type { ClusterFacts } from '../cluster-facts.js';
import { CLUSTER_ADMIN, EVERY_NAMESPACE, foothold, NODE_GROUPS, namespaceText } from '../foothold.js';
import { privilegedPods } from '../privileged-pods.js';
import { type Condition, met, unknown } from '../step.js';
import { SYSTEM_NAMESPACE } from '../system-namespace.js';
import { joinedSteps } from './joined-steps.js';
import { placement } from './node-steps.js';
import type { StepSink } from './step-sink.js';
import { workloadFoothold } from './workload-steps.js';

/** The namespace and every power in it. */
export function namespaceSteps(namespace: string, sink: StepSink): void {
  for (const kind of ['podCreation', 'runningPods', 'serviceAccounts', 'secrets'] as const) {
    sink.add('namespace-rights', foothold(kind, namespace));
  }
}

/** Pods of one's own making: any service account and any secret of the namespace, and the node if policy lets it. */
export function podCreationSteps(namespace: string, sink: StepSink): void {
  const isCritical = namespace === EVERY_NAMESPACE || namespace === SYSTEM_NAMESPACE;
  const severity = isCritical ? { severity: 'critical' as const } : {};
  sink.add('pod-service-account', foothold('serviceAccounts', namespace), severity);
  sink.add('pod-secrets', foothold('secrets', namespace), severity);
  const privileged = privilegedPods(sink.facts, namespace);
  if (privileged !== undefined) {
    sink.add('privileged-pod', foothold('node', '', NODE_GROUPS.every), { conditions: [privileged] });
  }
}

/** Code in running pods. A node limits it to the pods that run there. */
export function runningPodSteps(namespace: string, node: string, sink: StepSink): void {
  for (const workload of sink.facts.workloads) {
    if (namespace !== EVERY_NAMESPACE && workload.namespace !== namespace) continue;
    const condition = node === '' ? undefined : placement(workload, node);
    if (node !== '' && condition === undefined) continue;
    sink.add('running-pod', workloadFoothold(workload), { conditions: condition === undefined ? [] : [condition] });
  }
}

export function serviceAccountSteps(namespace: string, sink: StepSink): void {
  const { facts, grants } = sink;
  const namespaces =
    namespace === EVERY_NAMESPACE
      ? new Set([...grants.serviceAccountNamespaces(), ...facts.serviceAccounts.keys()])
      : [namespace];
  for (const place of namespaces) {
    const names = new Set(grants.usefulServiceAccounts(place));
    if (grants.isUsefulToAll(place)) names.add('default');
    for (const name of names) {
      sink.add('service-account-identity', foothold('serviceAccount', place, name), {
        conditions: existence(facts, place, name),
      });
    }
  }
  if (namespace === EVERY_NAMESPACE) return;
  const known = grants
    .usefulServiceAccounts(namespace)
    .filter((name) => existence(facts, namespace, name).length === 0);
  const accounts = known.map((name) => foothold('serviceAccount', namespace, name));
  joinedSteps(accounts, sink);
}

/** A service account that the input does not hold is assumed, as long as bindings speak of it. */
function existence(facts: ClusterFacts, namespace: string, name: string): readonly Condition[] {
  const isThere =
    name === 'default' ||
    facts.serviceAccounts.get(namespace)?.has(name) === true ||
    facts.workloads.some((workload) => workload.namespace === namespace && workload.serviceAccount === name);
  return isThere ? [] : [unknown(`ServiceAccount ${namespace}/${name} is not in the input: it is taken to exist`)];
}

export function anyUserSteps(sink: StepSink): void {
  for (const name of sink.grants.usefulUsers()) sink.add('user-identity', foothold('user', '', name));
}

export function secretSteps(namespace: string, name: string, sink: StepSink): void {
  if (name !== '') return;
  for (const [place, accounts] of sink.facts.storedTokens) {
    if (namespace !== EVERY_NAMESPACE && namespace !== place) continue;
    for (const account of accounts) {
      sink.add('stored-token', foothold('serviceAccount', place, account), {
        conditions: [met(`a Secret of ${namespaceText(place)} holds a token of ${account}`)],
      });
    }
  }
  if (namespace !== EVERY_NAMESPACE && namespace !== SYSTEM_NAMESPACE) return;
  sink.add('credential-secret', CLUSTER_ADMIN, {
    conditions: [unknown(`a Secret of ${SYSTEM_NAMESPACE} holds a powerful token or a bootstrap token`)],
  });
}
