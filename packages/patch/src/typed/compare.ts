/**
 * Which paths differ between two states of an object. Subtrees that both states share are told by identity and cost
 * nothing; where nothing differs nothing is built.
 * Source: sigs.k8s.io/structured-merge-diff/typed/compare.go.
 */
import { type ApplyField, type ApplyType, fieldValue, type ListType, type MapType } from '../apply-type/apply-type.js';
import { type Fields, FieldsBuilder, isMember, LEAF, union } from '../fields-v1/fields.js';
import { isList, isObject, type JsonObject, member } from '../json-value.js';
import { equalTyped } from './equal.js';
import { formOf } from './form.js';
import { itemElement } from './list-item.js';

/** Nodes of the paths below some place; undefined where there are none. */
interface Difference {
  /** Modified or added. */
  readonly changed: Fields | undefined;
  readonly removed: Fields | undefined;
}

export interface Comparison {
  readonly changed: Fields;
  readonly removed: Fields;
}

const NO_DIFFERENCE: Comparison = { changed: LEAF, removed: LEAF };

/**
 * The paths that differ. Both are seen as Go sees objects of the type; with `isResultOfApply` the right one is as it
 * is written, but still has what Go fills in.
 */
export function compareTyped(
  left: unknown,
  right: unknown,
  type: ApplyType,
  { isResultOfApply = false } = {},
): Comparison {
  const found = new Comparer(isResultOfApply).compare(left, right, type);
  return found === undefined ? NO_DIFFERENCE : { changed: found.changed ?? LEAF, removed: found.removed ?? LEAF };
}

class Comparer {
  readonly #literal: boolean;

  constructor(literal: boolean) {
    this.#literal = literal;
  }

  compare(left: unknown, right: unknown, type: ApplyType): Difference | undefined {
    if (left === right) return undefined;
    const leftForm = formOf(type, left);
    const rightForm = formOf(type, right);
    const found = this.#compareAs(left, right, type, leftForm);
    return leftForm === rightForm ? found : joined(found, this.#compareAs(left, right, type, rightForm));
  }

  #compareAs(left: unknown, right: unknown, type: ApplyType, form: ReturnType<typeof formOf>): Difference | undefined {
    if (form.kind === 'map') {
      const [leftMap, rightMap] = [isObject(left) ? left : undefined, isObject(right) ? right : undefined];
      if (!form.map.atomic) return this.#compareMaps(leftMap, rightMap, form.map);
    } else if (form.kind === 'list' && !form.list.atomic) {
      const [leftList, rightList] = [isList(left) ? left : [], isList(right) ? right : []];
      if (leftList.length > 0 || rightList.length > 0) return this.#compareLists(leftList, rightList, form.list);
    }
    return equalTyped(left, right, type, this.#literal) ? undefined : { changed: LEAF, removed: undefined };
  }

  #compareMaps(left: JsonObject | undefined, right: JsonObject | undefined, map: MapType): Difference | undefined {
    const found = new DifferenceBuilder();
    for (const name in right) {
      if (Object.hasOwn(right, name)) this.#compareMember(left, right, name, map, found);
    }
    for (const name in left) {
      if (Object.hasOwn(left, name) && (right === undefined || !Object.hasOwn(right, name))) {
        this.#compareMember(left, right, name, map, found);
      }
    }
    if (left !== undefined && right !== undefined) return found.difference();
    // One of them is null: of the other, all fields that Go writes are there.
    for (const { name } of map.fields.always) {
      if (member(left ?? right ?? {}, name) === undefined) this.#compareMember(left, right, name, map, found);
    }
    const difference = found.difference();
    return difference === undefined && left !== right ? { changed: LEAF, removed: undefined } : difference;
  }

  #compareMember(
    left: JsonObject | undefined,
    right: JsonObject | undefined,
    name: string,
    map: MapType,
    found: DifferenceBuilder,
  ): void {
    const written = left === undefined ? undefined : member(left, name);
    const other = right === undefined ? undefined : member(right, name);
    if (written === other && written !== undefined) return;
    const field = map.fields.get(name);
    const type = field?.type ?? map.element;
    if (type === undefined) return;
    const before = left === undefined ? undefined : leftValue(field, written);
    const after = right === undefined ? undefined : this.#rightValue(field, other);
    found.add(field?.element ?? `f:${name}`, before, after, type, this);
  }

  #rightValue(field: ApplyField | undefined, value: unknown): unknown {
    if (field === undefined) return value;
    if (!this.#literal) return fieldValue(field, value);
    return value === undefined ? field.zero : value;
  }

  #compareLists(left: readonly unknown[], right: readonly unknown[], list: ListType): Difference | undefined {
    const [before, after] = [new ItemIndex(left, list), new ItemIndex(right, list)];
    const found = new DifferenceBuilder();
    for (const [element, item] of after.items) {
      if (before.duplicates.has(element) || after.duplicates.has(element)) {
        this.#compareDuplicates(before, after, element, list, found);
      } else found.add(element, before.items.get(element), item, list.element, this);
    }
    for (const [element, item] of before.items) {
      if (after.items.has(element)) continue;
      if (before.duplicates.has(element)) this.#compareDuplicates(before, after, element, list, found);
      else found.add(element, item, undefined, list.element, this);
    }
    return found.difference();
  }

  /** Items that stand more than once are compared as a whole; one that stands once is new, or gone, beside them. */
  #compareDuplicates(before: ItemIndex, after: ItemIndex, element: string, list: ListType, found: DifferenceBuilder) {
    const [left, right] = [before.duplicates.get(element), after.duplicates.get(element)];
    if (left !== undefined && right !== undefined) {
      const type: ApplyType = { list: { ...list, atomic: true } };
      if (!equalTyped(left, right, type, this.#literal)) found.addChanged(element, LEAF);
    } else if (left !== undefined) {
      const item = after.items.get(element);
      if (item !== undefined) found.addChanged(element, allPaths(item, list.element, this.#literal));
      found.addRemoved(element, LEAF);
    } else {
      const item = before.items.get(element);
      if (item !== undefined) found.addRemoved(element, allPaths(item, list.element, false));
      found.addChanged(element, LEAF);
    }
  }

  addedPaths(value: unknown, type: ApplyType): Fields {
    return allPaths(value, type, this.#literal);
  }
}

const leftValue = (field: ApplyField | undefined, value: unknown): unknown =>
  field === undefined ? value : fieldValue(field, value);

class DifferenceBuilder {
  #changed: FieldsBuilder | undefined;
  #removed: FieldsBuilder | undefined;

  add(element: string, before: unknown, after: unknown, type: ApplyType, comparer: Comparer): void {
    if (before === undefined) {
      if (after !== undefined) this.addChanged(element, comparer.addedPaths(after, type));
      return;
    }
    if (after === undefined) return this.addRemoved(element, allPaths(before, type, false));
    const found = comparer.compare(before, after, type);
    if (found === undefined) return;
    this.addChanged(element, found.changed);
    this.addRemoved(element, found.removed);
  }

  addChanged(element: string, node: Fields | undefined): void {
    if (node === undefined) return;
    this.#changed ??= new FieldsBuilder(false);
    this.#changed.add(element, node);
  }

  addRemoved(element: string, node: Fields | undefined): void {
    if (node === undefined) return;
    this.#removed ??= new FieldsBuilder(false);
    this.#removed.add(element, node);
  }

  difference(): Difference | undefined {
    if (this.#changed === undefined && this.#removed === undefined) return undefined;
    return { changed: this.#changed?.node(), removed: this.#removed?.node() };
  }
}

/** Items by their path elements. */
class ItemIndex {
  /** The first of each element. */
  readonly items = new Map<string, unknown>();
  /** All of those that stand more than once. */
  readonly duplicates = new Map<string, unknown[]>();

  constructor(list: readonly unknown[], type: ListType) {
    for (const item of list) {
      const element = itemElement(type, item);
      if (element === undefined) continue;
      if (!this.items.has(element)) this.items.set(element, item);
      else {
        const known = this.duplicates.get(element);
        if (known === undefined) this.duplicates.set(element, [this.items.get(element), item]);
        else known.push(item);
      }
    }
  }
}

/** The path of the value and all below it: what is there on one side alone. */
function allPaths(value: unknown, type: ApplyType, literal: boolean): Fields {
  const form = formOf(type, value);
  if (form.kind === 'map' && !form.map.atomic && isObject(value)) return mapPaths(value, form.map, literal);
  if (form.kind === 'list' && !form.list.atomic && isList(value)) return listPaths(value, form.list, literal);
  return LEAF;
}

function mapPaths(value: JsonObject, map: MapType, literal: boolean): Fields {
  const built = new FieldsBuilder(true);
  const add = (name: string, field: ApplyField | undefined, written: unknown): void => {
    const type = field?.type ?? map.element;
    const seen = field === undefined || (literal && written !== undefined) ? written : fieldValue(field, written);
    if (type !== undefined && seen !== undefined)
      built.add(field?.element ?? `f:${name}`, allPaths(seen, type, literal));
  };
  for (const name in value) if (Object.hasOwn(value, name)) add(name, map.fields.get(name), value[name]);
  for (const field of map.fields.always) {
    if (!Object.hasOwn(value, field.name)) add(field.name, field, undefined);
  }
  return built.node() ?? LEAF;
}

function listPaths(value: readonly unknown[], list: ListType, literal: boolean): Fields {
  const { items, duplicates } = new ItemIndex(value, list);
  const built = new FieldsBuilder(true);
  for (const [element, item] of items) {
    built.add(element, duplicates.has(element) ? LEAF : allPaths(item, list.element, literal));
  }
  return built.node() ?? LEAF;
}

/** Both differences at one place. */
function joined(left: Difference | undefined, right: Difference | undefined): Difference | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  return { changed: joinedNode(left.changed, right.changed), removed: joinedNode(left.removed, right.removed) };
}

function joinedNode(left: Fields | undefined, right: Fields | undefined): Fields | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  const node = union({ node: left }, { node: right })['node'];
  return node ?? (isMember(left) ? left : right);
}
