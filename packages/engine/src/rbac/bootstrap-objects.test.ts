import { MINORS } from '@bulkhead/apimachinery';
import { describe, expect, it } from 'vitest';
import { resourceAttributes } from '../authorization/attributes.js';
import { person, profileFor } from '../authorization/profile.test-support.js';
import { BOOTSTRAPPING_LABEL, bootstrapObjects, nodeRules } from './bootstrap-objects.js';
import { buildRbacIndex } from './cluster-rbac.js';

const namesOf = (minor: number, gates = {}) =>
  new Set(bootstrapObjects(profileFor(minor, gates)).clusterRoles.map(({ metadata }) => metadata?.name));

describe('bootstrapObjects', () => {
  it.each(MINORS)('1.%i: labelled, named, and every binding leads somewhere', (minor) => {
    const { roles, clusterRoles, roleBindings, clusterRoleBindings } = bootstrapObjects(profileFor(minor));
    const all = [...roles, ...clusterRoles, ...roleBindings, ...clusterRoleBindings];
    for (const { metadata } of all) expect(metadata?.labels?.[BOOTSTRAPPING_LABEL]).toBe('rbac-defaults');
    const { index, problems } = buildRbacIndex([], profileFor(minor));
    expect(problems).toEqual([]);
    expect(index.danglingReferences()).toEqual([]);
  });

  it.each([
    [27, 'system:service-account-issuer-discovery', true],
    [28, 'system:controller:legacy-service-account-token-cleaner', false],
    [29, 'system:controller:legacy-service-account-token-cleaner', true],
    [35, 'system:controller:device-taint-eviction-controller', false],
    [36, 'system:controller:device-taint-eviction-controller', true],
  ])('in 1.%i %s: %s', (minor, name, expected) => {
    expect(namesOf(minor).has(name)).toBe(expected);
  });

  it('follows the gates', () => {
    expect(namesOf(35, { DRADeviceTaints: true }).has('system:controller:device-taint-eviction-controller')).toBe(true);
    const before = JSON.stringify(nodeRules(profileFor(35)));
    expect(before).not.toContain('podcertificaterequests');
    expect(JSON.stringify(nodeRules(profileFor(35, { PodCertificateRequest: true })))).toContain(
      'podcertificaterequests',
    );
  });

  it('lets everybody discover, the anonymous look at their health, and admins do everything', () => {
    const { index } = buildRbacIndex([], profileFor(35));
    const decide = (user: ReturnType<typeof person>, verb: string, parts: object) =>
      index.authorize(resourceAttributes({ user, verb, ...parts })).decision;
    const version = { resourceRequest: false, path: '/version' };
    expect(
      index.authorize({
        ...resourceAttributes({ user: person('x', 'system:unauthenticated'), verb: 'get' }),
        ...version,
      }).decision,
    ).toBe('allow');
    expect(decide(person('x', 'system:masters'), '*', { resource: 'secrets' })).toBe('allow');
    expect(decide(person('x', 'system:authenticated'), 'get', { resource: 'secrets' })).toBe('noOpinion');
  });
});
