import { describe, expect, it } from 'vitest';
import { deletionConditions } from './deletion-conditions.js';

const NOTHING = { counts: new Map(), finalizers: new Map(), failures: [] };

describe('deletionConditions', () => {
  it('says that all is well', () => {
    const conditions = deletionConditions([], NOTHING, 'now');
    expect(conditions.map(({ status }) => status)).toEqual(['False', 'False', 'False', 'False', 'False']);
    expect(conditions[3]).toEqual({
      type: 'NamespaceContentRemaining',
      status: 'False',
      lastTransitionTime: 'now',
      reason: 'ContentRemoved',
      message: 'All content successfully removed',
    });
  });

  it('counts what remains, in order, and keeps the time of a state and conditions of others', () => {
    const other = { type: 'Other', status: 'True' };
    const before = deletionConditions([other], NOTHING, 'before');
    const after = deletionConditions(
      before,
      {
        counts: new Map([
          ['pods.', 2],
          ['deployments.apps', 1],
        ]),
        finalizers: new Map([['x.io/stay', 2]]),
        failures: ['it is forbidden'],
      },
      'after',
    );
    expect(after[0]).toEqual(other);
    expect(after.slice(1).map(({ lastTransitionTime }) => lastTransitionTime)).toEqual([
      ...['before', 'before'],
      ...['after', 'after', 'after'],
    ]);
    expect(after.slice(3).map(({ message }) => message)).toEqual([
      'Failed to delete all resource types, 1 remaining: it is forbidden',
      'Some resources are remaining: deployments.apps has 1 resource instances, pods. has 2 resource instances',
      'Some content in the namespace has finalizers remaining: x.io/stay in 2 resource instances',
    ]);
  });
});
