/** What the input itself shows to be affected: a version that stands in it, with all its conditions met. */
import type { AuditObject } from '../audit-object.js';
import type { Cluster } from '../cluster.js';
import { builtInCves } from './built-in-feed.js';
import type { Evidence } from './component.js';
import type { Cve } from './cve.js';
import { CveFacts } from './cve-facts.js';
import { type ComponentVerdict, judge } from './judge.js';

export interface AffectedComponent {
  readonly cve: Cve;
  readonly component: ComponentVerdict;
  /** Every place of one namespace (of all nodes) with this version; the first is on the object. */
  readonly places: readonly [Evidence, ...Evidence[]];
}

const affected = new WeakMap<Cluster, ReadonlyMap<AuditObject, readonly AffectedComponent[]>>();

/** By the first object of each namespace that shows a component: what it has. Made once for a cluster. */
export function affectedComponents(cluster: Cluster): ReadonlyMap<AuditObject, readonly AffectedComponent[]> {
  let found = affected.get(cluster);
  if (found === undefined) {
    found = findAffected(cluster);
    affected.set(cluster, found);
  }
  return found;
}

function findAffected(cluster: Cluster): ReadonlyMap<AuditObject, readonly AffectedComponent[]> {
  const facts = new CveFacts(cluster);
  const found = new Map<AuditObject, AffectedComponent[]>();
  for (const cve of builtInCves()) {
    for (const component of judge(cve, facts, facts.components).components) {
      if (component.verdict !== 'affected' || !isWorthFinding(component)) continue;
      for (const places of byNamespace(component.evidence)) {
        const list = found.get(places[0].object) ?? [];
        list.push({ cve, component, places });
        found.set(places[0].object, list);
      }
    }
  }
  return found;
}

/** What no version fixes is in every cluster: worth a finding only where something of the input uses it. */
function isWorthFinding({ fixedIn, evidence, conditions }: ComponentVerdict): boolean {
  if (fixedIn !== null) return true;
  const own = new Set(evidence.map(({ object }) => object));
  return conditions.some(
    ({ holds, evidence: shown }) => holds === 'yes' && shown.some(({ object }) => !own.has(object)),
  );
}

function byNamespace(evidence: readonly Evidence[]): Iterable<readonly [Evidence, ...Evidence[]]> {
  const places = new Map<string, [Evidence, ...Evidence[]]>();
  for (const place of evidence) {
    const { namespace } = place.object.identity;
    const known = places.get(namespace);
    if (known === undefined) places.set(namespace, [place]);
    else known.push(place);
  }
  return places.values();
}
