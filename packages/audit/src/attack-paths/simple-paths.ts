/**
 * All simple paths (no foothold twice), the shortest first, up to a number, a length and an amount of work: there can be
 * more of them than anybody can wait for.
 */
import type { ReachedGraph } from './reached-graph.js';
import type { Distances } from './shortest-paths.js';
import type { Step } from './step.js';

export interface SimplePathLimits {
  readonly paths: number;
  readonly steps: number;
}

/** Footholds that are looked at for one start and target before the search gives up. */
const MAX_WORK = 200_000;

export interface SimplePaths {
  readonly paths: readonly (readonly Step[])[];
  /** Whether there may be more within the length. */
  readonly truncated: boolean;
}

export function simplePaths(
  graph: ReachedGraph,
  distances: Distances,
  start: number,
  limits: SimplePathLimits,
): SimplePaths {
  const search = new DepthFirst(graph, distances, limits.paths);
  const shortest = distances.steps[start] ?? Number.POSITIVE_INFINITY;
  for (let length = shortest; length <= limits.steps && !search.isOver; length++) search.run(start, length);
  return { paths: search.paths, truncated: search.isOver };
}

class DepthFirst {
  readonly paths: (readonly Step[])[] = [];
  readonly #graph: ReachedGraph;
  readonly #distances: Distances;
  readonly #maxPaths: number;
  readonly #onPath = new Set<number>();
  readonly #steps: Step[] = [];
  #work = 0;

  constructor(graph: ReachedGraph, distances: Distances, maxPaths: number) {
    this.#graph = graph;
    this.#distances = distances;
    this.#maxPaths = maxPaths;
  }

  get isOver(): boolean {
    return this.paths.length >= this.#maxPaths || this.#work >= MAX_WORK;
  }

  /** All paths of exactly this length. */
  run(at: number, length: number): void {
    this.#work += 1;
    const left = this.#distances.steps[at] ?? Number.POSITIVE_INFINITY;
    if (left === 0) {
      // A path ends at the first target that it meets.
      if (length === 0) this.paths.push([...this.#steps]);
      return;
    }
    if (left > length || this.isOver) return;
    this.#onPath.add(at);
    for (const { step, to } of this.#graph.arcs[at] ?? []) {
      if (this.#onPath.has(to)) continue;
      this.#steps.push(step);
      this.run(to, length - 1);
      this.#steps.pop();
      if (this.isOver) break;
    }
    this.#onPath.delete(at);
  }
}
