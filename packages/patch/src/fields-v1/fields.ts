/**
 * Sets of paths, in the very form in which FieldsV1 has them: objects by path element. A leaf is `{}`; a path that is
 * a member and has others below has a `.` beside them. So sets need no decoding, and unchanged parts are shared.
 *
 * All sets here are canonical: elements in order, and `.` only beside others.
 */
import { compareElements } from './path-element.js';

export interface Fields {
  readonly [element: string]: Fields;
}
type MutableFields = Record<string, Fields>;

/** A member without children; at the root, the empty set. */
export const LEAF: Fields = Object.freeze({});
const SELF = '.';

export function isEmpty(fields: Fields): boolean {
  for (const _ in fields) return false;
  return true;
}

/** Whether the node of a path is a member of the set, not only on the way to some. */
export const isMember = (node: Fields | undefined): boolean =>
  node !== undefined && (Object.hasOwn(node, SELF) || isEmpty(node));

/** What is below the path; undefined when nothing is. */
export function hasChildren(node: Fields | undefined): node is Fields {
  if (node === undefined) return false;
  for (const element in node) if (element !== SELF) return true;
  return false;
}

export const child = (fields: Fields | undefined, element: string): Fields | undefined =>
  fields !== undefined && Object.hasOwn(fields, element) ? fields[element] : undefined;

/** The elements below the node, without the mark of the node itself. */
export function elementsOf(node: Fields): string[] {
  const elements = Object.keys(node);
  return elements[0] === SELF ? elements.slice(1) : elements;
}

/** Collects what is below one path and puts it in order. */
export class FieldsBuilder {
  readonly #member: boolean;
  #children: MutableFields | undefined;
  #last = '';
  #isSorted = true;

  /** `member`: whether the path itself is in the set. */
  constructor(member: boolean) {
    this.#member = member;
  }

  add(element: string, node: Fields | undefined): void {
    if (node === undefined) return;
    if (this.#children === undefined) this.#children = this.#member ? { [SELF]: LEAF } : {};
    else if (this.#isSorted && compareElements(this.#last, element) > 0) this.#isSorted = false;
    this.#last = element;
    this.#children[element] = node;
  }

  /** The node; undefined when it is no member and nothing is below. */
  node(): Fields | undefined {
    const children = this.#children;
    if (children === undefined) return this.#member ? LEAF : undefined;
    if (this.#isSorted) return children;
    const sorted: MutableFields = this.#member ? { [SELF]: LEAF } : {};
    for (const element of elementsOf(children).sort(compareElements)) {
      const node = children[element];
      if (node !== undefined) sorted[element] = node;
    }
    return sorted;
  }
}

export function union(left: Fields, right: Fields): Fields {
  if (left === right || isEmpty(right)) return left;
  return isEmpty(left) ? right : (unitedNode(left, right, false) ?? LEAF);
}

function unitedNode(left: Fields, right: Fields, member: boolean): Fields | undefined {
  const united = new FieldsBuilder(member);
  let isLeft = member === Object.hasOwn(left, SELF);
  for (const element of mergedElements(left, right)) {
    const [a, b] = [child(left, element), child(right, element)];
    const node = a === undefined ? b : b === undefined || a === b ? a : unitedNode(a, b, isMember(a) || isMember(b));
    isLeft &&= node === a;
    united.add(element, node);
  }
  return isLeft ? left : united.node();
}

/** Elements of both in canonical order; what only the right has is put in where it belongs. */
function mergedElements(left: Fields, right: Fields): readonly string[] {
  const elements = elementsOf(left);
  const more = elementsOf(right).filter((element) => !Object.hasOwn(left, element));
  return more.length === 0 ? elements : [...elements, ...more].sort(compareElements);
}

export function intersection(left: Fields, right: Fields): Fields {
  return commonNode(left, right, false) ?? LEAF;
}

function commonNode(left: Fields, right: Fields, member: boolean): Fields | undefined {
  const common = new FieldsBuilder(member);
  for (const element of elementsOf(left)) {
    const [a, b] = [child(left, element), child(right, element)];
    if (a !== undefined && b !== undefined) common.add(element, commonNode(a, b, isMember(a) && isMember(b)));
  }
  return common.node();
}

/** Takes the members of `right` away; what is below them stays. */
export const difference = (left: Fields, right: Fields): Fields =>
  isEmpty(right) ? left : (remainingNode(left, right, false, false) ?? LEAF);

/** Takes the members of `right` away with all that is below them. */
export const recursiveDifference = (left: Fields, right: Fields): Fields =>
  isEmpty(right) ? left : (remainingNode(left, right, false, true) ?? LEAF);

function remainingNode(left: Fields, right: Fields, member: boolean, deep: boolean): Fields | undefined {
  const remaining = new FieldsBuilder(member);
  let isLeft = member === (Object.hasOwn(left, SELF) || isEmpty(left));
  for (const element of elementsOf(left)) {
    const [a, b] = [child(left, element), child(right, element)];
    if (a === undefined) continue;
    const isTaken = isMember(b);
    let node: Fields | undefined = a;
    if (deep && isTaken) node = undefined;
    else if (b !== undefined) node = remainingNode(a, b, isMember(a) && !isTaken, deep);
    isLeft &&= node === a;
    remaining.add(element, node);
  }
  return isLeft ? left : remaining.node();
}

/** The set of these paths, each a list of elements. */
export function fieldsOfPaths(...paths: readonly (readonly string[])[]): Fields {
  return paths.reduce((fields, path) => union(fields, pathNode(path)), LEAF);
}

function pathNode(path: readonly string[]): Fields {
  return path.reduceRight<Fields>((node, element) => ({ [element]: node }), LEAF);
}

/** The member paths: at each place first those of the place itself, then those below. */
export function* pathsOf(fields: Fields, prefix: readonly string[] = []): Generator<readonly string[]> {
  for (const element of elementsOf(fields)) if (isMember(fields[element])) yield [...prefix, element];
  for (const element of elementsOf(fields)) yield* pathsOf(fields[element] ?? LEAF, [...prefix, element]);
}

export function hasPath(fields: Fields, path: readonly string[]): boolean {
  let node: Fields | undefined = fields;
  for (const element of path) node = child(node, element);
  return path.length > 0 && isMember(node);
}
