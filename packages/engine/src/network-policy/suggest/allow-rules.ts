/** Rules collected for one workload: peers with the same ports come together in one rule. */
import type { Protocol } from '../protocol.js';

/** A peer of a NetworkPolicy, as it is written. */
export type WrittenPeer = { readonly [field: string]: unknown };

export interface WrittenPort {
  readonly protocol: Protocol;
  readonly port: number;
}

export interface WrittenRule {
  readonly peers: readonly WrittenPeer[];
  readonly ports: readonly WrittenPort[];
}

interface PeerPorts {
  readonly peer: WrittenPeer;
  readonly ports: Map<string, WrittenPort>;
}

export class AllowRules {
  readonly #peers = new Map<string, PeerPorts>();

  add(peer: WrittenPeer, port: WrittenPort): void {
    const key = JSON.stringify(peer);
    let known = this.#peers.get(key);
    if (known === undefined) {
      known = { peer, ports: new Map() };
      this.#peers.set(key, known);
    }
    known.ports.set(`${port.protocol} ${port.port}`, port);
  }

  rules(): readonly WrittenRule[] {
    const byPorts = new Map<string, { readonly peers: WrittenPeer[]; readonly ports: readonly WrittenPort[] }>();
    for (const { peer, ports } of this.#peers.values()) {
      const sorted = [...ports.values()].toSorted(
        (left, right) => left.protocol.localeCompare(right.protocol) || left.port - right.port,
      );
      const key = JSON.stringify(sorted);
      const known = byPorts.get(key);
      if (known === undefined) byPorts.set(key, { peers: [peer], ports: sorted });
      else known.peers.push(peer);
    }
    return [...byPorts.values()];
  }
}
