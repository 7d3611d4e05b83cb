import type { PodSecurityContext, SecurityContext } from '@bulkhead/apimachinery/types/core-v1';
import { clusterProfile, defaultProfile } from '@bulkhead/features';
import { describe, expect, it } from 'vitest';
import type { ImageUser, NodeFacts } from './node-facts.js';
import { effectiveGroups, effectiveGroupsPolicy, effectiveUser } from './user-and-groups.js';

const FILES: Pick<ImageUser, 'passwd' | 'group'> = {
  passwd: [
    { name: 'root', uid: 0, gid: 0 },
    { name: 'web', uid: 1000, gid: 1001 },
  ],
  group: [
    { name: 'web', gid: 1001, members: ['web'] },
    { name: 'extra', gid: 2000, members: ['other', 'web'] },
  ],
};

describe('user and primary group', () => {
  const cases: readonly [
    string,
    SecurityContext | undefined,
    PodSecurityContext | undefined,
    ImageUser | undefined,
    object,
  ][] = [
    [
      'nothing known',
      undefined,
      undefined,
      undefined,
      { uid: null, uidSource: 'image', gid: null, gidSource: 'image', root: null },
    ],
    [
      'nothing known, not root',
      { runAsNonRoot: true },
      undefined,
      undefined,
      { uid: null, root: false, runAsNonRoot: true },
    ],
    ['not root by the pod', undefined, { runAsNonRoot: true }, undefined, { root: false, runAsNonRoot: true }],
    [
      'the container takes it back',
      { runAsNonRoot: false },
      { runAsNonRoot: true },
      undefined,
      { root: null, runAsNonRoot: false },
    ],
    [
      'the container',
      { runAsUser: 1000 },
      { runAsUser: 0 },
      undefined,
      { uid: 1000, uidSource: 'container', gid: null, root: false },
    ],
    [
      'the pod',
      {},
      { runAsUser: 0, runAsGroup: 5 },
      undefined,
      { uid: 0, uidSource: 'pod', gid: 5, gidSource: 'pod', root: true },
    ],
    [
      'groups of both',
      { runAsGroup: 7 },
      { runAsUser: 3, runAsGroup: 5 },
      undefined,
      { uid: 3, gid: 7, gidSource: 'container' },
    ],
    ['big integers', { runAsUser: 1000n, runAsGroup: 1000n }, undefined, undefined, { uid: 1000, gid: 1000 }],
    [
      'image without a user',
      undefined,
      undefined,
      { user: '' },
      { uid: 0, uidSource: 'default', gid: null, root: true },
    ],
    ['image without a user, not root', { runAsNonRoot: true }, undefined, { user: '' }, { uid: 0, root: true }],
    ['image with a number', undefined, undefined, { user: '65532' }, { uid: 65532, uidSource: 'image', root: false }],
    [
      'the group of the image does not count',
      undefined,
      undefined,
      { user: '1000:2000', ...FILES },
      { uid: 1000, gid: 1001, gidSource: 'image' },
    ],
    [
      'image with a name',
      undefined,
      undefined,
      { user: 'web' },
      { uid: null, uidSource: 'image', userName: 'web', root: null },
    ],
    ['image with a name, not root', { runAsNonRoot: true }, undefined, { user: 'web' }, { uid: null, root: false }],
    [
      'image with a known name',
      undefined,
      undefined,
      { user: 'web:web', ...FILES },
      { uid: 1000, gid: 1001, userName: 'web', root: false },
    ],
    ['image with the name root', undefined, undefined, { user: 'root' }, { uid: 0, userName: 'root', root: true }],
    [
      'a user that /etc/passwd does not list',
      { runAsUser: 4242 },
      undefined,
      { user: '', ...FILES },
      { uid: 4242, gid: 0, gidSource: 'default' },
    ],
    [
      'a user that /etc/passwd lists',
      { runAsUser: 1000 },
      undefined,
      { user: '', ...FILES },
      { uid: 1000, gid: 1001, gidSource: 'image' },
    ],
  ];
  it.each(cases)('%s', (_name, own, shared, image, expected) => {
    expect(effectiveUser(own, shared, image)).toMatchObject(expected);
  });
});

describe('supplementary groups', () => {
  const of = (
    shared: PodSecurityContext | undefined,
    own: SecurityContext,
    image?: ImageUser,
    node?: NodeFacts,
    minor = 35,
  ) => effectiveGroups(shared, effectiveUser(own, shared, image), image, defaultProfile(minor), node);

  it('are fsGroup, supplementalGroups and the primary group, once and rising', () => {
    const shared = { fsGroup: 3000, supplementalGroups: [4000, 2000, 3000] };
    expect(of(shared, { runAsUser: 1000, runAsGroup: 1000 })).toEqual({
      groups: [1000, 2000, 3000, 4000],
      policy: 'Merge',
      imageMayAdd: true,
      source: 'pod',
    });
  });

  it('of a user in the image are merged in', () => {
    const image = { user: '', ...FILES };
    expect(of({ supplementalGroups: [4000] }, { runAsUser: 1000, runAsGroup: 1000 }, image)).toEqual({
      groups: [1000, 2000, 4000],
      policy: 'Merge',
      imageMayAdd: false,
      source: 'pod',
    });
    expect(of(undefined, { runAsUser: 1000 }, image)).toMatchObject({ groups: [1001, 2000], source: 'image' });
    expect(of(undefined, { runAsUser: 4242 }, image)).toMatchObject({ groups: [0], source: 'default' });
  });

  it('of the image are left out by the policy Strict', () => {
    const shared = { supplementalGroups: [4000], supplementalGroupsPolicy: 'Strict' };
    expect(of(shared, { runAsUser: 1000, runAsGroup: 1000 }, { user: '', ...FILES })).toEqual({
      groups: [1000, 4000],
      policy: 'Strict',
      imageMayAdd: false,
      source: 'pod',
    });
  });

  it('are not known without the image', () => {
    expect(of(undefined, {})).toEqual({ groups: [], policy: 'Merge', imageMayAdd: true, source: 'image' });
  });
});

describe('supplementalGroupsPolicy Strict', () => {
  const cases: readonly [string, string, boolean | undefined, string][] = [
    ['1.30', '', true, 'Merge'],
    ['1.31', '', true, 'Merge'],
    ['1.31', 'SupplementalGroupsPolicy=true', true, 'Strict'],
    ['1.31', 'SupplementalGroupsPolicy=true', undefined, 'Strict'],
    ['1.32', 'SupplementalGroupsPolicy=true', false, 'Merge'],
    ['1.33', '', false, 'Strict'],
    ['1.33', 'SupplementalGroupsPolicy=false', true, 'Merge'],
    ['1.36', '', undefined, 'Strict'],
  ];
  it.each(cases)('%s %s on a node that says %s', (version, gates, supported, policy) => {
    const result = clusterProfile({ version, gates });
    if (!('profile' in result)) throw new Error(result.errors.join());
    const node = supported === undefined ? undefined : { supplementalGroupsPolicy: supported };
    expect(effectiveGroupsPolicy({ supplementalGroupsPolicy: 'Strict' }, result.profile, node)).toBe(policy);
  });
});
