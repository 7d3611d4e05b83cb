/**
 * How far each workload is open to what is not known: addresses outside, and a pod that somebody might create, without
 * labels, in a namespace without labels. Ports towards the workload are its own, ports away from it are the others'.
 */
import type { Endpoint, WorkloadNode } from './endpoint.js';
import type { NetworkModel } from './network-model.js';
import { nodeGroups } from './node-groups.js';
import { NO_PORTS, type Ports } from './port-sets.js';
import { Reachability } from './reachability.js';

export interface AddressExposure {
  readonly cidr: string;
  readonly ports: Ports;
}

export interface DirectionExposure {
  /** Whether a NetworkPolicy isolates every pod of the workload. */
  readonly isolated: boolean;
  readonly addresses: readonly AddressExposure[];
  /** Ports open to a pod that no selector by label meant; empty for none. */
  readonly strangers: Ports;
}

export interface Exposure {
  readonly node: WorkloadNode;
  readonly ingress: DirectionExposure;
  readonly egress: DirectionExposure;
}

/** A namespace name that no cluster can have, so that no selector by name means it. */
const NOWHERE = '*';

const STRANGER: Endpoint = {
  kind: 'Pod',
  namespace: NOWHERE,
  name: NOWHERE,
  node: { kind: 'pod', namespace: NOWHERE, name: NOWHERE },
  labels: {},
  ports: [],
  hostNetwork: false,
  addresses: [],
  nodeName: '',
  labelsPath: '',
};

export function exposure(model: NetworkModel): readonly Exposure[] {
  const matrix = new Reachability(model, { strangers: [STRANGER] });
  const isOutside = (id: number): boolean => {
    const found = matrix.classes[id];
    return found?.block !== undefined || found?.nodes.some(({ namespace }) => namespace === NOWHERE) === true;
  };
  const outside = matrix.classes.map((_, id) => id).filter(isOutside);
  const incoming = new Map(outside.map((id) => [id, matrix.row(id)]));
  const groups = nodeGroups(matrix.classes, matrix.blocks);
  const nodesOfBlock = new Map(
    groups.filter(({ isAddress }) => isAddress).map((group) => [group.classes[0], group.nodes]),
  );
  const union = (classes: readonly number[], setOf: (id: number) => number): Ports => {
    let set = NO_PORTS;
    for (const id of classes) set = matrix.portSets.union(set, setOf(id));
    return matrix.ports(set);
  };
  const exposureOf = (classes: readonly number[], setOf: (outside: number, own: number) => number) => {
    const addresses: AddressExposure[] = [];
    let strangers: Ports = [];
    for (const id of outside) {
      const ports = union(classes, (own) => setOf(id, own));
      const nodes = nodesOfBlock.get(id);
      if (nodes === undefined) strangers = ports;
      else if (ports === 'all' || ports.length > 0) {
        for (const node of nodes) if (node.kind === 'ip') addresses.push({ cidr: node.cidr, ports });
      }
    }
    return { addresses, strangers };
  };
  return groups.flatMap(({ classes, nodes, isAddress }) => {
    const workloads = nodes.filter((node) => node.kind !== 'ip').filter(({ namespace }) => namespace !== NOWHERE);
    if (isAddress || workloads.length === 0) return [];
    const outgoing = new Map(classes.map((id) => [id, matrix.row(id)]));
    const ingress = exposureOf(classes, (other, own) => incoming.get(other)?.[own] ?? NO_PORTS);
    const egress = exposureOf(classes, (other, own) => outgoing.get(own)?.[other] ?? NO_PORTS);
    const isIsolated = (direction: 'ingress' | 'egress'): boolean =>
      classes.every((id) =>
        matrix.classes[id]?.policies.some(
          (policy) => policy.tier === 'NetworkPolicy' && policy[direction] !== undefined,
        ),
      );
    return workloads.map((node) => ({
      node,
      ingress: { isolated: isIsolated('ingress'), ...ingress },
      egress: { isolated: isIsolated('egress'), ...egress },
    }));
  });
}
