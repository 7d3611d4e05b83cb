import { describe, expect, it } from 'vitest';
import { refusalOf } from '../../http/request-context.test-support.js';
import { admitted, dependencies, objectOf, write } from '../admission.test-support.js';
import { namespaceLifecycle } from './namespace-lifecycle.js';

const namespace = (name: string, phase: string) =>
  objectOf('Namespace', name, { status: { phase } }, { namespace: '' });
const pod = objectOf('Pod', 'p');

function plugin(live?: (name: string) => string | undefined) {
  const asked: string[] = [];
  const deps = dependencies({
    liveGet: (_group, _resource, _namespace, name) => {
      asked.push(name);
      const phase = live?.(name);
      return Promise.resolve(phase === undefined ? undefined : namespace(name, phase));
    },
  });
  deps.caches.cache('', 'namespaces').set(namespace('a', 'Active'));
  deps.caches.cache('', 'namespaces').set(namespace('gone', 'Terminating'));
  return { plugin: namespaceLifecycle(deps), asked };
}

describe('NamespaceLifecycle', () => {
  it('lets objects into a namespace that is there', async () => {
    const { plugin: it, asked } = plugin();
    expect(await admitted(it, write({ resource: 'pods', object: pod }))).toBe(pod);
    expect(asked).toEqual([]);
  });

  it('refuses a namespace that is not there, after asking the store', async () => {
    const { plugin: it, asked } = plugin();
    const failure = await refusalOf(() => admitted(it, write({ resource: 'pods', namespace: 'x', object: pod })));
    expect(failure).toMatchObject({ code: 404, message: 'namespaces "x" not found', details: { kind: 'namespaces' } });
    expect(asked).toEqual(['x']);
    const { plugin: other } = plugin(() => 'Active');
    expect(await admitted(other, write({ resource: 'pods', namespace: 'x', object: pod }))).toBe(pod);
  });

  it('refuses new content in a namespace that is being deleted, and lets the old be changed', async () => {
    const { plugin: it } = plugin();
    const failure = await refusalOf(() => admitted(it, write({ resource: 'pods', namespace: 'gone', object: pod })));
    expect(failure).toEqual({
      code: 403,
      reason: 'Forbidden',
      message: 'pods "p" is forbidden: unable to create new content in namespace gone because it is being terminated',
      details: {
        name: 'p',
        kind: 'pods',
        causes: [
          {
            reason: 'NamespaceTerminating',
            message: 'namespace gone is being terminated',
            field: 'metadata.namespace',
          },
        ],
      },
    });
    await admitted(it, write({ operation: 'UPDATE', resource: 'pods', namespace: 'gone', object: pod }));
    await admitted(it, write({ operation: 'DELETE', resource: 'pods', namespace: 'gone', name: 'p' }));
  });

  it('keeps the namespaces of the system', async () => {
    const { plugin: it } = plugin();
    const remove = (name: string) => {
      const attributes = write({ operation: 'DELETE', resource: 'namespaces', namespace: name, name });
      return admitted(it, { ...attributes, kind: { group: '', version: 'v1', kind: 'Namespace' } });
    };
    for (const name of ['default', 'kube-system', 'kube-public']) {
      expect(await refusalOf(() => remove(name))).toMatchObject({
        code: 403,
        message: `namespaces "${name}" is forbidden: this namespace may not be deleted`,
      });
    }
    await remove('kube-node-lease');
  });

  it('does not believe a cache that shows a deleted namespace as active', async () => {
    const { plugin: it, asked } = plugin(() => 'Terminating');
    const attributes = write({ operation: 'DELETE', resource: 'namespaces', name: 'a' });
    await admitted(it, { ...attributes, kind: { group: '', version: 'v1', kind: 'Namespace' } });
    await refusalOf(() => admitted(it, write({ resource: 'pods', object: pod })));
    expect(asked).toEqual(['a']);
  });

  it('says nothing of namespaces to access reviews, and looks at no cluster object', async () => {
    const { plugin: it } = plugin();
    const group = 'authorization.k8s.io';
    await admitted(it, write({ group, resource: 'localsubjectaccessreviews', namespace: 'x', object: pod }));
    await admitted(it, write({ resource: 'nodes', namespace: '', object: pod }));
  });
});
