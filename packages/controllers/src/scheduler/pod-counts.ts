/** How many pods each node has, with those that were bound a moment ago and are not seen there yet. */
export class PodCounts {
  readonly #nodeOfPod = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  /** The node that the pod is on; undefined when it is on none, is gone, or has come to its end. */
  set(pod: string, node: string | undefined): void {
    const before = this.#nodeOfPod.get(pod);
    if (before === node) return;
    if (before !== undefined) this.#add(before, -1);
    if (node === undefined) this.#nodeOfPod.delete(pod);
    else {
      this.#nodeOfPod.set(pod, node);
      this.#add(node, 1);
    }
  }

  of(node: string): number {
    return this.#counts.get(node) ?? 0;
  }

  #add(node: string, change: number): void {
    const count = this.of(node) + change;
    if (count === 0) this.#counts.delete(node);
    else this.#counts.set(node, count);
  }
}
