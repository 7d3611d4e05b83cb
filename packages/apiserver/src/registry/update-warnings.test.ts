import { defaultProfile } from '@bulkhead/features';
import { describe, expect, it } from 'vitest';
import type { KubeObject } from './kube-object.js';
import { updateWarnings } from './update-warnings.js';

const metadata = { name: 'x', generation: 1 };
const spec = { containers: [{ name: 'c', image: 'i', env: [{ name: 'A' }, { name: 'A' }] }] };
const pod: KubeObject = { apiVersion: 'v1', kind: 'Pod', metadata, spec };
const deployment: KubeObject = { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { template: { spec } } };
const changed = (object: KubeObject): KubeObject => ({ ...object, metadata: { ...metadata, generation: 2 } });

describe('warnings of a change', () => {
  it.each([
    ['a pod', changed(pod), pod, '', 0],
    ['a workload whose template changed', changed(deployment), deployment, '', 1],
    ['a workload whose labels changed', deployment, deployment, '', 0],
    ['a status', changed(deployment), deployment, 'status', 0],
  ])('%s', (_, next, current, subresource, count) => {
    expect(updateWarnings(next, current, subresource, defaultProfile(35))).toHaveLength(count);
  });
});
