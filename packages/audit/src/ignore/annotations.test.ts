import { describe, expect, it } from 'vitest';
import { exceptionsOf } from './annotations.js';

const parse = (name: string, value: string) => exceptionsOf({ [`ignore.bulkhead.dev/${name}`]: value });

describe('exceptions by annotation', () => {
  it.each([
    ['pod-security.privileged', 'it is the CNI', { rules: ['pod-security/privileged'], reason: 'it is the CNI' }],
    ['pod-security', 'a vendor chart', { rules: ['pod-security'], reason: 'a vendor chart' }],
    ['all', 'generated', { rules: ['all'], reason: 'generated' }],
    [
      'pod-security.capabilities',
      'until=2027-03-31 container=agent,init reads the logs',
      {
        rules: ['pod-security/capabilities'],
        reason: 'reads the logs',
        until: '2027-03-31',
        containers: ['agent', 'init'],
      },
    ],
  ])('%s: %s', (name, value, expected) => {
    const { exceptions, broken } = parse(name, value);
    expect(exceptions).toEqual([{ by: 'annotation', source: `ignore.bulkhead.dev/${name}`, ...expected }]);
    expect(broken).toEqual([]);
  });

  it.each([
    ['pod-security.privileged', '', 'a reason is missing'],
    ['pod-security.privileged', 'until=2027-03-31', 'a reason is missing'],
    ['pod-security.privileged', 'until=2027-02-30 soon', 'until=2027-02-30 is no day (YYYY-MM-DD)'],
    ['', 'why', 'no rule is named after the slash'],
  ])('%s: %j does not count', (name, value, problem) => {
    const { exceptions, broken } = parse(name, value);
    expect(exceptions).toEqual([]);
    expect(broken).toEqual([{ annotation: `ignore.bulkhead.dev/${name}`, problem }]);
  });

  it('leaves other annotations alone', () => {
    expect(exceptionsOf({ 'example.com/owner': 'team', plain: 'x' })).toEqual({ exceptions: [], broken: [] });
    expect(exceptionsOf(undefined)).toEqual({ exceptions: [], broken: [] });
  });
});
