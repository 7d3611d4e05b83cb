/**
 * What an applied configuration has that its type does not know.
 * Source: sigs.k8s.io/structured-merge-diff/typed/validate.go.
 */
import type { ApplyType, ListType, MapType, ScalarType } from '../apply-type/apply-type.js';
import { printElement } from '../fields-v1/path-element.js';
import { goPrint, goSyntax, goTypeName } from '../go-print.js';
import { isList, isObject, type JsonObject } from '../json-value.js';
import { formOf } from './form.js';
import { itemElement, itemProblem } from './list-item.js';

/** No more are told. */
const MAX_PROBLEMS = 100;

/** What is wrong, as one text; undefined when nothing is. */
export function typingProblem(value: unknown, type: ApplyType): string | undefined {
  const problems: string[] = [];
  validate(value, type, '', problems);
  if (problems.length < 2) return problems[0];
  return ['errors:', ...problems.map((problem) => `  ${problem}`)].join('\n');
}

function validate(value: unknown, type: ApplyType, path: string, problems: string[]): void {
  const form = formOf(type, value);
  if (value === null || value === undefined || problems.length >= MAX_PROBLEMS) return;
  if (form.kind === 'scalar') return validateScalar(value, form.scalar, path, problems);
  if (form.kind === 'map') {
    if (isObject(value)) validateMap(value, form.map, path, problems);
    else add(problems, path, `expected map, got ${printed(value)}`);
  } else if (isList(value)) validateList(value, form.list, path, problems);
  else add(problems, path, `expected list, got ${printed(value)}`);
}

function validateScalar(value: unknown, scalar: ScalarType, path: string, problems: string[]): void {
  const isNumber = typeof value === 'number' || typeof value === 'bigint';
  if (scalar === 'numeric') {
    if (!isNumber) add(problems, path, `expected numeric (int or float), got ${goTypeName(value)}`);
  } else if (scalar === 'string') {
    if (typeof value !== 'string') {
      add(problems, path, `expected string, got &value.valueUnstructured{Value:${goSyntax(value)}}`);
    }
  } else if (scalar === 'boolean') {
    if (typeof value !== 'boolean') add(problems, path, `expected boolean, got ${printed(value)}`);
  } else if (typeof value === 'object') add(problems, path, `expected any scalar, got ${printed(value)}`);
}

function validateMap(value: JsonObject, map: MapType, path: string, problems: string[]): void {
  for (const name of Object.keys(value)) {
    const type = map.fields.get(name)?.type ?? map.element;
    if (type === undefined) {
      // The first unknown field ends the walk through the map.
      return add(problems, `${path}.${name}`, 'field not declared in schema');
    }
    validate(value[name], type, `${path}.${name}`, problems);
  }
}

function validateList(items: readonly unknown[], list: ListType, path: string, problems: string[]): void {
  const seen = new Set<string>();
  for (const [index, item] of items.entries()) {
    const element = list.atomic ? `i:${index}` : itemElement(list, item);
    if (element === undefined) return add(problems, path, `element ${index}: ${itemProblem(list, item)}`);
    if (seen.has(element)) add(problems, path, `duplicate entries for key ${printElement(element)}`);
    seen.add(element);
    validate(item, list.element, `${path}${printElement(element)}`, problems);
  }
}

function add(problems: string[], path: string, text: string): void {
  if (problems.length < MAX_PROBLEMS) problems.push(path === '' ? text : `${path}: ${text}`);
}

/** A wrapped value under `%v`. */
const printed = (value: unknown): string => `&{${goPrint(value)}}`;
