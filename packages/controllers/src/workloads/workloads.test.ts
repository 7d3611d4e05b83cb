import type { Deployment, ReplicaSet } from '@bulkhead/apimachinery/types/apps-v1';
import type { Pod } from '@bulkhead/apimachinery/types/core-v1';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deploymentStatus, untilDeadline } from './deployment-status.js';
import { inDeletionOrder, isActivePod, untilAvailable } from './pod-state.js';
import { equalTemplates, podTemplateHash, safeEncode } from './pod-template-hash.js';
import { replicaSetStatus } from './replica-set-status.js';
import { newSetAnnotations } from './revision.js';
import { boundsOf, newSetSize, oldSetSizes, proportionalSizes, sum } from './rolling-update.js';

describe('the hash of a template', () => {
  const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'a', image: 'b' }] } };
  it('does not depend on the order of keys, but on all the rest', () => {
    const same = { spec: { containers: [{ image: 'b', name: 'a' }] }, metadata: { labels: { app: 'web' } } };
    expect(podTemplateHash(same, undefined)).toBe(podTemplateHash(template, undefined));
    expect(podTemplateHash(template, 1)).not.toBe(podTemplateHash(template, undefined));
    expect(podTemplateHash(template, undefined)).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{4,10}$/);
    const labelled = { ...template, metadata: { labels: { app: 'web', 'pod-template-hash': 'x' } } };
    expect(equalTemplates(labelled, template)).toBe(true);
    expect(equalTemplates({ ...template, spec: {} }, template)).toBe(false);
  });

  it('is written in letters that spell nothing', () => {
    expect(safeEncode('0123456789')).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{10}$/);
    expect(safeEncode('00')).toMatch(/^(.)\1$/);
  });
});

describe('the bounds of a rolling update', () => {
  const deployment = (replicas: number, maxSurge: string | number, maxUnavailable: string | number): Deployment => ({
    spec: { replicas, strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } } },
  });
  it.each([
    [deployment(10, '25%', '25%'), { replicas: 10, maxSurge: 3, maxUnavailable: 2 }],
    [deployment(3, 1, 0), { replicas: 3, maxSurge: 1, maxUnavailable: 0 }],
    [deployment(3, 0, '10%'), { replicas: 3, maxSurge: 0, maxUnavailable: 1 }],
    [deployment(2, 0, 5), { replicas: 2, maxSurge: 0, maxUnavailable: 2 }],
    [{ spec: { replicas: 4, strategy: { type: 'Recreate' } } }, { replicas: 4, maxSurge: 0, maxUnavailable: 0 }],
  ])('%j', (given, bounds) => {
    expect(boundsOf(given)).toEqual(bounds);
  });

  it('are kept at every step, and the update comes to its end', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.nat(10),
        fc.nat(10),
        fc.nat(20),
        (replicas, surge, unavailable, working) => {
          const bounds = boundsOf(deployment(replicas, surge, unavailable));
          let old = { name: 'old', replicas, available: Math.min(working, replicas) };
          let young = { name: 'new', replicas: 0, available: 0 };
          for (let step = 0; step < 200 && (old.replicas > 0 || young.available < replicas); step++) {
            young = { ...young, replicas: newSetSize(bounds, young.replicas, young.replicas + old.replicas, false) };
            expect(young.replicas + old.replicas).toBeLessThanOrEqual(replicas + bounds.maxSurge);
            const before = old.available + young.available;
            const size = oldSetSizes(bounds, young, [old]).get('old') ?? 0;
            // Pods that do not work are the first to go.
            old = { ...old, replicas: size, available: Math.min(old.available, size) };
            const least = Math.min(before, replicas - bounds.maxUnavailable);
            expect(old.available + young.available).toBeGreaterThanOrEqual(least);
            young = { ...young, available: young.replicas };
          }
          expect([old.replicas, young.replicas]).toEqual([0, replicas]);
        },
      ),
    );
  });

  it('share a change of the wish between the sets', () => {
    const sets = [
      { name: 'a', replicas: 8, available: 8 },
      { name: 'b', replicas: 4, available: 4 },
    ];
    const sizes = proportionalSizes({ replicas: 20, maxSurge: 4, maxUnavailable: 0 }, sets, 12);
    expect(Object.fromEntries(sizes)).toEqual({ a: 16, b: 8 });
    fc.assert(
      fc.property(fc.nat(30), fc.nat(5), fc.integer({ min: 1, max: 20 }), fc.nat(20), (replicas, maxSurge, a, b) => {
        const given = [
          { name: 'a', replicas: a, available: 0 },
          { name: 'b', replicas: b, available: 0 },
        ];
        const shared = proportionalSizes({ replicas, maxSurge, maxUnavailable: 0 }, given, a + b);
        expect(sum([...shared.values()])).toBe(replicas === 0 ? 0 : replicas + maxSurge);
      }),
    );
  });
});

const ready = (name: string, more: object = {}): Pod => ({
  metadata: { name },
  spec: { nodeName: 'n' },
  status: {
    phase: 'Running',
    conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z' }],
  },
  ...more,
});

describe('pods', () => {
  it('are available some time after they are ready', () => {
    const at = Date.parse('2026-01-01T00:00:05Z');
    expect(untilAvailable(ready('a'), 0, at)).toBe(0);
    expect(untilAvailable(ready('a'), 8, at)).toBe(3000);
    expect(untilAvailable({}, 0, at)).toBeUndefined();
    expect(isActivePod({ metadata: { deletionTimestamp: 'now' } })).toBe(false);
    expect(isActivePod({ status: { phase: 'Failed' } })).toBe(false);
  });

  it('are deleted in the order of what they do', () => {
    const pods = [
      ready('worker'),
      ready('cheap', {
        metadata: { name: 'cheap', annotations: { 'controller.kubernetes.io/pod-deletion-cost': '-1' } },
      }),
      ready('starting', { status: { phase: 'Running' } }),
      { metadata: { name: 'nowhere' } },
      ready('pending', { status: { phase: 'Pending' } }),
    ];
    expect(inDeletionOrder(pods).map(({ metadata }) => metadata?.name)).toEqual([
      ...['nowhere', 'pending', 'starting', 'cheap', 'worker'],
    ]);
  });
});

describe('statuses', () => {
  const times = { now: Date.parse('2026-01-01T01:00:00Z'), timestamp: 'now' };
  it('of a set counts its pods and tells of failures once', () => {
    const set: ReplicaSet = { metadata: { generation: 3 }, spec: { template: { metadata: { labels: { a: 'b' } } } } };
    const pods = [
      ready('x'),
      ready('y', { metadata: { labels: { a: 'b' } } }),
      { metadata: { deletionTimestamp: 'now' } },
    ];
    const failure = { reason: 'FailedCreate', message: 'no' } as const;
    const status = replicaSetStatus(set, { pods, failure, countsTerminating: true, ...times });
    expect(status).toEqual({
      replicas: 2,
      fullyLabeledReplicas: 1,
      readyReplicas: 2,
      availableReplicas: 2,
      terminatingReplicas: 1,
      observedGeneration: 3,
      conditions: [{ type: 'ReplicaFailure', status: 'True', lastTransitionTime: 'now', ...failure }],
    });
    const later = { pods, failure, countsTerminating: true, ...times, timestamp: 'later' };
    expect(replicaSetStatus({ ...set, status }, later)).toEqual(status);
    expect(
      replicaSetStatus({ ...set, status }, { pods: [], countsTerminating: false, ...times }).conditions,
    ).toBeUndefined();
  });

  it('of a deployment says how far it is', () => {
    const deployment: Deployment = {
      metadata: { name: 'web', generation: 2 },
      spec: { replicas: 2, progressDeadlineSeconds: 600 },
    };
    const newSet = (available: number): ReplicaSet => ({
      metadata: { name: 'web-x' },
      spec: { replicas: 2 },
      status: { replicas: 2, readyReplicas: available, availableReplicas: available },
    });
    const input = { oldSets: [], collisionCount: undefined, countsTerminating: false, ...times };
    const begun = deploymentStatus(deployment, { ...input, newSet: newSet(1) });
    expect(begun).toMatchObject({ replicas: 2, updatedReplicas: 2, availableReplicas: 1, unavailableReplicas: 1 });
    expect(begun.conditions).toMatchObject([
      { type: 'Available', status: 'False' },
      {
        type: 'Progressing',
        status: 'True',
        reason: 'ReplicaSetUpdated',
        message: 'ReplicaSet "web-x" is progressing.',
      },
    ]);
    const done = deploymentStatus({ ...deployment, status: begun }, { ...input, newSet: newSet(2) });
    expect(done.observedGeneration).toBe(2);
    expect(done.conditions).toMatchObject([
      { type: 'Available', status: 'True', message: 'Deployment has minimum availability.' },
      { reason: 'NewReplicaSetAvailable', message: 'ReplicaSet "web-x" has successfully progressed.' },
    ]);
    expect(deploymentStatus({ ...deployment, status: done }, { ...input, newSet: newSet(2) })).toEqual(done);
    const stuck = {
      ...deployment,
      status: {
        ...begun,
        conditions: [{ type: 'Progressing', status: 'True', reason: 'x', lastUpdateTime: '2026-01-01T00:00:00Z' }],
      },
    };
    expect(untilDeadline(stuck, times.now)).toBe(0);
    expect(deploymentStatus(stuck, { ...input, newSet: newSet(1) }).conditions).toContainEqual(
      expect.objectContaining({ status: 'False', reason: 'ProgressDeadlineExceeded' }),
    );
  });
});

it('the newest set has the highest revision, and remembers those it had', () => {
  const deployment: Deployment = {
    metadata: { annotations: { team: 'a', 'kubectl.kubernetes.io/last-applied-configuration': '{}' } },
  };
  expect(newSetAnnotations(deployment, undefined, 0)).toEqual({ team: 'a', 'deployment.kubernetes.io/revision': '1' });
  const old: ReplicaSet = { metadata: { annotations: { 'deployment.kubernetes.io/revision': '1' } } };
  expect(newSetAnnotations(deployment, old, 2)).toEqual({
    team: 'a',
    'deployment.kubernetes.io/revision': '3',
    'deployment.kubernetes.io/revision-history': '1',
  });
  expect(newSetAnnotations(deployment, old, 0)['deployment.kubernetes.io/revision']).toBe('1');
});
