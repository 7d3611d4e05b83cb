/**
 * What encoding/json prints of Go's zero values, and what it leaves out.
 */
import type { GoType } from '../model/go-type.js';
import { isInRange } from '../model/minor-range.js';
import type { FieldModel } from '../model/type-model.js';
import type { Minor } from '../version.js';

/** The zero value of all types but structs that are no pointers; undefined for those. */
export function zeroValue({ kind, pointer }: GoType): unknown {
  if (pointer) return null;
  switch (kind) {
    case 'string':
      return '';
    case 'bool':
    case 'schemaOrBool':
      return false;
    case 'int32':
    case 'int64':
    case 'float64':
    case 'intOrString':
      return 0;
    case 'quantity':
      return '0';
    case 'struct':
      return undefined;
    case 'any':
    case 'bytes':
    case 'list':
    case 'map':
    case 'time':
    case 'microTime':
    case 'schemaOrArray':
    case 'schemaOrStringArray':
      break;
  }
  return null;
}

/** `omitempty` leaves out nil, "", 0, false and empty lists and maps; a struct is never empty. */
const EMPTY_KINDS: ReadonlySet<string> = new Set([
  ...['string', 'bool', 'int32', 'int64', 'float64', 'bytes', 'list', 'map'],
]);

/** Whether `omitempty` may find a value of the type empty that is no nil pointer. */
export const hasEmptyValue = ({ kind }: GoType): boolean => EMPTY_KINDS.has(kind);

/** Whether the minor prints the field when it has its zero value. */
export function printsZero(field: FieldModel, minor: Minor): boolean {
  const { omitEmpty, omitZero, type } = field;
  if (omitZero !== undefined && isInRange(omitZero, minor)) return false;
  const omits = omitEmpty !== undefined && isInRange(omitEmpty, minor);
  return !(omits && (type.pointer || hasEmptyValue(type)));
}
