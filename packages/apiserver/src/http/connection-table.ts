/**
 * All connections of a listener: how many an address has that nobody has identified yet, which are idle, which take too
 * long to say anything. One sweep looks after all of them; Node keeps none of these times for every kind of connection.
 */
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { HttpLimits } from './limits.js';

export interface TrackedConnection {
  /** The plain socket, and the TLS socket on top of it once the handshake is done. */
  socket: Socket;
  readonly address: string;
  phase: 'handshake' | 'open';
  /** A client on it has been authenticated. */
  isKnown: boolean;
  /** Requests under way. */
  requests: number;
  /** When it was accepted, became open, or had its last request; on the clock that never jumps. */
  since: number;
  /** Ends it when no request is under way any more. */
  drain: () => void;
  isDraining: boolean;
}

/** Younger ones are never closed for newer ones: they may be about to say who they are. */
const UNKNOWN_GRACE_MS = 1000;
/** So many times the limit of unknown connections may be in their first second. */
const BURST_FACTOR = 10;

export class ConnectionTable {
  readonly #connections = new Map<string, TrackedConnection>();
  readonly #bySocket = new WeakMap<Socket, TrackedConnection>();
  readonly #unknownByAddress = new Map<string, Set<TrackedConnection>>();
  readonly #limits: HttpLimits;
  readonly #sweeper: NodeJS.Timeout;

  constructor(limits: HttpLimits) {
    this.#limits = limits;
    const shortest = Math.min(limits.handshakeMs, limits.idleMs, 4000);
    this.#sweeper = setInterval(() => this.#sweep(), Math.max(10, shortest / 4)).unref();
  }

  get size(): number {
    return this.#connections.size;
  }

  /** Undefined when the connection is refused; it is then closed. */
  accept(socket: Socket): TrackedConnection | undefined {
    const address = plainAddress(socket.remoteAddress ?? '');
    const unknown = this.#unknown(address);
    if (unknown.size >= this.#limits.unknownConnections && !this.#makeRoom(unknown)) {
      socket.destroy();
      return undefined;
    }
    const connection: TrackedConnection = {
      socket,
      address,
      phase: 'handshake',
      isKnown: false,
      requests: 0,
      since: performance.now(),
      drain: () => socket.destroy(),
      isDraining: false,
    };
    const key = peer(socket);
    this.#connections.set(key, connection);
    unknown.add(connection);
    this.#unknownByAddress.set(address, unknown);
    socket.once('close', () => {
      if (this.#connections.get(key) === connection) this.#connections.delete(key);
      this.#forgetUnknown(connection);
    });
    return connection;
  }

  /** The handshake is done; undefined when the client has gone meanwhile. */
  secured(socket: TLSSocket): TrackedConnection | undefined {
    const connection = this.#connections.get(peer(socket));
    if (connection === undefined) return undefined;
    connection.socket = socket;
    connection.phase = 'open';
    connection.since = performance.now();
    this.#bySocket.set(socket, connection);
    return connection;
  }

  /** Of a TLS socket. */
  find(socket: Socket): TrackedConnection | undefined {
    return this.#bySocket.get(socket);
  }

  requestBegins(connection: TrackedConnection): void {
    connection.requests += 1;
  }

  requestEnds(connection: TrackedConnection): void {
    connection.requests -= 1;
    connection.since = performance.now();
    if (connection.isKnown) this.#forgetUnknown(connection);
  }

  /** Lets each connection finish what is under way, and closes it. */
  drain(): void {
    for (const connection of this.#connections.values()) connection.drain();
  }

  destroy(): void {
    clearInterval(this.#sweeper);
    for (const connection of this.#connections.values()) connection.socket.destroy();
  }

  /** Closes the oldest connection of the address that has had its time; false when there is none to give up. */
  #makeRoom(unknown: Set<TrackedConnection>): boolean {
    for (const connection of unknown) {
      if (connection.isKnown) {
        unknown.delete(connection);
        return true;
      }
      if (connection.requests > 0) continue;
      if (performance.now() - connection.since < UNKNOWN_GRACE_MS) break;
      connection.socket.destroy();
      unknown.delete(connection);
      return true;
    }
    return unknown.size < this.#limits.unknownConnections * BURST_FACTOR;
  }

  #unknown(address: string): Set<TrackedConnection> {
    return this.#unknownByAddress.get(address) ?? new Set();
  }

  #forgetUnknown(connection: TrackedConnection): void {
    const unknown = this.#unknownByAddress.get(connection.address);
    if (unknown === undefined) return;
    unknown.delete(connection);
    if (unknown.size === 0) this.#unknownByAddress.delete(connection.address);
  }

  #sweep(): void {
    const now = performance.now();
    for (const connection of this.#connections.values()) {
      if (connection.requests > 0) continue;
      const limit = connection.phase === 'handshake' ? this.#limits.handshakeMs : this.#limits.idleMs;
      if (now - connection.since > limit) connection.socket.destroy();
    }
  }
}

/** A TLS socket does not say on which socket it stands, but both have the same peer. */
const peer = (socket: Socket): string => `${socket.remoteAddress} ${socket.remotePort}`;

/** A port of IPv6 that takes IPv4 too gives such addresses a form that nobody writes in a policy. */
const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/, '');
