/** `--exposure`: how far each workload is open to what is not in the input. */
import { painter } from '@bulkhead/audit';
import type { DirectionExposure, Exposure, Ports } from '@bulkhead/engine/network-policy';
import { compareText } from '../../compare-text.js';
import type { ClusterNetwork } from './cluster-network.js';
import { csvLine } from './csv.js';
import { jsonHead, jsonList } from './json-lines.js';
import { nodeText, portsText } from './node-text.js';
import { textTable } from './text-table.js';

export function* exposureTable(found: readonly Exposure[], colour: boolean): Iterable<string> {
  const rows = found
    .toSorted((left, right) => compareText(nodeText(left.node), nodeText(right.node)))
    .map(({ node, ingress, egress }) => [
      [nodeText(node)],
      [ingress.isolated ? 'isolated' : 'open'],
      addressTexts(ingress),
      [portsText(ingress.strangers)],
      [egress.isolated ? 'isolated' : 'open'],
      addressTexts(egress),
      [portsText(egress.strangers)],
    ]);
  if (rows.length === 0) yield 'no workloads\n';
  else {
    const heads = [
      'WORKLOAD',
      'INGRESS',
      'FROM OUTSIDE',
      'FROM UNKNOWN PODS',
      'EGRESS',
      'TO OUTSIDE',
      'TO UNKNOWN PODS',
    ];
    yield* textTable(heads, rows, painter(colour));
  }
}

/** Blocks that are shown before they are counted. */
const MAX_BLOCKS = 4;

/** Blocks with the same ports together. */
function addressTexts({ addresses }: DirectionExposure): readonly string[] {
  const byPorts = new Map<string, string[]>();
  for (const { cidr, ports } of addresses) {
    const list = byPorts.get(portsText(ports)) ?? [];
    list.push(cidr);
    byPorts.set(portsText(ports), list);
  }
  if (byPorts.size === 0) return ['none'];
  return [...byPorts].map(([ports, cidrs]) => {
    const rest = cidrs.length - MAX_BLOCKS;
    const shown = rest > 1 ? [...cidrs.slice(0, MAX_BLOCKS), `${rest} more blocks`] : cidrs;
    return `${ports}: ${shown.join(' ')}`;
  });
}

export function* exposureJson(
  found: readonly Exposure[],
  { problems, input }: ClusterNetwork,
  kubernetesVersion: string,
): Iterable<string> {
  yield jsonHead('Exposure', kubernetesVersion);
  yield* jsonList('workloads', found);
  yield* jsonList('problems', problems);
  yield `,\n "errors":${JSON.stringify(input.errors)}}\n`;
}

export function* exposureCsv(found: readonly Exposure[]): Iterable<string> {
  yield csvLine(['workload', 'direction', 'isolated', 'other side', 'ports']);
  for (const { node, ingress, egress } of found) {
    for (const [direction, exposed] of [['ingress', ingress] as const, ['egress', egress] as const]) {
      const line = (other: string, ports: Ports): string =>
        csvLine([nodeText(node), direction, String(exposed.isolated), other, portsText(ports)]);
      for (const { cidr, ports } of exposed.addresses) yield line(cidr, ports);
      yield line('unknown pods', exposed.strangers);
    }
  }
}
