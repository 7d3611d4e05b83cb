/**
 * Whether a cluster has the feature of a KEP, at which stage, and what turns it on: from the gates as they are in its
 * version, and from what the KEP asks to be set besides them.
 */
import { formatMinor, MINORS, type Minor, NEWEST_MINOR, type VersionProfile } from '@bulkhead/apimachinery';
import { type FeatureGateStage, featureGate, isKnown } from './feature-gate.js';
import { requirementsIn } from './gate-requirements.js';
import type { Kep } from './keps/kep.js';

export interface FeatureAvailability {
  /** `absent`: the version has nothing of it. A gate that is gone with the feature on has left a `ga` behind. */
  readonly stage: FeatureGateStage | 'absent';
  /** The gate that switches it in this version; absent where none does. */
  readonly gate?: string;
  /** Whether it is on when nothing is set. */
  readonly default: boolean;
  /** Whether the gate is on in this cluster. Settings of components and fields of objects are another matter. */
  readonly enabled: boolean;
  /** Whether it cannot be switched the other way. */
  readonly locked: boolean;
}

/** Features that no gate switches stand outside of the cluster, for everybody. */
const OUTSIDE: FeatureAvailability = { stage: 'beta', default: true, enabled: true, locked: true };
const ABSENT: FeatureAvailability = { stage: 'absent', default: false, enabled: false, locked: true };
const SETTLED: FeatureAvailability = { stage: 'ga', default: true, enabled: true, locked: true };

/** Where the feature stands in this cluster. */
export function availabilityOf(kep: Kep, profile: VersionProfile): FeatureAvailability {
  const { minor } = profile;
  const [main] = kep.gates;
  if (main === undefined) return OUTSIDE;
  if (kep.since !== undefined && minor < kep.since) return ABSENT;
  for (const name of [main, ...(kep.formerGates ?? [])]) {
    const state = featureGate(name)?.stageIn(minor) ?? 'absent';
    if (isKnown(state)) {
      const { stage, default: isDefault, lockToDefault: locked } = state;
      return { stage, gate: name, default: isDefault, enabled: profile.enabled(name), locked };
    }
    if (state === 'removed' && name === main) return SETTLED;
  }
  return ABSENT;
}

/** The first known minor that has the feature; undefined when none has. */
export function firstMinorOf(kep: Kep): Minor | undefined {
  return MINORS.find((minor) => availabilityOf(kep, { minor, enabled: () => false }).stage !== 'absent');
}

/** The gates that have to be switched on in this cluster, with those that they need. */
export function gatesToTurnOn(kep: Kep, profile: VersionProfile): readonly string[] {
  const { gate } = availabilityOf(kep, profile);
  if (gate === undefined) return [];
  const off: string[] = [];
  const visit = (name: string): void => {
    if (off.includes(name)) return;
    const state = featureGate(name)?.stageIn(profile.minor);
    if (!profile.enabled(name) && state !== undefined && isKnown(state)) off.push(name);
    for (const required of requirementsIn(name, profile.minor)) visit(required);
  };
  visit(gate);
  return off;
}

/** What to do, in this order; one sentence where the version cannot. */
export function howToTurnOn(kep: Kep, profile: VersionProfile): readonly string[] {
  if (availabilityOf(kep, profile).stage === 'absent') {
    const first = firstMinorOf(kep);
    const version = formatMinor(profile.minor);
    const planned = kep.turnOn[0]?.minor ?? NEWEST_MINOR + 1;
    return [
      first === undefined
        ? `planned for ${formatMinor(planned)}`
        : `not in ${version}: comes with ${formatMinor(first)}`,
    ];
  }
  const gates = gatesToTurnOn(kep, profile).map((gate) => `${gate}=true`);
  const settings = kep.turnOn.findLast(({ minor }) => minor <= profile.minor)?.settings ?? [];
  return gates.length === 0
    ? settings
    : [`--feature-gates=${gates.join(',')} on ${kep.mustEnableOn.join(', ')}`, ...settings];
}
