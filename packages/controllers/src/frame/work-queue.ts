/**
 * Keys that wait to be worked on. A key waits once however often it is added; while it is worked on, an addition makes
 * it wait for another turn after this one. Failures come back later and later.
 *
 * Source: k8s.io/client-go/util/workqueue.
 */
const FIRST_RETRY_MS = 5;
const LAST_RETRY_MS = 60_000;

export interface WorkQueueOptions {
  /** Does the work of a key; a number says after how many milliseconds to look again. Throws to try again. */
  readonly work: (key: string) => Promise<number | undefined>;
  readonly onFailure: (key: string, error: unknown, attempt: number) => void;
  readonly workers: number;
}

export class WorkQueue {
  readonly #options: WorkQueueOptions;
  readonly #waiting = new Set<string>();
  readonly #working = new Set<string>();
  /** Keys that were added while they were worked on. */
  readonly #again = new Set<string>();
  readonly #timers = new Map<string, { readonly timer: NodeJS.Timeout; readonly due: number }>();
  readonly #failures = new Map<string, number>();
  readonly #running = new Set<Promise<void>>();
  #isStopped = false;

  constructor(options: WorkQueueOptions) {
    this.#options = options;
  }

  add(key: string): void {
    if (this.#isStopped) return;
    if (this.#working.has(key)) this.#again.add(key);
    else this.#waiting.add(key);
    this.#dispatch();
  }

  /** The earliest of several times counts. */
  addAfter(key: string, ms: number): void {
    if (this.#isStopped) return;
    const due = performance.now() + ms;
    const known = this.#timers.get(key);
    if (known !== undefined && known.due <= due) return;
    clearTimeout(known?.timer);
    const timer = setTimeout(() => {
      this.#timers.delete(key);
      this.add(key);
    }, ms);
    timer.unref();
    this.#timers.set(key, { timer, due });
  }

  /** Nothing new begins; resolves when what is being worked on is done. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#waiting.clear();
    this.#again.clear();
    for (const { timer } of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  #dispatch(): void {
    while (!this.#isStopped && this.#working.size < this.#options.workers) {
      const [key] = this.#waiting;
      if (key === undefined) return;
      this.#waiting.delete(key);
      this.#working.add(key);
      const run: Promise<void> = this.#run(key).finally(() => {
        this.#running.delete(run);
        this.#working.delete(key);
        if (this.#again.delete(key)) this.#waiting.add(key);
        this.#dispatch();
      });
      this.#running.add(run);
    }
  }

  async #run(key: string): Promise<void> {
    // Additions of one turn of the event loop are one addition; and whatever a loop does, requests are answered between.
    await new Promise(setImmediate);
    try {
      const after = await this.#options.work(key);
      this.#failures.delete(key);
      if (after !== undefined) this.addAfter(key, after);
    } catch (error) {
      const attempt = (this.#failures.get(key) ?? 0) + 1;
      this.#failures.set(key, attempt);
      this.#options.onFailure(key, error, attempt);
      this.addAfter(key, Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (attempt - 1)));
    }
  }
}
