/**
 * Keeps `metadata.managedFields` with every write, and merges applied configurations.
 * Source: k8s.io/apimachinery/pkg/util/managedfields; KEP-555.
 */
import type { Minor } from '@bulkhead/apimachinery';
import { badRequest, failed, type PatchFailure, type PatchResult, plainError } from '../failure.js';
import { difference, type Fields, fieldsOfPaths, isEmpty, LEAF, union } from '../fields-v1/fields.js';
import { equalJson, isDeeperThan, isObject, type JsonObject, MAX_DEPTH, member } from '../json-value.js';
import { equalTyped } from '../typed/equal.js';
import { fieldSetOf } from '../typed/field-set.js';
import { mergeTyped } from '../typed/merge.js';
import { typingProblem } from '../typed/validate.js';
import { capUpdateManagers } from './cap-managers.js';
import { type Conflict, conflictFailure } from './conflict.js';
import {
  decodeManagedFields,
  encodeManagedFields,
  isReset,
  type ManagedEntry,
  type ManagedFields,
  managerId,
  type Operation,
  setEntry,
} from './entry.js';
import { lastAppliedFields, refreshLastApplied } from './last-applied.js';
import { type ConvertVersion, KindVersions, type ManagedKind } from './object-kind.js';
import { Ownership } from './ownership.js';

export interface FieldManagerOptions {
  /** `status`, `scale`, ...; nothing for the main endpoint. */
  readonly subresource?: string;
  /** What this endpoint resets to what is stored: `fieldsOfPaths(['f:status'])`. */
  readonly resetFields?: Fields;
  /** Between the versions of the kind. */
  readonly convert?: ConvertVersion;
}

export interface ApplyOptions {
  readonly manager: string;
  readonly force: boolean;
  /** RFC 3339, in seconds. */
  readonly now: string;
}

export type ApplyResult = PatchResult<{
  /** Not decoded nor defaulted yet; lists and maps of which all was taken are null. */
  readonly object: JsonObject;
  /** Whether more than managedFields differs from the live object. */
  readonly changed: boolean;
}>;

/** Nobody owns these. */
const STRIPPED: Fields = fieldsOfPaths(
  ['f:apiVersion'],
  ['f:kind'],
  ['f:metadata'],
  ...[
    ...['name', 'namespace', 'creationTimestamp', 'selfLink', 'uid', 'clusterName', 'generation'],
    ...['managedFields', 'resourceVersion'],
  ].map((name) => ['f:metadata', `f:${name}`]),
);

const BEFORE_FIRST_APPLY = 'before-first-apply';
const KUBECTL = 'kubectl';
const NOTHING: JsonObject = Object.freeze({});

/** For one kind in one version at one endpoint; keep it, its types are built once. */
export class FieldManager {
  readonly #kind: ManagedKind;
  readonly #subresource: string;
  readonly #versions: KindVersions;
  readonly #ownership: Ownership;

  constructor(kind: ManagedKind, minor: Minor, options: FieldManagerOptions = {}) {
    this.#kind = kind;
    this.#subresource = options.subresource ?? '';
    this.#versions = new KindVersions(kind, minor, options.convert);
    this.#ownership = new Ownership(this.#versions, options.resetFields ?? LEAF);
  }

  /**
   * The object with managedFields as of a create (`live` is undefined), an update, or a patch other than apply. Both
   * are in the version of the manager. What clients say in managedFields counts when it can be read.
   */
  update<Updated extends JsonObject>(
    live: JsonObject | undefined,
    updated: Updated,
    manager: string,
    now: string,
  ): Updated {
    const managed = this.#managedBefore(live, updated);
    const isTracked = managed.size > 0 || !hasUid(live);
    if (isTracked) this.#trackUpdate(managed, live ?? NOTHING, updated, manager, now);
    return withManagedFields(updated, managed, live);
  }

  /** The live object with the configuration merged in; `live` is undefined when the object is created by this. */
  apply(live: JsonObject | undefined, applied: JsonObject, options: ApplyOptions): ApplyResult {
    const refused = this.#refusal(applied);
    if (refused !== undefined) return failed(refused);
    const first = this.#applyOnce(live, applied, options);
    if (!('conflicts' in first)) return this.#finish(first, applied, options);
    const { conflicts } = first;
    if (options.manager !== KUBECTL || live === undefined) return failed(conflictFailure(conflicts));
    const allowed = lastAppliedFields(live, this.#kind.apiVersion, this.#versions.own.type);
    const left = conflicts
      .map((conflict) => ({ ...conflict, fields: difference(conflict.fields, allowed) }))
      .filter(({ fields }) => !isEmpty(fields));
    if (left.length > 0) return failed(conflictFailure(left));
    return this.#finish(this.#applyOnce(live, applied, { ...options, force: true }), applied, options);
  }

  /** Of the object that is sent, when there is something to read; a subresource cannot set it. */
  #managedBefore(live: JsonObject | undefined, updated: JsonObject): ManagedFields {
    const sent = managedFieldsOf(updated);
    if (this.#subresource === '') {
      if (isReset(sent)) return new Map();
      const managed = decodeManagedFields(sent);
      if (managed !== undefined && managed.size > 0) return managed;
    }
    return decodeManagedFields(managedFieldsOf(live ?? NOTHING)) ?? new Map();
  }

  #trackUpdate(managed: ManagedFields, live: JsonObject, updated: JsonObject, manager: string, now: string): void {
    this.#ownership.reconcile(managed);
    const change = { live: withoutManagedFields(live), updated: withoutManagedFields(updated), isResultOfApply: false };
    const comparison = this.#ownership.compare(change.live, change.updated, false);
    this.#ownership.release(managed, change, comparison, undefined);
    const fields = difference(comparison.changed, STRIPPED);
    if (!isEmpty(fields)) {
      const entry = this.#entry(manager, 'Update', fields, now);
      const id = managerId(entry);
      const previous = managed.get(id);
      managed.set(id, previous === undefined ? entry : { ...entry, fields: union(fields, previous.fields) });
    }
    capUpdateManagers(managed);
  }

  #entry(manager: string, operation: Operation, fields: Fields, time: string | undefined): ManagedEntry {
    const { apiVersion } = this.#kind;
    const name = manager === '' ? 'unknown' : manager;
    return { manager: name, operation, apiVersion, subresource: this.#subresource, time, fields, written: undefined };
  }

  /** What is wrong with the configuration whatever the object is. */
  #refusal(applied: JsonObject): PatchFailure | undefined {
    const { apiVersion, kind } = this.#kind;
    if (applied['apiVersion'] !== apiVersion || applied['kind'] !== kind) {
      return badRequest(`invalid object type: ${groupVersionKind(applied)}`);
    }
    if ((managedFieldsOf(applied) ?? null) !== null) return badRequest('metadata.managedFields must be nil');
    const problem = isDeeperThan(applied, MAX_DEPTH)
      ? 'exceeded max depth'
      : typingProblem(applied, this.#versions.own.type);
    if (problem === undefined) return undefined;
    return plainError(`failed to create typed patch object (${this.#nameOf(applied)}): ${problem}`);
  }

  #nameOf(object: JsonObject): string {
    const metadata = partOf(object, 'metadata');
    const part = (name: string): string => textOf(member(metadata, name));
    return `${part('namespace')}/${part('name')}; ${groupVersionKind(object)}`;
  }

  #applyOnce(live: JsonObject | undefined, applied: JsonObject, options: ApplyOptions): Applied | Conflicting {
    const managed = decodeManagedFields(managedFieldsOf(live ?? NOTHING)) ?? new Map();
    const before = withoutManagedFields(live ?? NOTHING);
    if (managed.size === 0 && live !== undefined) {
      this.#trackUpdate(managed, NOTHING, before, BEFORE_FIRST_APPLY, options.now);
    }
    this.#ownership.reconcile(managed);
    const { type } = this.#versions.own;
    const entry = this.#entry(options.manager, 'Apply', LEAF, undefined);
    const id = managerId(entry);
    const last = managed.get(id);
    const fields = this.#ownership.withoutReset(fieldSetOf(applied, type));
    managed.set(id, { ...entry, fields, time: last?.time });
    const merged = objectOf(mergeTyped(before, applied, type));
    const updated = last === undefined ? merged : this.#ownership.prune(merged, last, managed);
    const comparison = this.#ownership.compare(before, updated, true);
    const change = { live: before, updated, isResultOfApply: true };
    const conflicts = this.#ownership.release(managed, change, comparison, id);
    if (conflicts.length > 0 && !options.force) return { conflicts };
    const changed = live === undefined || !equalTyped(before, updated, type, true);
    const own = difference(fields, STRIPPED);
    const time = changed ? options.now : last?.time;
    setEntry(managed, id, unlessSame(last, { ...entry, fields: own, time }));
    return { object: changed ? updated : before, changed, managed, live };
  }

  #finish(done: Applied | Conflicting, applied: JsonObject, { manager }: ApplyOptions): ApplyResult {
    if ('conflicts' in done) return failed(conflictFailure(done.conflicts));
    const { object, changed, managed, live } = done;
    const annotated = manager === KUBECTL ? refreshLastApplied(object, applied) : object;
    return { ok: true, object: withManagedFields(annotated, managed, live), changed };
  }
}

/** The entry; the one before when nothing of it is new. */
function unlessSame(last: ManagedEntry | undefined, entry: ManagedEntry): ManagedEntry {
  const isSame = last?.time === entry.time && last?.apiVersion === entry.apiVersion;
  return isSame && last !== undefined && equalJson(last.fields, entry.fields) ? last : entry;
}

interface Applied {
  readonly object: JsonObject;
  readonly changed: boolean;
  readonly managed: ManagedFields;
  readonly live: JsonObject | undefined;
}

interface Conflicting {
  readonly conflicts: readonly Conflict[];
}

/** `apps/v1, Kind=Deployment`; `/v1, Kind=Pod` in the core group. */
function groupVersionKind(object: JsonObject): string {
  const apiVersion = textOf(object['apiVersion']);
  const kind = textOf(object['kind']);
  const parts = apiVersion.split('/');
  if (apiVersion === '' || parts.length > 2) return `/, Kind=${kind}`;
  return `${parts.length === 1 ? '/' : ''}${apiVersion}, Kind=${kind}`;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const objectOf = (value: unknown): JsonObject => (isObject(value) ? value : {});
const partOf = (object: JsonObject, name: string): JsonObject => objectOf(member(object, name));
const managedFieldsOf = (object: JsonObject): unknown => member(partOf(object, 'metadata'), 'managedFields');

const hasUid = (object: JsonObject | undefined): boolean =>
  object !== undefined && textOf(member(partOf(object, 'metadata'), 'uid')) !== '';

function withoutManagedFields(object: JsonObject): JsonObject {
  if (managedFieldsOf(object) === undefined) return object;
  const { managedFields: _, ...metadata } = partOf(object, 'metadata');
  return { ...object, metadata };
}

/** The object with these managers; with the very list that it, or the live object, has when that is the same. */
function withManagedFields<Changed extends JsonObject>(
  object: Changed,
  managed: ManagedFields,
  live: JsonObject | undefined,
): Changed {
  const entries = encodeManagedFields(managed);
  const own = managedFieldsOf(object);
  if (entries === undefined) {
    if (own === undefined) return object;
    const { managedFields: _, ...metadata } = partOf(object, 'metadata');
    return { ...object, metadata };
  }
  if (isSameList(own, entries)) return object;
  const stored = managedFieldsOf(live ?? NOTHING);
  const managedFields = isSameList(stored, entries) ? stored : entries;
  return { ...object, metadata: { ...partOf(object, 'metadata'), managedFields } };
}

const isSameList = (list: unknown, entries: readonly JsonObject[]): boolean =>
  Array.isArray(list) && list.length === entries.length && entries.every((entry, index) => entry === list[index]);
