/** `reach suggest`: policies that keep a list of flows, tried out before they are written. */
import { printable } from '@bulkhead/audit';
import { decideConnection, type NetworkModel, suggestPolicies } from '@bulkhead/engine/network-policy';
import type { ClusterProfile } from '@bulkhead/features';
import type { Context } from '../../../context.js';
import type { ClusterNetwork } from '../cluster-network.js';
import { sideText } from '../side.js';
import { type Flow, readFlows } from './flows.js';
import { yaml } from './yaml.js';

const HEAD = `# A default deny for each namespace, DNS for every pod, and what the flows need. Policies that are in the cluster
# already add to these: remove those that open more. kube-system is left alone.
`;

export async function suggest(
  context: Context,
  network: ClusterNetwork,
  source: string,
  profile: ClusterProfile,
): Promise<Iterable<string>> {
  const flows = await readFlows(context, source);
  const { policies, problems } = suggestPolicies(
    network.model,
    flows.map(({ flow }) => flow),
  );
  const warn = (line: number | undefined, text: string): void => {
    context.process.stderr.write(`bulkhead: ${printable(`${source}:${line}: ${text}`)}\n`);
  };
  for (const { flow, message } of problems) warn(flows[flow]?.line, message);
  const named = new Set(problems.map(({ flow }) => flow));
  const after = network.modelWith(policies, { profile, ipBlockMatchesPods: network.model.ipBlockMatchesPods });
  for (const { line, reason } of lostFlows(after, flows, named)) warn(line, reason);
  return [HEAD, ...policies.map((policy) => `---\n${yaml(policy)}`)];
}

/** Flows that the policies would not keep, and are not named yet: a policy of an administrator denies them. */
function* lostFlows(after: NetworkModel, flows: readonly Flow[], named: ReadonlySet<number>) {
  for (const [index, { line, flow }] of flows.entries()) {
    if (named.has(index)) continue;
    const { allowed, partial, reason } = decideConnection(after, flow);
    if (allowed && !partial) continue;
    const words = `${sideText(flow.from)} to ${sideText(flow.to)} ${flow.protocol ?? 'TCP'} ${flow.port}`;
    yield { line, reason: `${words} would ${allowed ? 'be kept in part' : 'be lost'}: ${reason}` };
  }
}
