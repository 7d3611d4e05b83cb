/** What one reading of a cluster may take: a hostile server sends without end. */

export interface ReadingLimits {
  /** Objects of all kinds. */
  readonly objects: number;
  /** Bytes of all answers, unpacked. */
  readonly totalBytes: number;
  /** Bytes of one answer, unpacked. */
  readonly answerBytes: number;
  /** Bytes of one object: etcd takes 1.5 MiB. */
  readonly objectBytes: number;
  /** How long it may take altogether. */
  readonly totalMs: number;
  /** Objects of a page. */
  readonly page: number;
}

const MIB = 1024 * 1024;

export const READING_LIMITS: ReadingLimits = {
  objects: 500_000,
  totalBytes: 512 * MIB,
  answerBytes: 128 * MIB,
  objectBytes: 4 * MIB,
  totalMs: 20 * 60_000,
  page: 500,
};

/** What is left of the limits. */
export class ReadingBudget {
  readonly limits: ReadingLimits;
  readonly #now: () => number;
  readonly #end: number;
  #objects: number;
  #bytes: number;

  constructor(limits: ReadingLimits, now: () => number) {
    this.limits = limits;
    this.#now = now;
    this.#end = now() + limits.totalMs;
    this.#objects = limits.objects;
    this.#bytes = limits.totalBytes;
  }

  /** The sentence that ends the reading, once something is used up. */
  get exhausted(): string | undefined {
    if (this.#objects < 0) return `the cluster has more than ${this.limits.objects} objects`;
    if (this.#bytes < 0) return `the cluster's objects are larger than ${Math.floor(this.limits.totalBytes / MIB)} MiB`;
    return this.#now() > this.#end
      ? `it took longer than ${Math.ceil(this.limits.totalMs / 60_000)} minutes`
      : undefined;
  }

  take(objects: number, bytes: number): void {
    this.#objects -= objects;
    this.#bytes -= bytes;
  }
}
