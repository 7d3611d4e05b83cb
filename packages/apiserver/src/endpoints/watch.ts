/**
 * Watches: the state at the beginning where that is asked for, then every change, until the client has enough.
 *
 * Source: k8s.io/apiserver/pkg/endpoints/handlers/{get,watch}.go, pkg/storage/cacher.
 */
import { goJSON } from '@bulkhead/apimachinery/wire';
import type { ResponseSink } from '../http/request.js';
import { statusObject } from '../http/status-error.js';
import type { CachedObject, CacheEvent } from '../registry/kube-object.js';
import type { WatchCache } from '../watch-cache/watch-cache.js';
import { reach, selector } from './list.js';
import { type ListOptions, parseResourceVersion } from './list-options.js';
import type { ResourceTarget } from './target.js';
import { selectEvent, type WatchEventType } from './watch-selection.js';

/** Makes the bytes of an event; those of one event are the same for all watches of a form. */
export type EventEncoder = (type: WatchEventType, object: CachedObject) => string | Uint8Array;

export interface WatchForm {
  readonly encode: EventEncoder;
  /** Of objects that are no state of the resource: bookmarks and errors. */
  readonly encodeOther: (type: 'BOOKMARK' | 'ERROR', object: object) => string | Uint8Array;
}

export interface WatchSettings {
  readonly caches: WatchCache;
  /** Milliseconds after which the server ends it. */
  readonly timeoutMs: number;
  readonly bookmarkMs: number;
}

/** What a client may leave unread before it is cut off: it is told nothing, and lists again. */
const MAX_PENDING_BYTES = 16 * 1024 * 1024;
const MAX_QUEUED_EVENTS = 10_000;
const BEFORE_END_MS = 2000;

/** Where the watch begins. */
interface WatchStart {
  /** Objects that are told of as added. */
  readonly initial: readonly CachedObject[];
  readonly changes: readonly CacheEvent[];
  readonly revision: number;
  readonly endsInitial: boolean;
  /** Instead of all this: the revision is too old. */
  readonly expired?: string;
}

/**
 * Waits for the revision that the request names, and from then on keeps every change until it is told. Throws before
 * anything was answered.
 */
export async function openWatch(
  target: ResourceTarget,
  options: ListOptions,
  form: WatchForm,
  settings: WatchSettings,
): Promise<(sink: ResponseSink) => Promise<void>> {
  const { caches } = settings;
  const wanted = parseResourceVersion(options.resourceVersion, true);
  if (options.resourceVersion === '') await reach(await caches.currentRevision(), caches);
  else if (options.sendInitialEvents === true) await reach(wanted, caches);
  // No await between the two: a change is either in the state or in the queue.
  const start = startOf(target, options, wanted, caches);
  const queue = new EventQueue(target);
  target.context.request.signal.addEventListener('abort', () => queue.close(), { once: true });
  return async (sink) => {
    try {
      await new WatchStream(target, options, form, settings, sink).run(start, queue);
    } finally {
      queue.close();
    }
  };
}

function startOf(target: ResourceTarget, options: ListOptions, wanted: number, caches: WatchCache): WatchStart {
  const { resourceVersion, sendInitialEvents, allowWatchBookmarks } = options;
  const { cache, namespace } = target;
  const { revision } = caches;
  if (sendInitialEvents ?? (resourceVersion === '' || resourceVersion === '0')) {
    const endsInitial = sendInitialEvents === true && allowWatchBookmarks;
    return { initial: cache.list(namespace), changes: [], revision, endsInitial };
  }
  if (wanted === 0) return { initial: [], changes: [], revision, endsInitial: false };
  const changes = cache.changesAfter(wanted);
  if (changes !== undefined) return { initial: [], changes, revision, endsInitial: false };
  const message = `too old resource version: ${wanted} (${cache.oldestRevision})`;
  return { initial: [], changes: [], revision: 0, endsInitial: false, expired: message };
}

/** Changes that were not told yet. */
class EventQueue {
  #events: CacheEvent[] = [];
  #isOverflowing = false;
  #wake: () => void = () => undefined;
  readonly #unsubscribe: () => void;

  constructor({ cache, namespace }: ResourceTarget) {
    this.#unsubscribe = cache.subscribe((event) => {
      if (namespace !== '' && event.object.namespace !== namespace) return;
      if (this.#events.length >= MAX_QUEUED_EVENTS) this.#isOverflowing = true;
      else this.#events.push(event);
      this.#wake();
    });
  }

  get isOverflowing(): boolean {
    return this.#isOverflowing;
  }

  take(): readonly CacheEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  /** Until there is something to do. */
  wait(): Promise<void> {
    if (this.#events.length > 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  wake(): void {
    this.#wake();
  }

  close(): void {
    this.#unsubscribe();
    this.#events = [];
  }
}

class WatchStream {
  readonly #target: ResourceTarget;
  readonly #options: ListOptions;
  readonly #form: WatchForm;
  readonly #settings: WatchSettings;
  readonly #sink: ResponseSink;
  #isEnded = false;
  #bookmarkDue = false;

  constructor(
    target: ResourceTarget,
    options: ListOptions,
    form: WatchForm,
    settings: WatchSettings,
    sink: ResponseSink,
  ) {
    this.#target = target;
    this.#options = options;
    this.#form = form;
    this.#settings = settings;
    this.#sink = sink;
  }

  async run(start: WatchStart, queue: EventQueue): Promise<void> {
    if (start.expired !== undefined) {
      const status = statusObject({ code: 410, reason: 'Expired', message: start.expired });
      this.#sink.write(this.#form.encodeOther('ERROR', status));
      return;
    }
    const select = selector(this.#target, this.#options);
    for (const object of start.initial) {
      if (select === undefined || select(object.object)) await this.#write('ADDED', object);
    }
    if (start.endsInitial) this.#bookmark(start.revision, { 'k8s.io/initial-events-end': 'true' });
    for (const event of start.changes) await this.#tell(event, select);
    const timers = this.#startTimers(queue);
    const onAbort = (): void => this.#end(queue);
    this.#sink.signal.addEventListener('abort', onAbort, { once: true });
    try {
      await this.#follow(queue, select, start.revision);
    } finally {
      for (const timer of timers) clearTimeout(timer);
      this.#sink.signal.removeEventListener('abort', onAbort);
    }
  }

  async #follow(queue: EventQueue, select: ReturnType<typeof selector>, since: number): Promise<void> {
    let told = since;
    while (!this.#isEnded && !this.#sink.signal.aborted) {
      const events = queue.take();
      for (const event of events) {
        // What was in the state at the beginning is not told again.
        if (event.object.revision > told) await this.#tell(event, select);
      }
      told = Math.max(told, events.at(-1)?.object.revision ?? 0);
      if (queue.isOverflowing || this.#sink.pendingBytes > MAX_PENDING_BYTES) return;
      if (this.#bookmarkDue) {
        this.#bookmarkDue = false;
        this.#bookmark(this.#settings.caches.revision);
      }
      if (!this.#isEnded) await queue.wait();
    }
  }

  #startTimers(queue: EventQueue): readonly NodeJS.Timeout[] {
    const { timeoutMs, bookmarkMs } = this.#settings;
    const end = setTimeout(() => {
      this.#end(queue);
    }, timeoutMs);
    if (!this.#options.allowWatchBookmarks) return [end];
    const remind = (): void => {
      this.#bookmarkDue = true;
      queue.wake();
    };
    const regularly = setInterval(remind, bookmarkMs);
    const atLast = setTimeout(remind, Math.max(0, timeoutMs - BEFORE_END_MS));
    for (const timer of [regularly, atLast]) timer.unref();
    return [end, regularly, atLast];
  }

  #end(queue: EventQueue): void {
    this.#isEnded = true;
    queue.wake();
  }

  async #tell(event: CacheEvent, select: ReturnType<typeof selector>): Promise<void> {
    const { namespace } = this.#target;
    if (namespace !== '' && event.object.namespace !== namespace) return;
    const selected = selectEvent(event, select);
    if (selected !== undefined) await this.#write(selected.type, selected.object);
  }

  async #write(type: WatchEventType, object: CachedObject): Promise<void> {
    if (this.#sink.signal.aborted) return;
    if (!this.#sink.write(this.#form.encode(type, object))) await this.#sink.drained();
  }

  #bookmark(revision: number, annotations?: Readonly<Record<string, string>>): void {
    const { kind, apiVersion } = this.#target.version.kind;
    const metadata = {
      resourceVersion: String(revision),
      ...(annotations === undefined ? {} : { annotations }),
    };
    this.#sink.write(this.#form.encodeOther('BOOKMARK', { kind, apiVersion, metadata }));
  }
}

/** One line of JSON an event. The bytes of an event are made once for all watches. */
export function jsonWatchForm(toBytes: (object: CachedObject) => Uint8Array): WatchForm {
  const lines: Record<WatchEventType, WeakMap<CachedObject, Buffer>> = {
    ADDED: new WeakMap(),
    MODIFIED: new WeakMap(),
    DELETED: new WeakMap(),
  };
  return {
    encode(type, object) {
      const known = lines[type].get(object);
      if (known !== undefined) return known;
      const line = Buffer.concat([PREFIXES[type], toBytes(object), LINE_END]);
      lines[type].set(object, line);
      return line;
    },
    encodeOther: (type, object) => `{"type":"${type}","object":${goJSON(object)}}\n`,
  };
}

const PREFIXES: Readonly<Record<WatchEventType, Buffer>> = {
  ADDED: Buffer.from('{"type":"ADDED","object":'),
  MODIFIED: Buffer.from('{"type":"MODIFIED","object":'),
  DELETED: Buffer.from('{"type":"DELETED","object":'),
};
const LINE_END = Buffer.from('}\n');
