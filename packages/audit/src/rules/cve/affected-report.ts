/** How a known vulnerability of a component is reported, wherever the component stands. */
import type { AffectedComponent } from '../../cve/affected-components.js';
import { severityOf } from '../../cve/cve-report.js';
import type { MitigationState } from '../../cve/mitigations.js';
import type { Gain } from '../../finding.js';
import type { Report } from '../../rule.js';

export function affectedReport({ cve, component, places }: AffectedComponent): Report {
  const [first] = places;
  const score = cve.score === null ? 'no CVSS score' : `CVSS ${cve.score.toFixed(1)}`;
  const fix = component.fixedIn === null ? 'no version has a fix' : `fixed in ${component.fixedIn}`;
  const own = places.filter(({ object }) => object === first.object);
  return {
    fields: own.map(({ fieldPath }) => fieldPath),
    locations: places.map(({ object, fieldPath }) => object.locate(fieldPath)),
    severity: component.mitigated ? 'low' : severityOf(cve),
    gains: gainOf(component.name, cve.vector, cve.isEscape),
    message: [
      `${component.name} ${component.version} has ${cve.id} (${score}): ${cve.details.replace(/\.$/, '')}`,
      fix,
      ...conditionsOf(component),
      ...component.mitigations.flatMap(mitigationText),
    ].join('; '),
  };
}

function conditionsOf({ conditions }: AffectedComponent['component']): readonly string[] {
  const assumed = conditions.filter(({ holds }) => holds === 'assumed').map(({ text }) => text);
  return assumed.length === 0 ? [] : [`given ${assumed.join(' and ')}`];
}

/** What is unknown is not worth a word here: `bulkhead cve` says it. */
function mitigationText({ title, effect, present, detail }: MitigationState): readonly string[] {
  if (present === 'unknown' || effect === 'causes') return [];
  const helps = effect === 'partial' ? 'partly mitigated' : 'mitigated';
  const by = `by ${title}: ${detail}`;
  return [present === 'all' ? `${helps} ${by}` : `not ${present === 'some' ? 'everywhere ' : ''}${helps} ${by}`];
}

const GAINS: ReadonlyMap<string, Gain> = new Map<string, Gain>([
  ['kube-apiserver', 'cluster'],
  ['kube-controller-manager', 'cluster'],
  ['etcd', 'cluster'],
  ['ingress-nginx', 'credentials'],
  ['azurefile-csi-driver', 'credentials'],
  ['secrets-store-csi-driver', 'credentials'],
  ['secrets-store-sync-controller', 'credentials'],
  ['headlamp', 'cluster'],
]);

/** From the vector: nothing but availability is lost where neither secrets nor integrity are. */
function gainOf(name: string, vector: string, isEscape: boolean): Gain {
  if (isEscape) return 'node';
  if (vector.includes('/C:N/I:N/')) return 'availability';
  return GAINS.get(name) ?? 'workload';
}
