import { expect, it } from 'vitest';
import { changedRoles } from './cluster-role-aggregation.js';

it('writes only roles whose rules change', () => {
  const rules = [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }];
  const aggregationRule = {};
  const present = [
    { metadata: { name: 'plain' }, rules },
    { metadata: { name: 'filled' }, aggregationRule, rules },
    { metadata: { name: 'empty' }, aggregationRule },
  ];
  const filled = [present[0]!, { ...present[1]!, rules: [...rules] }, { ...present[2]!, rules }];
  expect(changedRoles(present, filled).map(({ metadata }) => metadata?.name)).toEqual(['empty']);
});
