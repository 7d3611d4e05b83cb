/** Calls to a cluster of etcd servers: one at a time is used, the next when it does not answer. */
import { readFileSync } from 'node:fs';
import {
  create,
  type DescMessage,
  type DescMethodUnary,
  fromBinary,
  type MessageInitShape,
  type MessageShape,
  toBinary,
} from '@bufbuild/protobuf';
import { type ChannelCredentials, Client, type ClientDuplexStream, credentials, Metadata } from '@grpc/grpc-js';
import { StoreUnavailableError } from '../store.js';
import { type EtcdAddress, etcdAddress } from './etcd-address.js';
import { isUnreachable, wasNotSent } from './etcd-errors.js';
import { type WatchRequest, WatchRequestSchema, type WatchResponse, WatchResponseSchema } from './generated/etcd_pb.js';

export interface EtcdTls {
  /** Files with PEM; the authority alone is needed. */
  readonly caFile?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
}

export type WatchStream = ClientDuplexStream<WatchRequest, WatchResponse>;

const DEADLINE_MS = 10_000;

const CHANNEL = {
  'grpc.max_receive_message_length': -1,
  'grpc.max_send_message_length': -1,
  'grpc.initial_reconnect_backoff_ms': 100,
  'grpc.min_reconnect_backoff_ms': 100,
  'grpc.max_reconnect_backoff_ms': 2000,
  // A peer that has silently gone is found out.
  'grpc.keepalive_time_ms': 30_000,
  'grpc.keepalive_timeout_ms': 10_000,
} as const;

export class EtcdConnection {
  readonly #clients: readonly Client[];
  readonly servers: string;
  #current = 0;

  constructor(urls: readonly string[], tls: EtcdTls | undefined) {
    if (urls.length === 0) throw new StoreUnavailableError('no etcd server is named');
    const addresses = urls.map(etcdAddress);
    const secure = addresses.some((address) => address.secure) ? tlsCredentials(tls ?? {}) : undefined;
    this.servers = urls.join(', ');
    this.#clients = addresses.map((address) => newClient(address, secure));
  }

  /** `repeatable`: doing it twice is as good as once, so that it may be asked again of the next server. */
  async call<I extends DescMessage, O extends DescMessage>(
    method: DescMethodUnary<I, O>,
    request: MessageInitShape<I>,
    repeatable: boolean,
    deadlineMs = DEADLINE_MS,
  ): Promise<MessageShape<O>> {
    const bytes = toBinary(method.input, create(method.input, request));
    const deadline = Date.now() + deadlineMs;
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#callOnce(method, bytes, deadline);
      } catch (error) {
        const again = wasNotSent(error) || (repeatable && isUnreachable(error));
        if (again) this.next();
        if (!again || attempt > this.#clients.length || Date.now() >= deadline) throw error;
      }
    }
  }

  /** A stream without a leader behind it would be silent: it is ended instead. */
  watch(): WatchStream {
    const metadata = new Metadata();
    metadata.set('hasleader', 'true');
    return this.#client().makeBidiStreamRequest(
      '/etcdserverpb.Watch/Watch',
      (request: WatchRequest) => Buffer.from(toBinary(WatchRequestSchema, request)),
      (bytes: Buffer) => fromBinary(WatchResponseSchema, bytes),
      metadata,
    );
  }

  /** The server in use does not do. */
  next(): void {
    this.#current = (this.#current + 1) % this.#clients.length;
  }

  close(): void {
    for (const client of this.#clients) client.close();
  }

  #client(): Client {
    const client = this.#clients[this.#current];
    if (client === undefined) throw new StoreUnavailableError('no etcd server is named');
    return client;
  }

  #callOnce<I extends DescMessage, O extends DescMessage>(
    method: DescMethodUnary<I, O>,
    request: Uint8Array,
    deadline: number,
  ): Promise<MessageShape<O>> {
    return new Promise((resolve, reject) => {
      this.#client().makeUnaryRequest(
        `/${method.parent.typeName}/${method.name}`,
        (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length),
        (bytes: Buffer) => fromBinary(method.output, bytes),
        request,
        new Metadata(),
        { deadline },
        (error, response) => {
          if (error) reject(error);
          else if (response === undefined) reject(new Error('etcd has sent no response'));
          else resolve(response);
        },
      );
    });
  }
}

function newClient(address: EtcdAddress, secure: ChannelCredentials | undefined): Client {
  const chosen = address.secure && secure !== undefined ? secure : credentials.createInsecure();
  return new Client(address.target, chosen, CHANNEL);
}

function tlsCredentials(tls: EtcdTls): ChannelCredentials {
  const read = (file: string | undefined): Buffer | null => {
    if (file === undefined) return null;
    try {
      return readFileSync(file);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
      throw new StoreUnavailableError(`the file ${file} for the connection to etcd cannot be read (${code})`);
    }
  };
  if ((tls.certFile === undefined) !== (tls.keyFile === undefined))
    throw new StoreUnavailableError('a client certificate for etcd needs both its certificate and its key');
  try {
    return credentials.createSsl(read(tls.caFile), read(tls.keyFile), read(tls.certFile));
  } catch (error) {
    if (error instanceof StoreUnavailableError) throw error;
    throw new StoreUnavailableError(`the certificates for etcd cannot be used: ${String(error)}`);
  }
}
