/**
 * What is drawn: one node a workload, one for each group of addresses that policies treat alike, by namespace. Above a
 * number of workloads those that policies treat alike are one node.
 */
import type { ConnectionChange, ConnectionNode, NodeGroup } from '@bulkhead/engine/network-policy';
import { compareText } from '../../../compare-text.js';
import type { ConnectionList } from '../connection-list.js';
import { nodeText, portsText } from '../node-text.js';

export type Tone = 'all' | 'some' | 'added' | 'removed' | 'changed';

export interface PictureNode {
  readonly key: string;
  /** Empty for addresses. */
  readonly namespace: string;
  readonly label: string;
  /** Everything that the node stands for. */
  readonly title: string;
}

export interface PictureEdge {
  readonly from: PictureNode;
  readonly to: PictureNode;
  readonly label: string;
  readonly tone: Tone;
}

export interface Picture {
  /** By namespace, addresses first. */
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly PictureEdge[];
  /** What is left out or put together; empty where nothing is. */
  readonly note: string;
}

/** Rows and columns that a reader can follow. */
const MAX_WORKLOADS = 120;
const MAX_NODES = 250;

export function pictureOfList({ groups, isFiltered, groupConnections }: ConnectionList): Picture {
  const nodesOf = new Map<string, readonly PictureNode[]>();
  const workloads = groups.reduce((sum, { isAddress, nodes }) => sum + (isAddress ? 0 : nodes.length), 0);
  const isJoined = workloads > MAX_WORKLOADS;
  const edges: PictureEdge[] = [];
  const draw = (group: NodeGroup): readonly PictureNode[] => {
    const key = group.classes.join();
    let nodes = nodesOf.get(key);
    if (nodes === undefined) {
      nodes = drawnNodes(group, isJoined).slice(0, Math.max(0, MAX_NODES - nodesOf.size));
      nodesOf.set(key, nodes);
    }
    return nodes;
  };
  // What reaches nothing and nothing reaches is a part of the whole picture.
  if (!isFiltered) for (const group of groups.slice(0, MAX_NODES)) draw(group);
  for (const { from, to, ports } of groupConnections()) {
    if (nodesOf.size > MAX_NODES) break;
    const tone = ports === 'all' ? 'all' : 'some';
    const label = portsText(ports);
    for (const source of draw(from)) {
      for (const target of draw(to))
        if (source !== target || isJoined) edges.push({ from: source, to: target, label, tone });
    }
  }
  const nodes = inOrder([...nodesOf.values()].flat());
  const joined = isJoined ? 'workloads that policies treat alike are drawn as one' : '';
  const cut = nodesOf.size > MAX_NODES ? `only the first ${MAX_NODES} are drawn` : '';
  return { nodes, edges, note: [joined, cut].filter((text) => text !== '').join('; ') };
}

function drawnNodes({ nodes, isAddress }: NodeGroup, isJoined: boolean): readonly PictureNode[] {
  if (!isAddress && !isJoined) return nodes.map(nodeOf);
  const [first] = nodes;
  if (first === undefined) return [];
  const rest = nodes.length - 1;
  const own = nodeOf(first);
  const title = nodes.slice(0, 40).map(nodeText).join(', ') + (nodes.length > 40 ? ', ...' : '');
  return [{ ...own, label: rest === 0 ? own.label : `${own.label} +${rest}`, title }];
}

function nodeOf(node: ConnectionNode): PictureNode {
  const title = nodeText(node);
  return node.kind === 'ip'
    ? { key: `ip ${title}`, namespace: '', label: title, title }
    : { key: `${node.kind} ${title}`, namespace: node.namespace, label: node.name, title };
}

/** What a change opens and closes. */
export function pictureOfChanges(changes: Iterable<ConnectionChange>): Picture {
  const known = new Map<string, PictureNode>();
  const edges: PictureEdge[] = [];
  let isCut = false;
  const draw = (node: ConnectionNode): PictureNode | undefined => {
    const drawn = nodeOf(node);
    const own = known.get(drawn.key);
    if (own !== undefined) return own;
    if (known.size >= MAX_NODES) {
      isCut = true;
      return undefined;
    }
    known.set(drawn.key, drawn);
    return drawn;
  };
  for (const { kind, from, to, before, after } of changes) {
    const [source, target] = [draw(from), draw(to)];
    if (source === undefined || target === undefined) continue;
    edges.push({ from: source, to: target, label: `${portsText(before)} → ${portsText(after)}`, tone: kind });
  }
  return {
    nodes: inOrder([...known.values()]),
    edges,
    note: isCut ? `only the first ${MAX_NODES} nodes are drawn` : '',
  };
}

const inOrder = (nodes: readonly PictureNode[]): readonly PictureNode[] =>
  nodes.toSorted((left, right) => compareText(left.namespace, right.namespace) || compareText(left.label, right.label));
