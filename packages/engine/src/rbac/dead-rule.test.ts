/** Parts of rules that no request asks for. */
import { describe, expect, it } from 'vitest';
import { deadParts } from './dead-rule.js';
import { readRules } from './rbac-object.js';

const dead = (resources: string, verbs: string, group = '', namespaced = false): readonly string[] => {
  const [rule] = readRules([{ apiGroups: group.split(','), resources: resources.split(','), verbs: verbs.split(',') }]);
  return rule === undefined ? [] : deadParts(rule, namespaced, 35).map(({ message }) => message);
};

describe('deadParts', () => {
  it.each([
    ['pod', 'get', '', 'pod: no version serves it in the core group; it is pods of the core group'],
    ['deployments', 'get', '', 'deployments: no version serves it in the core group; it is deployments of apps'],
    [
      'ingresses',
      'get',
      'extensions',
      'ingresses: version 1.35 serves none in extensions; it is ingresses of networking.k8s.io',
    ],
    ['pods/logs', 'get', '', 'pods/logs: pods has no such subresource'],
    ['pods/*', 'get', '', 'pods/*: stands for no subresource; only "*" and "*/name" hold several'],
    ['pods', 'read', '', 'read: no request has this verb; get, list and watch may be meant'],
    ['pods', 'GET', '', 'GET: verbs are compared as they are written, and it is get'],
  ])('%s %s of %j', (resources, verbs, group, message) => {
    expect(dead(resources, verbs, group)).toEqual([message]);
  });

  it.each([
    ['what is served', 'pods,pods/log,pods/status', 'get,list', ''],
    ['what one of the groups serves', 'ingresses', 'get', 'extensions,networking.k8s.io'],
    ['what admission asks', 'deployments/finalizers', 'update', 'apps'],
    ['parts of the kubelet', 'nodes/metrics,nodes/configz', 'get', ''],
    ['identities', 'users,groups', 'impersonate', ''],
    ['verbs that other programs ask for', 'anything', 'frobnicate', ''],
    ['groups that are not built in', 'anything', 'read', 'example.com'],
    ['wildcards', '*,*/scale', '*', '*'],
  ])('%s is not dead', (_, resources, verbs, group) => {
    expect(dead(resources, verbs, group)).toEqual([]);
  });

  it('says what a Role does not grant', () => {
    expect(dead('nodes', 'get', '', true)).toEqual(['nodes: belongs to no namespace, so a Role does not grant it']);
    expect(dead('namespaces', 'list', '', true)).toEqual([
      'namespaces: belongs to no namespace, so a Role does not grant it',
    ]);
    // A request for the namespace itself counts as one in it.
    expect(dead('namespaces', 'get,list', '', true)).toEqual([]);
    expect(dead('nodes', 'get')).toEqual([]);
  });

  it('says of paths that they begin with a slash', () => {
    const [rule] = readRules([{ nonResourceURLs: ['metrics', '/metrics', '*'], verbs: ['get'] }]);
    expect(rule && deadParts(rule, false, 35)).toEqual([
      { list: 'nonResourceURLs', index: 0, message: 'metrics: paths begin with a slash', isLeftover: false },
    ]);
  });
});
