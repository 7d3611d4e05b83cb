/**
 * The smallest set of changes after which no path leads to a target.
 *
 * Paths are found one after another; of each, some change must be made. The smallest set that hits them all is made,
 * and the search goes on until it finds no path (an implicit hitting set). A step that several grants allow ends only
 * when all of them are gone, which comes out by itself: the next path uses the next grant.
 */
import type { AttackGraph } from './attack-graph.js';
import { homeOf } from './attack-paths.js';
import { Changes } from './changes.js';
import type { Foothold } from './foothold.js';
import { smallestHittingSet } from './hitting-set.js';
import type { ReachedGraph } from './reached-graph.js';
import type { Change, Step } from './step.js';
import { dependsOnHome, isTarget, type Target } from './target.js';

export interface Cut {
  readonly target: Target;
  readonly changes: readonly Change[];
  /** Whether no smaller set would do. */
  readonly isSmallest: boolean;
  /** Whether no path is left: false when the search was given up. */
  readonly isComplete: boolean;
  /** Starts from which a path uses nothing that can be changed: rights of the version's own roles. */
  readonly uncuttable: readonly Foothold[];
}

/** Arcs that are looked at before the search gives up. */
const MAX_WORK = 30_000_000;

export function cut(graph: AttackGraph, reached: ReachedGraph, starts: readonly Foothold[], target: Target): Cut {
  const search = new CutSearch(graph, reached, target);
  return search.run(starts);
}

class CutSearch {
  readonly #graph: AttackGraph;
  readonly #reached: ReachedGraph;
  readonly #target: Target;
  readonly #changes: Changes;
  readonly #texts = new Map<string, Change>();
  readonly #constraints: (readonly string[])[] = [];
  readonly #uncuttable = new Map<string, Foothold>();
  #work = 0;

  constructor(graph: AttackGraph, reached: ReachedGraph, target: Target) {
    this.#graph = graph;
    this.#reached = reached;
    this.#target = target;
    this.#changes = new Changes(graph.facts);
  }

  run(starts: readonly Foothold[]): Cut {
    const groups = this.#groups(starts);
    let made: ReadonlySet<string> = new Set();
    let isSmallest = true;
    for (;;) {
      const before = this.#constraints.length;
      const blocked = new Set(made);
      // Paths that share no change are found together: each needs a change of its own.
      for (const { home, members } of groups) {
        for (let path = this.#find(members, home, blocked); path !== undefined; ) {
          for (const id of path) blocked.add(id);
          path = this.#find(members, home, blocked);
        }
      }
      if (this.#constraints.length === before) break;
      const hitting = smallestHittingSet(this.#constraints);
      made = hitting.elements;
      isSmallest = hitting.isSmallest;
      if (this.#work >= MAX_WORK) break;
    }
    const isComplete = this.#work < MAX_WORK;
    const changes = [...made].flatMap((id) => this.#texts.get(id) ?? []).sort((a, b) => (a.text < b.text ? -1 : 1));
    return {
      target: this.#target,
      changes,
      isSmallest: isSmallest && isComplete,
      isComplete,
      uncuttable: [...this.#uncuttable.values()],
    };
  }

  /** Starts for which the target is the same. */
  #groups(starts: readonly Foothold[]) {
    const groups = new Map<string, { readonly home: ReadonlySet<string>; readonly members: number[] }>();
    for (const start of starts) {
      const home = dependsOnHome(this.#target) ? homeOf(this.#graph, start) : new Set<string>();
      const key = JSON.stringify([...home].sort());
      const group = groups.get(key) ?? { home, members: [] };
      group.members.push(this.#reached.numberOf(start));
      groups.set(key, group);
    }
    return [...groups.values()];
  }

  /** A path that is still open: the changes of which one must be made. A start without any is put aside. */
  #find(
    starts: readonly number[],
    home: ReadonlySet<string>,
    made: ReadonlySet<string>,
  ): readonly string[] | undefined {
    for (;;) {
      const open = starts.filter((start) => !this.#uncuttable.has(this.#reached.footholds[start]?.key ?? ''));
      const found = this.#shortest(open, home, made);
      if (found === undefined) return undefined;
      const ids = new Set<string>();
      for (const step of found.steps) {
        for (const change of this.#changes.proof(step, made) ?? []) {
          ids.add(change.id);
          this.#texts.set(change.id, change);
        }
      }
      const start = this.#reached.footholds[found.start];
      if (ids.size === 0 && start !== undefined) {
        this.#uncuttable.set(start.key, start);
        continue;
      }
      this.#constraints.push([...ids]);
      return [...ids];
    }
  }

  #shortest(starts: readonly number[], home: ReadonlySet<string>, made: ReadonlySet<string>) {
    const parents = new Map<number, { readonly from: number; readonly step: Step } | undefined>();
    const queue: number[] = [];
    for (const start of starts) {
      if (parents.has(start)) continue;
      parents.set(start, undefined);
      queue.push(start);
    }
    for (let head = 0; head < queue.length && this.#work < MAX_WORK; head++) {
      const at = queue[head] ?? 0;
      const foothold = this.#reached.footholds[at];
      const parent = parents.get(at);
      if (parent !== undefined && foothold !== undefined && isTarget(this.#target, foothold, home)) {
        return pathTo(parents, at);
      }
      for (const { step, to } of this.#reached.arcs[at] ?? []) {
        this.#work += 1;
        if (parents.has(to) || this.#changes.proof(step, made) === undefined) continue;
        parents.set(to, { from: at, step });
        queue.push(to);
      }
    }
    return undefined;
  }
}

function pathTo(
  parents: ReadonlyMap<number, { readonly from: number; readonly step: Step } | undefined>,
  end: number,
): { readonly start: number; readonly steps: readonly Step[] } {
  const steps: Step[] = [];
  let at = end;
  for (let parent = parents.get(at); parent !== undefined; parent = parents.get(at)) {
    steps.push(parent.step);
    at = parent.from;
  }
  return { start: at, steps: steps.reverse() };
}
