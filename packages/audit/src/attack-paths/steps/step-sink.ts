/** Collects the steps that lead from one foothold. */
import type { Severity } from '../../finding.js';
import type { ClusterFacts } from '../cluster-facts.js';
import type { Foothold, Places } from '../foothold.js';
import type { ClusterGrants } from '../grants.js';
import { isGrantedClusterWide, type Rights } from '../rights.js';
import type { Condition, Requirement, Step } from '../step.js';
import { TECHNIQUES, type TechniqueId } from '../technique.js';

export interface StepParts {
  readonly requirements?: readonly (Requirement | undefined)[];
  readonly conditions?: readonly Condition[];
  /** Where it is not the technique's. */
  readonly severity?: Severity;
}

export class StepSink {
  readonly facts: ClusterFacts;
  readonly grants: ClusterGrants;
  readonly steps: Step[] = [];
  readonly places: Places;
  readonly #from: Foothold;

  constructor(from: Foothold, facts: ClusterFacts, grants: ClusterGrants, places: Places) {
    this.#from = from;
    this.facts = facts;
    this.grants = grants;
    this.places = places;
  }

  /** Adds the step, unless a right that it takes is not there. */
  add(technique: TechniqueId, to: Foothold, parts: StepParts = {}): void {
    const { requirements = [], conditions = [], severity = TECHNIQUES[technique].severity } = parts;
    if (!isPresent(requirements) || to.key === this.#from.key) return;
    this.steps.push({ technique, from: this.#from, to, severity, requirements, conditions });
  }

  /** Like `add`; in a namespace only if something of the namespace's own takes part. */
  addIn(rights: Rights, technique: TechniqueId, to: Foothold, parts: StepParts): void {
    const { requirements = [] } = parts;
    if (!isPresent(requirements) || (!rights.isClusterWide && isGrantedClusterWide(requirements))) return;
    this.add(technique, to, parts);
  }
}

const isPresent = (requirements: readonly (Requirement | undefined)[]): requirements is readonly Requirement[] =>
  !requirements.includes(undefined);
