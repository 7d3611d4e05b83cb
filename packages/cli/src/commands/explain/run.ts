/** `bulkhead explain`: a rule, a feature gate, a KEP or a field, by version. */

import { nearestName } from '@bulkhead/apimachinery';
import { type Rule, rules } from '@bulkhead/audit';
import {
  allFeatureGates,
  type ClusterProfile,
  dropsOfField,
  explainField,
  explainGate,
  explainKep,
  type FieldDrop,
  type FieldExplanation,
  type GateExplanation,
  type KepExplanation,
  missingGate,
} from '@bulkhead/features';
import { type Context, EXIT, UsageError } from '../../context.js';
import { profileFrom } from '../../options/cluster-options.js';
import type { ExplainFlags } from './command.js';
import { type FieldPlace, fieldPlaces } from './field-paths.js';
import { printExplanation } from './text.js';

export interface ExplainedField {
  readonly place: FieldPlace;
  /** The gates that guard the field in the version asked for; the field is dropped while one that is needed is off. */
  readonly guards: readonly FieldDrop[];
  /** The gate whose being off drops the field in this cluster. */
  readonly missing: string | undefined;
  readonly gated: FieldExplanation | undefined;
}

export type Explained =
  | { readonly kind: 'rules'; readonly rules: readonly Rule[] }
  | { readonly kind: 'gate'; readonly gate: GateExplanation }
  | { readonly kind: 'kep'; readonly kep: KepExplanation }
  | { readonly kind: 'fields'; readonly fields: readonly ExplainedField[] };

export async function run(this: Context, flags: ExplainFlags, ...subjects: string[]): Promise<void> {
  if (subjects.length === 0) throw new UsageError('name what to explain: a rule, a feature gate, a KEP or a field');
  const profile = profileFrom(flags);
  const explained = subjects.map((subject) => explain(subject, profile));
  const pieces =
    flags.format === 'json'
      ? [`${JSON.stringify(asDocument(subjects, explained), replaceMaps, 2)}\n`]
      : explained.flatMap((one) => [...printExplanation(one, profile, this.colour)]);
  this.write(pieces);
  this.process.exitCode = EXIT.clean;
  await Promise.resolve();
}

export function explain(subject: string, profile: ClusterProfile): Explained {
  const named = rules.filter(({ id }) => id === subject || id.startsWith(`${subject}/`));
  if (named.length > 0) return { kind: 'rules', rules: named };
  const gate = explainGate(subject);
  if (gate !== undefined) return { kind: 'gate', gate };
  const number = /^(?:kep-?)?(\d{1,5})$/i.exec(subject)?.[1];
  const kep = number === undefined ? undefined : explainKep(Number(number), profile);
  if (kep !== undefined) return { kind: 'kep', kep };
  const places = fieldPlaces(subject);
  if (places.length > 0) return { kind: 'fields', fields: places.map((place) => explainPlace(place, profile)) };
  const known = [...rules.map(({ id }) => id), ...allFeatureGates().keys()];
  const meant = nearestName(subject, known);
  const hint = meant === undefined ? '' : `, did you mean ${meant}?`;
  throw new UsageError(`${JSON.stringify(subject)} is no rule, feature gate, described KEP or field${hint}`);
}

function explainPlace(place: FieldPlace, profile: ClusterProfile): ExplainedField {
  const { declaredIn, name } = place.field;
  const guards = dropsOfField(declaredIn, name, profile.minor);
  const missing = guards.map((drop) => missingGate(drop, profile)).find((gate) => gate !== undefined);
  return { place, guards, missing, gated: explainField(`${declaredIn}/${name}`)[0] };
}

const asDocument = (subjects: readonly string[], explained: readonly Explained[]): object => ({
  apiVersion: 'bulkhead.dev/v1',
  kind: 'Explanation',
  subjects: explained.map((one, index) => ({ subject: subjects[index], ...one })),
});

/** Field models hold maps of fields; the JSON form names the type instead. */
const replaceMaps = (key: string, value: unknown): unknown =>
  value instanceof Map ? (key === 'fields' ? undefined : Object.fromEntries(value)) : value;
