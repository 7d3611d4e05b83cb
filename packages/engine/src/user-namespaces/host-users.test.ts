import { clusterProfile } from '@bulkhead/features';
import { describe, expect, it } from 'vitest';
import type { NodeFacts } from '../security-context/node-facts.js';
import { hostUsersOf } from './host-users.js';

describe('hostUsers: false', () => {
  const ON = 'UserNamespacesSupport=true';
  const supports = (userNamespaces: boolean): NodeFacts => ({
    runtimeHandlers: new Map([['', { userNamespaces, recursiveReadOnlyMounts: false }]]),
  });
  /** version, gates, node, in a user namespace, refused, passed over */
  const cases: readonly [string, string, NodeFacts | undefined, boolean, boolean, boolean][] = [
    ['1.27', '', undefined, false, false, false],
    ['1.27', 'UserNamespacesStatelessPodsSupport=true', undefined, true, false, false],
    ['1.28', ON, { runtimeVersion: '1.6.20' }, false, false, true],
    ['1.28', ON, { runtimeVersion: '1.7.2' }, true, false, false],
    ['1.28', ON, { runtime: 'cri-o', runtimeVersion: '1.5' }, true, false, false],
    ['1.29', ON, supports(false), true, false, false],
    ['1.30', ON, supports(false), true, true, false],
    ['1.30', ON, { runtimeVersion: '1.6.20' }, true, false, false],
    ['1.32', '', supports(true), false, false, false],
    ['1.33', '', supports(true), true, false, false],
    ['1.36', '', supports(false), true, true, false],
  ];
  it.each(cases)('%s %s %j', (version, gates, node, userNamespace, refused, passedOver) => {
    const result = clusterProfile({ version, gates });
    if (!('profile' in result)) throw new Error(result.errors.join());
    const found = hostUsersOf({ hostUsers: false }, result.profile, node);
    expect(found).toMatchObject({ requested: true, userNamespace, passedOver });
    expect(found.refused !== undefined).toBe(refused);
    expect(hostUsersOf({}, result.profile, node)).toMatchObject({ requested: false, userNamespace: false });
  });
});
