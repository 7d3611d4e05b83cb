/** The operations of a JSON patch as the API server decodes them, and what its strict decoder says of them. */
import { badRequest, type FieldValidation, type PatchFailure, Refusal } from '../failure.js';
import { goTypeOf, isList, isObject, type JsonObject, member } from '../json-value.js';

export const MAX_OPERATIONS = 10_000;

/** The strict decoder keeps no more errors than that. */
const MAX_STRICT_ERRORS = 100;

export interface DecodedOperations {
  readonly operations: readonly JsonObject[];
  /** `json patch unknown field "[0].bar"`: warnings, or errors under `Strict`. */
  readonly strictErrors: readonly string[];
}

const TEXT_FIELDS = ['op', 'path', 'from'];
const FIELDS: ReadonlySet<string> = new Set([...TEXT_FIELDS, 'value']);

/** An operation that is `null` is decoded to one without members. */
const NO_OPERATION: JsonObject = {};

export function decodeOperations(patch: unknown, validation: FieldValidation): DecodedOperations {
  const items = patch === null ? [] : patch;
  if (!isList(items)) throw new Refusal(wrongType(patch, 'Patch', validation));
  const strictErrors: string[] = [];
  const operations = items.map((item, index) => {
    if (item === null) return NO_OPERATION;
    if (!isObject(item)) throw new Refusal(wrongType(item, 'Operation', validation));
    if (validation !== 'Ignore') checkFields(item, index, strictErrors);
    return item;
  });
  if (operations.length > MAX_OPERATIONS) throw new Refusal(tooMany(operations.length));
  return { operations, strictErrors };
}

function checkFields(operation: JsonObject, index: number, strictErrors: string[]): void {
  for (const name of TEXT_FIELDS) {
    const value = member(operation, name);
    if (value === undefined || value === null || typeof value === 'string') continue;
    const type = goTypeOf(value);
    const text = `json: cannot unmarshal ${type} into Go struct field jsonPatchOp.${name} of type string`;
    throw new Refusal(badRequest(`error decoding patch: ${text}`));
  }
  for (const name of Object.keys(operation)) {
    if (FIELDS.has(name) || strictErrors.length >= MAX_STRICT_ERRORS) continue;
    strictErrors.push(`json patch unknown field "[${index}].${name}"`);
  }
}

/** Names of the types in either decoder. */
const GO_TYPES = {
  Patch: { Ignore: 'jsonpatch.Patch', other: '[]handlers.jsonPatchOp' },
  Operation: { Ignore: 'jsonpatch.Operation', other: 'handlers.jsonPatchOp' },
};

function wrongType(value: unknown, type: keyof typeof GO_TYPES, validation: FieldValidation): PatchFailure {
  const text = `json: cannot unmarshal ${goTypeOf(value)} into Go value of type`;
  if (validation === 'Ignore') return badRequest(`${text} ${GO_TYPES[type].Ignore}`);
  return badRequest(`error decoding patch: ${text} ${GO_TYPES[type].other}`);
}

const tooMany = (count: number): PatchFailure => ({
  code: 413,
  reason: 'RequestEntityTooLarge',
  message: `Request entity too large: The allowed maximum operations in a JSON patch is ${MAX_OPERATIONS}, got ${count}`,
});
