import { automountedContainers, automountOf } from '@bulkhead/engine/service-account-tokens';
import type { Cluster } from '../../cluster.js';
import { unsafeFix } from '../../fix/fix.js';
import type { WorkloadRule } from '../../rule.js';
import type { Workload } from '../../workload.js';

const FIELD = 'spec.automountServiceAccountToken';
const MIRROR_ANNOTATION = 'kubernetes.io/config.mirror';

export const tokenNotNeeded: WorkloadRule = {
  id: 'service-account/token-not-needed',
  title: 'Service account token mounted though nothing needs it',
  severity: 'low',
  gains: 'credentials',
  layer: 'code',
  standards: ['CIS:5.1.6', 'NSA:service-accounts', 'MITRE:T1528'],
  description:
    'Every container gets the token of the service account of its pod unless somebody says no. No binding gives this account a right, so that the program cannot be using the token on the API server.',
  risk: 'Whoever gets into the container is somebody to the API server: sees what every account may see, and gets whatever is granted to the account or to all accounts later. The token is renewed every hour, and holds a year unless the pod ends before.',
  remediation: 'Set `automountServiceAccountToken: false` in the pod, or in its service account for all of its pods.',
  subject: 'workload',
  check: (workload, cluster) => {
    const { pod, namespace } = workload;
    const spec = pod.spec ?? {};
    if (spec.automountServiceAccountToken === false || isStatic(workload, cluster)) return undefined;
    const name = spec.serviceAccountName || 'default';
    const account = cluster.accounts.account(namespace, name);
    const automount = automountOf(spec, account);
    if (!automount.mounts || cluster.accounts.bindingsOf(namespace, name).length > 0) return undefined;
    const containers = automountedContainers(spec, account);
    if (containers.length === 0) return undefined;
    // Who writes `true` knows of a reason, which may be a binding that is kept somewhere else.
    const isMeant = automount.decidedBy === 'pod' && name !== 'default';
    return {
      fields: [workload.path(FIELD)],
      message: `the token of service account ${JSON.stringify(name)} is mounted in ${containersText(containers)}, and no binding gives the account a right: nothing needs it`,
      ...(isMeant ? { severity: 'info' as const } : {}),
      fix: unsafeFix(
        'set automountServiceAccountToken to false',
        'a program that uses the token elsewhere, or by a binding that is not in the input, does not find it',
        workload.source,
        (patch) => patch.set(workload.path(FIELD), false),
      ),
    };
  },
};

/**
 * Pods that a kubelet makes from files get no token; neither do their mirrors. A file does not say that it is one of those:
 * the control plane of kubeadm has its labels, and one of another making runs a component on the network of its node, as a
 * pod of its own without an account, which no server has seen.
 */
function isStatic({ pod: { metadata, spec }, namespace, source }: Workload, cluster: Cluster): boolean {
  if (metadata?.annotations !== undefined && Object.hasOwn(metadata.annotations, MIRROR_ANNOTATION)) return true;
  if (namespace !== 'kube-system') return false;
  if (metadata?.labels?.['tier'] === 'control-plane' && spec?.priorityClassName === 'system-node-critical') return true;
  return (
    source.identity.kind === 'Pod' &&
    metadata?.uid === undefined &&
    spec?.hostNetwork === true &&
    (spec.serviceAccountName ?? '') === '' &&
    cluster.components.containers.some(({ object }) => object === source)
  );
}

const containersText = (names: readonly string[]): string =>
  `${names.length === 1 ? 'container' : 'containers'} ${names.map((name) => JSON.stringify(name)).join(', ')}`;
