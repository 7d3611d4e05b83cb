import { describe, expect, it } from 'vitest';
import { applyDefaults } from './apply-defaults.js';

const profile = (minor: number, ...gates: readonly string[]) => ({
  minor,
  enabled: (gate: string) => gates.includes(gate),
});

/** The spec with its defaults, without the template, which has its own tests. */
function specOf(apiVersion: string, kind: string, spec: object, minor = 35, ...gates: readonly string[]): object {
  const object = applyDefaults({ apiVersion, kind, spec }, profile(minor, ...gates));
  const { template: _, ...rest } = object.spec as { readonly template?: unknown };
  return rest;
}

const templateWithLabels = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'i' }] } };

describe('specs', () => {
  it.each<[string, string, object, object]>([
    [
      'apps/v1',
      'Deployment',
      {},
      {
        replicas: 1,
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } },
        revisionHistoryLimit: 10,
        progressDeadlineSeconds: 600,
      },
    ],
    [
      'apps/v1',
      'Deployment',
      { replicas: 0, strategy: { type: 'Recreate' }, revisionHistoryLimit: 0, progressDeadlineSeconds: 1 },
      { replicas: 0, strategy: { type: 'Recreate' }, revisionHistoryLimit: 0, progressDeadlineSeconds: 1 },
    ],
    ['apps/v1', 'ReplicaSet', {}, { replicas: 1 }],
    [
      'apps/v1',
      'DaemonSet',
      {},
      {
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
        revisionHistoryLimit: 10,
      },
    ],
    [
      'apps/v1',
      'DaemonSet',
      { updateStrategy: { type: 'OnDelete' } },
      { updateStrategy: { type: 'OnDelete' }, revisionHistoryLimit: 10 },
    ],
    [
      'apps/v1',
      'StatefulSet',
      {},
      {
        podManagementPolicy: 'OrderedReady',
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
        persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
        replicas: 1,
        revisionHistoryLimit: 10,
      },
    ],
    [
      'batch/v1',
      'Job',
      {},
      {
        completions: 1,
        parallelism: 1,
        backoffLimit: 6,
        completionMode: 'NonIndexed',
        suspend: false,
        podReplacementPolicy: 'TerminatingOrFailed',
        manualSelector: false,
      },
    ],
    [
      'batch/v1',
      'Job',
      { parallelism: 2, backoffLimitPerIndex: 1, podFailurePolicy: { rules: [{ onPodConditions: [{ type: 'x' }] }] } },
      {
        parallelism: 2,
        backoffLimit: 2147483647,
        backoffLimitPerIndex: 1,
        completionMode: 'NonIndexed',
        suspend: false,
        podReplacementPolicy: 'Failed',
        manualSelector: false,
        podFailurePolicy: { rules: [{ onPodConditions: [{ type: 'x', status: 'True' }] }] },
      },
    ],
  ])('%s %s %j', (apiVersion, kind, spec, defaulted) => expect(specOf(apiVersion, kind, spec)).toEqual(defaulted));

  it('of StatefulSets have maxUnavailable with its gate', () => {
    expect(specOf('apps/v1', 'StatefulSet', {}, 35, 'MaxUnavailableStatefulSet')).toMatchObject({
      updateStrategy: { rollingUpdate: { partition: 0, maxUnavailable: 1 } },
    });
  });

  it('of StatefulSets that name their strategy keep an absent rollingUpdate', () => {
    expect(specOf('apps/v1', 'StatefulSet', { updateStrategy: { type: 'RollingUpdate' } })).toMatchObject({
      updateStrategy: { type: 'RollingUpdate' },
    });
    expect(
      JSON.stringify(specOf('apps/v1', 'StatefulSet', { updateStrategy: { type: 'RollingUpdate' } })),
    ).not.toContain('partition');
  });

  it('of Jobs have a replacement policy since 1.34, or with its gate', () => {
    expect(JSON.stringify(specOf('batch/v1', 'Job', {}, 28))).not.toContain('podReplacementPolicy');
    expect(specOf('batch/v1', 'Job', {}, 28, 'JobPodReplacementPolicy')).toMatchObject({
      podReplacementPolicy: 'TerminatingOrFailed',
    });
  });
});

describe('labels', () => {
  it('of ReplicationControllers and Jobs are those of the template', () => {
    const spec = { template: templateWithLabels };
    expect(applyDefaults<object>({ apiVersion: 'v1', kind: 'ReplicationController', spec }, profile(35))).toMatchObject(
      {
        metadata: { labels: { app: 'web' } },
        spec: { replicas: 1, selector: { app: 'web' } },
      },
    );
    expect(applyDefaults<object>({ apiVersion: 'batch/v1', kind: 'Job', spec }, profile(35))).toMatchObject({
      metadata: { labels: { app: 'web' } },
    });
  });

  it('that are there stay', () => {
    const metadata = { labels: { own: 'x' } };
    const spec = { template: templateWithLabels, selector: { own: 'x' } };
    expect(
      applyDefaults<object>({ apiVersion: 'v1', kind: 'ReplicationController', metadata, spec }, profile(35)),
    ).toMatchObject({ metadata, spec: { selector: { own: 'x' } } });
  });
});

describe('CronJobs', () => {
  it('get their own defaults, and the jobs those of pods but not those of jobs', () => {
    const jobTemplate = { spec: { template: templateWithLabels } };
    const { spec } = applyDefaults({ apiVersion: 'batch/v1', kind: 'CronJob', spec: { jobTemplate } }, profile(35));
    expect(spec).toMatchObject({
      concurrencyPolicy: 'Allow',
      suspend: false,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 1,
      jobTemplate: { spec: { template: { spec: { restartPolicy: 'Always' } } } },
    });
    expect(JSON.stringify(spec)).not.toContain('backoffLimit');
  });
});
