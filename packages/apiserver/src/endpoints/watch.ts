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
const MAX_QUEUED_BYTES = MAX_PENDING_BYTES;
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
  const select = selector(target, options);
  const wanted = parseResourceVersion(options.resourceVersion, true);
  if (options.resourceVersion === '') await reach(await caches.currentRevision(), caches);
  else if (options.sendInitialEvents === true) await reach(wanted, caches);
  // No await between the two: a change is either in the state or in the queue.
  const start = startOf(target, options, wanted, caches);
  const queue = new EventQueue(target);
  target.context.request.signal.addEventListener('abort', () => queue.end(), { once: true });
  return async (sink) => {
    try {
      await new WatchStream({ target, options, form, settings, select, sink, queue }).run(start);
    } finally {
      queue.end();
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
  // The client may have read of another server what this one has not seen yet: that is not told either.
  if (changes !== undefined) return { initial: [], changes, revision: Math.max(revision, wanted), endsInitial: false };
  const message = `too old resource version: ${wanted} (${cache.oldestRevision})`;
  return { initial: [], changes: [], revision: 0, endsInitial: false, expired: message };
}

/** Changes that were not told yet, and the end of the watch: whoever waits goes on when one of them comes. */
class EventQueue {
  #events: CacheEvent[] = [];
  #bytes = 0;
  #isEnded = false;
  #wake: () => void = () => undefined;
  #ended: () => void = () => undefined;
  readonly #unsubscribe: () => void;

  constructor({ cache, namespace }: ResourceTarget) {
    this.#unsubscribe = cache.subscribe((event) => {
      if (this.#isEnded || (namespace !== '' && event.object.namespace !== namespace)) return;
      this.#events.push(event);
      this.#bytes += event.object.bytes.length;
      // The client is too slow: it is told no more, and lists again.
      if (this.#events.length > MAX_QUEUED_EVENTS || this.#bytes > MAX_QUEUED_BYTES) this.end();
      else this.#wake();
    });
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  take(): readonly CacheEvent[] {
    const events = this.#events;
    this.#events = [];
    this.#bytes = 0;
    return events;
  }

  /** Until there is something to do. */
  wait(): Promise<void> {
    if (this.#events.length > 0 || this.#isEnded) return Promise.resolve();
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  /** Until the client takes more, or will not be told any more. */
  async waitForClient(drained: Promise<void>): Promise<void> {
    if (this.#isEnded) return;
    let resume: () => void = () => undefined;
    const resumed = new Promise<void>((resolve) => {
      resume = resolve;
    });
    this.#ended = resume;
    drained.then(resume, resume);
    await resumed;
  }

  wake(): void {
    this.#wake();
  }

  end(): void {
    this.#isEnded = true;
    this.#unsubscribe();
    this.#events = [];
    this.#wake();
    this.#ended();
  }
}

interface WatchParts {
  readonly target: ResourceTarget;
  readonly options: ListOptions;
  readonly form: WatchForm;
  readonly settings: WatchSettings;
  readonly select: ReturnType<typeof selector>;
  readonly sink: ResponseSink;
  readonly queue: EventQueue;
}

class WatchStream {
  readonly #parts: WatchParts;
  #bookmarkDue = false;

  constructor(parts: WatchParts) {
    this.#parts = parts;
  }

  async run(start: WatchStart): Promise<void> {
    const { sink, form, select, queue } = this.#parts;
    if (start.expired !== undefined) {
      const status = statusObject({ code: 410, reason: 'Expired', message: start.expired });
      sink.write(form.encodeOther('ERROR', status));
      return;
    }
    const timers = this.#startTimers();
    const onAbort = (): void => queue.end();
    sink.signal.addEventListener('abort', onAbort, { once: true });
    try {
      for (const object of start.initial) {
        if (select === undefined || select(object.object)) await this.#write('ADDED', object);
      }
      if (start.endsInitial && !this.#isOver) this.#bookmark(start.revision, { 'k8s.io/initial-events-end': 'true' });
      for (const event of start.changes) await this.#tell(event);
      await this.#follow(start.revision);
    } finally {
      for (const timer of timers) clearTimeout(timer);
      sink.signal.removeEventListener('abort', onAbort);
    }
  }

  get #isOver(): boolean {
    return this.#parts.queue.isEnded || this.#parts.sink.signal.aborted;
  }

  async #follow(since: number): Promise<void> {
    const { queue, sink, settings } = this.#parts;
    let told = since;
    while (!this.#isOver) {
      const events = queue.take();
      for (const event of events) {
        // What was in the state at the beginning is not told again.
        if (event.object.revision > told) await this.#tell(event);
      }
      told = Math.max(told, events.at(-1)?.object.revision ?? 0);
      if (sink.pendingBytes > MAX_PENDING_BYTES) return;
      if (this.#bookmarkDue && !this.#isOver) {
        this.#bookmarkDue = false;
        this.#bookmark(Math.max(told, settings.caches.revision));
      }
      await queue.wait();
    }
  }

  #startTimers(): readonly NodeJS.Timeout[] {
    const { settings, options, queue } = this.#parts;
    const { timeoutMs, bookmarkMs } = settings;
    const end = setTimeout(() => queue.end(), timeoutMs);
    if (!options.allowWatchBookmarks) return [end];
    const remind = (): void => {
      this.#bookmarkDue = true;
      queue.wake();
    };
    const regularly = setInterval(remind, bookmarkMs);
    const atLast = setTimeout(remind, Math.max(0, timeoutMs - BEFORE_END_MS));
    for (const timer of [regularly, atLast]) timer.unref();
    return [end, regularly, atLast];
  }

  async #tell(event: CacheEvent): Promise<void> {
    const { target, select } = this.#parts;
    const { namespace } = target;
    if (namespace !== '' && event.object.namespace !== namespace) return;
    const selected = selectEvent(event, select);
    if (selected !== undefined) await this.#write(selected.type, selected.object);
  }

  async #write(type: WatchEventType, object: CachedObject): Promise<void> {
    if (this.#isOver) return;
    const { sink, form, queue } = this.#parts;
    if (!sink.write(form.encode(type, object))) await queue.waitForClient(sink.drained());
  }

  #bookmark(revision: number, annotations?: Readonly<Record<string, string>>): void {
    const { target, sink, form } = this.#parts;
    const { kind, apiVersion } = target.version.kind;
    const metadata = {
      resourceVersion: String(revision),
      ...(annotations === undefined ? {} : { annotations }),
    };
    sink.write(form.encodeOther('BOOKMARK', { kind, apiVersion, metadata }));
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
