/** Which nodes of the connection list a side of a question stands for. */
import type { Address } from './address.js';
import { rangeOf } from './address.js';
import type { NetworkModel } from './network-model.js';
import type { ConnectionNode } from './node-groups.js';
import { resolveSide, type Side } from './question.js';

export type NodeFilter = (node: ConnectionNode) => boolean;

/** The filter, or why there is none. */
export function nodeFilter(model: NetworkModel, side: Side): NodeFilter | string {
  const resolved = resolveSide(model, side);
  switch (resolved.kind) {
    case 'problem':
      return resolved.problem;
    case 'endpoints': {
      const keys = new Set(resolved.endpoints.map(({ node }) => keyOf(node)));
      return (node) => keys.has(keyOf(node));
    }
    case 'address':
      return (node) => node.kind === 'ip' && isIn(resolved.address, node.cidr);
    default:
      return 'the list has workloads and addresses: ask about a service or a node with a port';
  }
}

const keyOf = (node: ConnectionNode): string =>
  node.kind === 'ip' ? node.cidr : `${node.kind} ${node.namespace}/${node.name}`;

function isIn({ family, value }: Address, cidr: string): boolean {
  const range = rangeOf(cidr);
  return range?.family === family && range.first <= value && value <= range.last;
}
