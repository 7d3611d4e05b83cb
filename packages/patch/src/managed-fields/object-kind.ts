/** The kind whose objects a field manager handles, in each version in which managers may know it. */
import { isInRange, lookupKind, type Minor } from '@bulkhead/apimachinery';
import { type ApplyField, type ApplyType } from '../apply-type/apply-type.js';
import { builtInType, customType } from '../apply-type/built-in-type.js';
import type { JsonObject } from '../json-value.js';

export interface ManagedKind {
  /** `apps/v1`. */
  readonly apiVersion: string;
  readonly kind: string;
  /** Of a built-in kind: `apps.v1.Deployment`. */
  readonly typeName?: string;
  /** Of a custom kind: the declared fields beside apiVersion, kind and metadata; without them all is deduced. */
  readonly fields?: readonly ApplyField[];
}

/**
 * The object in another version of its kind, for managers that wrote in that one; undefined when that version is not
 * served, and its managers are forgotten then.
 */
export type ConvertVersion = (object: JsonObject, apiVersion: string) => JsonObject | undefined;

/** A version of the kind. */
export interface VersionedType {
  readonly apiVersion: string;
  readonly type: ApplyType;
  /** The object in this version; undefined when that is not possible. */
  readonly convert: (object: JsonObject) => JsonObject | undefined;
}

export class KindVersions {
  readonly own: VersionedType;
  readonly #kind: ManagedKind;
  readonly #minor: Minor;
  readonly #convert: ConvertVersion | undefined;

  constructor(kind: ManagedKind, minor: Minor, convert: ConvertVersion | undefined) {
    this.#kind = kind;
    this.#minor = minor;
    this.#convert = convert;
    const { apiVersion, typeName, fields } = kind;
    this.own = this.#versioned(
      apiVersion,
      typeName === undefined ? customType(fields, minor) : builtInType(typeName, minor),
    );
  }

  /** Undefined when there is no such version. Without a way to convert, versions are taken to have the same fields. */
  version(apiVersion: string): VersionedType | undefined {
    if (apiVersion === this.#kind.apiVersion) return this.own;
    if (this.#kind.typeName === undefined) {
      return this.#convert === undefined ? undefined : this.#versioned(apiVersion, this.own.type);
    }
    const known = lookupKind(apiVersion, this.#kind.kind);
    if (known === undefined || !isInRange(known, this.#minor)) return undefined;
    return this.#versioned(apiVersion, builtInType(known.typeName, this.#minor));
  }

  #versioned(apiVersion: string, type: ApplyType): VersionedType {
    const convert = this.#convert;
    const isThere = (object: JsonObject): boolean => convert === undefined || object['apiVersion'] === apiVersion;
    return { apiVersion, type, convert: (object) => (isThere(object) ? object : convert?.(object, apiVersion)) };
  }
}
