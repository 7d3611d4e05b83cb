import type { Container, Pod } from '@bulkhead/apimachinery/types/core-v1';
import { describe, expect, it } from 'vitest';
import { answerTo, eventsOf } from './admission-case.js';

const A = 'pod-security.kubernetes.io/';
const pod = (...containers: Container[]): Pod => ({ metadata: { name: 'p' }, spec: { containers } });
const bare = pod({ name: 'a', image: 'x' });
const privileged = pod({ name: 'a', image: 'x', securityContext: { privileged: true } });
const IS_PRIVILEGED = 'privileged (container "a" must not set securityContext.privileged=true)';
const IS_BARE =
  'allowPrivilegeEscalation != false (container "a" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "a" must set securityContext.capabilities.drop=["ALL"]), runAsNonRoot != true (pod or container "a" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container "a" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")';

describe('a pod that breaks the enforced policy', () => {
  it('is refused with the whole text', () => {
    const response = answerTo({ attributes: { object: { value: privileged } }, labels: { enforce: 'baseline' } });
    expect(response).toEqual({
      allowed: false,
      status: {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: `pods "p" is forbidden: violates PodSecurity "baseline:latest": ${IS_PRIVILEGED}`,
        reason: 'Forbidden',
        details: { name: 'p', kind: 'pods' },
        code: 403,
      },
      warnings: [],
      auditAnnotations: { [`${A}enforce-policy`]: 'baseline:latest' },
      metrics: [
        {
          name: 'pod_security_evaluations_total',
          labels: {
            decision: 'deny',
            policy_level: 'baseline',
            policy_version: 'latest',
            mode: 'enforce',
            request_operation: 'create',
            resource: 'pod',
            subresource: '',
          },
        },
      ],
    });
  });

  it('is refused without warnings, but with the audit annotation', () => {
    const response = answerTo({
      attributes: { object: { value: privileged } },
      labels: {
        enforce: 'baseline',
        'enforce-version': 'v1.99',
        audit: 'restricted',
        'audit-version': 'v1.35',
        warn: 'restricted',
      },
    });
    expect(response.status?.message).toBe(
      `pods "p" is forbidden: violates PodSecurity "baseline:v1.99": ${IS_PRIVILEGED}`,
    );
    expect(response.warnings).toEqual([]);
    expect(response.auditAnnotations).toEqual({
      [`${A}enforce-policy`]: 'baseline:v1.99',
      [`${A}audit-violations`]: `would violate PodSecurity "restricted:v1.35": ${IS_PRIVILEGED}, ${IS_BARE}`,
    });
    expect(eventsOf(response)).toEqual([
      'evaluations deny baseline future enforce create pod',
      'evaluations deny restricted v1.35 audit create pod',
    ]);
  });

  it('has no name in the message when it has none', () => {
    const response = answerTo({
      attributes: { name: '', object: { value: privileged } },
      labels: { enforce: 'baseline' },
    });
    expect(response.status?.message).toMatch(/^pods is forbidden: violates/);
    expect(response.status?.details).toEqual({ kind: 'pods' });
  });
});

describe('a pod that is allowed', () => {
  it('draws a warning', () => {
    const response = answerTo({
      attributes: { object: { value: bare } },
      labels: { enforce: 'baseline', warn: 'restricted' },
    });
    expect(response.allowed).toBe(true);
    expect(response.warnings).toEqual([`would violate PodSecurity "restricted:latest": ${IS_BARE}`]);
    expect(response.auditAnnotations).toEqual({ [`${A}enforce-policy`]: 'baseline:latest' });
    expect(eventsOf(response)).toEqual([
      'evaluations allow baseline latest enforce create pod',
      'evaluations deny restricted latest warn create pod',
    ]);
  });

  it('passes a namespace without any policy, whatever version its labels name', () => {
    const response = answerTo({
      attributes: { object: { error: 'never looked at' } },
      labels: { enforce: 'privileged', 'enforce-version': 'v1.20' },
    });
    expect(response.auditAnnotations).toEqual({ [`${A}enforce-policy`]: 'privileged:latest' });
    expect(eventsOf(response)).toEqual(['evaluations allow privileged latest enforce create pod']);
  });

  it('is seen by audit alone', () => {
    const response = answerTo({
      attributes: { object: { value: bare } },
      labels: { enforce: 'privileged', 'enforce-version': 'v1.20', audit: 'restricted' },
    });
    expect(response.warnings).toEqual([]);
    expect(response.auditAnnotations).toEqual({
      [`${A}enforce-policy`]: 'privileged:v1.20',
      [`${A}audit-violations`]: `would violate PodSecurity "restricted:latest": ${IS_BARE}`,
    });
  });

  it('follows the defaults of the cluster', () => {
    const response = answerTo({ attributes: { object: { value: privileged } }, defaults: { enforce: 'baseline' } });
    expect(response.status?.code).toBe(403);
  });
});

describe('labels that cannot be read', () => {
  it('fail closed, and are told to the audit log', () => {
    const one = answerTo({ attributes: { object: { value: pod() } }, labels: { enforce: 'foo' } });
    expect(one.allowed).toBe(true);
    expect(one.auditAnnotations).toEqual({
      [`${A}enforce-policy`]: 'restricted:latest',
      [`${A}error`]: `Failed to parse policy: metadata.labels[${A}enforce]: Invalid value: "foo": must be one of privileged, baseline, restricted`,
    });
    expect(eventsOf(one)).toEqual([
      'errors false create pod',
      'evaluations allow restricted latest enforce create pod',
    ]);
  });

  it('are told in brackets when there are several', () => {
    const two = answerTo({ attributes: { object: { value: bare } }, labels: { audit: 'x', 'warn-version': '1' } });
    expect(two.auditAnnotations[`${A}error`]).toBe(
      `Failed to parse policy: [metadata.labels[${A}audit]: Invalid value: "x": must be one of privileged, baseline, restricted, metadata.labels[${A}warn-version]: Invalid value: "1": must be "latest" or "v1.x"]`,
    );
  });
});

describe('exemptions', () => {
  const labels = { enforce: 'restricted' };
  const sandboxed: Pod = { spec: { ...bare.spec, runtimeClassName: 'gvisor' } };

  it.each([
    ['namespace', { namespaces: ['ns'] }, bare],
    ['user', { usernames: ['ann'] }, bare],
    ['runtimeClass', { runtimeClasses: ['gvisor'] }, sandboxed],
  ])('of a %s', (exempt, exemptions, value) => {
    const response = answerTo({ attributes: { object: { value } }, labels, exemptions });
    expect(response).toMatchObject({ allowed: true, auditAnnotations: { [`${A}exempt`]: exempt } });
    expect(eventsOf(response)).toEqual(['exemptions create pod']);
  });

  it('are exact, and never empty', () => {
    const exemptions = { namespaces: ['n', 'NS', ''], usernames: ['an', ''], runtimeClasses: [''] };
    const attributes = { namespace: '', user: {}, object: { value: { spec: { ...bare.spec, runtimeClassName: '' } } } };
    expect(answerTo({ attributes, labels, exemptions }).status?.code).toBe(403);
  });

  it('need no namespace', () => {
    const response = answerTo({ attributes: {}, lookup: { error: 'gone' }, exemptions: { namespaces: ['ns'] } });
    expect(response.allowed).toBe(true);
  });
});

describe('subresources', () => {
  it.each(['exec', 'attach', 'binding', 'eviction', 'log', 'portforward', 'proxy', 'status'])(
    '%s passes',
    (subresource) => {
      const response = answerTo({ attributes: { subresource }, lookup: { error: 'never looked at' } });
      expect(response).toEqual({ allowed: true, warnings: [], auditAnnotations: {}, metrics: [] });
    },
  );

  it('is evaluated as a whole pod where an ephemeral container comes', () => {
    const debugged: Pod = {
      spec: { ...bare.spec, ephemeralContainers: [{ name: 'd', image: 'x', securityContext: { privileged: true } }] },
    };
    const response = answerTo({
      attributes: {
        operation: 'UPDATE',
        subresource: 'ephemeralcontainers',
        object: { value: debugged },
        oldObject: { value: bare },
      },
      labels: { enforce: 'baseline' },
    });
    expect(response.status?.message).toBe(
      'pods "p" is forbidden: violates PodSecurity "baseline:latest": privileged (container "d" must not set securityContext.privileged=true)',
    );
    expect(eventsOf(response)).toEqual(['evaluations deny baseline latest enforce update pod ephemeralcontainers']);
  });

  it('that is unknown is taken for a pod', () => {
    const response = answerTo({
      attributes: { subresource: 'new', object: { value: privileged } },
      labels: { enforce: 'baseline' },
    });
    expect(response.status?.code).toBe(403);
  });

  it('resize changes no image', () => {
    const attributes = {
      operation: 'UPDATE',
      subresource: 'resize',
      object: { value: privileged },
      oldObject: { value: privileged },
    } as const;
    expect(answerTo({ attributes, labels: { enforce: 'baseline' } })).toEqual({
      allowed: true,
      warnings: [],
      auditAnnotations: {},
      metrics: [],
    });
  });
});

describe('updates', () => {
  const old: Pod = { spec: { containers: [{ name: 'a', image: 'old', securityContext: { privileged: true } }] } };

  it('of an image are evaluated', () => {
    const attributes = { operation: 'UPDATE', object: { value: privileged }, oldObject: { value: old } } as const;
    expect(answerTo({ attributes, labels: { enforce: 'baseline' } }).status?.code).toBe(403);
  });

  it('of anything else pass', () => {
    const labelled = { ...old, metadata: { labels: { a: 'b' } } };
    const attributes = { operation: 'UPDATE', object: { value: labelled }, oldObject: { value: old } } as const;
    expect(answerTo({ attributes, labels: { enforce: 'baseline' } })).toEqual({
      allowed: true,
      warnings: [],
      auditAnnotations: {},
      metrics: [],
    });
  });
});

describe('errors', () => {
  const labels = { enforce: 'baseline' };

  it('in the lookup of the namespace are a 500', () => {
    const response = answerTo({ attributes: {}, lookup: { error: 'no route' } });
    expect(response.status).toMatchObject({
      message: 'Internal error occurred: failed to lookup namespace "ns"',
      reason: 'InternalError',
      details: { causes: [{ message: 'failed to lookup namespace "ns"' }] },
      code: 500,
    });
    expect(response.auditAnnotations).toEqual({
      [`${A}error`]: 'Internal error occurred: failed to lookup namespace "ns": no route',
    });
    expect(eventsOf(response)).toEqual(['errors true create pod']);
  });

  it.each([
    ['an object', { object: { error: 'bad' } }, 'failed to decode object', 'failed to decode object: bad'],
    [
      'no object',
      { object: { value: undefined } },
      'failed to decode object',
      'failed to decode object: unexpected type <nil>',
    ],
    ['another kind', { object: { value: { kind: 'Service' } } }, 'failed to decode pod', 'failed to decode pod'],
    [
      'no old object',
      { operation: 'UPDATE', object: { value: bare } },
      'failed to decode old object',
      'failed to decode old object: unexpected type <nil>',
    ],
    [
      'an old object of another kind',
      { operation: 'UPDATE', object: { value: bare }, oldObject: { value: { kind: 'Service' } } },
      'failed to decode old pod',
      'failed to decode old pod',
    ],
  ] as const)('in decoding %s are a 400', (_, attributes, message, error) => {
    const response = answerTo({ attributes, labels });
    expect(response.status).toMatchObject({
      message,
      reason: 'BadRequest',
      details: { name: 'p', kind: 'pods' },
      code: 400,
    });
    expect(response.auditAnnotations).toEqual({ [`${A}error`]: error });
    expect(eventsOf(response)).toEqual([`errors true ${'operation' in attributes ? 'update' : 'create'} pod`]);
  });

  it('name the request even without a name', () => {
    const response = answerTo({ attributes: { name: '', object: { error: 'bad' } }, labels });
    expect(response.status?.details).toEqual({ name: 'Unknown', kind: 'pods' });
  });
});
