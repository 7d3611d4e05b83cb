/**
 * What YAML can say and JSON cannot: null keys, keys beyond 64 bits, infinities and NaN. They are an error only where
 * they are still part of the document at its end, since a later equal key may have replaced them.
 */

import { isPlainObject, type PlainObject } from '../own-key.js';
import type { YamlProblem } from './cursor.js';

type Container = PlainObject | unknown[];

interface Finding {
  /** Undefined for the root. */
  readonly container: Container | undefined;
  /** The key of a value; undefined for items, and for keys that are themselves at fault. */
  readonly key: string | undefined;
  readonly message: string;
  readonly offset: number;
}

export class Unencodable {
  readonly #findings: Finding[] = [];
  readonly #byContainer: Map<Container | undefined, Finding[]> = new Map();

  add(container: Container | undefined, key: string | undefined, message: string, offset: number): void {
    const finding = { container, key, message, offset };
    this.#findings.push(finding);
    const others = this.#byContainer.get(container);
    if (others === undefined) this.#byContainer.set(container, [finding]);
    else others.push(finding);
  }

  /** The entries of `source` were written into `target`. */
  copy(source: PlainObject, target: PlainObject): void {
    const found = this.#byContainer.get(source);
    if (found === undefined || source === target) return;
    for (const { key, message, offset } of found) this.add(target, key, message, offset);
  }

  /** The first finding that is part of `root`. */
  find(root: unknown): YamlProblem | undefined {
    if (this.#findings.length === 0) return undefined;
    const reachable = containersOf(root);
    const finding = this.#findings.find(({ container, key }) => {
      if (container === undefined) return true;
      if (!reachable.has(container)) return false;
      if (key === undefined || Array.isArray(container)) return true;
      const value = container[key];
      return typeof value === 'number' && !Number.isFinite(value);
    });
    return finding === undefined ? undefined : { message: finding.message, offset: finding.offset };
  }
}

function containersOf(root: unknown): Set<unknown> {
  const found = new Set<unknown>();
  const open: unknown[] = [root];
  while (open.length > 0) {
    const value = open.pop();
    if ((!Array.isArray(value) && !isPlainObject(value)) || found.has(value)) continue;
    found.add(value);
    const children: unknown[] = Array.isArray(value) ? value : Object.values(value);
    for (const child of children) open.push(child);
  }
  return found;
}
