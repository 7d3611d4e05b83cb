import { describe, expect, it } from 'vitest';
import { resourceAttributes } from '../../authorization/attributes.js';
import { runProcedure } from '../../authorization/procedure.js';
import { type UserInfo, userInfo } from '../../authorization/user-info.js';
import { checkEscalation } from '../escalation.js';
import { apiPolicyRule, compactRuleString, type PolicyRule, policyRule } from '../policy-rule.js';
import { binding, type Item, indexOf, role, rule, url } from '../role.test-support.js';
import { type RoleWrite, rulesToHandOut } from './handed-out.js';
import { isHeldUnnamed, rulesBeyond } from './held-rights.js';
import type { RulesByNamespace } from './minimal-rules.js';

const RBAC = 'rbac.authorization.k8s.io';
const BOT = userInfo({ name: 'bot' });
const rules = (...texts: string[]): PolicyRule[] => texts.map((text) => policyRule(rule(text)));

const wrote = ({ kind, object }: Item, verb = 'create', user: UserInfo = BOT): RoleWrite => ({
  user,
  kind,
  namespace: object.metadata?.namespace ?? '',
  name: object.metadata?.name ?? '',
  isCreate: verb === 'create',
  object,
});

const held = (namespace: string, ...own: string[]): Item[] => [
  role(namespace, 'held', ...own),
  binding(namespace, 'held', namespace === '' ? 'ClusterRole/held' : 'Role/held', 'user:bot'),
];
const asTexts = (found: RulesByNamespace): string[] =>
  [...found].flatMap(([namespace, own]) => own.map((each) => `${namespace} ${compactRuleString(each)}`));

const VIEW = role('', 'view', '/pods: get,list', '/services: get');
const PATHS = role('', 'paths', url('/metrics', 'get'), '/pods: get');
const POD_READER = role('shop', 'reader', '/pods: get,list');

interface Case {
  readonly title: string;
  readonly present: readonly Item[];
  readonly writes: readonly RoleWrite[];
  readonly suggested?: RulesByNamespace;
  readonly expected: readonly string[];
}

const CASES: readonly Case[] = [
  {
    title: 'a role takes the rights in it, where they are held',
    present: held('', '*/*: *'),
    writes: [wrote(POD_READER)],
    expected: ['shop {APIGroups:[""], Resources:["pods"], Verbs:["get" "list"]}'],
  },
  {
    title: 'or escalate, where they are not',
    present: held('shop', `${RBAC}/roles: escalate,create`),
    writes: [wrote(POD_READER, 'create'), wrote(POD_READER, 'update')],
    expected: [`shop {APIGroups:["${RBAC}"], Resources:["roles"], Verbs:["escalate"]}`],
  },
  {
    title: 'by its name, where authorization saw it',
    present: held('shop', `${RBAC}/roles: escalate,create`),
    writes: [wrote(POD_READER, 'update')],
    expected: [`shop {APIGroups:["${RBAC}"], Resources:["roles"], ResourceNames:["reader"], Verbs:["escalate"]}`],
  },
  {
    title: 'nothing is added that the suggested rules have',
    present: held('', '*/*: *'),
    writes: [wrote(POD_READER)],
    suggested: new Map([['', rules('/pods: get,list,watch')]]),
    expected: [],
  },
  {
    title: 'a binding takes bind on its role, where that is held by whatever rule',
    present: [VIEW, ...held('', '*/*: *')],
    writes: [wrote(binding('shop', 'b', 'ClusterRole/view', 'user:x'))],
    expected: [`shop {APIGroups:["${RBAC}"], Resources:["clusterroles"], ResourceNames:["view"], Verbs:["bind"]}`],
  },
  {
    title: 'else the rights of the role',
    present: [VIEW, ...held('', '/pods,services: get,list')],
    writes: [wrote(binding('', 'b', 'ClusterRole/view', 'user:x'))],
    expected: [
      ' {APIGroups:[""], Resources:["pods"], Verbs:["get" "list"]}',
      ' {APIGroups:[""], Resources:["services"], Verbs:["get"]}',
    ],
  },
  {
    title: 'a role that is not there can be bound by bind only, and so can paths in a namespace',
    present: [PATHS, ...held('', '/pods: get')],
    writes: [
      wrote(binding('shop', 'a', 'ClusterRole/none', 'user:x')),
      wrote(binding('shop', 'b', 'ClusterRole/paths', 'user:x')),
    ],
    expected: [
      `shop {APIGroups:["${RBAC}"], Resources:["clusterroles"], ResourceNames:["none"], Verbs:["bind"]}`,
      `shop {APIGroups:["${RBAC}"], Resources:["clusterroles"], ResourceNames:["paths"], Verbs:["bind"]}`,
    ],
  },
  {
    title: 'an aggregated role takes every right, so escalate it is',
    present: held('', '*/*: *'),
    writes: [
      wrote({
        kind: 'ClusterRole',
        object: { metadata: { name: 'sum' }, aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: 'b' } }] } },
      }),
    ],
    expected: [` {APIGroups:["${RBAC}"], Resources:["clusterroles"], Verbs:["escalate"]}`],
  },
];

describe('what it takes to hand out the same roles and bindings', () => {
  it.each(CASES)('$title', ({ present, writes, suggested = new Map(), expected }) => {
    const index = indexOf(...present);
    const found = rulesToHandOut(index, writes, suggested);
    expect([asTexts(found.rules), found.unknown]).toEqual([expected, []]);
    // The same check that the API server makes, with nothing but the suggestion.
    const scopes = [...new Set([...suggested.keys(), ...found.rules.keys()])];
    const after = indexOf(
      ...present.filter(({ object }) => object.metadata?.name !== 'held'),
      ...scopes.flatMap((scope) => [
        role(scope, 'new', ...[...(suggested.get(scope) ?? []), ...(found.rules.get(scope) ?? [])].map(apiPolicyRule)),
        binding(scope, 'new', scope === '' ? 'ClusterRole/new' : 'Role/new', 'user:bot'),
      ]),
    );
    for (const { user, kind, namespace, name, isCreate, object } of writes) {
      const request = { user, kind, namespace, nameInURL: isCreate ? '' : name, object };
      expect(runProcedure(checkEscalation(after, request), after)).toMatchObject({ kind: 'allowed' });
      if (expected.length > 0) {
        const nothing = indexOf(VIEW, PATHS);
        expect(runProcedure(checkEscalation(nothing, request), nothing)).toMatchObject({ kind: 'refused' });
      }
    }
  });

  it('is not asked of system:masters, and not known of what nobody saw', () => {
    const master = userInfo({ name: 'root', groups: ['system:masters'] });
    const unseen = { ...wrote(VIEW), object: undefined };
    const found = rulesToHandOut(indexOf(), [wrote(VIEW, 'create', master), unseen], new Map());
    expect(found).toEqual({ rules: new Map(), unknown: [unseen] });
  });
});

describe('rights beside those that are held', () => {
  const index = indexOf(...held('shop', '/configmaps[a,b]: get', '/pods: get'));

  it('names what is more', () => {
    const suggested = new Map([['shop', rules('/configmaps[a]: get', '/configmaps: get', '/pods: get,list')]]);
    expect(asTexts(rulesBeyond(index, [BOT], suggested))).toEqual([
      'shop {APIGroups:[""], Resources:["configmaps"], Verbs:["get"]}',
      'shop {APIGroups:[""], Resources:["pods"], Verbs:["list"]}',
    ]);
  });

  it.each([
    ['configmaps', false],
    ['pods', true],
    // Nobody knows by what this was allowed.
    ['secrets', true],
  ])('%s without a name: %s', (resource, expected) => {
    const request = resourceAttributes({
      user: BOT,
      verb: 'get',
      apiGroup: '',
      resource,
      namespace: 'shop',
      name: 'a',
    });
    expect(isHeldUnnamed(index, [BOT], request)).toBe(expected);
  });
});
