/**
 * One watch on etcd, over as many connections as it takes. It starts at the revision that it already knows and leaves
 * out what it knows: so etcd itself says whether something in between has been compacted.
 *
 * Progress: etcd before 3.4.31 and 3.5.13 may answer a progress request ahead of events that came before it. There the
 * watch covers a marker more, right after its prefix, which no range of the prefix contains; a write to it is an event
 * of the same watch, and so comes after all that was before.
 */
import { create } from '@bufbuild/protobuf';
import { CompactedError, type StoreEvent, StoreUnavailableError, type Watch, type WatchHandlers } from '../store.js';
import type { EtcdConnection, WatchStream } from './etcd-connection.js';
import { etcdFailure, isDenied } from './etcd-errors.js';
import { type EtcdKeys, isMarker, toKeyValue } from './etcd-keys.js';
import { type Event, WatchRequestSchema, type WatchResponse } from './generated/etcd_pb.js';

export interface EtcdWatchContext {
  readonly connection: EtcdConnection;
  readonly keys: EtcdKeys;
  /** Whether etcd answers progress requests in order. */
  readonly orderedProgress: boolean;
  readonly revision: () => Promise<number>;
  readonly touch: (key: Uint8Array) => Promise<void>;
}

/** The type of an event of etcd. */
const DELETE = 1;

const ASK_AGAIN_MS = 100;
const FIRST_BACKOFF_MS = 50;
const MAX_BACKOFF_MS = 2000;

export class EtcdWatch implements Watch {
  readonly #context: EtcdWatchContext;
  readonly #handlers: WatchHandlers;
  readonly #onClose: () => void;
  readonly #start: Uint8Array;
  readonly #marker: Uint8Array;
  /** All events up to here were told. */
  #position: number;
  #stream: WatchStream | undefined;
  #created = false;
  #fragments: Event[] = [];
  /** Somebody waits for this revision. */
  #target = 0;
  #touching = false;
  #askTimer: NodeJS.Timeout | undefined;
  #reconnectTimer: NodeJS.Timeout | undefined;
  #retryTimer: NodeJS.Timeout | undefined;
  #backoffMs = FIRST_BACKOFF_MS;
  #closed = false;

  constructor(
    context: EtcdWatchContext,
    prefix: string,
    fromRevision: number,
    handlers: WatchHandlers,
    onClose: () => void,
  ) {
    this.#context = context;
    this.#handlers = handlers;
    this.#onClose = onClose;
    this.#position = Math.max(fromRevision, 1);
    this.#start = context.keys.start(prefix);
    this.#marker = context.keys.marker(prefix);
    this.#connect();
  }

  requestProgress(): void {
    if (this.#closed) return;
    this.#context.revision().then(
      (revision) => {
        this.#target = Math.max(this.#target, revision);
        if (this.#position >= revision) this.#tellProgress(this.#position);
        else this.#ask();
      },
      () => {
        // One more try stands for all that wait.
        clearTimeout(this.#retryTimer);
        if (!this.#closed) this.#retryTimer = setTimeout(() => this.requestProgress(), ASK_AGAIN_MS).unref();
      },
    );
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#askTimer);
    clearTimeout(this.#reconnectTimer);
    clearTimeout(this.#retryTimer);
    this.#stream?.cancel();
    this.#onClose();
  }

  #fail(error: Error): void {
    if (this.#closed) return;
    this.close();
    this.#handlers.onError(error);
  }

  #connect(): void {
    const stream = this.#context.connection.watch();
    this.#stream = stream;
    this.#created = false;
    this.#fragments = [];
    stream.on('data', (response: WatchResponse) => {
      if (stream === this.#stream && !this.#closed) this.#guarded(response);
    });
    stream.on('error', (error) => {
      if (stream !== this.#stream || this.#closed) return;
      if (isDenied(error)) this.#fail(etcdFailure(this.#context.connection.servers, error, false));
      else this.#reconnect();
    });
    stream.on('end', () => {
      if (stream === this.#stream && !this.#closed) this.#reconnect();
    });
    const value = {
      key: this.#start,
      // Up to the marker and with it.
      rangeEnd: Buffer.concat([this.#marker, Buffer.alloc(1)]),
      startRevision: BigInt(this.#position),
      progressNotify: true,
      prevKv: true,
      fragment: true,
    };
    stream.write(create(WatchRequestSchema, { requestUnion: { case: 'createRequest', value } }));
  }

  #reconnect(): void {
    this.#stream?.cancel();
    this.#stream = undefined;
    this.#created = false;
    this.#context.connection.next();
    clearTimeout(this.#reconnectTimer);
    this.#reconnectTimer = setTimeout(() => this.#connect(), this.#backoffMs * (0.5 + Math.random() / 2));
    this.#reconnectTimer.unref();
    this.#backoffMs = Math.min(this.#backoffMs * 2, MAX_BACKOFF_MS);
  }

  #guarded(response: WatchResponse): void {
    try {
      this.#take(response);
    } catch (error) {
      this.#fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #take(response: WatchResponse): void {
    if (response.canceled) {
      if (response.compactRevision > 0n) this.#fail(new CompactedError(Number(response.compactRevision)));
      else if (/permission denied|auth/.test(response.cancelReason))
        this.#fail(new StoreUnavailableError(`etcd refuses the watch: ${response.cancelReason}`));
      else this.#reconnect();
    } else if (response.created) {
      this.#created = true;
      this.#backoffMs = FIRST_BACKOFF_MS;
      if (this.#target > this.#position) this.#ask();
    } else if (response.events.length > 0 || response.fragment) {
      this.#fragments.push(...response.events);
      if (!response.fragment) this.#tellEvents();
    } else this.#tellProgress(Number(response.header?.revision ?? 0n));
  }

  #tellEvents(): void {
    const events = this.#fragments.filter((event) => Number(event.kv?.modRevision) > this.#position);
    this.#fragments = [];
    const last = events.at(-1);
    if (last === undefined) return;
    const own = events.filter((event) => event.kv && !isMarker(event.kv.key)).map((event) => this.#toStoreEvent(event));
    this.#position = Number(last.kv?.modRevision);
    const newest = own.at(-1);
    if (newest !== undefined)
      this.#handlers.onEvents(own, newest.type === 'put' ? newest.kv.modRevision : newest.revision);
    if (events.some((event) => this.#isOwnMarker(event))) this.#touching = false;
    if (this.#target > 0) this.#tellProgress(this.#position);
  }

  #tellProgress(revision: number): void {
    if (this.#closed || revision < this.#position) return;
    this.#position = revision;
    if (revision >= this.#target) {
      this.#target = 0;
      clearTimeout(this.#askTimer);
    }
    this.#handlers.onProgress(revision);
  }

  /** Asks until the answer has come: etcd drops requests while a watch still catches up. */
  #ask(): void {
    clearTimeout(this.#askTimer);
    if (this.#closed || this.#position >= this.#target) return;
    this.#askTimer = setTimeout(() => this.#ask(), ASK_AGAIN_MS).unref();
    if (!this.#created) return;
    if (this.#context.orderedProgress)
      this.#stream?.write(create(WatchRequestSchema, { requestUnion: { case: 'progressRequest', value: {} } }));
    else this.#touch();
  }

  #touch(): void {
    if (this.#touching) return;
    this.#touching = true;
    this.#context.touch(this.#marker).catch(() => {
      this.#touching = false;
    });
  }

  #isOwnMarker(event: Event): boolean {
    return event.kv !== undefined && Buffer.compare(event.kv.key, this.#marker) === 0;
  }

  #toStoreEvent(event: Event): StoreEvent {
    const { kv, prevKv } = event;
    if (kv === undefined) throw new StoreUnavailableError('etcd has sent an event without a key');
    const revision = Number(kv.modRevision);
    const hadPrevious = event.type === DELETE || kv.createRevision < kv.modRevision;
    // The value before was compacted while the event was on its way: what follows would have a gap, too.
    if (hadPrevious && prevKv === undefined) throw new CompactedError(revision);
    const previous = prevKv && toKeyValue(this.#context.keys, prevKv);
    return event.type === DELETE
      ? { type: 'delete', key: this.#context.keys.key(kv.key), revision, previous }
      : { type: 'put', kv: toKeyValue(this.#context.keys, kv), previous };
  }
}
