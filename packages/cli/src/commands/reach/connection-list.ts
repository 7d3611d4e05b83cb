/** The connections that are asked for: all of them, or those from and to a side. */
import {
  type Connection,
  type GroupConnection,
  type NetworkModel,
  type NodeFilter,
  type NodeGroup,
  nodeFilter,
  type Reachability,
  type Side,
} from '@bulkhead/engine/network-policy';
import { UsageError } from '../../context.js';

export interface ConnectionList {
  /** Groups of nodes that policies treat alike, each node once. */
  readonly groups: readonly NodeGroup[];
  /** Whether only some connections are asked for. */
  readonly isFiltered: boolean;
  readonly groupConnections: () => Iterable<GroupConnection>;
  readonly connections: () => Iterable<Connection>;
}

export interface ListQuery {
  readonly from: Side | undefined;
  readonly to: Side | undefined;
}

export function connectionList(model: NetworkModel, matrix: Reachability, { from, to }: ListQuery): ConnectionList {
  const narrowedSources = narrowing(filterOf(model, '--from', from));
  const narrowedDestinations = narrowing(filterOf(model, '--to', to));
  const groupConnections = function* (): Iterable<GroupConnection> {
    for (const connection of matrix.groupConnections()) {
      const sources = narrowedSources(connection.from);
      const destinations = narrowedDestinations(connection.to);
      if (sources.nodes.length > 0 && destinations.nodes.length > 0) {
        yield { from: sources, to: destinations, ports: connection.ports };
      }
    }
  };
  const connections = function* (): Iterable<Connection> {
    for (const { from: sources, to: destinations, ports } of groupConnections()) {
      for (const source of sources.nodes) {
        for (const target of destinations.nodes) if (source !== target) yield { from: source, to: target, ports };
      }
    }
  };
  const isFiltered = from !== undefined || to !== undefined;
  return { groups: matrix.nodeGroups(), isFiltered, groupConnections, connections };
}

function filterOf(model: NetworkModel, flag: string, side: Side | undefined): NodeFilter | undefined {
  if (side === undefined) return undefined;
  const filter = nodeFilter(model, side);
  if (typeof filter === 'string') throw new UsageError(`${flag}: ${filter}`);
  return filter;
}

/** Groups with the nodes that are asked for, the same object for the same group. */
function narrowing(filter: NodeFilter | undefined): (group: NodeGroup) => NodeGroup {
  if (filter === undefined) return (group) => group;
  const known = new Map<NodeGroup, NodeGroup>();
  return (group) => {
    let own = known.get(group);
    if (own === undefined) {
      own = { ...group, nodes: group.nodes.filter(filter) };
      known.set(group, own);
    }
    return own;
  };
}
