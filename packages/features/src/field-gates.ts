/**
 * Which field kube-apiserver drops on create, silently, while which feature gate is off.
 *
 * The table is upstream's drop functions, minor by minor (see the files of field-gates/). A gate that is locked on can
 * never be off, so such rows are left out of the lookups; the rows stay in FIELD_GATES for explanations. What a kubelet
 * makes of a field that the server kept is not here.
 */
import { type Minor, NEWEST_MINOR, type VersionProfile } from '@bulkhead/apimachinery';
import { featureGate, isKnown } from './feature-gate.js';
import { CONTROL_PLANE_FIELDS } from './field-gates/control-plane.js';
import { DEVICE_FIELDS } from './field-gates/devices.js';
import type { FieldDrop, FieldGateRow, FieldKey } from './field-gates/field-drop.js';
import { POD_SPEC_FIELDS } from './field-gates/pod-spec.js';
import { FIELD_REFUSALS, type FieldRefusal } from './field-gates/refusals.js';
import { STATUS_FIELDS } from './field-gates/status.js';
import { STORAGE_AND_NETWORK_FIELDS } from './field-gates/storage-and-network.js';
import { WORKLOAD_FIELDS } from './field-gates/workloads.js';

export const FIELD_GATES: readonly FieldGateRow[] = [
  ...POD_SPEC_FIELDS,
  ...STATUS_FIELDS,
  ...WORKLOAD_FIELDS,
  ...STORAGE_AND_NETWORK_FIELDS,
  ...CONTROL_PLANE_FIELDS,
  ...DEVICE_FIELDS,
];

/**
 * Fields that kube-apiserver drops on create whatever the gates say; the last minor that does so is named where it no
 * longer does. Status is left out: create replaces it for every kind that has a status subresource.
 */
export const ALWAYS_DROPPED: readonly { readonly field: FieldKey; readonly to?: Minor; readonly note: string }[] = [
  { field: 'core.v1.NodeSpec/configSource', note: 'dynamic kubelet configuration is gone' },
  { field: 'core.v1.NodeStatus/config', note: 'dynamic kubelet configuration is gone' },
  {
    field: 'core.v1.PersistentVolumeClaimSpec/resources',
    to: 28,
    note: 'only its claims, which were never used; from 1.29 the type does not have them',
  },
];

/** Types whose fields JSON shows among those of the type that embeds them. */
const EMBEDDED_IN: Readonly<Record<string, string>> = {
  'core.v1.EphemeralContainerCommon': 'core.v1.EphemeralContainer',
  'core.v1.VolumeSource': 'core.v1.Volume',
};

type DropsByField = ReadonlyMap<string, readonly FieldDrop[]>;

const NO_DROPS: readonly FieldDrop[] = [];
const NO_FIELDS: DropsByField = new Map();

/** Everything that can be dropped in that minor, by field key. The same map at every call. */
export function gatedFields(minor: Minor): ReadonlyMap<string, readonly FieldDrop[]> {
  return indexOf(minor).byKey;
}

/** The droppable fields of one type in that minor, by JSON name: for a decoder that prepares itself once a type. */
export function gatedFieldsOfType(typeName: string, minor: Minor): DropsByField {
  return indexOf(minor).byType.get(typeName) ?? NO_FIELDS;
}

/** All drops of a field in that minor, those with conditions among them. */
export function dropsOfField(typeName: string, field: string, minor: Minor): readonly FieldDrop[] {
  return indexOf(minor).byType.get(typeName)?.get(field) ?? NO_DROPS;
}

/**
 * The gate without which the field, and nothing else, is dropped wherever it stands and whatever its value is; of
 * several gates that must all be on, the first. `kind` is the type of the whole object, for the fields that only one
 * kind loses. See `dropConditionalPodFields` for the drops of pods that depend on more.
 */
export function gateOfField(typeName: string, field: string, minor: Minor, kind?: string): string | undefined {
  for (const drop of dropsOfField(typeName, field, minor)) {
    if (drop.keptBy !== 'any' && isPlain(drop, kind)) return drop.gates[0];
  }
  return undefined;
}

/**
 * `gateOfField` of one minor, for the decoder. Of a cluster: the gate that is off where the field is dropped, and
 * undefined where it is kept, which is exact for fields with several gates too.
 */
export function fieldGateLookup(
  cluster: Minor | VersionProfile,
): (typeName: string, field: string, kind?: string) => string | undefined {
  if (typeof cluster === 'number') return (typeName, field, kind) => gateOfField(typeName, field, cluster, kind);
  return (typeName, field, kind) => {
    for (const drop of dropsOfField(typeName, field, cluster.minor)) {
      const gate = isPlain(drop, kind) ? missingGate(drop, cluster) : undefined;
      if (gate !== undefined) return gate;
    }
    return undefined;
  };
}

/** The gate whose being off drops the field here; undefined when the field is kept. */
export function missingGate(drop: FieldDrop, profile: VersionProfile): string | undefined {
  if (drop.keptBy === 'any') return drop.gates.some((gate) => profile.enabled(gate)) ? undefined : drop.gates[0];
  return drop.gates.find((gate) => !profile.enabled(gate));
}

/** What validation refuses in a cluster because a gate is off, or on. */
export function refusalsIn(profile: VersionProfile): readonly FieldRefusal[] {
  return FIELD_REFUSALS.filter(
    (refusal) =>
      refusal.from <= profile.minor &&
      profile.minor <= (refusal.to ?? NEWEST_MINOR) &&
      profile.enabled(refusal.gate) === (refusal.while === 'on'),
  );
}

/** Whether nothing but the type and the name of the field, and perhaps the kind, decides. */
function isPlain(drop: FieldDrop, kind: string | undefined): boolean {
  const { condition } = drop;
  if (drop.removes !== undefined) return false;
  if (condition === undefined) return true;
  if (condition.heldBy !== undefined || condition.values !== undefined) return false;
  if (condition.exceptValues !== undefined || condition.whenSet !== undefined) return false;
  return kind !== undefined && condition.kinds?.includes(kind) === true;
}

interface Index {
  readonly byKey: DropsByField;
  readonly byType: ReadonlyMap<string, DropsByField>;
}

const indexes = new Map<Minor, Index>();

function indexOf(minor: Minor): Index {
  let index = indexes.get(minor);
  if (index === undefined) {
    index = buildIndex(minor);
    indexes.set(minor, index);
  }
  return index;
}

function buildIndex(minor: Minor): Index {
  const byKey = new Map<string, readonly FieldDrop[]>();
  const byType = new Map<string, Map<string, readonly FieldDrop[]>>();
  const add = (typeName: string, field: string, drops: readonly FieldDrop[]): void => {
    byKey.set(`${typeName}/${field}`, drops);
    const fields = byType.get(typeName) ?? new Map<string, readonly FieldDrop[]>();
    byType.set(typeName, fields.set(field, drops));
  };
  for (const row of FIELD_GATES) {
    const drops = row.drops.filter((drop) => isIn(drop, minor) && canBeMissing(drop, minor));
    if (drops.length === 0) continue;
    for (const key of row.fields) {
      const slash = key.lastIndexOf('/');
      const typeName = key.slice(0, slash);
      const field = key.slice(slash + 1);
      add(typeName, field, drops);
      const outer = EMBEDDED_IN[typeName];
      if (outer !== undefined) add(outer, field, drops);
    }
  }
  return { byKey, byType };
}

function isIn(drop: FieldDrop, minor: Minor): boolean {
  return drop.from <= minor && minor <= (drop.to ?? NEWEST_MINOR);
}

/** False when the gates are locked on, so that nothing is ever dropped. */
function canBeMissing(drop: FieldDrop, minor: Minor): boolean {
  const isLockedOn = (gate: string): boolean => {
    const state = featureGate(gate)?.stageIn(minor);
    return state !== undefined && isKnown(state) && state.lockToDefault && state.default;
  };
  return drop.keptBy === 'any' ? !drop.gates.some(isLockedOn) : !drop.gates.every(isLockedOn);
}
