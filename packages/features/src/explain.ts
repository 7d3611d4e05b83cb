/**
 * What a gate, a KEP or a field means, by version: plain data for `bulkhead explain`.
 */
import { type Minor, NEWEST_MINOR, type VersionProfile } from '@bulkhead/apimachinery';
import {
  allFeatureGates,
  type FeatureGate,
  type FeatureGateLookup,
  type FeatureGateRun,
  featureGate,
} from './feature-gate.js';
import type { FieldDrop, FieldKey } from './field-gates/field-drop.js';
import { FIELD_REFUSALS, type FieldRefusal } from './field-gates/refusals.js';
import { ALWAYS_DROPPED, FIELD_GATES } from './field-gates.js';
import { requirementsIn } from './gate-requirements.js';
import { KEPS, type Kep, type KepBehaviour, kepByNumber } from './keps/index.js';
import { nearestFeatureGate } from './nearest-feature-gate.js';

export interface FieldExplanation {
  readonly field: FieldKey;
  /** When it is dropped on create, rising. */
  readonly drops: readonly FieldDrop[];
  /** What is refused because of a gate. */
  readonly refusals: readonly FieldRefusal[];
  /** Why it is dropped whatever the gates say; undefined when it is not. */
  readonly alwaysDropped?: string;
  readonly keps: readonly number[];
}

export interface GateExplanation {
  readonly gate: FeatureGate;
  /** The ladder: stage, default and lock through all known minors. */
  readonly ladder: readonly FeatureGateRun[];
  /** What it needs in the newest minor that has it. */
  readonly requires: readonly string[];
  /** The gates that need it in that minor. */
  readonly requiredBy: readonly string[];
  /** The fields that are dropped while it is off, in any minor. */
  readonly fields: readonly FieldExplanation[];
  readonly refusals: readonly FieldRefusal[];
  /** The KEPs that are described here. */
  readonly keps: readonly Kep[];
}

export interface KepGateExplanation {
  readonly name: string;
  /** Undefined: no known version has the gate. */
  readonly gate?: FeatureGate;
  readonly state?: FeatureGateLookup;
  readonly enabled?: boolean;
}

export interface KepExplanation {
  readonly kep: Kep;
  /** The gates; with a profile also their state in that cluster. */
  readonly gates: readonly KepGateExplanation[];
  /** With a profile: what holds in its minor, gates aside; undefined when nothing is known of it. */
  readonly behaviour?: KepBehaviour;
}

export type Explanation =
  | { readonly kind: 'gate'; readonly gate: GateExplanation }
  | { readonly kind: 'kep'; readonly kep: KepExplanation }
  | { readonly kind: 'fields'; readonly fields: readonly FieldExplanation[] }
  | { readonly kind: 'unknown'; readonly nearest?: string };

/** Gate, KEP number (`127`, `KEP-127`) or field (`core.v1.PodSpec/hostUsers`, `PodSpec/hostUsers`, `hostUsers`). */
export function explain(query: string, profile?: VersionProfile): Explanation {
  const gate = explainGate(query);
  if (gate !== undefined) return { kind: 'gate', gate };
  const number = /^(?:kep-?)?(\d{1,5})$/i.exec(query)?.[1];
  const kep = number === undefined ? undefined : explainKep(Number(number), profile);
  if (kep !== undefined) return { kind: 'kep', kep };
  const fields = explainField(query);
  if (fields.length > 0) return { kind: 'fields', fields };
  const nearest = nearestFeatureGate(query);
  return { kind: 'unknown', ...(nearest !== undefined && { nearest }) };
}

/** Everything known of a gate; undefined when no known version has it. */
export function explainGate(name: string): GateExplanation | undefined {
  const gate = featureGate(name);
  if (gate === undefined) return undefined;
  const minor = newestMinorOf(gate);
  return {
    gate,
    ladder: gate.runs,
    requires: requirementsIn(name, minor),
    requiredBy: [...allFeatureGates().keys()].filter((other) => requirementsIn(other, minor).includes(name)),
    fields: fieldsGuardedBy(name),
    refusals: FIELD_REFUSALS.filter((refusal) => refusal.gate === name),
    keps: KEPS.filter((kep) => kep.gates.includes(name) || gate.kep.some((number) => kepByNumber(number) === kep)),
  };
}

/** A KEP, and where it stands in a cluster; undefined for a KEP that is not described here. */
export function explainKep(number: number, profile?: VersionProfile): KepExplanation | undefined {
  const kep = kepByNumber(number);
  if (kep === undefined) return undefined;
  const behaviour = profile && kep.behaviours.findLast(({ minor }) => minor <= profile.minor);
  return {
    kep,
    gates: kep.gates.map((name) => kepGate(name, profile)),
    ...(behaviour !== undefined && { behaviour }),
  };
}

/** The fields of that key, or of that type and name in any API version, or of that name in any type. */
export function explainField(query: string): readonly FieldExplanation[] {
  const slash = query.lastIndexOf('/');
  const matches = (key: FieldKey): boolean =>
    key === query || (slash < 0 ? key.endsWith(`/${query}`) : key.endsWith(`.${query}`));
  return query === '' ? [] : [...knownFields()].filter(matches).map(fieldExplanation);
}

function kepGate(name: string, profile: VersionProfile | undefined): KepGateExplanation {
  const gate = featureGate(name);
  if (gate === undefined) return { name };
  if (profile === undefined) return { name, gate };
  return { name, gate, state: gate.stageIn(profile.minor), enabled: profile.enabled(name) };
}

function newestMinorOf(gate: FeatureGate): Minor {
  return gate.runs.findLast((run) => typeof run.state === 'object')?.to ?? NEWEST_MINOR;
}

function fieldsGuardedBy(gate: string): readonly FieldExplanation[] {
  return FIELD_GATES.filter((row) => row.drops.some((drop) => drop.gates.includes(gate))).flatMap((row) =>
    row.fields.map(fieldExplanation),
  );
}

/** Every field that any of the tables knows, in the order of the tables. */
function knownFields(): ReadonlySet<FieldKey> {
  return new Set([
    ...FIELD_GATES.flatMap((row) => row.fields),
    ...FIELD_REFUSALS.flatMap((refusal) => refusal.fields),
    ...ALWAYS_DROPPED.map((row) => row.field),
    ...KEPS.flatMap((kep) => kep.fields),
  ]);
}

function fieldExplanation(field: FieldKey): FieldExplanation {
  const alwaysDropped = ALWAYS_DROPPED.find((row) => row.field === field)?.note;
  return {
    field,
    drops: FIELD_GATES.find((row) => row.fields.includes(field))?.drops ?? [],
    refusals: FIELD_REFUSALS.filter((refusal) => refusal.fields.includes(field)),
    ...(alwaysDropped !== undefined && { alwaysDropped }),
    keps: KEPS.filter((kep) => kep.fields.includes(field)).map((kep) => kep.kep),
  };
}
