/** Nodes and ports of answers as texts for people. */
import type { ConnectionNode, Ports } from '@bulkhead/engine/network-policy';

/** `shop/web`, `10.0.0.0/8` */
export const nodeText = (node: ConnectionNode): string =>
  node.kind === 'ip' ? node.cidr : `${node.namespace}/${node.name}`;

/** `all`, `TCP 80, 8080-8090; UDP 53`, `none` */
export function portsText(ports: Ports): string {
  if (ports === 'all') return 'all';
  if (ports.length === 0) return 'none';
  const byProtocol = new Map<string, string[]>();
  for (const { protocol, from, to } of ports) {
    const list = byProtocol.get(protocol) ?? [];
    list.push(from === to ? String(from) : from === 1 && to === 65535 ? 'all' : `${from}-${to}`);
    byProtocol.set(protocol, list);
  }
  return [...byProtocol].map(([protocol, list]) => `${protocol} ${list.join(', ')}`).join('; ');
}
