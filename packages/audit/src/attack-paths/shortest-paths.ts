/**
 * Shortest paths: fewest steps; of several as long, the one that assumes least, then the most severe. To an objective
 * the most severe comes first.
 */
import { compareSeverity } from '../finding.js';
import type { Arc, ReachedGraph } from './reached-graph.js';
import type { Step } from './step.js';

/** Steps to the target from each foothold, and the arc to take; `Infinity` where no way leads. */
export interface Distances {
  readonly steps: readonly number[];
  readonly next: readonly (Arc | undefined)[];
}

/** From every foothold at once, backwards from the targets. */
export function distancesTo(graph: ReachedGraph, isTarget: (number: number) => boolean): Distances {
  const incoming = graph.incoming();
  const steps = graph.footholds.map(() => Number.POSITIVE_INFINITY);
  const assumed = graph.footholds.map(() => 0);
  const next: (Arc | undefined)[] = graph.footholds.map(() => undefined);
  const queue: number[] = [];
  graph.footholds.forEach((_, number) => {
    if (!isTarget(number)) return;
    steps[number] = 0;
    queue.push(number);
  });
  for (let head = 0; head < queue.length; head++) {
    const at = queue[head] ?? 0;
    const distance = (steps[at] ?? 0) + 1;
    for (const { from, arc } of incoming[at] ?? []) {
      const known = steps[from] ?? 0;
      if (known < distance) continue;
      const assumptions = (assumed[at] ?? 0) + (arc.certain ? 0 : 1);
      if (known === distance && !isBetter(arc, assumptions, next[from], assumed[from] ?? 0)) continue;
      if (known !== distance) queue.push(from);
      steps[from] = distance;
      assumed[from] = assumptions;
      next[from] = arc;
    }
  }
  return { steps, next };
}

function isBetter(arc: Arc, assumptions: number, known: Arc | undefined, knownAssumptions: number): boolean {
  if (known === undefined) return true;
  const severity = compareSeverity(arc.step.severity, known.step.severity);
  const fewer = assumptions - knownAssumptions;
  // Ways to one objective differ in what they do: the worst is worth more than the surest.
  if (arc.step.to.kind === 'objective') return severity < 0 || (severity === 0 && fewer < 0);
  return fewer < 0 || (fewer === 0 && severity < 0);
}

/** The path that the distances describe. */
export function followDistances({ next }: Distances, start: number): readonly Step[] {
  const path: Step[] = [];
  for (let arc = next[start]; arc !== undefined; arc = next[arc.to]) path.push(arc.step);
  return path;
}

/** From one foothold forwards, for targets that differ from start to start. Finds the same as `distancesTo`. */
export class ForwardSearch {
  readonly #graph: ReachedGraph;
  readonly #visited: Uint32Array;
  readonly #depth: Uint32Array;
  readonly #assumed: Uint32Array;
  readonly #from: Uint32Array;
  readonly #arcs: (Arc | undefined)[] = [];
  #round = 0;

  constructor(graph: ReachedGraph) {
    this.#graph = graph;
    const { length } = graph.footholds;
    this.#visited = new Uint32Array(length);
    this.#depth = new Uint32Array(length);
    this.#assumed = new Uint32Array(length);
    this.#from = new Uint32Array(length);
  }

  /** Undefined where no way leads. A start that is a target has an empty path. */
  find(start: number, isTarget: (number: number) => boolean): readonly Step[] | undefined {
    this.#round += 1;
    const queue = [start];
    this.#visited[start] = this.#round;
    this.#depth[start] = 0;
    this.#assumed[start] = 0;
    let best: number | undefined;
    for (let head = 0; head < queue.length; head++) {
      const at = queue[head] ?? 0;
      if (best !== undefined && (this.#depth[at] ?? 0) > (this.#depth[best] ?? 0)) break;
      if (isTarget(at)) {
        if (best === undefined || (this.#assumed[at] ?? 0) < (this.#assumed[best] ?? 0)) best = at;
        continue;
      }
      if (best === undefined) this.#expand(at, queue);
    }
    return best === undefined ? undefined : this.#pathTo(start, best);
  }

  #expand(at: number, queue: number[]): void {
    const depth = (this.#depth[at] ?? 0) + 1;
    for (const arc of this.#graph.arcs[at] ?? []) {
      const { to } = arc;
      const assumptions = (this.#assumed[at] ?? 0) + (arc.certain ? 0 : 1);
      if (this.#visited[to] === this.#round) {
        const isWorse = (this.#depth[to] ?? 0) < depth || (this.#assumed[to] ?? 0) <= assumptions;
        if (isWorse) continue;
      } else {
        queue.push(to);
      }
      this.#visited[to] = this.#round;
      this.#depth[to] = depth;
      this.#assumed[to] = assumptions;
      this.#from[to] = at;
      this.#arcs[to] = arc;
    }
  }

  #pathTo(start: number, end: number): readonly Step[] {
    const path: Step[] = [];
    for (let at = end; at !== start; at = this.#from[at] ?? start) {
      const arc = this.#arcs[at];
      if (arc !== undefined) path.push(arc.step);
    }
    return path.reverse();
  }
}
