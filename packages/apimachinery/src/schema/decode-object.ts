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
import { type FieldGateLookup, ShapeCatalog, type StructShape } from './shape.js';
import { notMetadata, typeMetaOf } from './type-meta.js';

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
  const { apiVersion, kind, invalid } = typeMetaOf(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { object: {}, findings: invalid, kind: undefined };
  }
  if (invalid.length > 0) return decodeCustom(value, cluster.shapes, invalid, options);
  const api = cluster.apiVersionFinding(apiVersion, kind);
  const first = api === undefined ? NO_FINDINGS : [api];
  const model = lookupKind(apiVersion, kind);
  if (model === undefined) return decodeCustom(value, cluster.shapes, first, options);
  const shapes = cluster.shapesFor(model);
  const decoded = decodeStruct(value, shapes.struct(model.typeName), '', shapes, options);
  return { object: decoded.object, findings: joined(first, decoded.findings), kind: model };
}

/** Custom resources have the metadata of all objects, and the server decodes it as for any other. */
function decodeCustom(
  value: object,
  shapes: ShapeCatalog,
  first: readonly SchemaFinding[],
  options: DecodeOptions,
): DecodedObject {
  const { metadata, ...rest } = value as { readonly metadata?: unknown };
  if (metadata === undefined) return { object: value, findings: first, kind: undefined };
  if (metadata === null) return { object: rest, findings: first, kind: undefined };
  if (typeof metadata !== 'object' || Array.isArray(metadata)) {
    return { object: rest, findings: [...first, notMetadata(metadata)], kind: undefined };
  }
  const decoded = decodeStruct(metadata, shapes.struct(METADATA), 'metadata', shapes, options);
  const object = decoded.object === metadata ? value : { ...value, metadata: decoded.object };
  return { object, findings: joined(first, decoded.findings), kind: undefined };
}

function decodeStruct(
  value: object,
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

/** API versions for which a finding is kept; objects could name any number of them. */
const MAX_KEPT_FINDINGS = 1000;

/** What is kept for a cluster from one object to the next. */
class DecodingCluster {
  readonly shapes: ShapeCatalog;
  readonly #fieldGates: FieldGateLookup;
  readonly #byMinor = new Map<Minor, ShapeCatalog>();
  readonly #apiVersionFindings = new Map<string, SchemaFinding | undefined>();

  constructor(profile: VersionProfile, fieldGates: FieldGateLookup) {
    this.shapes = new ShapeCatalog(profile, fieldGates);
    this.#fieldGates = fieldGates;
    this.#byMinor.set(profile.minor, this.shapes);
  }

  /** A kind that the minor does not know is decoded as by the nearest minor that does: it is one finding, not many. */
  shapesFor(kind: KindModel): ShapeCatalog {
    const { profile } = this.shapes;
    const minor = Math.min(Math.max(profile.minor, kind.since ?? profile.minor), kind.last ?? Number.POSITIVE_INFINITY);
    let shapes = this.#byMinor.get(minor);
    if (shapes === undefined) {
      shapes = new ShapeCatalog({ minor, enabled: (gate) => profile.enabled(gate) }, this.#fieldGates);
      this.#byMinor.set(minor, shapes);
    }
    return shapes;
  }

  apiVersionFinding(apiVersion: string, kind: string): SchemaFinding | undefined {
    const key = `${apiVersion}\0${kind}`;
    if (this.#apiVersionFindings.has(key)) return this.#apiVersionFindings.get(key);
    const finding = apiVersionFinding(apiVersion, kind, this.shapes.profile.minor);
    if (this.#apiVersionFindings.size < MAX_KEPT_FINDINGS) this.#apiVersionFindings.set(key, finding);
    return finding;
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
