import { attributesOf } from '@bulkhead/engine/authorization';
import { describe, expect, it } from 'vitest';
import { person, requestContext } from '../http/request-context.test-support.js';
import { auditPolicyEvaluator } from './policy.js';
import { parseAuditPolicy } from './policy-file.js';

const evaluator = (rules: string, minor = 35) => {
  const result = parseAuditPolicy(`apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n${rules}`, minor);
  if ('error' in result) throw new Error(result.error);
  return auditPolicyEvaluator(result.policy, minor);
};
const ask = (method: string, target: string) => {
  const { user, info, profile } = requestContext(method, target, { user: person('alice', 'devs') });
  return attributesOf(user, info, profile);
};
const POD = '/api/v1/namespaces/a/pods/x';

describe('audit rules', () => {
  const cases: readonly (readonly [string, string, string, boolean])[] = [
    ['', 'GET', POD, true],
    ['', 'GET', '/healthz', true],
    ['users: [alice]', 'GET', POD, true],
    ['users: [bob]', 'GET', POD, false],
    ['userGroups: [x, devs]', 'GET', POD, true],
    ['userGroups: [x]', 'GET', POD, false],
    ['verbs: [get]', 'GET', POD, true],
    ['verbs: [list]', 'GET', POD, false],
    ['namespaces: [a]', 'GET', POD, true],
    ['namespaces: [""]', 'GET', POD, false],
    ['namespaces: [""]', 'GET', '/api/v1/nodes', true],
    ['namespaces: [""]', 'GET', '/healthz', false],
    ['resources: [{group: ""}]', 'GET', POD, true],
    ['resources: [{group: apps}]', 'GET', POD, false],
    ['resources: [{group: "", resources: [pods]}]', 'GET', POD, true],
    ['resources: [{group: "", resources: [pods]}]', 'GET', `${POD}/log`, false],
    ['resources: [{group: "", resources: ["pods/log"]}]', 'GET', `${POD}/log`, true],
    ['resources: [{group: "", resources: ["*/log"]}]', 'GET', `${POD}/log`, true],
    ['resources: [{group: "", resources: ["*/log"]}]', 'GET', POD, false],
    ['resources: [{group: "", resources: ["pods/*"]}]', 'GET', `${POD}/log`, true],
    ['resources: [{group: "", resources: ["pods/*"]}]', 'GET', POD, true],
    ['resources: [{group: "", resources: ["*"]}]', 'GET', `${POD}/log`, true],
    ['resources: [{group: "", resources: [pods], resourceNames: [z]}]', 'GET', POD, false],
    ['resources: [{group: "", resources: [pods], resourceNames: [x]}]', 'GET', POD, true],
    ['nonResourceURLs: ["/healthz"]', 'GET', '/healthz', true],
    ['nonResourceURLs: ["/health*"]', 'GET', '/healthz', true],
    ['nonResourceURLs: ["*"]', 'GET', POD, false],
    ['nonResourceURLs: ["/livez"]', 'GET', '/healthz', false],
  ];
  it.each(cases)('{%s} and %s %s: %s', (rule, method, target, matches) => {
    const level = evaluator(`- {level: Metadata${rule === '' ? '' : `, ${rule}`}}`)(ask(method, target)).level;
    expect(level).toBe(matches ? 'Metadata' : 'None');
  });

  it('take the group * for any from 1.36 on', () => {
    const rule = '- {level: Metadata, resources: [{group: "*"}]}';
    expect(evaluator(rule, 36)(ask('GET', POD)).level).toBe('Metadata');
    expect(parseAuditPolicy(`apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n${rule}`, 35)).toHaveProperty('error');
  });

  it('decide in order, with what the policy says for all', () => {
    const evaluate = evaluator(
      '- {level: None, verbs: [get]}\n- {level: Request, omitStages: [Panic], omitManagedFields: false}\nomitStages: [RequestReceived]\nomitManagedFields: true',
    );
    expect(evaluate(ask('GET', POD)).level).toBe('None');
    const { level, omitStages, omitManagedFields } = evaluate(ask('POST', POD));
    expect([level, [...omitStages], omitManagedFields]).toEqual(['Request', ['RequestReceived', 'Panic'], false]);
  });
});
