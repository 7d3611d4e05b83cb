import { expect, it } from 'vitest';
import { mediaTypeOf } from './content-type.js';

it.each([
  ['application/json', 'application/json'],
  ['Application/JSON', 'application/json'],
  [' application/json ; charset=utf-8', 'application/json'],
  ['application/json;', 'application/json'],
  ['application/json; charset="a;\\"b"; q=1 ; ', 'application/json'],
  ['application/json;a=b;A=b', 'application/json'],
  ['json', 'json'],
  [';;;', undefined],
  ['', undefined],
  ['application/', undefined],
  ['application/json, application/yaml', undefined],
  ['application/json;=', undefined],
  ['application/json;;', undefined],
  ['application/json;charset', undefined],
  ['application/json;charset=', undefined],
  ['application/json;charset="utf-8', undefined],
  ['application/json;a=b;a=c', undefined],
])('%j is %j', (header, expected) => {
  expect(mediaTypeOf(header)).toBe(expected);
});
