/**
 * Enums and defaults that a server documents in its OpenAPI, as of 1.35.
 */
import { valuesText } from '../generated/model/values.js';

export interface DocumentedValues {
  /** Allowed values of the field, of its items or of its values. */
  readonly enum?: readonly string[];
  readonly default?: unknown;
}

interface ValueText {
  readonly e?: readonly string[];
  readonly d?: unknown;
}
let values: ReadonlyMap<string, ReadonlyMap<string, DocumentedValues>> | undefined;
const NONE: DocumentedValues = {};

/** What is documented of a field of a type, for example `core.v1.ContainerPort` and `protocol`. */
export function documentedValuesOf(typeName: string, field: string): DocumentedValues {
  if (values === undefined) {
    const parsed: Record<string, Record<string, ValueText>> = JSON.parse(valuesText);
    values = new Map(
      Object.entries(parsed).map(([type, fields]) => [
        type,
        new Map(Object.entries(fields).map(([name, text]) => [name, readValues(text)])),
      ]),
    );
  }
  return values.get(typeName)?.get(field) ?? NONE;
}

const readValues = (text: ValueText): DocumentedValues => ({
  ...(text.e === undefined ? {} : { enum: text.e }),
  ...(text.d === undefined ? {} : { default: text.d }),
});
