import type { Direction, Endpoint, NamespaceOpenness } from '@bulkhead/engine/network-policy';
import type { Cluster } from '../../cluster.js';
import type { Severity } from '../../finding.js';
import { WORKLOAD_KINDS } from '../../posture/layers.js';
import { holdsAny } from '../../posture/profiles/looks-at-something.js';
import type { ObjectRule } from '../../rule.js';

/** What runs there must talk to the whole cluster, and comes with the distribution. */
const SYSTEM: ReadonlySet<string> = new Set(['kube-system', 'kube-public', 'kube-node-lease']);

export const defaultDeny: ObjectRule = {
  id: 'network-policy/default-deny',
  title: 'Nothing isolates the pods of a namespace',
  severity: 'low',
  gains: 'network',
  layer: 'cluster',
  standards: ['CIS:5.3.2', 'NSA:network-policies', 'MITRE:T1046'],
  description:
    'The namespace has pods, and no NetworkPolicy that denies what no other policy allows. Pods that no policy selects accept every connection and make every connection. Said once for a namespace.',
  risk: 'Whoever gets into one pod of the cluster reaches every port of these, and from these the rest of the cluster, the metadata service of the cloud and the internet.',
  remediation:
    'Deny by default with an empty `podSelector` and both `policyTypes`, and allow what is used; `bulkhead reach suggest` writes the policies.',
  subject: 'object',
  canClear: (cluster) => holdsAny(cluster, WORKLOAD_KINDS),
  check: (object, cluster) => {
    const openness = cluster.networkPolicies.opennessOf(object);
    if (openness === undefined) return undefined;
    const { kind, name, namespace } = object.identity;
    const message = messageOf(openness, kind === 'Namespace' ? name : namespace);
    if (message === undefined) return undefined;
    const severity = severityOf(openness, cluster);
    return {
      fields: [kind === 'Namespace' ? 'metadata.name' : 'metadata.namespace'],
      message,
      severity,
    };
  },
};

function messageOf({ endpoints, directions }: NamespaceOpenness, namespace: string): string | undefined {
  const inward = openIn(directions, 'ingress');
  const outward = openIn(directions, 'egress');
  if (inward.length + outward.length === 0) return undefined;
  const where = namespace === '' ? '' : ` of namespace ${namespace}`;
  const whose = (open: readonly Endpoint[]): string =>
    `${names(open)}${where}${open.length === endpoints.length ? '' : ` (${open.length} of its ${endpoints.length} workloads)`}`;
  if (inward.length === 0) return `no policy isolates egress of ${whose(outward)}: connections to anything are allowed`;
  const isBoth = inward.every((endpoint) => outward.includes(endpoint));
  return isBoth
    ? `no NetworkPolicy selects ${whose(inward)}: every pod of the cluster may connect, and connections to anything are allowed`
    : `no policy isolates ingress of ${whose(inward)}: every pod of the cluster may connect`;
}

const openIn = (directions: NamespaceOpenness['directions'], wanted: Direction): readonly Endpoint[] =>
  directions.find(({ direction }) => direction === wanted)?.open ?? [];

/**
 * A workload alone says little of what else its namespace holds; egress that stays open is worth knowing where somebody
 * took care of ingress.
 */
function severityOf({ namespace, endpoints, directions }: NamespaceOpenness, cluster: Cluster): Severity {
  if (openIn(directions, 'ingress').length === 0 || SYSTEM.has(namespace)) return 'info';
  const isWhole =
    endpoints.length > 1 ||
    cluster.namespaces.has(namespace) ||
    cluster.networkPolicies.hasAny ||
    cluster.objects.ofKind('Service').some(({ identity }) => (identity.namespace || 'default') === namespace);
  return isWhole ? 'low' : 'info';
}

const MAX_NAMED = 3;

function names(endpoints: readonly Endpoint[]): string {
  const all = [...new Set(endpoints.map(({ node }) => node.name))];
  const rest = all.length - MAX_NAMED;
  return rest > 0 ? `${all.slice(0, MAX_NAMED).join(', ')} and ${rest} more` : all.join(', ');
}
