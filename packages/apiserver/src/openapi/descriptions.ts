/** What `kubectl explain` says of a type or a field. Only what is worth knowing for security has a text of its own. */
import { FIELD_DESCRIPTIONS } from './field-descriptions.js';
import { TYPE_DESCRIPTIONS } from './type-descriptions.js';

/** Of fields that all objects have. */
const COMMON: ReadonlyMap<string, string> = new Map([
  ['apiVersion', 'Group and version of the form in which the object is written.'],
  ['kind', 'What the object is.'],
  ['metadata', 'Name, labels and what else all objects have.'],
]);

/** Of a type such as `core.v1.Pod`. */
export const typeDescription = (typeName: string): string | undefined =>
  TYPE_DESCRIPTIONS.get(withoutVersion(typeName));

export function fieldDescription(typeName: string, field: string): string | undefined {
  const own = FIELD_DESCRIPTIONS.get(withoutVersion(typeName))?.get(field);
  return own ?? COMMON.get(field);
}

/** `core.Pod`: what a field means does not change with the version. */
function withoutVersion(typeName: string): string {
  const [group = '', , name = ''] = typeName.split('.');
  return `${group}.${name}`;
}
