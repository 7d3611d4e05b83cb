/**
 * Who owns what after a change. Managers in other versions are asked in theirs.
 * Source: sigs.k8s.io/structured-merge-diff/merge/update.go.
 */
import {
  difference,
  type Fields,
  intersection,
  isEmpty,
  LEAF,
  recursiveDifference,
  union,
} from '../fields-v1/fields.js';
import { isObject, type JsonObject } from '../json-value.js';
import { type Comparison, compareTyped } from '../typed/compare.js';
import { fieldSetOf } from '../typed/field-set.js';
import { removePaths } from '../typed/remove.js';
import { reconciledFields, withNamedFields } from '../typed/schema-fields.js';
import type { Conflict } from './conflict.js';
import { changedEntry, type ManagedEntry, type ManagedFields, setEntry } from './entry.js';
import type { KindVersions, VersionedType } from './object-kind.js';

export class Ownership {
  readonly #versions: KindVersions;
  /** What the endpoint resets: nobody owns it there. */
  readonly #resetFields: Fields;
  /** Sets that are as the types of a version have them. */
  readonly #reconciled = new WeakMap<Fields, string>();

  constructor(versions: KindVersions, resetFields: Fields) {
    this.#versions = versions;
    this.#resetFields = resetFields;
  }

  withoutReset(fields: Fields): Fields {
    return recursiveDifference(fields, this.#resetFields);
  }

  /** Sets as the types of now have them. Managers of versions that are gone are kept until they are asked. */
  reconcile(managed: ManagedFields): void {
    for (const [id, entry] of managed) {
      // The sets of stored objects are seen again with each write.
      if (this.#reconciled.get(entry.fields) === entry.apiVersion) continue;
      const version = this.#versions.version(entry.apiVersion);
      if (version === undefined) continue;
      const fields = reconciledFields(entry.fields, version.type);
      this.#reconciled.set(fields, entry.apiVersion);
      if (fields !== entry.fields) managed.set(id, changedEntry(entry, fields));
    }
  }

  compare(live: JsonObject, updated: JsonObject, isResultOfApply: boolean): Comparison {
    return this.#compareIn(this.#versions.own, live, updated, isResultOfApply) ?? { changed: LEAF, removed: LEAF };
  }

  #compareIn(
    version: VersionedType,
    live: JsonObject,
    updated: JsonObject,
    isResultOfApply: boolean,
  ): Comparison | undefined {
    const before = version.convert(live);
    const after = version.convert(updated);
    if (before === undefined || after === undefined) return undefined;
    const { changed, removed } = compareTyped(before, after, version.type, { isResultOfApply });
    return { changed: this.withoutReset(changed), removed: this.withoutReset(removed) };
  }

  /**
   * Takes from all managers but `self` what the change touches, and gives what they would not want to lose. Managers
   * of versions that are gone vanish.
   */
  release(
    managed: ManagedFields,
    change: { readonly live: JsonObject; readonly updated: JsonObject; readonly isResultOfApply: boolean },
    own: Comparison,
    self: string | undefined,
  ): Conflict[] {
    const comparisons = new Map<string, Comparison | undefined>([[this.#versions.own.apiVersion, own]]);
    const conflicts: Conflict[] = [];
    for (const [id, entry] of [...managed]) {
      if (id === self) continue;
      if (!comparisons.has(entry.apiVersion)) {
        const version = this.#versions.version(entry.apiVersion);
        const { live, updated, isResultOfApply } = change;
        const found = version && this.#compareIn(version, live, updated, isResultOfApply);
        comparisons.set(entry.apiVersion, found);
      }
      const comparison = comparisons.get(entry.apiVersion);
      if (comparison === undefined) {
        managed.delete(id);
        continue;
      }
      const fields = intersection(entry.fields, comparison.changed);
      if (!isEmpty(fields)) conflicts.push({ id, manager: entry, fields });
      const kept = difference(difference(entry.fields, fields), comparison.removed);
      setEntry(managed, id, changedEntry(entry, kept));
    }
    return conflicts;
  }

  /**
   * The merged object without what the manager applied last time, does not apply now, and nobody else owns. `managed`
   * has the manager's new set already.
   */
  prune(merged: JsonObject, last: ManagedEntry, managed: ManagedFields): JsonObject {
    const version = this.#versions.version(last.apiVersion);
    const whole = version?.convert(merged);
    if (version === undefined || whole === undefined || isEmpty(last.fields)) return merged;
    const lastNamed = withNamedFields(last.fields, version.type);
    const wholeSet = namedSet(whole, version);
    let pruned = objectOf(removePaths(whole, lastNamed, version.type));
    const owned = ownedByVersion(managed);
    const first = owned.get(last.apiVersion);
    if (first !== undefined) pruned = addBack(whole, wholeSet, pruned, first, version);
    for (const [apiVersion, fields] of owned) {
      if (apiVersion !== last.apiVersion) pruned = this.#addBackIn(apiVersion, whole, pruned, fields, version);
    }
    // What was nobody's and hung below what was taken: only what was owned goes.
    const gone = intersection(difference(wholeSet, namedSet(pruned, version)), lastNamed);
    return this.#versions.own.convert(objectOf(removePaths(whole, gone, version.type))) ?? merged;
  }

  /** Paths of another version say what stays; the object itself comes back to the first one. */
  #addBackIn(
    apiVersion: string,
    merged: JsonObject,
    pruned: JsonObject,
    owned: Fields,
    version: VersionedType,
  ): JsonObject {
    const other = this.#versions.version(apiVersion);
    const [whole, part] = [other?.convert(merged), other?.convert(pruned)];
    if (other === undefined || whole === undefined || part === undefined) return pruned;
    return version.convert(addBack(whole, namedSet(whole, other), part, owned, other)) ?? pruned;
  }
}

/** The merged object without what the pruned one lacks and nobody owns. */
function addBack(
  merged: JsonObject,
  mergedSet: Fields,
  pruned: JsonObject,
  owned: Fields,
  version: VersionedType,
): JsonObject {
  const kept = union(namedSet(pruned, version), withNamedFields(owned, version.type));
  return objectOf(removePaths(merged, difference(mergedSet, kept), version.type));
}

const namedSet = (object: JsonObject, { type }: VersionedType): Fields =>
  withNamedFields(fieldSetOf(object, type), type);

const objectOf = (value: unknown): JsonObject => (isObject(value) ? value : {});

function ownedByVersion(managed: ManagedFields): Map<string, Fields> {
  const owned = new Map<string, Fields>();
  for (const { apiVersion, fields } of managed.values()) {
    owned.set(apiVersion, union(owned.get(apiVersion) ?? LEAF, fields));
  }
  return owned;
}
