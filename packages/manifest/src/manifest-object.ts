/**
 * The API objects of a document: itself, or the items of a list, as kubectl takes lists apart (apimachinery,
 * unstructured; cli-runtime, FlattenListVisitor). Every item keeps its own places.
 */
import type { DuplicateKey } from './duplicate-key.js';
import type { Position } from './line-index.js';
import type { Location, ManifestDocument, NearestLocation } from './manifest-document.js';
import { isPlainObject, type PlainObject } from './own-key.js';
import type { PathSegment } from './path.js';

/** Lists inside lists that are followed; upstream follows any number, and nobody writes two. */
const MAX_LIST_DEPTH = 64;

export class ManifestObject {
  readonly document: ManifestDocument;
  /** The path of the object's root in the document: empty, or `['items', 3]`. */
  readonly path: readonly PathSegment[];
  readonly value: unknown;
  readonly #root: number;

  constructor(document: ManifestDocument, path: readonly PathSegment[], value: unknown, root: number) {
    this.document = document;
    this.path = path;
    this.value = value;
    this.#root = root;
  }

  /** Where the value at a path from the object's root stands. */
  locate(path: readonly PathSegment[]): Location | undefined {
    return this.document.locateFrom(this.#root, path);
  }

  /** Where the deepest existing part of a path from the object's root stands. */
  nearest(path: readonly PathSegment[]): NearestLocation {
    return this.document.nearestFrom(this.#root, path);
  }

  /** Where the deepest existing part of a path from the object's root begins: one position, for who asks of many. */
  place(path: readonly PathSegment[]): Position {
    return this.document.placeFrom(this.#root, path);
  }

  /** Keys that stand twice in one map of the object, with paths from its root. */
  get duplicates(): readonly DuplicateKey[] {
    return this.document.duplicatesBelow(this.#root);
  }
}

/**
 * The objects of a document. A list is what has an array of `items`; where its kind does not end in `List` it may just
 * as well be an object of its own, and then both it and its items are returned.
 */
export function expandLists(document: ManifestDocument): ManifestObject[] {
  const objects: ManifestObject[] = [];
  expand(document, [], document.value, document.root, objects, 0);
  return objects;
}

function expand(
  document: ManifestDocument,
  path: readonly PathSegment[],
  value: unknown,
  root: number,
  objects: ManifestObject[],
  depth: number,
): void {
  const items = itemsOf(value);
  if (items === undefined || depth > MAX_LIST_DEPTH) {
    objects.push(new ManifestObject(document, path, value, root));
    return;
  }
  const list = value as PlainObject;
  const kind = textOf(list, 'kind');
  if (!kind.endsWith('List')) objects.push(new ManifestObject(document, path, value, root));
  const itemKind = kind.endsWith('List') ? kind.slice(0, -'List'.length) : kind;
  const apiVersion = textOf(list, 'apiVersion');
  for (let index = 0; index < items.length; index++) {
    const row = document.rowAt(root, ['items', index]);
    const item = inferType(items[index], apiVersion, itemKind);
    // Every item has its row; the root's stands in only for one that a merge key hides.
    expand(document, [...path, 'items', index], item, row ?? root, objects, depth + 1);
  }
}

function itemsOf(value: unknown): readonly unknown[] | undefined {
  if (!isPlainObject(value) || !Object.hasOwn(value, 'items')) return undefined;
  return Array.isArray(value.items) ? value.items : undefined;
}

/** Items of a `PodList` say neither kind nor version; they have those of their list. */
function inferType(item: unknown, apiVersion: string, kind: string): unknown {
  if (!isPlainObject(item) || kind === '' || textOf(item, 'kind') !== '' || textOf(item, 'apiVersion') !== '')
    return item;
  return { apiVersion, kind, ...item };
}

function textOf(object: PlainObject, key: string): string {
  const value = Object.hasOwn(object, key) ? object[key] : undefined;
  return typeof value === 'string' ? value : '';
}
