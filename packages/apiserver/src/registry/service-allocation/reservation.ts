/**
 * Numbers of a pool that are in use: those of stored objects, and those of writes on their way.
 */

/** A write takes no longer: after that its number is either stored or free again. */
const RESERVED_MS = 60_000;

export class Reservations {
  readonly #until = new Map<string, number>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  has(value: string): boolean {
    const until = this.#until.get(value);
    if (until === undefined) return false;
    if (until > this.#now()) return true;
    this.#until.delete(value);
    return false;
  }

  add(value: string): void {
    this.#until.set(value, this.#now() + RESERVED_MS);
  }

  delete(value: string): void {
    this.#until.delete(value);
  }
}
