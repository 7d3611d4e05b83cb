import { describe, expect, it } from 'vitest';
import { type Exception, findException, holdsOn, isDay, namesRule } from './exception.js';

const exception = (more: Partial<Exception>): Exception => ({
  by: 'annotation',
  rules: ['pod-security'],
  reason: 'because',
  source: 'test',
  ...more,
});

describe('exceptions', () => {
  it.each([
    ['all', true],
    ['pod-security', true],
    ['pod-security/privileged', true],
    ['pod', false],
    ['pod-security/host-ports', false],
  ])('%s names pod-security/privileged: %s', (selector, expected) => {
    expect(namesRule(selector, 'pod-security/privileged')).toBe(expected);
  });

  it.each([
    ['2026-02-28', true],
    ['2028-02-29', true],
    ['2026-02-29', false],
    ['2026-13-01', false],
    ['26-01-01', false],
    ['2026-1-1', false],
  ])('%s is a day: %s', (text, expected) => {
    expect(isDay(text)).toBe(expected);
  });

  it('hold through their last day', () => {
    expect(holdsOn(exception({ until: '2026-11-24' }), '2026-11-24')).toBe(true);
    expect(holdsOn(exception({ until: '2026-11-24' }), '2026-11-25')).toBe(false);
    expect(holdsOn(exception({}), '2099-01-01')).toBe(true);
  });

  it('for a container cover a finding only when all its places are in that container', () => {
    const finding = { ruleId: 'pod-security/privileged' };
    const own = exception({ containers: ['agent'] });
    expect(findException(finding, ['spec.containers[agent].securityContext.privileged'], [own])).toBe(own);
    expect(findException(finding, ['spec.template.spec.initContainers[agent].image'], [own])).toBe(own);
    expect(findException(finding, ['spec.containers[agent].x', 'spec.containers[app].x'], [own])).toBeUndefined();
    expect(findException(finding, ['spec.hostPID'], [own])).toBeUndefined();
  });
});
