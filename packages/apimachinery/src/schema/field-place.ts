/**
 * Where a misplaced field belongs: a field of exactly its name in a struct nearby. `hostUsers` under
 * spec.securityContext is spec.hostUsers; `privileged` there belongs to the containers' securityContext.
 */
import type { GoKind } from '../model/go-type.js';
import type { Ancestor } from './described-path.js';
import type { FieldShape, StructShape } from './shape.js';

/** Steps up and down from the struct that holds the field, together. */
const MAX_DISTANCE = 4;
/** Structs that are looked at for one field. */
const MAX_STRUCTS = 2000;
/** Lists whose items are of the same kind as those of a better known list. */
const SECOND_CHOICE = /(?:^|\.)(?:initContainers|ephemeralContainers)\[/;

interface Candidate {
  readonly path: string;
  readonly shape: FieldShape;
}

/** The path of the nearest field of that name which takes the value; undefined for none, or for several that differ. */
export function placeOf(name: string, value: unknown, ancestors: readonly Ancestor[]): string | undefined {
  // From the struct that holds the field outwards; each with the structs below it, level by level.
  const levels = [...ancestors].reverse().map((ancestor) => [[ancestor]]);
  const seen = new Set<string>();
  let structs = 0;
  for (let distance = 1; distance <= MAX_DISTANCE; distance++) {
    const found: Candidate[] = [];
    for (let up = 0; up <= Math.min(distance, levels.length - 1); up++) {
      const level = levelAt(levels[up] ?? [], distance - up);
      structs += level.length;
      if (structs > MAX_STRUCTS) return undefined;
      for (const { struct, path } of level) {
        if (seen.has(`${path}\0${struct.typeName}`)) continue;
        seen.add(`${path}\0${struct.typeName}`);
        const shape = struct.fields.get(name);
        if (shape === undefined || shape.dropped !== undefined || !takes(shape.value.kind, value)) continue;
        found.push({ path: path === '' ? name : `${path}.${name}`, shape });
      }
    }
    if (found.length > 0) return choose(found);
  }
  return undefined;
}

/** The structs `depth` steps below; levels are worked out once and kept in `known`. */
function levelAt(known: Ancestor[][], depth: number): readonly Ancestor[] {
  for (let next = known.length; next <= depth; next++) known.push((known[next - 1] ?? []).flatMap(below));
  return known[depth] ?? [];
}

function below({ struct, path }: Ancestor): Ancestor[] {
  const found: Ancestor[] = [];
  for (const { field, value, dropped } of struct.fields.values()) {
    if (dropped !== undefined) continue;
    const isList = value.kind === 'list';
    const inner: StructShape | undefined = isList ? value.element?.struct : value.struct;
    const isPlain = value.kind === 'struct' || (isList && value.element?.kind === 'struct');
    if (inner === undefined || !isPlain || inner === struct) continue;
    found.push({ struct: inner, path: `${path === '' ? '' : `${path}.`}${field.name}${isList ? '[*]' : ''}` });
  }
  return found;
}

/** One place, or none where the candidates are fields of different structs. */
function choose(found: readonly Candidate[]): string | undefined {
  const first = found.filter(({ path }) => !SECOND_CHOICE.test(path));
  const candidates = first.length > 0 ? first : found;
  if (new Set(candidates.map(({ shape }) => shape.field.declaredIn)).size > 1) return undefined;
  const paths = candidates.map(({ path }) => path);
  return paths.sort((a, b) => a.length - b.length || (a < b ? -1 : 1))[0];
}

const TYPEOF: Readonly<Partial<Record<GoKind, string>>> = {
  string: 'string',
  bytes: 'string',
  time: 'string',
  microTime: 'string',
  bool: 'boolean',
  int32: 'number',
  int64: 'number',
  float64: 'number',
};

function takes(kind: GoKind, value: unknown): boolean {
  if (kind === 'list') return Array.isArray(value);
  if (kind === 'struct' || kind === 'map') return typeof value === 'object' && !Array.isArray(value);
  const expected = TYPEOF[kind];
  return expected === undefined || typeof value === expected || (expected === 'number' && typeof value === 'bigint');
}
