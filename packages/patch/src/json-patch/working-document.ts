/**
 * A document that operations change. The first change inside a list or object copies that one; from then on it is
 * the patch's own and is changed in place, so that many operations on a large list do not copy it each time.
 */
import { isList, isObject, type JsonObject, type MutableObject, member, setMember } from '../json-value.js';

export interface Place {
  readonly container: readonly unknown[] | JsonObject;
  readonly key: string;
}

export type OwnPlace = {
  readonly container: unknown[] | MutableObject;
  readonly key: string;
};

export class WorkingDocument {
  root: unknown;
  readonly #own = new WeakSet<object>();

  constructor(root: unknown) {
    this.root = root;
  }

  /** Where the path leads, to read; undefined when something on the way is missing or has no members. */
  find(path: string): Place | undefined {
    const steps = stepsOf(path);
    const key = steps?.pop();
    if (steps === undefined || key === undefined) return undefined;
    let container: unknown = this.root;
    for (const step of steps) container = childOf(container, step);
    return isList(container) || isObject(container) ? { container, key } : undefined;
  }

  /** Where the path leads, to write. */
  findOwn(path: string): OwnPlace | undefined {
    if (this.find(path) === undefined) return undefined;
    const steps = stepsOf(path) ?? [];
    const key = steps.pop() ?? '';
    let container = this.#owned(this.root);
    this.root = container;
    for (const step of steps) {
      const child = this.#owned(childOf(container, step));
      if (Array.isArray(container)) container[listIndex(container, step) ?? 0] = child;
      else setMember(container, step, child);
      container = child;
    }
    return { container, key };
  }

  #owned(value: unknown): unknown[] | MutableObject {
    if (Array.isArray(value)) {
      const items: unknown[] = value;
      return this.#own.has(items) ? items : this.#adopt([...items]);
    }
    const object: MutableObject = isObject(value) ? value : {};
    return this.#own.has(object) ? object : this.#adopt({ ...object });
  }

  #adopt<Container extends unknown[] | MutableObject>(copy: Container): Container {
    this.#own.add(copy);
    return copy;
  }
}

/** Steps of a JSON pointer. What stands before the first slash counts for nothing; without a slash there is no path. */
function stepsOf(path: string): string[] | undefined {
  const [, ...steps] = path.split('/');
  return steps.length === 0 ? undefined : steps.map(unescapeStep);
}

const unescapeStep = (step: string): string =>
  step.includes('~') ? step.replaceAll(/~[01]/g, (escape) => (escape === '~1' ? '/' : '~')) : step;

/** The value at the place; undefined when there is none. */
export function childOf(container: unknown, key: string): unknown {
  if (isList(container)) {
    const index = listIndex(container, key);
    return index === undefined ? undefined : container[index];
  }
  return isObject(container) ? member(container, key) : undefined;
}

/** The index that the text means in the list, also from its end: `-1` is the last; undefined when it is outside. */
export function listIndex(list: readonly unknown[], text: string): number | undefined {
  const index = parseIndex(text);
  if (index === undefined || index >= list.length || index < -list.length) return undefined;
  return index < 0 ? index + list.length : index;
}

/** As Go's `strconv.Atoi`: a sign and leading zeros are taken. */
export function parseIndex(text: string): number | undefined {
  if (!/^[+-]?\d+$/.test(text)) return undefined;
  const index = Number(text);
  // Such an index is outside of any list; it only must not lose its digits.
  return Number.isSafeInteger(index) ? index + 0 : undefined;
}
