/** A table of a TOML file with the paths of its keys. */
import { isMap, type PlainMap, valueAt } from '../plain-value.js';

export interface Section {
  readonly table: PlainMap;
  /** The field path of a key of the table, or of the table itself. */
  readonly path: (...keys: readonly string[]) => string;
}

/** The table at a path of keys; none where there is no table. */
export function sectionsOf(file: PlainMap, ...keys: readonly string[]): readonly Section[] {
  const table = valueAt(file, ...keys);
  return isMap(table) ? [{ table, path: (...more) => fieldPath([...keys, ...more]) }] : [];
}

/** Keys that are no plain names stand in brackets: `plugins[io.containerd.grpc.v1.cri].registry`. */
export function fieldPath(keys: readonly string[]): string {
  let path = '';
  for (const key of keys) {
    if (!/^[A-Za-z_][\w-]*$/.test(key)) path += `[${key}]`;
    else path += path === '' ? key : `.${key}`;
  }
  return path;
}
