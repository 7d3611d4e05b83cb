import { DEFAULT_CONFIGURATION } from '@bulkhead/engine/pod-security';
import { describe, expect, it } from 'vitest';
import { refusalOf } from '../../http/request-context.test-support.js';
import { admitted, dependencies, objectOf, write } from '../admission.test-support.js';
import { podSecurity } from './pod-security.js';

const labelled = (name: string, labels: object) => objectOf('Namespace', name, {}, { namespace: '', labels });
const label = (mode: string, level: string) => ({ [`pod-security.kubernetes.io/${mode}`]: level });
const bad = objectOf('Pod', 'p', { spec: { containers: [{ name: 'c', securityContext: { privileged: true } }] } });
const VIOLATION =
  'violates PodSecurity "baseline:latest": privileged (container "c" must not set securityContext.privileged=true)';

function cluster() {
  const deps = dependencies();
  const namespaces = deps.caches.cache('', 'namespaces');
  namespaces.set(labelled('a', label('enforce', 'baseline')));
  namespaces.set(labelled('warned', label('warn', 'baseline')));
  return deps;
}

describe('PodSecurity', () => {
  it('refuses a pod that breaks what its namespace enforces', async () => {
    const attributes = write({ resource: 'pods', object: bad });
    expect(await refusalOf(() => admitted(podSecurity(cluster()), attributes))).toMatchObject({
      code: 403,
      reason: 'Forbidden',
      message: `pods "p" is forbidden: ${VIOLATION}`,
      details: { name: 'p', kind: 'pods' },
    });
    expect(attributes.context.auditAnnotations.get('pod-security.kubernetes.io/enforce-policy')).toBe(
      'baseline:latest',
    );
  });

  it('warns of pods and of templates', async () => {
    const attributes = write({ resource: 'pods', namespace: 'warned', object: bad });
    expect(await admitted(podSecurity(cluster()), attributes)).toBe(bad);
    expect(attributes.context.warnings.headers()[0]).toContain('would violate PodSecurity');
    const deployment = objectOf('Deployment', 'd', { spec: { template: { spec: bad['spec'] } } });
    const other = write({ group: 'apps', resource: 'deployments', namespace: 'warned', object: deployment });
    await admitted(podSecurity(cluster()), other);
    expect(other.context.warnings.headers()).toHaveLength(1);
  });

  it('asks the store for a namespace that the cache does not know', async () => {
    const deps = { ...cluster(), liveGet: () => Promise.resolve(labelled('new', label('enforce', 'baseline'))) };
    const attributes = write({ resource: 'pods', namespace: 'new', object: bad });
    expect((await refusalOf(() => admitted(podSecurity(deps), attributes))).code).toBe(403);
    const failing = { ...cluster(), liveGet: () => Promise.reject(new Error('no store')) };
    expect(await refusalOf(() => admitted(podSecurity(failing), attributes))).toMatchObject({
      code: 500,
      reason: 'InternalError',
      message: 'Internal error occurred: failed to lookup namespace "new"',
    });
  });

  it('warns of the pods of a namespace whose level rises, and refuses labels it cannot read', async () => {
    const deps = cluster();
    deps.caches.cache('', 'pods').set(bad);
    const oldObject = labelled('a', {});
    const object = labelled('a', label('enforce', 'baseline'));
    const attributes = write({ operation: 'UPDATE', resource: 'namespaces', object, oldObject });
    await admitted(podSecurity(deps), attributes);
    expect(attributes.context.warnings.headers().join('\n')).toContain('p: privileged');
    const wrong = write({ resource: 'namespaces', object: labelled('a', label('enforce', 'strict')) });
    expect(await refusalOf(() => admitted(podSecurity(deps), wrong))).toMatchObject({ code: 422, reason: 'Invalid' });
  });

  it('counts, and follows its configuration', async () => {
    const names: string[] = [];
    const exemptions = { ...DEFAULT_CONFIGURATION.exemptions, usernames: ['alice'] };
    const configuration = { ...DEFAULT_CONFIGURATION, exemptions };
    const deps = {
      ...cluster(),
      podSecurity: configuration,
      onPodSecurityMetric: ({ name }: { name: string }) => void names.push(name),
    };
    await admitted(podSecurity(deps), write({ resource: 'pods', object: bad }));
    expect(names).toEqual(['pod_security_exemptions_total']);
  });
});
