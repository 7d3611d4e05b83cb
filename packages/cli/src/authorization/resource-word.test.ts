import { clusterProfile } from '@bulkhead/features';
import { describe, expect, it } from 'vitest';
import { customResourceOf } from './custom-resource.js';
import { resourceQuestion } from './resource-word.js';

const made = clusterProfile({ version: '1.35', gates: '' });
if ('errors' in made) throw new Error(made.errors.join('; '));
const { profile } = made;

const definition = (scope: string) => ({
  spec: {
    group: 'example.com',
    scope,
    names: { plural: 'widgets', singular: 'widget', kind: 'Widget', shortNames: ['wd'] },
  },
});
const customResources = [definition('Cluster'), { spec: 'x' }, null].flatMap((each) => customResourceOf(each) ?? []);

const ask = (word: string) => {
  const { group, resource, subresource, namespaced, warning } = resourceQuestion(word, { profile, customResources });
  return [group, resource, subresource, namespaced, warning];
};

describe('resourceQuestion', () => {
  it.each([
    ['pods', ['', 'pods', '', true, '']],
    ['po', ['', 'pods', '', true, '']],
    ['Pod', ['', 'pods', '', true, '']],
    ['pods/log', ['', 'pods', 'log', true, '']],
    ['pods/*', ['', 'pods', '*', true, '']],
    ['deploy', ['apps', 'deployments', '', true, '']],
    ['deployments.apps/scale', ['apps', 'deployments', 'scale', true, '']],
    ['nodes/proxy', ['', 'nodes', 'proxy', false, '']],
    // In two groups; the core one comes first.
    ['events', ['', 'events', '', true, '']],
    ['events.events.k8s.io', ['events.k8s.io', 'events', '', true, '']],
    ['wd', ['example.com', 'widgets', '', false, '']],
    ['Widget.example.com/status', ['example.com', 'widgets', 'status', false, '']],
    ['*', ['', '*', '', undefined, '']],
    ['*.*', ['*', '*', '', undefined, '']],
    ['*/scale', ['', '*', 'scale', undefined, '']],
    ['users', ['', 'users', '', false, '']],
    ['userextras.authentication.k8s.io/scopes', ['authentication.k8s.io', 'userextras', 'scopes', false, '']],
    ['gadgets', ['', 'gadgets', '', undefined, "the server doesn't have a resource type 'gadgets'"]],
    [
      'gadgets.x.y/z',
      ['x.y', 'gadgets', 'z', undefined, "the server doesn't have a resource type 'gadgets' in group 'x.y'"],
    ],
    ['constructor', ['', 'constructor', '', undefined, "the server doesn't have a resource type 'constructor'"]],
  ])('%s', (word, expected) => expect(ask(word)).toEqual(expected));

  it('takes a CustomResourceDefinition without a scope for one of namespaces', () => {
    expect(customResourceOf({ spec: { group: 'g', names: { plural: 'p' } } })).toMatchObject({ namespaced: true });
    expect(customResourceOf({ spec: { names: { plural: 'p' } } })).toBeUndefined();
  });
});
