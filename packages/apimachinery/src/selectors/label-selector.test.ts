import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LabelSelector } from '../generated/types/meta-v1.js';
import {
  compileLabelSelector,
  labelSelectorMatches,
  MATCHES_EVERYTHING,
  MATCHES_NOTHING,
  matchesSelector,
} from './label-selector.js';

type Labels = { readonly [key: string]: string };

const expression = (operator: string, ...values: readonly string[]): LabelSelector => ({
  matchExpressions: [values.length === 0 ? { key: 'a', operator } : { key: 'a', operator, values }],
});

describe('labelSelectorMatches', () => {
  it.each<[string, LabelSelector | undefined, Labels | undefined, boolean]>([
    ['an absent selector and no labels', undefined, undefined, false],
    ['an absent selector', undefined, { a: 'b' }, false],
    ['an empty selector', {}, { a: 'b' }, true],
    ['an empty selector and no labels', {}, undefined, true],
    ['an empty matchLabels', { matchLabels: {} }, {}, true],
    ['matchLabels', { matchLabels: { a: 'b' } }, { a: 'b', c: 'd' }, true],
    ['matchLabels with another value', { matchLabels: { a: 'b' } }, { a: 'c' }, false],
    ['matchLabels without the key', { matchLabels: { a: '' } }, {}, false],
    ['both, one failing', { matchLabels: { a: 'b' }, ...expression('NotIn', 'b') }, { a: 'b' }, false],
    ['In', expression('In', 'x', 'b'), { a: 'b' }, true],
    ['In without the key', expression('In', 'b'), {}, false],
    ['NotIn', expression('NotIn', 'b'), { a: 'b' }, false],
    ['NotIn without the key', expression('NotIn', 'b'), {}, true],
    ['Exists', expression('Exists'), { a: '' }, true],
    ['Exists without the key', expression('Exists'), undefined, false],
    ['DoesNotExist', expression('DoesNotExist'), { a: '' }, false],
    ['DoesNotExist without the key', expression('DoesNotExist'), undefined, true],
    ['an inherited name', { matchExpressions: [{ key: 'constructor', operator: 'Exists' }] }, {}, false],
  ])('%s', (_, selector, labels, matches) => expect(labelSelectorMatches(selector, labels, 35)).toBe(matches));
});

describe('malformed selectors match nothing', () => {
  it.each<[string, LabelSelector]>([
    ['an operator in lower case', expression('in', 'b')],
    ['In without values', expression('In')],
    ['NotIn without values', expression('NotIn')],
    ['Exists with values', expression('Exists', 'b')],
    ['a bad value', { matchLabels: { a: '-' } }],
    ['a bad key', { matchLabels: { '-': 'a' } }],
    ['no key', { matchExpressions: [{ operator: 'Exists' }] }],
    ['Gt', expression('Gt', '1')],
  ])('%s', (_, selector) => {
    expect(compileLabelSelector(selector, 35)).toBeUndefined();
    expect(labelSelectorMatches(selector, { a: 'b' }, 35)).toBe(false);
  });
});

describe('compileLabelSelector', () => {
  it('names the two plain cases', () => {
    expect(compileLabelSelector(undefined, 35)).toBe(MATCHES_NOTHING);
    expect(compileLabelSelector({}, 35)).toBe(MATCHES_EVERYTHING);
  });

  it('never throws, and agrees with labelSelectorMatches', () => {
    const anything = fc.record(
      {
        matchLabels: fc.oneof(fc.dictionary(fc.string(), fc.string()), fc.jsonValue()),
        matchExpressions: fc.oneof(
          fc.array(
            fc.record(
              {
                key: fc.jsonValue(),
                operator: fc.constantFrom('In', 'NotIn', 'Exists', 'DoesNotExist', 'x'),
                values: fc.jsonValue(),
              },
              { requiredKeys: [] },
            ),
          ),
          fc.jsonValue(),
        ),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(anything, fc.dictionary(fc.string(), fc.string()), (value, labels) => {
        const selector = value as LabelSelector;
        const compiled = compileLabelSelector(selector, 35);
        const matches = compiled !== undefined && matchesSelector(compiled, labels);
        expect(labelSelectorMatches(selector, labels, 35)).toBe(matches);
      }),
    );
  });
});
