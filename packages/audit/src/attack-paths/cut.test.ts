/** The cut against trying every set of changes: the changes are really made, and the graph is built anew. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attackGraph, attackPaths } from './attack-paths.js';
import { factsOf, grant } from './attack-paths.test-support.js';
import type { ClusterObject } from './cluster-facts.js';
import { cut } from './cut.js';
import { foothold } from './foothold.js';
import { parseTarget, type Target } from './target.js';

const NAMES = ['a', 'b', 'c', 'd'];
const START = foothold('user', '', 'a');
const ADMIN = parseTarget('cluster-admin') as Target;

/** Who may impersonate whom; `admin` has every right. */
interface Link {
  readonly from: string;
  readonly to: string;
}

function clusterOf(links: readonly Link[], removed: ReadonlySet<string>): ClusterObject[] {
  return links.flatMap(({ from, to }, index) => {
    const rules = to === 'admin' ? ['* */*'] : [`impersonate /users[${to}]`];
    const [role, binding] = grant('', rules, `User/${from}`, `link-${index}`);
    // One change a link: taking the user out of its binding, or narrowing its one rule, comes to the same.
    return role === undefined || binding === undefined || removed.has(`link-${index}`) ? [] : [role, binding];
  });
}

const isOpen = (links: readonly Link[], removed: ReadonlySet<string>): boolean =>
  attackPaths(attackGraph(factsOf(clusterOf(links, removed))), {
    starts: [START],
    targets: [ADMIN],
    paths: 1,
    maxSteps: 12,
  }).paths.length > 0;

function fewestChanges(links: readonly Link[]): number {
  let best = links.length;
  for (let bits = 0; bits < 1 << links.length; bits++) {
    const removed = links.flatMap((_, index) => ((bits & (1 << index)) === 0 ? [] : [`link-${index}`]));
    if (removed.length < best && !isOpen(links, new Set(removed))) best = removed.length;
  }
  return best;
}

describe('the cut of a random cluster', () => {
  it('leaves no path, and is as small as any that does', () => {
    const link = fc.record({ from: fc.constantFrom(...NAMES), to: fc.constantFrom(...NAMES, 'admin') });
    fc.assert(
      fc.property(fc.array(link, { maxLength: 6 }), (links) => {
        const graph = attackGraph(factsOf(clusterOf(links, new Set())));
        const query = { starts: [START], targets: [ADMIN], paths: 1, maxSteps: 12 };
        const found = cut(graph, attackPaths(graph, query).graph, [START], ADMIN);
        expect(found).toMatchObject({ isSmallest: true, isComplete: true, uncuttable: [] });
        const removed = new Set(found.changes.map(({ text }) => /link-\d+/.exec(text)?.[0] ?? ''));
        expect(isOpen(links, removed)).toBe(false);
        expect(removed.size).toBe(fewestChanges(links));
      }),
      { numRuns: 25 },
    );
  }, 60_000);
});
