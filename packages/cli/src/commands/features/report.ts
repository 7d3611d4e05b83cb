/** The rows of the report: each feature, where it stands in the cluster, and what the input has to do with it. */
import type { Minor } from '@bulkhead/apimachinery';
import { AuditObject } from '@bulkhead/audit';
import {
  type AdoptionPlace,
  adoptionOf,
  type ClusterInput,
  SECURITY_FEATURES,
  type SecurityFeature,
} from '@bulkhead/engine/feature-adoption';
import {
  availabilityOf,
  type ClusterProfile,
  defaultProfile,
  type FeatureAvailability,
  howToTurnOn,
  type Kep,
  kepByNumber,
} from '@bulkhead/features';

/** A place of the input, as the JSON form has it. */
export interface ReportedPlace {
  readonly object: AuditObject['identity'];
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly fieldPath: string;
  readonly message: string;
}

export interface FeatureRow {
  readonly kep: number;
  readonly name: string;
  readonly title: string;
  readonly state: FeatureAvailability;
  /** The state before the upgrade that is asked about. */
  readonly stateBefore?: FeatureAvailability;
  /** What holds in this version. */
  readonly behaviour: string;
  readonly turnOn: readonly string[];
  readonly prerequisites: readonly string[];
  readonly notes: readonly string[];
  /** Absent when there is no input to ask about. */
  readonly uses?: readonly (ReportedPlace & { readonly effective: boolean })[];
  readonly couldUse?: readonly ReportedPlace[];
  readonly blocked?: readonly ReportedPlace[];
  readonly breaks?: readonly (ReportedPlace & { readonly fix: string; readonly severity: 'error' | 'warning' })[];
}

/** The rows of these features, in their order. */
export function featureRows(
  features: readonly SecurityFeature[],
  profile: ClusterProfile,
  input: ClusterInput | undefined,
  from: Minor | undefined,
): readonly FeatureRow[] {
  return features.map((feature) => {
    const row = stateRow(feature, kepOf(feature), profile, from);
    if (input === undefined) return row;
    const { uses, couldUse, blocked, breaks } = adoptionOf(feature, input, profile);
    return {
      ...row,
      uses: uses.map((use) => ({ ...placeOf(use), effective: use.effective })),
      couldUse: couldUse.map(placeOf),
      blocked: blocked.map(placeOf),
      breaks: breaks.map((one) => ({ ...placeOf(one), fix: one.fix, severity: one.severity })),
    };
  });
}

/** The features of these KEPs; all of them when none is named. */
export function selectFeatures(keps: readonly string[] | undefined): readonly SecurityFeature[] | { unknown: string } {
  if (keps === undefined) return SECURITY_FEATURES;
  const wanted = new Set<number>();
  for (const text of keps) {
    const number = kepByNumber(Number(text.replace(/^kep-?/i, '')))?.kep;
    if (number === undefined || !SECURITY_FEATURES.some(({ kep }) => kep === number)) return { unknown: text };
    wanted.add(number);
  }
  return SECURITY_FEATURES.filter(({ kep }) => wanted.has(kep));
}

function kepOf({ kep: number }: SecurityFeature): Kep {
  const kep = kepByNumber(number);
  if (kep === undefined) throw new Error(`KEP-${number} is not described`);
  return kep;
}

function stateRow({ name }: SecurityFeature, kep: Kep, profile: ClusterProfile, from: Minor | undefined): FeatureRow {
  return {
    kep: kep.kep,
    name,
    title: kep.title,
    state: availabilityOf(kep, profile),
    ...(from !== undefined && { stateBefore: availabilityOf(kep, defaultProfile(from)) }),
    behaviour: kep.behaviours.findLast(({ minor }) => minor <= profile.minor)?.text ?? '',
    turnOn: howToTurnOn(kep, profile),
    prerequisites: kep.prerequisites,
    notes: kep.notes,
  };
}

export function placeOf({ object, fieldPath, message }: AdoptionPlace): ReportedPlace {
  if (!(object instanceof AuditObject)) throw new Error('an object that was not read from a file');
  const { file, line, column } = object.locate(fieldPath);
  return { object: object.identity, file, line, column, fieldPath, message };
}
