/** The addresses of one node's pods: each in use by one pod at a time. */
const MOST = 254;

export class AddressPool {
  readonly #prefix: string;
  readonly #byPod = new Map<string, number>();
  readonly #used = new Set<number>();
  #last = 0;

  /** Three of the four parts: `10.244.0`. */
  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** The pod's address; undefined when all are in use. */
  take(pod: string): string | undefined {
    const known = this.#byPod.get(pod);
    if (known !== undefined) return `${this.#prefix}.${known}`;
    for (let step = 1; step <= MOST; step++) {
      // A freed address rests as long as there are others.
      const host = ((this.#last + step - 1) % MOST) + 1;
      if (this.#used.has(host)) continue;
      this.#last = host;
      this.#hold(pod, host);
      return `${this.#prefix}.${host}`;
    }
    return undefined;
  }

  /** Takes in what a pod already says about itself. */
  keep(pod: string, address: string): void {
    if (this.#byPod.has(pod) || !address.startsWith(`${this.#prefix}.`)) return;
    const host = Number(address.slice(this.#prefix.length + 1));
    if (Number.isInteger(host) && host >= 1 && host <= MOST && !this.#used.has(host)) this.#hold(pod, host);
  }

  free(pod: string): void {
    const host = this.#byPod.get(pod);
    if (host === undefined) return;
    this.#byPod.delete(pod);
    this.#used.delete(host);
  }

  #hold(pod: string, host: number): void {
    this.#byPod.set(pod, host);
    this.#used.add(host);
  }
}
