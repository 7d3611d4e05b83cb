/** The question of this folder: which paths lead from these starts to those targets? */
import { compareSeverity, type Severity } from '../finding.js';
import { AttackGraph, type AttackGraphOptions } from './attack-graph.js';
import type { ClusterFacts } from './cluster-facts.js';
import { EVERY_NAMESPACE, type Foothold, footholdText } from './foothold.js';
import { ReachedGraph } from './reached-graph.js';
import { distancesTo, ForwardSearch, followDistances } from './shortest-paths.js';
import { simplePaths } from './simple-paths.js';
import { isCertain, type Step } from './step.js';
import { dependsOnHome, isTarget, type Target } from './target.js';

export interface AttackPath {
  readonly from: Foothold;
  readonly target: Target;
  readonly severity: Severity;
  /** Whether nothing on the way is assumed. */
  readonly certain: boolean;
  readonly steps: readonly Step[];
}

export interface PathQuery {
  readonly starts: readonly Foothold[];
  readonly targets: readonly Target[];
  /** Paths of each start to each target; 1 is the shortest. */
  readonly paths: number;
  /** The longest path that is looked for. */
  readonly maxSteps: number;
}

export interface AttackPaths {
  /** The worst first. */
  readonly paths: readonly AttackPath[];
  /** Whether a search was given up before it had seen every path. */
  readonly truncated: boolean;
  readonly graph: ReachedGraph;
}

export function attackPaths(graph: AttackGraph, query: PathQuery): AttackPaths {
  const reached = new ReachedGraph(graph, query.starts);
  const search = new PathSearch(graph, reached, query);
  for (const target of query.targets) search.run(target);
  return { paths: search.found.sort(worstFirst), truncated: search.truncated, graph: reached };
}

/** Namespaces in which a start has its work: those of its own, or in which bindings name it. */
export function homeOf(graph: AttackGraph, { kind, namespace, name }: Foothold): ReadonlySet<string> {
  if (kind === 'serviceAccount' || kind === 'workload') return new Set([namespace]);
  const sources =
    kind === 'group' ? graph.grants.ofGroup(name) : kind === 'user' ? graph.grants.ofUser(name).slice(0, 1) : [];
  const scopes = new Set<string>();
  for (const source of sources) {
    if (source.subject?.name !== name) continue;
    for (const scope of source.scopes()) if (scope !== EVERY_NAMESPACE) scopes.add(scope);
  }
  return scopes;
}

class PathSearch {
  readonly found: AttackPath[] = [];
  truncated = false;
  readonly #graph: AttackGraph;
  readonly #reached: ReachedGraph;
  readonly #query: PathQuery;

  constructor(graph: AttackGraph, reached: ReachedGraph, query: PathQuery) {
    this.#graph = graph;
    this.#reached = reached;
    this.#query = query;
  }

  run(target: Target): void {
    if (dependsOnHome(target)) this.#fromEach(target);
    else this.#fromAll(target);
  }

  /** The target is the same for all: one search backwards serves them. */
  #fromAll(target: Target): void {
    const nowhere = new Set<string>();
    const distances = distancesTo(this.#reached, (number) => this.#isTarget(target, number, nowhere));
    for (const start of this.#query.starts) {
      const number = this.#reached.numberOf(start);
      const length = distances.steps[number] ?? Number.POSITIVE_INFINITY;
      if (length === 0 || length > this.#query.maxSteps) continue;
      if (this.#query.paths === 1) this.#add(start, target, followDistances(distances, number));
      else this.#addSimple(start, target, distances, number);
    }
  }

  #fromEach(target: Target): void {
    const forward = new ForwardSearch(this.#reached);
    for (const start of this.#query.starts) {
      const home = homeOf(this.#graph, start);
      const number = this.#reached.numberOf(start);
      const reaches = (at: number): boolean => this.#isTarget(target, at, home);
      const path = forward.find(number, reaches);
      if (path === undefined || path.length === 0 || path.length > this.#query.maxSteps) continue;
      if (this.#query.paths === 1) this.#add(start, target, path);
      else this.#addSimple(start, target, distancesTo(this.#reached, reaches), number);
    }
  }

  #addSimple(start: Foothold, target: Target, distances: ReturnType<typeof distancesTo>, number: number): void {
    const { paths, maxSteps } = this.#query;
    const found = simplePaths(this.#reached, distances, number, { paths, steps: maxSteps });
    if (found.truncated) this.truncated = true;
    for (const path of found.paths) this.#add(start, target, path);
  }

  #add(from: Foothold, target: Target, steps: readonly Step[]): void {
    this.found.push({ from, target, severity: severityOf(target, steps), certain: steps.every(isCertain), steps });
  }

  #isTarget(target: Target, number: number, home: ReadonlySet<string>): boolean {
    const foothold = this.#reached.footholds[number];
    return foothold !== undefined && isTarget(target, foothold, home);
  }
}

/**
 * The worst of its steps; the cluster's administration and its nodes are never less than critical, and an objective is
 * as bad as the step that gains it. A step that may well lead nowhere makes the path medium.
 */
function severityOf({ kind }: Target, steps: readonly Step[]): Severity {
  const isDoubtful = steps.some((step) => step.severity === 'medium' && !isCertain(step));
  if (kind === 'objective') {
    const gained = steps.at(-1)?.severity ?? 'medium';
    return isDoubtful && compareSeverity(gained, 'medium') < 0 ? 'medium' : gained;
  }
  if (isDoubtful) return 'medium';
  const worst = steps.map(({ severity }) => severity).sort(compareSeverity)[0] ?? 'high';
  return kind === 'cluster-admin' || kind === 'node' ? 'critical' : worst;
}

const TARGET_ORDER: readonly Target['kind'][] = ['cluster-admin', 'node', 'secrets', 'serviceaccount', 'objective'];

const worstFirst = (a: AttackPath, b: AttackPath): number =>
  compareSeverity(a.severity, b.severity) ||
  Number(b.certain) - Number(a.certain) ||
  TARGET_ORDER.indexOf(a.target.kind) - TARGET_ORDER.indexOf(b.target.kind) ||
  a.steps.length - b.steps.length ||
  compare(a.from.kind, b.from.kind) ||
  compare(footholdText(a.from), footholdText(b.from));

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The graph of the cluster. */
export const attackGraph = (facts: ClusterFacts, options?: AttackGraphOptions): AttackGraph =>
  new AttackGraph(facts, options);
