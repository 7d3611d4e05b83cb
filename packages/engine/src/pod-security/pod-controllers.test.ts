import { describe, expect, it } from 'vitest';
import {
  extractPod,
  extractPodAs,
  POD_HOLDERS,
  pathInObject,
  podHolderOfKind,
  podHolderOfResource,
} from './pod-controllers.js';

const spec = { containers: [{ name: 'a' }] };
const template = { metadata: { labels: { a: 'b' } }, spec };

const objects: [string, string, object, string][] = [
  ['v1', 'Pod', { metadata: { name: 'p' }, spec }, ''],
  ['v1', 'ReplicationController', { spec: { template } }, 'spec.template'],
  ['v1', 'PodTemplate', { template }, 'template'],
  ['apps/v1', 'ReplicaSet', { spec: { template } }, 'spec.template'],
  ['apps/v1', 'Deployment', { spec: { template } }, 'spec.template'],
  ['apps/v1', 'StatefulSet', { spec: { template } }, 'spec.template'],
  ['apps/v1', 'DaemonSet', { spec: { template } }, 'spec.template'],
  ['batch/v1', 'Job', { spec: { template } }, 'spec.template'],
  ['batch/v1', 'CronJob', { spec: { jobTemplate: { spec: { template } } } }, 'spec.jobTemplate.spec.template'],
  ['batch/v1beta1', 'CronJob', { spec: { jobTemplate: { spec: { template } } } }, 'spec.jobTemplate.spec.template'],
];

describe('extractPod', () => {
  it.each(objects)('%s %s', (apiVersion, kind, object, path) => {
    const extracted = extractPod({ apiVersion, kind, ...object });
    expect(extracted?.path).toBe(path);
    expect(extracted?.pod.spec).toEqual(spec);
    expect(pathInObject({ path }, 'spec.hostNetwork')).toBe(
      path === '' ? 'spec.hostNetwork' : `${path}.spec.hostNetwork`,
    );
  });

  it.each([
    ['v1', 'Service'],
    ['apps/v1', 'Pod'],
    ['v1', 'Deployment'],
    ['example.com/v1', 'Deployment'],
    ['', ''],
  ])('finds none in %s %s', (apiVersion, kind) => {
    expect(extractPod({ apiVersion, kind, spec: { template } })).toBeUndefined();
  });

  it.each([null, 1, [], {}, { kind: 'Pod' }, { apiVersion: 'v1', kind: 1 }])('finds none in %j', (object) => {
    expect(extractPod(object)).toBeUndefined();
  });

  it('takes an absent template for an empty one, except where it may be absent', () => {
    expect(extractPod({ apiVersion: 'apps/v1', kind: 'Deployment' })?.pod).toEqual({});
    expect(extractPod({ apiVersion: 'batch/v1', kind: 'CronJob', spec: { jobTemplate: 7 } })?.pod).toEqual({});
    expect(extractPod({ apiVersion: 'v1', kind: 'ReplicationController', spec: {} })).toBeUndefined();
  });
});

describe('POD_HOLDERS', () => {
  it('are found by resource and by kind', () => {
    for (const holder of POD_HOLDERS) {
      expect(podHolderOfResource(holder.group, holder.resource)).toBe(holder);
      expect(podHolderOfKind(holder.group === '' ? 'v1' : `${holder.group}/v1`, holder.kind)).toBe(holder);
      expect(extractPodAs(holder, { spec, template })?.holder ?? holder).toBe(holder);
    }
    expect(podHolderOfResource('', 'namespaces')).toBeUndefined();
    expect(podHolderOfResource('extensions', 'deployments')).toBeUndefined();
  });
});
