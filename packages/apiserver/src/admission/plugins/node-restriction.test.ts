import { describe, expect, it } from 'vitest';
import { person, refusalOf } from '../../http/request-context.test-support.js';
import { admitted, dependencies, objectOf, write } from '../admission.test-support.js';
import { nodeRestriction } from './node-restriction.js';

const node = person('system:node:n1', 'system:nodes', 'system:authenticated');

describe('NodeRestriction', () => {
  it('keeps a node to itself', async () => {
    const plugin = nodeRestriction(dependencies());
    const other = objectOf('Node', 'n2', {}, { namespace: '' });
    const attributes = write({ operation: 'UPDATE', resource: 'nodes', user: node, object: other, oldObject: other });
    expect(await refusalOf(() => admitted(plugin, attributes))).toMatchObject({
      code: 403,
      message: 'nodes "n2" is forbidden: node "n1" is not allowed to modify node "n2"',
    });
    const own = objectOf('Node', 'n1', {}, { namespace: '' });
    await admitted(plugin, write({ operation: 'UPDATE', resource: 'nodes', user: node, object: own, oldObject: own }));
  });

  it('looks up what it needs', async () => {
    const deps = dependencies();
    deps.caches.cache('', 'pods').set(objectOf('Pod', 'p', { spec: { nodeName: 'n2' } }));
    const attributes = write({ operation: 'DELETE', resource: 'pods', name: 'p', user: node });
    expect(await refusalOf(() => admitted(nodeRestriction(deps), attributes))).toMatchObject({
      message: 'pods "p" is forbidden: node "n1" can only delete pods with spec.nodeName set to itself',
    });
  });

  it('does not look at other users', () => {
    const plugin = nodeRestriction(dependencies());
    expect(plugin.handles(write({ resource: 'nodes' }))).toBe(false);
    expect(plugin.handles(write({ resource: 'nodes', user: person('system:node:n1') }))).toBe(false);
  });
});
