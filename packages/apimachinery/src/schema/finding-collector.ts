/**
 * Collects what the decoder finds, at the place where it stands. Paths and texts are made here and only when something
 * was found; an object without findings costs nothing.
 */
import {
  type DescribedPath,
  describePath,
  type PathStep,
  type Root,
  unknownFieldError,
  unmarshalError,
} from './described-path.js';
import { nearestName } from './edit-distance.js';
import { placeOf } from './field-place.js';
import type { SchemaFinding } from './finding.js';
import { jsonTypeOf } from './json-type.js';
import type { FieldShape, StructShape } from './shape.js';

/** Findings of one object; what is dropped beyond goes without one. */
const MAX_FINDINGS = 1000;
/** Findings for which a better name and place are looked for. */
const MAX_SUGGESTIONS = 100;

/** The first minor in which a gate is on by default; undefined when there is none. */
export type GateDefaults = (gate: string) => number | undefined;

export class FindingCollector {
  readonly findings: SchemaFinding[] = [];
  /** The way from the root to the value at hand; only the first `depth` steps count. */
  readonly path: PathStep[] = [];
  depth = 0;
  /** How many values that decode themselves are around: strict validation does not see into them. */
  opaque = 0;
  readonly #root: Root;
  readonly #minor: number;
  readonly #gateDefaults: GateDefaults | undefined;
  #suggestions = 0;

  constructor(root: Root, minor: number, gateDefaults: GateDefaults | undefined) {
    this.#root = root;
    this.#minor = minor;
    this.#gateDefaults = gateDefaults;
  }

  /** A field that no version has here. */
  unknownField(name: string, value: unknown, struct: StructShape): void {
    if (this.#isFull()) return;
    const at = this.#describe();
    const suggests = this.#suggestions++ < MAX_SUGGESTIONS;
    const near = suggests ? nearestName(name, struct.names) : undefined;
    const place = suggests ? placeOf(name, value, at.ancestors) : undefined;
    this.findings.push({
      kind: 'unknown-field',
      path: at.path,
      name,
      message: unknownFieldError(at),
      silent: this.opaque > 0,
      ...(near === undefined ? {} : { nearest: near }),
      ...(place === undefined ? {} : { place }),
    });
  }

  /** A field that this version, or this cluster without the gate, does not have. */
  droppedField(name: string, value: unknown, { field, dropped }: FieldShape): void {
    if (dropped?.kind === 'gate') this.#gateOff(name, value, dropped.gate);
    else if (!this.#isFull()) {
      const at = this.#describe();
      this.findings.push({
        kind: 'field-not-in-version',
        path: at.path,
        name,
        message: unknownFieldError(at),
        silent: this.opaque > 0,
        ...(field.since === undefined ? {} : { since: field.since }),
        ...(field.last === undefined ? {} : { last: field.last }),
      });
    }
  }

  #gateOff(name: string, value: unknown, gate: string): void {
    // A null is an absent field and needs no gate.
    if (value === null || value === undefined || this.#isFull()) return;
    const { path } = this.#describe();
    const onByDefaultSince = this.#gateDefaults?.(gate);
    this.findings.push({
      kind: 'field-gate-off',
      path,
      name,
      gate,
      message: `${path} is dropped on create: feature gate ${gate} is off`,
      ...(onByDefaultSince === undefined ? {} : { onByDefaultSince }),
    });
  }

  /** A value of another type, with Go's text for it; nothing for a value that JSON cannot have. */
  mismatch(value: unknown, described: string, goType: string, expected: string, fatal: boolean): undefined {
    if (value === undefined || this.#isFull()) return undefined;
    const at = this.#describe();
    const message = unmarshalError(at, described, goType);
    this.findings.push({ kind: 'wrong-type', path: at.path, expected, got: jsonTypeOf(value), message, fatal });
    return undefined;
  }

  /** A value of the right type that its own decoder refuses. */
  refused(value: unknown, message: string, expected: string, fatal: boolean): undefined {
    if (value === undefined || this.#isFull()) return undefined;
    const { path } = this.#describe();
    this.findings.push({ kind: 'wrong-type', path, expected, got: jsonTypeOf(value), message, fatal });
    return undefined;
  }

  limitExceeded(message: string): void {
    if (!this.#isFull()) this.findings.push({ kind: 'limit-exceeded', path: this.#describe().path, message });
  }

  /** An error within a value that decodes itself ends the outer decoding: of those from `from` on, the one printed. */
  makeFatal(from: number): void {
    const wrong = this.findings.slice(from).filter((finding) => finding.kind === 'wrong-type');
    const printed = wrong.find(({ fatal }) => fatal) ?? wrong[0];
    for (let index = from; index < this.findings.length; index++) {
      const finding = this.findings[index];
      if (finding?.kind === 'wrong-type') this.findings[index] = { ...finding, fatal: finding === printed };
    }
  }

  #isFull(): boolean {
    return this.findings.length >= MAX_FINDINGS;
  }

  #describe(): DescribedPath {
    return describePath(this.#root, this.path.slice(0, this.depth), this.#minor);
  }
}
