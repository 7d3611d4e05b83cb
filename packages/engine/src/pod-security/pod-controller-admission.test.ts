import { describe, expect, it } from 'vitest';
import { answerTo, eventsOf } from './admission-case.js';
import { POD_HOLDERS } from './pod-controllers.js';

const A = 'pod-security.kubernetes.io/';
const NOTHING = { allowed: true, warnings: [], auditAnnotations: {}, metrics: [] };
const spec = { hostPID: true, containers: [] };
const deployment = {
  group: 'apps',
  resource: 'deployments',
  name: 'd',
  object: { value: { spec: { template: { spec } } } },
};
const WOULD = 'would violate PodSecurity "baseline:latest": host namespaces (hostPID=true)';

/** An object with the template at the end of that path. */
const nested = (path: readonly string[], value: unknown): unknown =>
  path.reduceRight((inner: unknown, name) => ({ [name]: inner }), value);

describe('pod templates', () => {
  it.each(POD_HOLDERS.filter(({ path }) => path.length > 0))('of $kind draw warnings', ({ group, resource, path }) => {
    const response = answerTo({
      attributes: { group, resource, object: { value: nested(path, { spec }) } },
      labels: { enforce: 'baseline' },
    });
    expect(response).toMatchObject({ allowed: true, warnings: [WOULD], auditAnnotations: {} });
    expect(eventsOf(response)).toEqual(['evaluations deny baseline latest warn create controller']);
  });

  it('draw the version that the label names', () => {
    const response = answerTo({ attributes: deployment, labels: { warn: 'baseline', 'warn-version': 'v1.24' } });
    expect(response.warnings).toEqual(['would violate PodSecurity "baseline:v1.24": host namespaces (hostPID=true)']);
  });

  it('draw audit annotations, and never one about enforcement', () => {
    const response = answerTo({
      attributes: deployment,
      labels: { enforce: 'baseline', audit: 'baseline', warn: 'privileged' },
    });
    expect(response).toMatchObject({
      allowed: true,
      warnings: [],
      auditAnnotations: { [`${A}audit-violations`]: WOULD },
    });
    expect(Object.keys(response.auditAnnotations)).toEqual([`${A}audit-violations`]);
  });

  it('are evaluated in every update', () => {
    const attributes = { ...deployment, operation: 'UPDATE', oldObject: deployment.object } as const;
    const response = answerTo({ attributes, labels: { warn: 'baseline' } });
    expect(response.warnings).toEqual([WOULD]);
  });

  it('are not looked at where neither warn nor audit asks', () => {
    const attributes = { ...deployment, object: { error: 'never looked at' } };
    expect(answerTo({ attributes, labels: { enforce: 'restricted', warn: 'privileged' } })).toEqual(NOTHING);
  });

  it('may be absent in a ReplicationController', () => {
    const attributes = { group: '', resource: 'replicationcontrollers', object: { value: { spec: {} } } };
    expect(answerTo({ attributes, labels: { warn: 'restricted' } })).toEqual(NOTHING);
  });

  it('pass as subresources', () => {
    const attributes = { ...deployment, subresource: 'scale' };
    expect(answerTo({ attributes, labels: { warn: 'baseline' } })).toEqual(NOTHING);
  });

  it.each([
    ['namespace', { namespaces: ['ns'] }],
    ['user', { usernames: ['ann'] }],
  ])('pass for an exempt %s', (exempt, exemptions) => {
    const response = answerTo({ attributes: deployment, labels: { warn: 'baseline' }, exemptions });
    expect(response).toMatchObject({ allowed: true, warnings: [], auditAnnotations: { [`${A}exempt`]: exempt } });
  });

  it('pass for an exempt runtime class', () => {
    const object = { value: { spec: { template: { spec: { ...spec, runtimeClassName: 'gvisor' } } } } };
    const response = answerTo({
      attributes: { ...deployment, object },
      labels: { warn: 'baseline' },
      exemptions: { runtimeClasses: ['gvisor'] },
    });
    expect(response).toMatchObject({ warnings: [], auditAnnotations: { [`${A}exempt`]: 'runtimeClass' } });
  });
});

describe('errors about pod templates', () => {
  it('refuse nothing when the namespace cannot be looked up', () => {
    const response = answerTo({ attributes: deployment, lookup: { error: 'no route' } });
    expect(response).toMatchObject({
      allowed: true,
      warnings: [],
      auditAnnotations: { [`${A}error`]: 'failed to lookup namespace "ns": no route' },
    });
    expect(eventsOf(response)).toEqual(['errors true create controller']);
  });

  it('refuse nothing when the object cannot be decoded', () => {
    const attributes = { ...deployment, object: { error: 'bad' } };
    const response = answerTo({ attributes, labels: { warn: 'baseline' } });
    expect(response).toMatchObject({
      allowed: true,
      auditAnnotations: { [`${A}error`]: 'failed to decode object: bad' },
    });
  });
});

describe('other requests', () => {
  it.each([
    { resource: 'services' },
    { group: 'example.com', resource: 'pods' },
    { operation: 'DELETE' },
    { operation: 'CONNECT', subresource: 'exec' },
  ] as const)('pass: %j', (attributes) => {
    expect(
      answerTo({ attributes, labels: { enforce: 'restricted', audit: 'restricted' }, lookup: { error: 'x' } }),
    ).toEqual(NOTHING);
  });
});
