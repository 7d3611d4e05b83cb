/** A scalar of another type that says the same: `8080` for `"8080"`, as it is written. */
import type { AuditObject } from '../../audit-object.js';
import { parseFieldPath } from '../../field-path.js';
import { valueAt } from '../../fix/json-value.js';

/** The value as the type that the field takes; undefined where that is not the same by all means. */
export function asType(object: AuditObject, path: string, expected: string): unknown {
  const value = valueAt(object.source.value, parseFieldPath(path));
  if (expected === 'string' && ['number', 'bigint', 'boolean'].includes(typeof value)) {
    return writtenText(object, path) ?? String(value);
  }
  if (typeof value !== 'string') return undefined;
  if (expected === 'integer') return /^(?:0|-?[1-9]\d{0,8})$/.test(value) ? Number(value) : undefined;
  if (expected === 'boolean') return value === 'true' || value === 'false' ? value === 'true' : undefined;
  return undefined;
}

/** The characters of a number or boolean: `1.10` is not `1.1` once it is a text. */
function writtenText(object: AuditObject, path: string): string | undefined {
  const place = object.source.locate(parseFieldPath(path));
  if (place === undefined) return undefined;
  const { document } = object.source;
  const { value, end } = place;
  const text = document.lineText(value.line).slice(value.column - 1, value.column - 1 + end.offset - value.offset);
  return /^[\w.+-]+$/.test(text) ? text : undefined;
}
