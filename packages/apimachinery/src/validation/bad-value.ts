/**
 * Composite values in error texts. Since 1.34 the API server prints them as JSON of its internal types, whose fields
 * are named as in Go, all of them, absent ones as null; before, in Go syntax, where pointers are addresses.
 * Source: k8s.io/apimachinery/pkg/util/validation/field/errors.go ErrorBody; fmt's `%#v`.
 */
import { quote, Verbatim } from '../field-error.js';
import type { LabelSelector } from '../generated/types/meta-v1.js';
import type { Minor } from '../version.js';
import { goJson, labelSelectorJson } from './go-json.js';
import { fieldsOfInternalType } from './internal-types.js';
import { list, map, type TextMap, text, texts } from './zero-value.js';

export const JSON_SINCE: Minor = 34;

/** Stands for an address, of which no two runs have the same. */
const ADDRESS = '0xc000000000';

/** A value of an internal type such as `core.Toleration` or `[]int32`; undefined is Go's zero value. */
export function internalValue(type: string, value: unknown, minor: Minor): Verbatim {
  return new Verbatim(minor >= JSON_SINCE ? json(type, value) : goSyntax(type, value, minor));
}

const isAbsent = (value: unknown): value is undefined | null => value === undefined || value === null;

const property = (source: unknown, name: string): unknown => {
  const object = map(source as TextMap) as { readonly [key: string]: unknown };
  return Object.hasOwn(object, name) ? object[name] : undefined;
};

function json(type: string, value: unknown): string {
  if (type.startsWith('*')) return isAbsent(value) ? 'null' : json(type.slice(1), value);
  if (type.startsWith('[]')) {
    return Array.isArray(value) ? `[${value.map((item) => json(type.slice(2), item)).join(',')}]` : 'null';
  }
  if (type === 'v1.LabelSelector') return labelSelectorJson(map(value as TextMap) as LabelSelector);
  const fields = fieldsOfInternalType(type);
  if (fields === undefined) return goJson(isAbsent(value) ? zeroOf(type) : value);
  return `{${fields.map((field) => `"${field.name}":${json(field.type, property(value, field.json))}`).join(',')}}`;
}

const zeroOf = (type: string): unknown => {
  if (type === 'bool') return false;
  return type === 'string' ? '' : 0;
};

function goSyntax(type: string, value: unknown, minor: Minor): string {
  // Times print themselves, even those that are not there.
  if (type === '*v1.Time' && isAbsent(value)) return '<nil>';
  if (type.startsWith('*')) return `(${type})(${isAbsent(value) ? 'nil' : ADDRESS})`;
  if (type.startsWith('[]')) {
    if (!Array.isArray(value)) return `${type}(nil)`;
    return `${type}{${value.map((item) => goSyntax(type.slice(2), item, minor)).join(', ')}}`;
  }
  if (type === 'intstr.IntOrString') return intOrStringSyntax(value);
  const fields = fieldsOfInternalType(type);
  if (fields === undefined) return scalarSyntax(isAbsent(value) ? zeroOf(type) : value);
  const texts = fields
    .filter(({ since }) => minor >= since)
    .map((field) => `${field.name}:${goSyntax(field.type, property(value, field.json), minor)}`);
  return `${type}{${texts.join(', ')}}`;
}

const scalarSyntax = (value: unknown): string => (typeof value === 'string' ? quote(value) : String(value));

function intOrStringSyntax(value: unknown): string {
  const isText = typeof value === 'string';
  const number = typeof value === 'number' ? value : 0;
  return `intstr.IntOrString{Type:${isText ? 1 : 0}, IntVal:${number}, StrVal:${quote(isText ? value : '')}}`;
}

/** A text that upstream hands over by pointer: since 1.34 it goes through JSON. */
export function pointedText(value: string, minor: Minor): string | Verbatim {
  return minor >= JSON_SINCE ? new Verbatim(goJson(value)) : value;
}

/** A resource's name in fields of that type, which prints itself: before 1.34 without quotes. */
export function resourceNameValue(value: string, minor: Minor): string | Verbatim {
  return minor >= JSON_SINCE ? value : new Verbatim(value);
}

/** A list or map printed as JSON in every minor. */
export function composite(value: unknown): Verbatim {
  return new Verbatim(goJson(value));
}

/** A map of labels or the like. */
export function textMapValue(value: TextMap | undefined, minor: Minor): Verbatim {
  if (minor >= JSON_SINCE) return new Verbatim(isAbsent(value) ? 'null' : goJson(map(value)));
  return new Verbatim(isAbsent(value) ? 'map[string]string(nil)' : goMap(map(value)));
}

function goMap(value: TextMap): string {
  const keys = Object.keys(value).sort();
  return `map[string]string{${keys.map((key) => `${quote(key)}:${quote(text(value[key]))}`).join(', ')}}`;
}

const goTexts = (value: readonly string[] | undefined): string =>
  isAbsent(value)
    ? '[]string(nil)'
    : `[]string{${texts(value)
        .map((item) => quote(item))
        .join(', ')}}`;

export function labelSelectorValue(selector: LabelSelector, minor: Minor): Verbatim {
  return new Verbatim(minor >= JSON_SINCE ? labelSelectorJson(selector) : labelSelectorGo(selector));
}

function labelSelectorGo(selector: LabelSelector): string {
  const matchLabels = selector.matchLabels ? goMap(map(selector.matchLabels)) : 'map[string]string(nil)';
  const type = 'v1.LabelSelectorRequirement';
  const expressions = selector.matchExpressions
    ? `[]${type}{${list(selector.matchExpressions)
        .map(
          ({ key, operator, values }) =>
            `${type}{Key:${quote(text(key))}, Operator:${quote(text(operator))}, Values:${goTexts(values)}}`,
        )
        .join(', ')}}`
    : `[]${type}(nil)`;
  return `v1.LabelSelector{MatchLabels:${matchLabels}, MatchExpressions:${expressions}}`;
}
