/**
 * Pods that may not ask for names: their egress is isolated and no rule opens port 53 to the cluster's DNS pods.
 * A rule with a block of addresses counts as one that opens it, because DNS caches of machines have such addresses.
 */

import type { CompiledPolicy } from '../compiled-policy.js';
import { decideDirection } from '../direction-verdict.js';
import type { Endpoint } from '../endpoint.js';
import type { NetworkModel } from '../network-model.js';
import type { Protocol } from '../protocol.js';
import { finding, type LintCluster, type LintFinding, someNames } from './lint-finding.js';

const DNS_PORT = 53;

const DNS_POD: Endpoint = {
  kind: 'Pod',
  namespace: 'kube-system',
  name: 'coredns',
  node: { kind: 'pod', namespace: 'kube-system', name: 'coredns' },
  labels: { 'k8s-app': 'kube-dns' },
  ports: [
    { name: 'dns', port: DNS_PORT, protocol: 'UDP' },
    { name: 'dns-tcp', port: DNS_PORT, protocol: 'TCP' },
  ],
  hostNetwork: false,
  addresses: [],
  nodeName: '',
  labelsPath: '',
};

export function lintDns(cluster: LintCluster): readonly LintFinding[] {
  const { model } = cluster;
  const lost = new Map<CompiledPolicy, { protocol: Protocol; pods: Endpoint[] }>();
  const asked = new Map<string, Protocol | undefined>();
  const ids = new Map(model.policies.map((policy, index) => [policy, index]));
  for (const endpoint of model.endpoints) {
    if (endpoint.hostNetwork || !model.isIsolated(endpoint, 'egress')) continue;
    const policies = model.policiesSelecting(endpoint);
    const key = policies.map((policy) => ids.get(policy)).join();
    if (!asked.has(key)) asked.set(key, missingProtocol(model, endpoint, policies));
    const missing = asked.get(key);
    if (missing === undefined) continue;
    for (const policy of policies) {
      if (policy.kind !== 'NetworkPolicy' || policy.egress === undefined) continue;
      const known = lost.get(policy);
      if (known === undefined) lost.set(policy, { protocol: missing, pods: [endpoint] });
      else {
        known.pods.push(endpoint);
        if (missing === 'UDP') known.protocol = missing;
      }
    }
  }
  return [...lost].map(([policy, { protocol, pods }]) =>
    protocol === 'UDP'
      ? finding(
          'dns-egress',
          'medium',
          policy,
          'spec.egress',
          `isolates egress, and no policy lets ${someNames(pods)} ask DNS (UDP and TCP port 53)`,
        )
      : finding(
          'dns-egress-tcp',
          'info',
          policy,
          'spec.egress',
          `lets ${someNames(pods)} ask DNS over UDP alone; long answers need TCP port 53`,
        ),
  );
}

/** UDP where pods may not ask at all. */
function missingProtocol(
  model: NetworkModel,
  endpoint: Endpoint,
  policies: readonly CompiledPolicy[],
): Protocol | undefined {
  const party = { endpoint, address: undefined, machine: undefined };
  const server = { ...party, endpoint: DNS_POD };
  return (['UDP', 'TCP'] as const).find((protocol) => {
    if (decideDirection(model, 'egress', party, server, { port: DNS_PORT, protocol }).allowed) return false;
    return !policies.some(
      ({ tier, egress }) => tier === 'NetworkPolicy' && egress?.some((rule) => opensAddresses(rule, protocol)),
    );
  });
}

function opensAddresses({ peers, ports }: NonNullable<CompiledPolicy['egress']>[number], protocol: Protocol): boolean {
  if (peers?.some(({ kind }) => kind === 'addresses') !== true) return false;
  return (
    ports === undefined ||
    ports.some(
      (match) =>
        match.kind === 'range' && match.protocol === protocol && match.from <= DNS_PORT && DNS_PORT <= match.to,
    )
  );
}
