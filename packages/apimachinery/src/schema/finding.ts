/**
 * What the API server of one version drops from an object, refuses in it, or warns of, found while it is decoded.
 */
import type { Replacement } from '../lifecycle/lifecycle.js';
import type { Minor } from '../version.js';

/** A finding about a field. `path` is the API path from the root: `spec.containers[0].image`, `metadata.labels[a]`. */
interface FieldFinding {
  readonly path: string;
  /** The server's text. */
  readonly message: string;
}

/** No version has the field here: the server drops it, and says so under field validation Warn and Strict. */
export interface UnknownField extends FieldFinding {
  readonly kind: 'unknown-field';
  /** The last part of the path, as written. */
  readonly name: string;
  /** True where even strict validation does not tell: inside JSON schemas below `items` and the like. */
  readonly silent: boolean;
  /** The field of the same struct that was probably meant. */
  readonly nearest?: string;
  /** Where a field of exactly this name stands nearby: `spec.hostUsers`, `spec.containers[*].securityContext.x`. */
  readonly place?: string;
}

/** Other minors have the field, this one does not: it is an unknown field to the server. */
export interface FieldNotInVersion extends FieldFinding {
  readonly kind: 'field-not-in-version';
  readonly name: string;
  readonly silent: boolean;
  /** First and last known minor that has the field; missing = before the oldest, or still in the newest. */
  readonly since?: Minor;
  readonly last?: Minor;
}

/** A feature gate guards the field and is off: the server drops the field on create without a word. */
export interface FieldGateOff extends FieldFinding {
  readonly kind: 'field-gate-off';
  readonly name: string;
  readonly gate: string;
  /** The first minor in which the gate is on by default, where there is one. */
  readonly onByDefaultSince?: Minor;
}

/** A value that Go cannot decode into the field: the server refuses the object with status 400. */
export interface WrongType extends FieldFinding {
  readonly kind: 'wrong-type';
  /** What the field takes: `string`, `boolean`, `integer`, `quantity`, `list`, `object`, ... */
  readonly expected: string;
  /** What was given: `string`, `number`, `boolean`, `list`, `object`, `null`. */
  readonly got: string;
  /** True where Go stops at once: of several findings the server prints the first such one, else the very first. */
  readonly fatal: boolean;
}

/** The object is too deep or too large to be looked at to its end: it is refused. */
export interface LimitExceeded extends FieldFinding {
  readonly kind: 'limit-exceeded';
}

/** The object does not say what it is. */
export interface MissingTypeMeta extends FieldFinding {
  readonly kind: 'missing-type-meta';
  readonly missing: 'kind' | 'apiVersion';
}

/** A finding about the object's API version and kind. */
interface ApiFinding {
  readonly path: 'apiVersion' | 'kind';
  readonly message: string;
}

/** The group is built in, but has no such kind or version in any known minor. */
export interface UnknownKind extends ApiFinding {
  readonly kind: 'unknown-kind';
}

/** Served, and on its way out. */
export interface DeprecatedApi extends ApiFinding {
  readonly kind: 'deprecated-api';
  readonly deprecated: Minor;
  readonly removed?: Minor;
  readonly replacement?: Replacement;
}

/** Not served any more. */
export interface RemovedApi extends ApiFinding {
  readonly kind: 'removed-api';
  /** The first minor that does not serve it. */
  readonly removed: Minor;
  readonly replacement?: Replacement;
}

/** Not served yet. */
export interface NotYetApi extends ApiFinding {
  readonly kind: 'not-yet-api';
  /** The first minor that serves it. */
  readonly introduced: Minor;
  /** True when even that minor serves it only when asked. */
  readonly needsRuntimeConfig: boolean;
}

/** Served only when `--runtime-config` asks for it. */
export interface ApiNotEnabled extends ApiFinding {
  readonly kind: 'api-not-enabled';
  /** What `--runtime-config` would have to say: `resource.k8s.io/v1beta1=true`. */
  readonly runtimeConfig: string;
}

export type SchemaFinding =
  | ApiNotEnabled
  | DeprecatedApi
  | FieldGateOff
  | FieldNotInVersion
  | LimitExceeded
  | MissingTypeMeta
  | NotYetApi
  | RemovedApi
  | UnknownField
  | UnknownKind
  | WrongType;
