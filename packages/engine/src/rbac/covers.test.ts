import { describe, expect, it } from 'vitest';
import { atomsOf, compactRules, sortedCompactRules, uncoveredAtoms } from './covers.js';
import { apiPolicyRule, compactRuleString, policyRule } from './policy-rule.js';
import { rule, url } from './role.test-support.js';

const rules = (texts: readonly string[]) => texts.map((text) => policyRule(rule(text)));
const shown = (list: ReturnType<typeof uncoveredAtoms>) => list.map(compactRuleString);

describe('uncoveredAtoms', () => {
  it.each([
    [['/pods: get,list'], ['/pods: get'], []],
    [['/pods: get', '/pods: list'], ['/pods: get,list'], []],
    [['/pods: *'], ['/pods: get,escalate'], []],
    [['/pods: get,list,create'], ['/pods: *'], ['{APIGroups:[""], Resources:["pods"], Verbs:["*"]}']],
    [['/*: get'], ['/pods/log: get'], []],
    [['/*/log: get'], ['/pods/log: get'], []],
    [['/*/log: get'], ['/*/log: get'], []],
    [['/pods/*: get'], ['/pods/log: get'], ['{APIGroups:[""], Resources:["pods/log"], Verbs:["get"]}']],
    [['*/pods: get'], ['apps/pods: get'], []],
    [['/pods: get'], ['*/pods: get'], ['{APIGroups:["*"], Resources:["pods"], Verbs:["get"]}']],
    [['/pods[x]: get'], ['/pods[x]: get'], []],
    [['/pods: get'], ['/pods[x]: get'], []],
    [['/pods[x]: get'], ['/pods: get'], ['{APIGroups:[""], Resources:["pods"], Verbs:["get"]}']],
    [['/pods[x]: get', '/pods[y]: get'], ['/pods[x,y]: get'], []],
    [
      ['/pods[x]: get'],
      ['/pods[x,y]: get'],
      ['{APIGroups:[""], Resources:["pods"], ResourceNames:["y"], Verbs:["get"]}'],
    ],
  ])('%j for %j', (owned, wanted, missing) => {
    expect(shown(uncoveredAtoms(rules(owned), rules(wanted)))).toEqual(missing);
  });

  it.each([
    ['/a', '/a', true],
    ['/a*', '/a/b', true],
    ['/a/*', '/a/*', true],
    ['/*', '/a/*', true],
    ['/a', '/a/*', false],
    ['/a/*', '/*', false],
  ])('path %s covers %s: %s', (owned, wanted, expected) => {
    const missing = uncoveredAtoms([policyRule(url(owned, 'get'))], [policyRule(url(wanted, 'get'))]);
    expect(missing.length === 0).toBe(expected);
  });

  it('takes a rule apart', () => {
    const atoms = shown(atomsOf(policyRule({ ...rule('/pods,nodes[x]: get,list'), nonResourceURLs: ['/p'] })));
    expect(atoms.sort()).toEqual([
      '{APIGroups:[""], Resources:["nodes"], ResourceNames:["x"], Verbs:["get"]}',
      '{APIGroups:[""], Resources:["nodes"], ResourceNames:["x"], Verbs:["list"]}',
      '{APIGroups:[""], Resources:["pods"], ResourceNames:["x"], Verbs:["get"]}',
      '{APIGroups:[""], Resources:["pods"], ResourceNames:["x"], Verbs:["list"]}',
      '{NonResourceURLs:["/p"], Verbs:["get"]}',
      '{NonResourceURLs:["/p"], Verbs:["list"]}',
    ]);
  });

  it('puts rules together again', () => {
    const atoms = atomsOf(policyRule(rule('/pods,nodes: get,list')));
    expect(compactRules(atoms).map(apiPolicyRule)).toEqual([rule('/pods: get,list'), rule('/nodes: get,list')]);
    expect(sortedCompactRules(atoms).map(apiPolicyRule)).toEqual([rule('/nodes: get,list'), rule('/pods: get,list')]);
  });
});
