/** Which fields there must be. */
import { type FieldModel, isInRange, type Minor } from '@bulkhead/apimachinery';
import { requirementsText } from './generated/requirements.js';

interface Requirement {
  readonly r?: readonly string[];
  readonly z?: readonly string[];
  readonly u?: readonly object[];
}

let requirements: ReadonlyMap<string, Requirement> | undefined;

/** The required ones of the fields of a type. */
export function requiredFields(typeName: string, fields: readonly FieldModel[], minor: Minor): readonly string[] {
  const said = requirementOf(typeName)?.r;
  const isRequired = (field: FieldModel): boolean => said?.includes(field.name) ?? !isLeftOut(field, minor);
  return fields.filter(isRequired).map(({ name }) => name);
}

/** Whether the field has a default although JSON may leave it out. */
export const hasZeroDefault = (typeName: string, field: string): boolean =>
  requirementOf(typeName)?.z?.includes(field) === true;

/** Fields of which the value of another says which one counts. */
export const unionsOf = (typeName: string): readonly object[] | undefined => requirementOf(typeName)?.u;

/** Whether JSON leaves the field out when it is empty. */
export const isLeftOut = ({ omitEmpty, omitZero }: FieldModel, minor: Minor): boolean =>
  [omitEmpty, omitZero].some((range) => range !== undefined && isInRange(range, minor));

function requirementOf(typeName: string): Requirement | undefined {
  if (requirements === undefined) {
    const parsed: Record<string, Requirement> = JSON.parse(requirementsText);
    requirements = new Map(Object.entries(parsed));
  }
  return requirements.get(typeName);
}
