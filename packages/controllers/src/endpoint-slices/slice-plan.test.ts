import type { Pod, Service } from '@bulkhead/apimachinery/types/core-v1';
import { describe, expect, it } from 'vitest';
import { addressTypesOf, endpointGroups } from './service-endpoints.js';
import { planSlices } from './slice-plan.js';

const pod = (name: string, ip: string, more: Partial<Pod> = {}): Pod => ({
  metadata: { name, namespace: 'a', uid: name },
  spec: { nodeName: 'n', containers: [{ name: 'c', ports: [{ name: 'web', containerPort: 8080 }] }] },
  status: { podIP: ip, conditions: [{ type: 'Ready', status: 'True' }] },
  ...more,
});
const service: Service = { metadata: { name: 's' }, spec: { ports: [{ name: 'http', port: 80, targetPort: 'web' }] } };

describe('endpointGroups', () => {
  it('gives each pod with an address, and how it is', () => {
    const going = pod('b', '10.0.0.2', { metadata: { name: 'b', uid: 'b', deletionTimestamp: 'now' } });
    const pods = [
      pod('a', '10.0.0.1'),
      going,
      pod('c', ''),
      pod('d', '10.0.0.4', { status: { phase: 'Failed', podIP: '10.0.0.4' } }),
    ];
    expect(endpointGroups(service, pods, 'IPv4')).toMatchObject([
      {
        ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
        endpoints: [
          {
            addresses: ['10.0.0.1'],
            conditions: { ready: true, serving: true, terminating: false },
            targetRef: { kind: 'Pod', name: 'a' },
            nodeName: 'n',
          },
          { addresses: ['10.0.0.2'], conditions: { ready: false, serving: true, terminating: true } },
        ],
      },
    ]);
    expect(endpointGroups(service, pods, 'IPv6')).toEqual([]);
  });

  it('keeps pods apart that have other ports', () => {
    const other = pod('b', '10.0.0.2', { spec: { containers: [{ ports: [{ name: 'web', containerPort: 9090 }] }] } });
    const none = pod('c', '10.0.0.3', { spec: { containers: [] } });
    const ports = endpointGroups(service, [pod('a', '10.0.0.1'), other, none], 'IPv4').map((group) => group.ports);
    expect(ports.map((list) => list.map(({ port }) => port))).toEqual([[8080], [9090], []]);
    expect(addressTypesOf({ spec: { ipFamilies: ['IPv6', 'IPv4'] } })).toEqual(['IPv6', 'IPv4']);
  });
});

describe('planSlices', () => {
  const ports = [{ name: 'http', port: 8080, protocol: 'TCP' }];
  const endpoints = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => ({
      addresses: [`10.0.${from + index}`],
      targetRef: { uid: `${from + index}` },
    }));

  it('fills slices of a hundred, and an empty one for nothing', () => {
    const plan = planSlices([{ ports, endpoints: endpoints(0, 250) }], []);
    expect(plan.created.map((slice) => slice.endpoints.length)).toEqual([100, 100, 50]);
    expect(planSlices([], []).created).toEqual([{ ports: [], endpoints: [] }]);
    const empty = { ports: [], endpoints: [] };
    expect(planSlices([], [empty])).toEqual({ kept: [{ slice: empty, ...empty }], created: [], deleted: [] });
  });

  it('leaves endpoints where they are, and takes away what is empty', () => {
    const full = { ports, endpoints: endpoints(0, 100) };
    const half = { ports, endpoints: endpoints(100, 150) };
    const stale = { ports: [], endpoints: endpoints(0, 1) };
    const plan = planSlices([{ ports, endpoints: endpoints(0, 160) }], [full, half, stale]);
    expect(plan.kept.map((slice) => slice.endpoints.length)).toEqual([100, 60]);
    expect(plan.created).toEqual([]);
    expect(plan.deleted).toEqual([stale]);
    const less = planSlices([{ ports, endpoints: endpoints(0, 50) }], [full, half]);
    expect(less.kept.map(({ slice }) => slice)).toEqual([full]);
    expect(less.deleted).toEqual([half]);
  });
});
