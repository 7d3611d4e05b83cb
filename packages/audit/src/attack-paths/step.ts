/** A step of an attack: from one foothold to the next, with everything that makes it possible. */
import type { Severity } from '../finding.js';
import type { Foothold } from './foothold.js';
import type { Grant } from './grants.js';
import type { Need } from './need.js';
import type { TechniqueId } from './technique.js';

/** A right that the step takes; one of the grants is enough. */
export interface Requirement {
  readonly need: Need;
  readonly grants: readonly Grant[];
  /** Whether all of them come by bindings of the whole cluster. */
  readonly isClusterWide: boolean;
  /** Whether everybody, or every workload, holds it by a binding that is not one of the version's own. */
  readonly isOpenToAll: boolean;
}

/** Of several rights, any is enough; undefined when none is there. */
export function oneOf(...rights: readonly (Requirement | undefined)[]): Requirement | undefined {
  const present = rights.filter((right) => right !== undefined);
  const [first] = present;
  return first === undefined || present.length === 1 ? first : new AnyOf(first.need, present);
}

class AnyOf implements Requirement {
  readonly need: Need;
  readonly #rights: readonly Requirement[];

  constructor(need: Need, rights: readonly Requirement[]) {
    this.need = need;
    this.#rights = rights;
  }

  get grants(): readonly Grant[] {
    return this.#rights.flatMap(({ grants }) => grants);
  }

  get isClusterWide(): boolean {
    return this.#rights.every(({ isClusterWide }) => isClusterWide);
  }

  get isOpenToAll(): boolean {
    return this.#rights.some(({ isOpenToAll }) => isOpenToAll);
  }
}

/** A change of the cluster that takes something away from attackers. */
export interface Change {
  /** The same for the same change. */
  readonly id: string;
  readonly text: string;
}

/** Something besides rights that the step takes. A step whose condition is known not to hold does not exist. */
export interface Condition {
  readonly text: string;
  /** `unknown`: the input does not tell, and it is assumed. */
  readonly state: 'met' | 'unknown';
  /** Any of these ends it. */
  readonly changes: readonly Change[];
}

export interface Step {
  readonly technique: TechniqueId;
  readonly from: Foothold;
  readonly to: Foothold;
  readonly severity: Severity;
  readonly requirements: readonly Requirement[];
  readonly conditions: readonly Condition[];
}

export const met = (text: string, ...changes: readonly Change[]): Condition => ({ text, state: 'met', changes });

export const unknown = (text: string, ...changes: readonly Change[]): Condition => ({
  text,
  state: 'unknown',
  changes,
});

/** Whether nothing about the step is assumed. */
export const isCertain = ({ conditions }: Step): boolean => conditions.every(({ state }) => state === 'met');

/** A right that one rule gives. */
export const givenBy = (need: Need, grant: Grant): Requirement => ({
  need,
  grants: [grant],
  isClusterWide: grant.binding?.kind !== 'RoleBinding',
  isOpenToAll: false,
});
