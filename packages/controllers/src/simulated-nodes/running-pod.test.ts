import type { Pod } from '@bulkhead/apimachinery/types/core-v1';
import { describe, expect, it } from 'vitest';
import { AddressPool } from './address-pool.js';
import { runningStatus } from './running-pod.js';
import { isSimulated, nodeAddress, podNetwork, simulatedNode } from './simulated-node.js';

const context = { hostIP: '198.18.0.0', podIP: '10.244.0.1', minor: 35, observesGeneration: true, now: 'now' } as const;
const pod: Pod = {
  metadata: { uid: 'u', generation: 2 },
  spec: {
    initContainers: [{ name: 'once' }, { name: 'beside', restartPolicy: 'Always' }],
    containers: [{ name: 'web', image: 'web:1' }],
  },
  status: {
    phase: 'Pending',
    qosClass: 'BestEffort',
    conditions: [{ type: 'PodScheduled', status: 'True', lastTransitionTime: 'before' }],
  },
};

describe('runningStatus', () => {
  it('says that all containers run', () => {
    const status = runningStatus(pod, context);
    expect(status).toMatchObject({
      phase: 'Running',
      qosClass: 'BestEffort',
      observedGeneration: 2,
      podIP: '10.244.0.1',
      podIPs: [{ ip: '10.244.0.1' }],
      hostIPs: [{ ip: '198.18.0.0' }],
      startTime: 'now',
    });
    expect(status.initContainerStatuses?.map(({ state }) => Object.keys(state ?? {}))).toEqual([
      ['terminated'],
      ['running'],
    ]);
    expect(status.containerStatuses).toMatchObject([{ name: 'web', image: 'web:1', ready: true, started: true }]);
    expect(status.conditions).toContainEqual({ type: 'Ready', status: 'True', lastTransitionTime: 'now' });
    expect(status.conditions).toContainEqual({ type: 'PodScheduled', status: 'True', lastTransitionTime: 'before' });
  });

  it('is the same the next time, and leaves what others say', () => {
    const extra = { type: 'x.io/y', status: 'True' };
    const first = runningStatus(pod, context);
    const status = { ...first, conditions: [...(first.conditions ?? []), extra] };
    expect(runningStatus({ ...pod, status }, { ...context, now: 'later' })).toEqual(status);
  });

  it('is not ready before its gates are', () => {
    const gated: Pod = { ...pod, spec: { ...pod.spec, readinessGates: [{ conditionType: 'x.io/y' }] } };
    expect(runningStatus(gated, context).conditions).toContainEqual({
      type: 'Ready',
      status: 'False',
      reason: 'ReadinessGatesNotReady',
      message: 'corresponding condition of pod readiness gate "x.io/y" does not exist.',
      lastTransitionTime: 'now',
    });
  });

  it('says no more than its version knows', () => {
    const status = runningStatus(pod, { ...context, minor: 27, observesGeneration: false });
    expect(status.hostIPs).toBeUndefined();
    expect(status.observedGeneration).toBeUndefined();
    expect(status.conditions?.map(({ type }) => type)).not.toContain('PodReadyToStartContainers');
  });
});

describe('AddressPool', () => {
  it('gives an address to one pod at a time', () => {
    const pool = new AddressPool('10.244.0');
    expect([pool.take('a'), pool.take('b'), pool.take('a')]).toEqual(['10.244.0.1', '10.244.0.2', '10.244.0.1']);
    pool.free('a');
    expect(pool.take('c')).toBe('10.244.0.3');
    pool.keep('d', '10.244.0.4');
    pool.keep('e', '10.9.0.5');
    expect(pool.take('f')).toBe('10.244.0.5');
    for (let index = 0; index < 249; index++) expect(pool.take(`more-${index}`)).toBeDefined();
    expect(pool.take('g')).toBe('10.244.0.1');
    expect(pool.take('one too many')).toBeUndefined();
  });
});

it('nodes are ready, marked, and apart from each other', () => {
  const node = simulatedNode(3, 35, 'now');
  expect(isSimulated(node)).toBe(true);
  expect(isSimulated({ metadata: { labels: {} } })).toBe(false);
  expect(node.spec?.podCIDR).toBe('10.244.3.0/24');
  expect([podNetwork(300), nodeAddress(300)]).toEqual(['10.245.44', '198.18.1.44']);
  expect(node.status?.conditions?.find(({ type }) => type === 'Ready')?.status).toBe('True');
});
