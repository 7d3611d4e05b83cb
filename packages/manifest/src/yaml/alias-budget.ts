/**
 * The bound against alias bombs, that of go-yaml v2 (`decode.go`): the part of all decoding steps that aliases may
 * cause shrinks from 99 % for small documents to 10 % for very large ones.
 */

const SMALL = 400_000;
const LARGE = 4_000_000;
const SMALL_SHARE = 0.99;
const LARGE_SHARE = 0.1;

export class AliasBudget {
  #steps = 1; // the document itself
  #aliased = 0;

  /** Counts steps and those that an alias among them causes; false when the aliases cause too many. */
  count(steps: number, aliased: number): boolean {
    this.#steps += steps + aliased;
    this.#aliased += aliased;
    if (this.#aliased <= 100 || this.#steps <= 1000) return true;
    return this.#aliased / this.#steps <= allowedShare(this.#steps);
  }
}

function allowedShare(steps: number): number {
  if (steps <= SMALL) return SMALL_SHARE;
  if (steps >= LARGE) return LARGE_SHARE;
  return SMALL_SHARE - (SMALL_SHARE - LARGE_SHARE) * ((steps - SMALL) / (LARGE - SMALL));
}
