/** The part of the attack graph that some starts reach, with numbers for footholds, so that searches are quick. */
import type { AttackGraph } from './attack-graph.js';
import type { Foothold } from './foothold.js';
import { isCertain, type Step } from './step.js';

export interface Arc {
  readonly step: Step;
  readonly to: number;
  readonly certain: boolean;
}

export class ReachedGraph {
  readonly footholds: Foothold[] = [];
  readonly arcs: (readonly Arc[])[] = [];
  readonly #numbers = new Map<string, number>();
  #incoming: (readonly { readonly from: number; readonly arc: Arc }[])[] | undefined;

  constructor(graph: AttackGraph, starts: readonly Foothold[]) {
    for (const start of starts) this.#number(start);
    for (let at = 0; at < this.footholds.length; at++) {
      const foothold = this.footholds[at];
      if (foothold === undefined) continue;
      this.arcs[at] = graph
        .stepsFrom(foothold)
        .map((step) => ({ step, to: this.#number(step.to), certain: isCertain(step) }));
    }
  }

  numberOf(foothold: Foothold): number {
    return this.#numbers.get(foothold.key) ?? -1;
  }

  /** The arcs that end at each foothold, as from and arc. */
  incoming(): readonly (readonly { readonly from: number; readonly arc: Arc }[])[] {
    if (this.#incoming !== undefined) return this.#incoming;
    const incoming = this.footholds.map((): { from: number; arc: Arc }[] => []);
    this.arcs.forEach((arcs, from) => {
      for (const arc of arcs) incoming[arc.to]?.push({ from, arc });
    });
    this.#incoming = incoming;
    return incoming;
  }

  #number(foothold: Foothold): number {
    const known = this.#numbers.get(foothold.key);
    if (known !== undefined) return known;
    const number = this.footholds.length;
    this.#numbers.set(foothold.key, number);
    this.footholds.push(foothold);
    return number;
  }
}
