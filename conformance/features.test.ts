/** The features package against the tables of gates and of API types that it was made from. */
import { readFileSync } from 'node:fs';
import { MINORS } from '@bulkhead/apimachinery';
import { ALWAYS_DROPPED, allFeatureGates, FIELD_GATES, FIELD_REFUSALS, featureGate, KEPS } from '@bulkhead/features';
import { expect, it } from 'vitest';
import { describeShared } from './shared.js';

interface GateData {
  readonly kep: readonly number[];
  readonly versions: {
    readonly [version: string]: {
      readonly stage: string;
      readonly default?: boolean;
      readonly lockToDefault?: boolean;
    };
  };
}

interface FieldData {
  readonly type: string;
  readonly inline?: boolean;
  readonly since?: string;
  readonly last?: string;
}

interface TypeData {
  readonly fields: { readonly [field: string]: FieldData };
  readonly since?: string;
  readonly last?: string;
}

const minorOf = (version: string | undefined, otherwise: number): number =>
  version ? Number(version.slice(2)) : otherwise;

describeShared('feature gates', (folder) => {
  const { gates, seeds } = JSON.parse(readFileSync(`${folder}data/feature-gates.json`, 'utf8')) as {
    readonly gates: { readonly [name: string]: GateData };
    readonly seeds: readonly { readonly kep: readonly number[]; readonly gates: readonly string[] }[];
  };

  it('are all known, with their stage in every minor', () => {
    expect([...allFeatureGates().keys()]).toEqual(Object.keys(gates).sort());
    for (const [name, data] of Object.entries(gates)) {
      expect(featureGate(name)?.kep, name).toEqual(data.kep);
      for (const minor of MINORS) {
        const expected = data.versions[`1.${minor}`];
        const state = featureGate(name)?.stageIn(minor);
        expect(typeof state === 'object' ? state : { stage: state }, `${name} in 1.${minor}`).toEqual(expected);
      }
    }
  });

  it('of every KEP of interest are described', () => {
    for (const seed of seeds) {
      const kep = KEPS.find((entry) => seed.kep.includes(entry.kep));
      expect(kep, String(seed.kep)).toBeDefined();
      const known = new Set(kep?.gates);
      const missing = seed.gates.filter((gate) => !known.has(gate) && featureGate(gate)?.kep.includes(kep?.kep ?? 0));
      expect(missing, String(seed.kep)).toEqual([]);
    }
  });
});

/** Field, the minor that brings it, and the minor from which its gate counts, where these differ; as upstream has it. */
const LATE: readonly string[] = [
  // An enum value that came later than its field.
  'batch.v1.PodFailurePolicyRule/action 27 28',
  // Refused in any case before it was gated.
  'core.v1.EphemeralContainerCommon/restartPolicy 28 34',
  // Not gated at first.
  'core.v1.PersistentVolumeSpec/volumeAttributesClassName 29 31',
  'resource.v1.DeviceConstraint/distinctAttribute 34 35',
  'resource.v1.DeviceSubRequest/tolerations 34 35',
  'resource.v1.ExactDeviceRequest/tolerations 34 35',
  'resource.v1alpha3.DeviceRequest/adminAccess 31 32',
  'resource.v1beta1.DeviceConstraint/distinctAttribute 34 35',
  'resource.v1beta1.DeviceRequest/tolerations 33 35',
  'resource.v1beta1.DeviceSubRequest/tolerations 33 35',
  'resource.v1beta2.DeviceConstraint/distinctAttribute 34 35',
  'resource.v1beta2.DeviceSubRequest/tolerations 33 35',
  'resource.v1beta2.ExactDeviceRequest/tolerations 33 35',
];

describeShared('gated fields', (folder) => {
  const { types } = JSON.parse(readFileSync(`${folder}data/api-model.json`, 'utf8')) as {
    readonly types: { readonly [name: string]: TypeData };
  };

  const typeOf = (typeName: string): TypeData | undefined =>
    types[`api.${typeName}`] ?? types[`apimachinery.pkg.apis.${typeName}`];
  const fieldOf = (key: string): FieldData | undefined => {
    const slash = key.lastIndexOf('/');
    return typeOf(key.slice(0, slash))?.fields[key.slice(slash + 1)];
  };
  /** Custom resource definitions are not among the built-in types of the model. */
  const isBuiltIn = (key: string): boolean => !key.startsWith('apiextensions.');

  it('exist', () => {
    const keys = [
      ...FIELD_GATES.flatMap((row) => [
        ...row.fields,
        ...row.drops.flatMap((drop) => [
          ...(drop.condition?.heldBy ?? []),
          ...(drop.condition?.kinds ?? []).map((kind) => `${kind}/metadata`),
        ]),
      ]),
      ...FIELD_REFUSALS.flatMap((refusal) => refusal.fields),
      ...ALWAYS_DROPPED.map((row) => row.field),
      ...KEPS.flatMap((kep) => kep.fields),
    ];
    const missing = keys.filter((key) => isBuiltIn(key) && fieldOf(key) === undefined);
    const embedded = missing.filter((key) => {
      const slash = key.lastIndexOf('/');
      const inline = Object.values(typeOf(key.slice(0, slash))?.fields ?? {}).filter((field) => field.inline);
      return !inline.some((field) => types[field.type]?.fields[key.slice(slash + 1)] !== undefined);
    });
    expect(embedded).toEqual([]);
  });

  it('are gated from the minor on that brings them, or later', () => {
    const late: string[] = [];
    for (const row of FIELD_GATES) {
      for (const key of row.fields.filter(isBuiltIn)) {
        const since = minorOf(fieldOf(key)?.since, 27);
        const from = row.drops[0]?.from ?? 0;
        if (from > since) late.push(`${key} ${since} ${from}`);
      }
    }
    expect(late.sort()).toEqual(LATE);
  });

  it('are gated alike in all versions of a group', () => {
    const rowOf = new Map(FIELD_GATES.flatMap((row) => row.fields.map((key): [string, unknown] => [key, row])));
    const forgotten: string[] = [];
    for (const row of FIELD_GATES) {
      for (const key of row.fields) {
        const [, group, rest] = /^([a-z]+)\.v\d[a-z0-9]*\.(.+)$/.exec(key) ?? [];
        if (group === undefined || rest === undefined || !isBuiltIn(key)) continue;
        const [typeName = '', field = ''] = rest.split('/');
        for (const [name, type] of Object.entries(types)) {
          if (!name.startsWith(`api.${group}.`) || !name.endsWith(`.${typeName}`)) continue;
          const other = type.fields[field];
          if (other === undefined || rowOf.get(`${name.slice(4)}/${field}`) === row) continue;
          const last = minorOf(other.last ?? type.last, 36);
          if (last >= (row.drops[0]?.from ?? 0)) forgotten.push(`${name}/${field}`);
        }
      }
    }
    expect(forgotten).toEqual([]);
  });
});
