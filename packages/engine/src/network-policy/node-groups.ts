/** The nodes of answers: workloads and blocks of addresses, those of the same classes together. */
import { cidrsOf } from './address.js';
import type { AddressBlocks } from './address-blocks.js';
import type { WorkloadNode } from './endpoint.js';
import type { PodClass } from './pod-classes.js';

export interface AddressNode {
  readonly kind: 'ip';
  readonly cidr: string;
}

export type ConnectionNode = WorkloadNode | AddressNode;

/** Nodes of the answer that are made of the same classes. */
export interface NodeGroup {
  readonly classes: readonly number[];
  readonly nodes: readonly ConnectionNode[];
  readonly isAddress: boolean;
}

export function nodeGroups(classes: readonly PodClass[], { blocks }: AddressBlocks): readonly NodeGroup[] {
  const classesOfNode = new Map<string, { readonly node: WorkloadNode; readonly classes: number[] }>();
  const groups = new Map<string, NodeGroup & { nodes: ConnectionNode[] }>();
  for (const [id, { nodes, block }] of classes.entries()) {
    const found = block === undefined ? undefined : blocks[block];
    if (found !== undefined) {
      const cidrs = found.ranges.flatMap(cidrsOf);
      groups.set(`block ${block}`, {
        classes: [id],
        nodes: cidrs.map((cidr) => ({ kind: 'ip', cidr })),
        isAddress: true,
      });
    }
    for (const node of nodes) {
      const key = `${node.kind} ${node.namespace}/${node.name}`;
      const known = classesOfNode.get(key);
      if (known === undefined) classesOfNode.set(key, { node, classes: [id] });
      else if (!known.classes.includes(id)) known.classes.push(id);
    }
  }
  for (const { node, classes: own } of classesOfNode.values()) {
    const key = own.join();
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { classes: own, nodes: [node], isAddress: false });
    else group.nodes.push(node);
  }
  return [...groups.values()];
}
