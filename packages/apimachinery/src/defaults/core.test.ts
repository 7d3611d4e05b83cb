import { describe, expect, it } from 'vitest';
import { applyDefaults } from './apply-defaults.js';

const profile = { minor: 35, enabled: () => false };
const defaulted = (object: object): object => applyDefaults(object, profile);

describe('services', () => {
  const spec = (value: object): object =>
    (defaulted({ apiVersion: 'v1', kind: 'Service', spec: value }) as { readonly spec: object }).spec;

  it.each<[object, object]>([
    [{}, { type: 'ClusterIP', sessionAffinity: 'None', internalTrafficPolicy: 'Cluster' }],
    [
      { ports: [{ port: 80 }, { port: 81, targetPort: 'web', protocol: 'UDP' }, { port: 82, targetPort: 0 }] },
      {
        type: 'ClusterIP',
        sessionAffinity: 'None',
        internalTrafficPolicy: 'Cluster',
        ports: [
          { port: 80, protocol: 'TCP', targetPort: 80 },
          { port: 81, targetPort: 'web', protocol: 'UDP' },
          { port: 82, protocol: 'TCP', targetPort: 82 },
        ],
      },
    ],
    [
      { externalIPs: ['192.0.2.1'] },
      {
        type: 'ClusterIP',
        externalIPs: ['192.0.2.1'],
        sessionAffinity: 'None',
        internalTrafficPolicy: 'Cluster',
        externalTrafficPolicy: 'Cluster',
      },
    ],
    [
      { type: 'NodePort', externalTrafficPolicy: 'Local' },
      {
        type: 'NodePort',
        sessionAffinity: 'None',
        internalTrafficPolicy: 'Cluster',
        externalTrafficPolicy: 'Local',
      },
    ],
    [
      { type: 'LoadBalancer' },
      {
        type: 'LoadBalancer',
        sessionAffinity: 'None',
        internalTrafficPolicy: 'Cluster',
        externalTrafficPolicy: 'Cluster',
        allocateLoadBalancerNodePorts: true,
      },
    ],
    [
      { type: 'ExternalName', externalName: 'a.b' },
      { type: 'ExternalName', externalName: 'a.b', sessionAffinity: 'None' },
    ],
    [
      { sessionAffinity: 'ClientIP' },
      {
        type: 'ClusterIP',
        sessionAffinity: 'ClientIP',
        sessionAffinityConfig: { clientIP: { timeoutSeconds: 10800 } },
        internalTrafficPolicy: 'Cluster',
      },
    ],
    [
      { sessionAffinity: 'None', sessionAffinityConfig: { clientIP: { timeoutSeconds: 5 } } },
      { type: 'ClusterIP', sessionAffinity: 'None', internalTrafficPolicy: 'Cluster' },
    ],
  ])('%j', (value, expected) => expect(spec(value)).toEqual(expected));
});

describe('other kinds', () => {
  it.each<[string, object, object]>([
    [
      'Namespace',
      { metadata: { name: 'n' } },
      { metadata: { name: 'n', labels: { 'kubernetes.io/metadata.name': 'n' } } },
    ],
    [
      'Namespace',
      { metadata: { name: 'n', labels: { 'kubernetes.io/metadata.name': 'lie', a: 'b' } } },
      { metadata: { name: 'n', labels: { 'kubernetes.io/metadata.name': 'n', a: 'b' } } },
    ],
    ['Secret', {}, { type: 'Opaque' }],
    ['Secret', { type: 'x' }, { type: 'x' }],
    ['Node', { status: { capacity: { cpu: '1' } } }, { status: { capacity: { cpu: '1' }, allocatable: { cpu: '1' } } }],
    ['Endpoints', { subsets: [{ ports: [{ port: 1 }] }] }, { subsets: [{ ports: [{ port: 1, protocol: 'TCP' }] }] }],
    ['ResourceQuota', { spec: { hard: { cpu: '1n' } } }, { spec: { hard: { cpu: '1m' } } }],
    [
      'LimitRange',
      { spec: { limits: [{ type: 'Container', max: { cpu: '2' }, min: { memory: '1Mi' } }] } },
      {
        spec: {
          limits: [
            {
              type: 'Container',
              max: { cpu: '2' },
              min: { memory: '1Mi' },
              default: { cpu: '2' },
              defaultRequest: { cpu: '2', memory: '1Mi' },
            },
          ],
        },
      },
    ],
    ['ConfigMap', { data: { a: 'b' } }, { data: { a: 'b' } }],
  ])('%s %j', (kind, object, expected) =>
    expect(defaulted({ apiVersion: 'v1', kind, ...object })).toEqual({ apiVersion: 'v1', kind, ...expected }),
  );

  it('of LimitRanges are for containers alone', () => {
    const limitRange = { apiVersion: 'v1', kind: 'LimitRange', spec: { limits: [{ type: 'Pod', max: { cpu: '2' } }] } };
    expect(defaulted(limitRange)).toBe(limitRange);
  });
});

describe('addresses of load balancers', () => {
  const service = (type: string, ingress: readonly object[]) => ({
    apiVersion: 'v1',
    kind: 'Service',
    spec: { type },
    status: { loadBalancer: { ingress } },
  });

  it.each([
    ['an address', 35, 'LoadBalancer', { ip: '192.0.2.1' }, { ip: '192.0.2.1', ipMode: 'VIP' }],
    ['one with a mode', 35, 'LoadBalancer', { ip: '192.0.2.1', ipMode: 'Proxy' }, { ip: '192.0.2.1', ipMode: 'Proxy' }],
    ['a name', 35, 'LoadBalancer', { hostname: 'a.example' }, { hostname: 'a.example' }],
    ['another type', 35, 'NodePort', { ip: '192.0.2.1' }, { ip: '192.0.2.1' }],
    ['a minor without modes', 28, 'LoadBalancer', { ip: '192.0.2.1' }, { ip: '192.0.2.1' }],
  ])('have a mode: %s', (_what, minor, type, given, expected) => {
    const { status } = applyDefaults(service(type, [given]), { minor, enabled: () => false });
    expect(status.loadBalancer.ingress).toEqual([expected]);
  });
});
