/**
 * What the decoder's position is called: by the house, by the server's strict validation and by Go's type errors. It is
 * worked out only when there is something to say, by walking from the root once more.
 */
import type { Minor } from '../version.js';
import { goQuote } from './go-quote.js';
import type { StructShape, ValueShape } from './shape.js';

export type PathStep = string | number;

/** A struct on the way and the path to it. */
export interface Ancestor {
  readonly struct: StructShape;
  readonly path: string;
}

export interface DescribedPath {
  /** `spec.containers[0].image`; keys of maps stand in brackets: `metadata.labels[app]`. */
  readonly path: string;
  /** As strict validation prints it: keys of maps follow a dot. */
  readonly strictPath: string;
  /** The structs on the way, outermost first; the last one holds the field. */
  readonly ancestors: readonly Ancestor[];
  /** The Go struct that a type error names, such as `PodSpec`; '' at the root. */
  readonly goStruct: string;
  /** The fields that a type error names, such as `spec.containers.image`. */
  readonly goFields: string;
}

/** From this minor on, type errors name embedded structs, and fields within values that decode themselves. */
const LONG_FIELDS_SINCE: Minor = 35;

/** What stands before the root: `metadata` when only the metadata of a custom resource is decoded. */
export interface Root {
  readonly shape: StructShape;
  readonly prefix: string;
}

/** Describes the position at the end of `steps`. */
export function describePath(root: Root, steps: readonly PathStep[], minor: Minor): DescribedPath {
  const walk = new Walk(root, minor);
  for (const step of steps) walk.go(step);
  return walk;
}

class Walk implements DescribedPath {
  path: string;
  strictPath: string;
  readonly ancestors: Ancestor[] = [];
  goStruct = '';
  goFields = '';
  readonly #isLong: boolean;
  #struct: StructShape | undefined;
  #value: ValueShape | undefined;
  /** Inside a value that decodes itself: its fields are not the outer decoder's. */
  #isOpaque = false;

  constructor(root: Root, minor: Minor) {
    this.path = root.prefix;
    this.strictPath = root.prefix;
    this.#isLong = minor >= LONG_FIELDS_SINCE;
    this.#enter(root.shape);
  }

  go(step: PathStep): void {
    const value = this.#value;
    if (typeof step === 'number') {
      this.path += `[${step}]`;
      this.strictPath += `[${step}]`;
      if (value?.element !== undefined) this.#meet(value.element);
    } else if (this.#struct !== undefined) {
      this.path += this.path === '' ? step : `.${step}`;
      this.strictPath += this.strictPath === '' ? step : `.${step}`;
      this.#field(this.#struct, step);
    } else {
      this.path += `[${step}]`;
      this.strictPath += `.${step}`;
      if (value?.element !== undefined) this.#meet(value.element);
    }
  }

  #field(struct: StructShape, name: string): void {
    const shape = struct.fields.get(name);
    if (shape === undefined) return;
    if (!this.#isOpaque) this.goStruct = goNameOf(struct);
    if (!this.#isOpaque || this.#isLong) {
      const names = this.#isLong ? [...shape.field.embeddedIn, name] : [name];
      this.goFields += `${this.goFields === '' ? '' : '.'}${names.join('.')}`;
    }
    this.#meet(shape.value);
  }

  #meet(value: ValueShape): void {
    this.#value = value;
    this.#struct = undefined;
    if (value.struct === undefined) return;
    if (value.kind !== 'struct') this.#isOpaque = true;
    this.#enter(value.struct);
  }

  #enter(struct: StructShape): void {
    this.#struct = struct;
    this.ancestors.push({ struct, path: this.path });
  }
}

const goNameOf = (struct: StructShape): string => struct.typeName.slice(struct.typeName.lastIndexOf('.') + 1);

/** `json: cannot unmarshal number into Go struct field EnvVar.spec.containers.env.value of type string` */
export function unmarshalError(at: DescribedPath, value: string, goType: string): string {
  const target = at.goStruct === '' ? 'value' : `struct field ${at.goStruct}.${at.goFields}`;
  return `json: cannot unmarshal ${value} into Go ${target} of type ${goType}`;
}

/** `unknown field "spec.containers[0].imagePullpolicy"` */
export const unknownFieldError = (at: DescribedPath): string => `unknown field ${goQuote(at.strictPath)}`;
