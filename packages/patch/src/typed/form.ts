/** Which of its type's forms a value takes. */
import type { ApplyType, ListType, MapType, ScalarType } from '../apply-type/apply-type.js';
import { isList, isObject } from '../json-value.js';

/** One form of a type; `null` and values that do not fit take the first that the type has. */
export type Form =
  | { readonly kind: 'map'; readonly map: MapType }
  | { readonly kind: 'list'; readonly list: ListType }
  | { readonly kind: 'scalar'; readonly scalar: ScalarType };

const forms = new WeakMap<object, Form>();

export function formOf(type: ApplyType, value: unknown): Form {
  if (value !== null && value !== undefined) {
    if (isList(value)) {
      if (type.list !== undefined) return listForm(type.list);
    } else if (isObject(value)) {
      if (type.map !== undefined) return mapForm(type.map);
    } else if (type.scalar !== undefined) return SCALAR_FORMS[type.scalar];
  }
  if (type.map !== undefined) return mapForm(type.map);
  if (type.scalar !== undefined) return SCALAR_FORMS[type.scalar];
  if (type.list !== undefined) return listForm(type.list);
  // Types are made with a form at least.
  throw new Error('a type without a form');
}

function mapForm(map: MapType): Form {
  let form = forms.get(map);
  if (form === undefined) forms.set(map, (form = { kind: 'map', map }));
  return form;
}

function listForm(list: ListType): Form {
  let form = forms.get(list);
  if (form === undefined) forms.set(list, (form = { kind: 'list', list }));
  return form;
}

const SCALAR_FORMS: Readonly<Record<ScalarType, Form>> = {
  string: { kind: 'scalar', scalar: 'string' },
  numeric: { kind: 'scalar', scalar: 'numeric' },
  boolean: { kind: 'scalar', scalar: 'boolean' },
  untyped: { kind: 'scalar', scalar: 'untyped' },
};
