/** The intersection against the two rules themselves, request by request. */
import { nonResourceAttributes, resourceAttributes } from '@bulkhead/engine/authorization';
import { type PolicyRule, ruleAllows } from '@bulkhead/engine/rbac';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { intersectRules } from './rule-intersection.js';

const ANN = { name: 'ann', uid: '', groups: [], extra: new Map() };
const listOf = (...items: string[]) => fc.uniqueArray(fc.constantFrom(...items), { maxLength: 3 });
const rule: fc.Arbitrary<PolicyRule> = fc.record({
  verbs: listOf('get', 'list', '*'),
  apiGroups: listOf('', 'apps', '*'),
  resources: listOf('pods', 'pods/log', '*/log', '*', 'secrets'),
  resourceNames: listOf('a', 'b'),
  nonResourceURLs: listOf('/a', '/a/*', '/a*', '*', '/b'),
});
const request = fc.oneof(
  fc.record({
    verb: fc.constantFrom('get', 'list'),
    apiGroup: fc.constantFrom('', 'apps'),
    resource: fc.constantFrom('pods', 'secrets', 'nodes'),
    subresource: fc.constantFrom('', 'log'),
    name: fc.constantFrom('', 'a', 'b'),
  }),
  fc.record({ verb: fc.constant('get'), path: fc.constantFrom('/a', '/a/x', '/ab', '/b', '/') }),
);

describe('the intersection of two rules', () => {
  it('allows what both allow, and nothing else', () => {
    fc.assert(
      fc.property(rule, rule, request, (one, other, asked) => {
        const attributes =
          'path' in asked
            ? nonResourceAttributes(ANN, asked.verb, asked.path)
            : resourceAttributes({ user: ANN, ...asked });
        const both = intersectRules(one, other);
        const allowed = both !== undefined && ruleAllows(both, attributes);
        expect(allowed).toBe(ruleAllows(one, attributes) && ruleAllows(other, attributes));
      }),
      { numRuns: 2000 },
    );
  });
});
