/**
 * What a client may take of the server before somebody has looked at the request. Nothing beyond a limit is dropped
 * silently: a request is refused or its connection is closed.
 */
export interface HttpLimits {
  /** Bytes of a request body, counted while it is read. */
  readonly bodyBytes: number;
  /** Bytes of the request line and all headers. */
  readonly headerBytes: number;
  readonly headerCount: number;
  /** HTTP/2 streams of one connection at the same time. */
  readonly streams: number;
  /** Bytes that wait for one slow client before its connection is closed. */
  readonly pendingBytes: number;
  /** Connections of one address that have not yet proved an identity. */
  readonly unknownConnections: number;
  readonly handshakeMs: number;
  /** From the first byte of a request, or from the handshake on, to the end of its headers. */
  readonly headersMs: number;
  /** A connection without a request. */
  readonly idleMs: number;
  /** Time that a client may take for the body of a request, and for an answer that is no stream. */
  readonly transferMs: number;
}

const MIB = 1 << 20;

export const DEFAULT_LIMITS: HttpLimits = {
  bodyBytes: 3 * MIB,
  // Go allows as much beyond the mebibyte.
  headerBytes: MIB + 4096,
  headerCount: 10_000,
  streams: 100,
  pendingBytes: 16 * MIB,
  unknownConnections: 200,
  handshakeMs: 32_000,
  headersMs: 32_000,
  idleMs: 90_000,
  transferMs: 60_000,
};
