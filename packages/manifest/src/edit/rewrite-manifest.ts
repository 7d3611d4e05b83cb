/**
 * New values for objects of a file, written into its text: comments, order, quotes, indentation and line breaks stay.
 * What cannot be written so is refused with a reason, and the text is read again before it is given away: it says
 * exactly what was asked, or the document stays as it was.
 */
import type { ManifestDocument } from '../manifest-document.js';
import type { ManifestObject } from '../manifest-object.js';
import { isPlainObject, type PlainObject, setOwn } from '../own-key.js';
import type { PathSegment } from '../path.js';
import { type ReadOptions, readManifest } from '../read-manifest.js';
import { applyEdits } from '../text-edit.js';
import { isSame } from './is-same.js';
import { ObjectRewriter } from './object-rewriter.js';
import { Refused } from './refused.js';
import { WrittenText } from './written-text.js';

export interface ObjectChange {
  readonly object: ManifestObject;
  /** What the object is to say; made from its value, so that what stays is the same object in both. */
  readonly value: unknown;
  /** Paths of keys that are written twice, of which the earlier one goes. Only where the value stays. */
  readonly earlierKeys?: readonly (readonly PathSegment[])[];
}

export interface Rewriting {
  readonly text: string;
  /** Objects that stay as they were, each with a clause that says why. */
  readonly refused: ReadonlyMap<ManifestObject, string>;
}

const UNWRITABLE = 'the document is written in a way that cannot be edited safely (anchors, tags or explicit keys)';

/** The text of the file that all `documents` are from, with the changes made; `options` as it was read. */
export function rewriteManifest(
  documents: readonly ManifestDocument[],
  changes: readonly ObjectChange[],
  options: ReadOptions = {},
): Rewriting {
  const refused = new Map<ManifestObject, string>();
  const [first] = documents;
  if (first === undefined) return { text: '', refused };
  let wanted = changes;
  for (;;) {
    const written = new WrittenText(first.file);
    const made = wanted.filter((change) => {
      const reason = write(written, change);
      if (reason !== undefined) refused.set(change.object, reason);
      return reason === undefined;
    });
    const text = applied(written);
    const bad = text === undefined ? new Set(documents) : differing(text, documents, made, options);
    if (text !== undefined && bad.size === 0) return { text, refused };
    for (const { object } of made) if (bad.has(object.document)) refused.set(object, UNWRITABLE);
    wanted = made.filter(({ object }) => !bad.has(object.document));
    if (wanted.length === made.length) {
      // A document that nothing was changed in does not come out the same: then the file is left alone.
      for (const { object } of made) refused.set(object, UNWRITABLE);
      return { text: written.text, refused };
    }
  }
}

/** Edits that overlap come from a text that is written in an unusual way. */
function applied({ text, edits }: WrittenText): string | undefined {
  try {
    return applyEdits(text, edits);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Adds the edits of a change, or says why there are none. */
function write(written: WrittenText, { object, value, earlierKeys = [] }: ObjectChange): string | undefined {
  const { document, path } = object;
  const before = written.edits.length;
  try {
    const root = rowOf(written, document, path);
    const rewriter = new ObjectRewriter(written, document.root);
    rewriter.rewrite(root, object.value, value);
    for (const field of earlierKeys) {
      rewriter.dropEarlierKey(rowOf(written, document, [...path, ...field.slice(0, -1)]), String(field.at(-1)));
    }
    return undefined;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    written.edits.length = before;
    return error.message;
  }
}

/** The row at a path; refused where the way there leads through an alias or a text that one stands for. */
function rowOf(written: WrittenText, document: ManifestDocument, path: readonly PathSegment[]): number {
  let row = document.root;
  for (const segment of path) {
    written.anchors.checkInside(row);
    const next = document.rowAt(row, [segment]);
    if (next === undefined) throw new Refused('the text holds no such object');
    row = next;
  }
  return row;
}

/** Documents that do not say what they should in the new text. */
function differing(
  text: string,
  documents: readonly ManifestDocument[],
  changes: readonly ObjectChange[],
  options: ReadOptions,
): Set<ManifestDocument> {
  const { bytes: _bytes, ...rest } = options;
  const read = new Map(readManifest(text, rest).documents.map((document) => [document.index, document.value]));
  const byDocument = grouped(changes, ({ object }) => object.document);
  const bad = new Set<ManifestDocument>();
  for (const document of documents) {
    const expected = withChanges(document.value, byDocument.get(document) ?? [], 0);
    if (!read.has(document.index) || !isSame(read.get(document.index), expected)) bad.add(document);
  }
  return bad;
}

/** The value with each changed object in its place. */
function withChanges(value: unknown, changes: readonly ObjectChange[], depth: number): unknown {
  if (changes.length === 0) return value;
  const own = changes.find(({ object }) => object.path.length === depth);
  const base = own === undefined ? value : written(value, own);
  const below = grouped(
    changes.filter(({ object }) => object.path.length > depth),
    ({ object }) => object.path[depth],
  );
  if (below.size === 0) return base;
  const copy: unknown = Array.isArray(base) ? [...base] : { ...(base as object) };
  for (const [segment, inner] of below) {
    if (segment === undefined) continue;
    if (Array.isArray(copy)) copy[Number(segment)] = withChanges(copy[Number(segment)], inner, depth + 1);
    else if (isPlainObject(copy)) setOwn(copy, String(segment), withChanges(copy[segment], inner, depth + 1));
  }
  return copy;
}

function grouped<Key>(
  changes: readonly ObjectChange[],
  keyOf: (change: ObjectChange) => Key,
): ReadonlyMap<Key, readonly ObjectChange[]> {
  const groups = new Map<Key, ObjectChange[]>();
  for (const change of changes) {
    const key = keyOf(change);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [change]);
    else group.push(change);
  }
  return groups;
}

/** What the text of the object is to say: items of a `PodList` have types that are not written. */
function written(value: unknown, { object, value: after }: ObjectChange): unknown {
  if (value === object.value || !isPlainObject(value) || !isPlainObject(after) || !isPlainObject(object.value)) {
    return after;
  }
  const inferred = Object.keys(object.value).filter((key) => !Object.hasOwn(value, key));
  const before: PlainObject = object.value;
  return Object.fromEntries(Object.entries(after).filter(([key, v]) => !inferred.includes(key) || v !== before[key]));
}
