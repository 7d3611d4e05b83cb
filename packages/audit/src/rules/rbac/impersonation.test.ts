/** Who may become whom: the tiers of grants, and rules that look like grants and are none. */
import { clusterProfile } from '@bulkhead/features';
import { describe, expect, it } from 'vitest';
import { auditText } from '../../audit-text.js';

interface Case {
  readonly kind?: 'Role' | 'ClusterRole';
  readonly namespace?: string;
  readonly rules: readonly object[];
  readonly expected: readonly string[];
}

function audit({ kind = 'ClusterRole', namespace = 'shop', rules }: Case, version: string, gates = ''): string[] {
  const result = clusterProfile({ version, gates });
  if ('errors' in result) throw new Error(result.errors.join());
  const metadata = { name: 'deputy', ...(kind === 'Role' ? { namespace } : {}) };
  const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind, metadata, rules };
  const { findings } = auditText(JSON.stringify(role), { profile: result.profile });
  return findings
    .filter(({ ruleId }) => ruleId.includes('impersonation'))
    .map(({ ruleId, severity, message }) => `${severity} ${ruleId.slice('rbac/'.length)} ${message}`);
}

const legacy = (resources: string[], resourceNames: string[] = [], verbs = ['impersonate']): object => ({
  apiGroups: [''],
  resources,
  verbs,
  ...(resourceNames.length > 0 ? { resourceNames } : {}),
});

const GAIN = 'acts with the rights of whoever it names';

describe('the verb impersonate', () => {
  it.each<Case>([
    // The controller manager is a user, and issues tokens of every service account.
    { rules: [legacy(['users'])], expected: [`critical impersonation impersonate users: ${GAIN}`] },
    { rules: [legacy(['users', 'groups'])], expected: [`critical impersonation impersonate users, groups: ${GAIN}`] },
    // A group is taken on together with a user only.
    { rules: [legacy(['groups'])], expected: [`low impersonation impersonate groups: ${GAIN}`] },
    {
      rules: [legacy(['users'], ['ann']), legacy(['groups'], ['system:masters'])],
      expected: [
        `critical impersonation impersonate users (only ann); impersonate groups (only system:masters): ${GAIN}`,
      ],
    },
    { rules: [legacy(['users'], ['ann'])], expected: [`low impersonation impersonate users (only ann): ${GAIN}`] },
    {
      rules: [legacy(['serviceaccounts'], [], ['*'])],
      expected: [`critical impersonation * serviceaccounts: ${GAIN}`],
    },
    {
      kind: 'Role',
      rules: [legacy(['serviceaccounts'])],
      expected: [`medium impersonation impersonate serviceaccounts: ${GAIN}`],
    },
    {
      kind: 'Role',
      namespace: 'kube-system',
      rules: [legacy(['serviceaccounts'])],
      expected: [`critical impersonation impersonate serviceaccounts: ${GAIN}`],
    },
    { rules: [legacy(['serviceaccounts'], [], ['get', 'create'])], expected: [] },
  ])('$expected', (example) => {
    expect(audit(example, '1.35')).toEqual(example.expected);
  });
});

const constrained = (
  verb: string,
  resource: string,
  resourceNames: string[] = [],
  group = 'authentication.k8s.io',
) => ({
  apiGroups: [group],
  resources: [resource],
  verbs: [verb],
  ...(resourceNames.length > 0 ? { resourceNames } : {}),
});

const dead = (text: string): string[] => [`low impersonation-without-effect ${text}`];

describe('constrained impersonation', () => {
  it.each<Case>([
    { rules: [constrained('impersonate:user-info', 'users', ['ann'])], expected: [] },
    { rules: [constrained('impersonate-on:user-info:list', 'pods', [], '')], expected: [] },
    {
      rules: [constrained('impersonate:*', 'users')],
      expected: dead('impersonate:*: no request asks for this verb'),
    },
    {
      rules: [constrained('impersonate-on:user-info:*', 'pods', [], '')],
      expected: dead('impersonate-on:user-info:*: no request asks for this verb'),
    },
    {
      rules: [constrained('impersonate:user-info', 'serviceaccounts', ['a'])],
      expected: dead('impersonate:user-info: asked on users, uids, groups, userextras'),
    },
    {
      rules: [constrained('impersonate:associated-node', 'nodes', ['n1'])],
      expected: dead('impersonate:associated-node: asked with the name "*" only'),
    },
    { rules: [constrained('impersonate:associated-node', 'nodes')], expected: [] },
    {
      kind: 'Role',
      rules: [constrained('impersonate:user-info', 'users', ['ann'])],
      expected: dead('impersonate:user-info users: asked on the cluster, where a Role does not count'),
    },
    { kind: 'Role', rules: [constrained('impersonate:serviceaccount', 'serviceaccounts', ['a'])], expected: [] },
    {
      rules: [constrained('*', '*')],
      expected: [
        'medium constrained-impersonation * holds impersonate:user-info users, groups; * holds impersonate:serviceaccount serviceaccounts; * holds impersonate:arbitrary-node nodes: of any name',
      ],
    },
    { rules: [constrained('*', 'tokenreviews')], expected: [] },
    { rules: [constrained('*', '*', [], '*')], expected: [] },
    {
      rules: [constrained('impersonate:arbitrary-node', 'nodes')],
      expected: ['medium constrained-impersonation impersonate:arbitrary-node nodes: of any name'],
    },
  ])('$rules: $expected', (example) => {
    expect(audit(example, '1.36')).toEqual(example.expected);
  });

  it('is nothing where its gate is off', () => {
    const rules = [constrained('impersonate:user-info', 'users')];
    const expected = dead('impersonate:user-info: constrained impersonation is off in this cluster');
    for (const version of ['1.34', '1.35']) expect(audit({ rules, expected }, version)).toEqual(expected);
    expect(audit({ rules, expected }, '1.35', 'ConstrainedImpersonation=true')).toEqual([
      'medium constrained-impersonation impersonate:user-info users: of any name',
    ]);
  });
});

describe('the fix', () => {
  const fixOf = (...rules: object[]): string | undefined => {
    const result = clusterProfile({ version: '1.36', gates: '' });
    if ('errors' in result) throw new Error(result.errors.join());
    const role = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'deputy' },
      rules,
    };
    const { findings } = auditText(JSON.stringify(role), { profile: result.profile });
    return findings.find(({ ruleId }) => ruleId === 'rbac/impersonation')?.fix?.description;
  };

  it('names the rules that stand in for the verb', () => {
    expect(fixOf(legacy(['users'], ['ann']))).toBe(
      'with the gate ConstrainedImpersonation (on from 1.36): {APIGroups:["authentication.k8s.io"], Resources:["users"], ResourceNames:["ann"], Verbs:["impersonate:user-info"]} and impersonate-on:user-info:VERB for what is done; bulkhead impersonation --format yaml writes the roles',
    );
  });

  it('is none where the new rules cannot say it, or the verb is *', () => {
    expect(fixOf(legacy(['users']), legacy(['groups'], ['system:masters']))).toBeUndefined();
    expect(fixOf(legacy(['users'], [], ['*']))).toBeUndefined();
  });
});
