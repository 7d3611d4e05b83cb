/**
 * `metadata.managedFields`: who owns which fields. Read to a set for each manager, changed, and written back in order.
 * Source: k8s.io/apimachinery/pkg/util/managedfields/internal/managedfields.go.
 */
import { compareGoStrings } from '@bulkhead/apimachinery/wire';
import { canonicalFields } from '../fields-v1/canonical.js';
import { type Fields, isEmpty } from '../fields-v1/fields.js';
import { InvalidFieldsError } from '../fields-v1/path-element.js';
import { isList, isObject, type JsonObject } from '../json-value.js';

export type Operation = 'Apply' | 'Update';

/** What tells managers apart. Those that apply are one, whatever the version. */
export interface ManagerIdentity {
  readonly manager: string;
  readonly operation: Operation;
  readonly apiVersion: string;
  readonly subresource: string;
}

/** One entry of the list, as it is used here. */
export interface ManagedEntry extends ManagerIdentity {
  /** RFC 3339, in seconds; undefined for one that never changed the object. */
  readonly time: string | undefined;
  readonly fields: Fields;
  /** The entry as it stands in the object, while nothing of it has changed. */
  readonly written: JsonObject | undefined;
}

/** By `managerId`. */
export type ManagedFields = Map<string, ManagedEntry>;

/** The text by which managers are ordered in conflicts: JSON of what tells them apart. */
export function managerId({ manager, operation, apiVersion, subresource }: ManagerIdentity): string {
  const version = operation === 'Update' ? `,"apiVersion":${JSON.stringify(apiVersion)}` : '';
  const part = subresource === '' ? '' : `,"subresource":${JSON.stringify(subresource)}`;
  return `{"manager":${JSON.stringify(manager)},"operation":"${operation}"${version}${part}}`;
}

/** Whether a client resets tracking: with an empty list, or with one empty entry. */
export function isReset(list: unknown): boolean {
  if (!isList(list)) return false;
  const [only] = list;
  return list.length === 0 || (list.length === 1 && isObject(only) && Object.keys(only).length === 0);
}

/** The managers; undefined for a list that cannot be read, of which nothing is used then. */
export function decodeManagedFields(list: unknown): ManagedFields | undefined {
  const managed: ManagedFields = new Map();
  if (list === undefined || list === null) return managed;
  if (!isList(list)) return undefined;
  try {
    for (const item of list) {
      const entry = decodeEntry(item);
      if (entry === undefined) return undefined;
      managed.set(managerId(entry), entry);
    }
  } catch (error) {
    if (error instanceof InvalidFieldsError) return undefined;
    throw error;
  }
  return managed;
}

function decodeEntry(item: unknown): ManagedEntry | undefined {
  if (!isObject(item)) return undefined;
  const { operation, fieldsType, time } = item;
  if ((operation !== 'Apply' && operation !== 'Update') || fieldsType !== 'FieldsV1') return undefined;
  const apiVersion = textOf(item['apiVersion']);
  if (apiVersion === '') return undefined;
  const fields = canonicalFields(item['fieldsV1']);
  return {
    manager: textOf(item['manager']),
    operation,
    apiVersion,
    subresource: textOf(item['subresource']),
    time: typeof time === 'string' ? time : undefined,
    fields,
    written: fields === item['fieldsV1'] ? item : undefined,
  };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The entry with other fields, or another time. */
export function changedEntry(entry: ManagedEntry, fields: Fields, time = entry.time): ManagedEntry {
  return fields === entry.fields && time === entry.time ? entry : { ...entry, fields, time, written: undefined };
}

/** Sets the manager's entry; one that owns nothing is no entry. */
export function setEntry(managed: ManagedFields, id: string, entry: ManagedEntry): void {
  if (isEmpty(entry.fields)) managed.delete(id);
  else managed.set(id, entry);
}

/** The list in its order; undefined when it is empty. */
export function encodeManagedFields(managed: ManagedFields): readonly JsonObject[] | undefined {
  if (managed.size === 0) return undefined;
  return [...managed.values()].sort(compareEntries).map((entry) => entry.written ?? encodeEntry(entry));
}

/** Members in Go's order. */
function encodeEntry({ manager, operation, apiVersion, time, fields, subresource }: ManagedEntry): JsonObject {
  return {
    ...(manager === '' ? {} : { manager }),
    operation,
    apiVersion,
    ...(time === undefined ? {} : { time }),
    fieldsType: 'FieldsV1',
    fieldsV1: fields,
    ...(subresource === '' ? {} : { subresource }),
  };
}

function compareEntries(left: ManagedEntry, right: ManagedEntry): number {
  return (
    compareGoStrings(left.operation, right.operation) ||
    secondsOf(left.time) - secondsOf(right.time) ||
    compareGoStrings(left.manager, right.manager) ||
    compareGoStrings(left.apiVersion, right.apiVersion) ||
    compareGoStrings(left.subresource, right.subresource)
  );
}

/** Seconds of the epoch; 0 where there is no time. */
export function secondsOf(time: string | undefined): number {
  const milliseconds = time === undefined ? 0 : Date.parse(time);
  return Number.isNaN(milliseconds) ? 0 : Math.floor(milliseconds / 1000);
}
