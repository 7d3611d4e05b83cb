/**
 * Decodes an object as the API server of one version with its gates would: what it drops is gone, what it refuses is
 * named. The result is well typed, so that decisions need not look at shapes again.
 */
import { type KindModel, lookupKind } from '../model/kind-model.js';
import type { Minor } from '../version.js';
import type { VersionProfile } from '../version-profile.js';
import { apiVersionFinding } from './api-version-finding.js';
import { Decoder, type NumberSpelling } from './decoder.js';
import type { SchemaFinding } from './finding.js';
import { FindingCollector, type GateDefaults } from './finding-collector.js';
import { isPlainObject, type PlainObject } from './json-type.js';
import { type FieldGateLookup, ShapeCatalog, type StructShape } from './shape.js';
import { notMetadata, typeMetaFindings } from './type-meta.js';

export interface DecodeOptions {
  /** The gates that guard fields on create; keep the same function for all objects, shapes are kept for it. */
  readonly fieldGates: FieldGateLookup;
  /** For findings: the first minor in which a gate is on by default. */
  readonly gateDefaults?: GateDefaults;
  /** How numbers are spelled in the source; without it, `1.0` is taken for the integer 1. */
  readonly numberSpelling?: NumberSpelling;
}

export interface DecodedObject {
  /**
   * Well typed as the interfaces under `types/` when `kind` is known; the very value where nothing had to go. Of a
   * custom resource only `metadata` is looked at. An empty object when the value is none.
   */
  readonly object: object;
  readonly findings: readonly SchemaFinding[];
  /** The built-in kind; undefined for custom resources and for objects that do not say what they are. */
  readonly kind: KindModel | undefined;
}

const NO_FINDINGS: readonly SchemaFinding[] = [];
const METADATA = 'meta.v1.ObjectMeta';

/** Decodes a plain value (what JSON or YAML were parsed to) by its own apiVersion and kind. */
export function decodeObject(value: unknown, profile: VersionProfile, options: DecodeOptions): DecodedObject {
  const cluster = clusterOf(profile, options.fieldGates);
  if (!isPlainObject(value)) return { object: {}, findings: typeMetaFindings(value), kind: undefined };
  const { apiVersion, kind } = value;
  const known = cluster.kind(apiVersion, kind);
  if (known.model === undefined) {
    const invalid = typeMetaFindings(value);
    return decodeCustom(value, cluster.shapes, invalid.length > 0 ? invalid : known.findings, options);
  }
  const { object, findings } = decodeStruct(
    value,
    known.shapes.struct(known.model.typeName),
    '',
    known.shapes,
    options,
  );
  return { object, findings: joined(known.findings, findings), kind: known.model };
}

/** Custom resources have the metadata of all objects, and the server decodes it as for any other. */
function decodeCustom(
  value: PlainObject,
  shapes: ShapeCatalog,
  first: readonly SchemaFinding[],
  options: DecodeOptions,
): DecodedObject {
  const { metadata, ...rest } = value;
  if (metadata === undefined) return { object: value, findings: first, kind: undefined };
  if (metadata === null) return { object: rest, findings: first, kind: undefined };
  if (!isPlainObject(metadata)) {
    return { object: rest, findings: [...first, notMetadata(metadata)], kind: undefined };
  }
  const decoded = decodeStruct(metadata, shapes.struct(METADATA), 'metadata', shapes, options);
  const object = decoded.object === metadata ? value : { ...value, metadata: decoded.object };
  return { object, findings: joined(first, decoded.findings), kind: undefined };
}

function decodeStruct(
  value: PlainObject,
  shape: StructShape,
  prefix: string,
  shapes: ShapeCatalog,
  options: DecodeOptions,
): { object: object; findings: readonly SchemaFinding[] } {
  const found = new FindingCollector({ shape, prefix }, shapes.profile.minor, options.gateDefaults);
  const object = new Decoder(found, options.numberSpelling).struct(value, shape);
  return { object, findings: found.findings };
}

const joined = (first: readonly SchemaFinding[], then: readonly SchemaFinding[]): readonly SchemaFinding[] =>
  first.length === 0 ? then : [...first, ...then];

/** What an apiVersion and a kind mean in a cluster. */
interface KnownKind {
  readonly model: KindModel | undefined;
  readonly shapes: ShapeCatalog;
  /** One finding about the API version, or none. */
  readonly findings: readonly SchemaFinding[];
}

/** Kinds that are kept; objects could name any number of them. */
const MAX_KEPT_KINDS = 1000;

/** What is kept for a cluster from one object to the next. */
class DecodingCluster {
  readonly shapes: ShapeCatalog;
  readonly #fieldGates: FieldGateLookup;
  readonly #shapesByMinor = new Map<Minor, ShapeCatalog>();
  readonly #kinds = new Map<unknown, Map<unknown, KnownKind>>();
  #kept = 0;

  constructor(profile: VersionProfile, fieldGates: FieldGateLookup) {
    this.shapes = new ShapeCatalog(profile, fieldGates);
    this.#fieldGates = fieldGates;
    this.#shapesByMinor.set(profile.minor, this.shapes);
  }

  kind(apiVersion: unknown, kind: unknown): KnownKind {
    let kinds = this.#kinds.get(apiVersion);
    let known = kinds?.get(kind);
    if (known !== undefined) return known;
    known = this.#readKind(apiVersion, kind);
    if (this.#kept < MAX_KEPT_KINDS && typeof apiVersion === 'string' && typeof kind === 'string') {
      this.#kept++;
      kinds ??= new Map();
      this.#kinds.set(apiVersion, kinds.set(kind, known));
    }
    return known;
  }

  #readKind(apiVersion: unknown, kind: unknown): KnownKind {
    if (typeof apiVersion !== 'string' || typeof kind !== 'string') {
      return { model: undefined, shapes: this.shapes, findings: NO_FINDINGS };
    }
    const model = lookupKind(apiVersion, kind);
    const finding = apiVersionFinding(apiVersion, kind, this.shapes.profile.minor);
    return {
      model,
      shapes: model === undefined ? this.shapes : this.#shapesFor(model),
      findings: finding === undefined ? NO_FINDINGS : [finding],
    };
  }

  /** A kind that the minor does not know is decoded as by the nearest minor that does: it is one finding, not many. */
  #shapesFor(kind: KindModel): ShapeCatalog {
    const { profile } = this.shapes;
    const minor = Math.min(Math.max(profile.minor, kind.since ?? profile.minor), kind.last ?? Number.POSITIVE_INFINITY);
    let shapes = this.#shapesByMinor.get(minor);
    if (shapes === undefined) {
      shapes = new ShapeCatalog({ minor, enabled: (gate) => profile.enabled(gate) }, this.#fieldGates);
      this.#shapesByMinor.set(minor, shapes);
    }
    return shapes;
  }
}

/** Both keys are objects of the caller and live as long as it needs them. */
const clusters = new WeakMap<VersionProfile, WeakMap<FieldGateLookup, DecodingCluster>>();

function clusterOf(profile: VersionProfile, fieldGates: FieldGateLookup): DecodingCluster {
  let byGates = clusters.get(profile);
  if (byGates === undefined) {
    byGates = new WeakMap();
    clusters.set(profile, byGates);
  }
  let cluster = byGates.get(fieldGates);
  if (cluster === undefined) {
    cluster = new DecodingCluster(profile, fieldGates);
    byGates.set(fieldGates, cluster);
  }
  return cluster;
}
