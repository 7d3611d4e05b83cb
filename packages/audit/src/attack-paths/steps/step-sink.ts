/** Collects the steps that lead from one foothold. */
import type { Severity } from '../../finding.js';
import type { ActingIdentities } from '../acting.js';
import type { ClusterFacts } from '../cluster-facts.js';
import { type Foothold, foothold, type Objective, type Places } from '../foothold.js';
import type { ClusterGrants, SubjectGrants } from '../grants.js';
import { isGrantedClusterWide, type Rights } from '../rights.js';
import { type Condition, met, type Requirement, type Step } from '../step.js';
import { TECHNIQUES, type TechniqueId } from '../technique.js';

export interface StepParts {
  readonly requirements?: readonly (Requirement | undefined)[];
  readonly conditions?: readonly Condition[];
  /** Where it is not the technique's. */
  readonly severity?: Severity;
}

/** What steps are worked out from. */
export interface StepContext {
  readonly facts: ClusterFacts;
  readonly grants: ClusterGrants;
  readonly places: Places;
  /** Whether objectives are looked for. */
  readonly objectives: boolean;
  /** Identities that are acted as; steps to them put them here. */
  readonly acting: ActingIdentities;
  /** Where subjects hold a part of what several do together, as far as it was asked. */
  readonly partScopes: Map<SubjectGrants, readonly string[]>;
}

const RAISED: Readonly<Record<Severity, Severity>> = {
  critical: 'critical',
  high: 'critical',
  medium: 'high',
  low: 'medium',
  info: 'low',
};

export class StepSink implements StepContext {
  readonly facts: ClusterFacts;
  readonly grants: ClusterGrants;
  readonly places: Places;
  readonly objectives: boolean;
  readonly acting: ActingIdentities;
  readonly partScopes: Map<SubjectGrants, readonly string[]>;
  readonly from: Foothold;
  readonly steps: Step[] = [];

  constructor(from: Foothold, { facts, grants, places, objectives, acting, partScopes }: StepContext) {
    this.from = from;
    this.facts = facts;
    this.grants = grants;
    this.places = places;
    this.objectives = objectives;
    this.acting = acting;
    this.partScopes = partScopes;
  }

  /** Adds the step, unless a right that it takes is not there. What everybody can do is worse by one. */
  add(technique: TechniqueId, to: Foothold, parts: StepParts = {}): void {
    const { requirements = [], conditions = [], severity = TECHNIQUES[technique].severity } = parts;
    if (!isPresent(requirements) || to.key === this.from.key) return;
    const isOpen = requirements.length > 0 && requirements.every(({ isOpenToAll }) => isOpenToAll);
    this.steps.push({
      technique,
      from: this.from,
      to,
      severity: isOpen ? RAISED[severity] : severity,
      requirements,
      conditions: isOpen ? [...conditions, met('everybody, or every workload, has the right')] : conditions,
    });
  }

  /** Like `add`; in a namespace only if something of the namespace's own takes part. */
  addIn(rights: Rights, technique: TechniqueId, to: Foothold, parts: StepParts): void {
    const { requirements = [] } = parts;
    if (!isPresent(requirements) || (!rights.isClusterWide && isGrantedClusterWide(requirements))) return;
    this.add(technique, to, parts);
  }

  /** A step to an objective, where the rights count. */
  reach(
    rights: Rights,
    technique: TechniqueId,
    objective: Objective,
    requirements: readonly (Requirement | undefined)[],
    conditions: readonly Condition[] = [],
  ): void {
    this.addIn(rights, technique, foothold('objective', rights.scope, objective), { requirements, conditions });
  }
}

const isPresent = (requirements: readonly (Requirement | undefined)[]): requirements is readonly Requirement[] =>
  !requirements.includes(undefined);
