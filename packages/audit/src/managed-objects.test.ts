import { clusterProfile } from '@bulkhead/features';
import { expandLists, readManifest, toYaml } from '@bulkhead/manifest';
import { describe, expect, it } from 'vitest';
import { AuditObject } from './audit-object.js';
import { withoutManaged } from './managed-objects.js';
import { serverDecoding } from './server-decoding.js';

const result = clusterProfile({ version: '1.35', gates: {} });
if ('errors' in result) throw new Error('1.35');
const { profile } = result;

function objectOf(value: object): AuditObject {
  const [document] = readManifest(toYaml(value)).documents;
  const [object] = document === undefined ? [] : expandLists(document);
  if (object === undefined) throw new Error('no object');
  return new AuditObject('x', object, profile, serverDecoding(profile));
}

const owner = (apiVersion: string, kind: string, name: string, uid = `uid-${name}`) => ({
  ownerReferences: [{ apiVersion, kind, name, uid, controller: true }],
});
const container = { name: 'c', image: 'i', securityContext: { runAsNonRoot: true } };
const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [container] } };

const deployment = (spec: object = template) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'a', uid: 'uid-web' },
  spec: { selector: { matchLabels: { app: 'web' } }, template: spec },
});
const replicaSet = (name: string, more: { replicas?: number; template?: object } = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: { name, namespace: 'a', uid: `uid-${name}`, ...owner('apps/v1', 'Deployment', 'web') },
  spec: {
    replicas: more.replicas ?? 1,
    selector: { matchLabels: { app: 'web' } },
    template: more.template ?? template,
  },
});

/** As the API server and the scheduler leave it. */
const pod = (name: string, spec: object = {}, metadata: object = {}, of = owner('apps/v1', 'ReplicaSet', 'web-1')) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'a', labels: { app: 'web', 'pod-template-hash': 'x1' }, ...of, ...metadata },
  spec: {
    containers: [
      {
        ...container,
        volumeMounts: [{ name: 'kube-api-access-abcde', mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' }],
      },
    ],
    volumes: [
      {
        name: 'kube-api-access-abcde',
        projected: {
          sources: [{ serviceAccountToken: { path: 'token' } }, { configMap: { name: 'kube-root-ca.crt' } }],
        },
      },
    ],
    nodeName: 'n1',
    serviceAccountName: 'default',
    priority: 0,
    tolerations: [{ key: 'node.kubernetes.io/not-ready', operator: 'Exists' }],
    ...spec,
  },
});

const left = (values: readonly object[], siblings = false): string[] =>
  withoutManaged(values.map(objectOf), siblings).map(({ identity }) => `${identity.kind}/${identity.name}`);

describe('what controllers made', () => {
  it('is folded into the topmost controller', () => {
    expect(left([pod('web-1-a'), deployment(), pod('web-1-b'), replicaSet('web-1')])).toEqual(['Deployment/web']);
  });

  it('is folded into the job and the cron job', () => {
    const job = { template: { spec: { containers: [container], restartPolicy: 'Never' } } };
    const made = {
      ...pod(
        'j-1-a',
        { restartPolicy: 'Never' },
        { labels: { 'job-name': 'j-1', 'batch.kubernetes.io/controller-uid': 'x' } },
        owner('batch/v1', 'Job', 'j-1'),
      ),
    };
    expect(
      left([
        {
          apiVersion: 'batch/v1',
          kind: 'CronJob',
          metadata: { name: 'j', namespace: 'a' },
          spec: { schedule: '* * * * *', jobTemplate: { spec: job } },
        },
        {
          apiVersion: 'batch/v1',
          kind: 'Job',
          metadata: { name: 'j-1', namespace: 'a', ...owner('batch/v1', 'CronJob', 'j') },
          spec: job,
        },
        made,
      ]),
    ).toEqual(['CronJob/j']);
  });

  it('stays where nobody is above it: static pods, and pods of owners that are not there', () => {
    const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n1' } };
    const mirror = pod('kube-apiserver-n1', {}, {}, owner('v1', 'Node', 'n1', ''));
    expect(left([node, mirror, pod('x')])).toEqual(['Node/n1', 'Pod/kube-apiserver-n1', 'Pod/x']);
  });

  it('is left out where it runs nothing any more', () => {
    const old = replicaSet('web-0', {
      replicas: 0,
      template: { spec: { hostNetwork: true, containers: [container] } },
    });
    expect(left([deployment(), old])).toEqual(['Deployment/web']);
  });

  it.each([
    ['a container of its own', { containers: [container, { name: 'sidecar', image: 's' }] }],
    ['a debugging container', { ephemeralContainers: [{ name: 'debug', image: 'd' }] }],
    ['another security context', { containers: [{ ...container, securityContext: { privileged: true } }] }],
    ['another image', { containers: [{ ...container, image: 'evil' }] }],
    ['the network of the node', { hostNetwork: true }],
    ['another service account', { serviceAccountName: 'admin' }],
    ['a folder of the node', { volumes: [{ name: 'v', hostPath: { path: '/' } }] }],
    [
      'a folder of the node under the name of a token',
      { volumes: [{ name: 'kube-api-access-abcde', hostPath: { path: '/' } }] },
    ],
  ])('stays, once, with %s: owners are written by anybody', (_what, spec) => {
    expect(left([deployment(), replicaSet('web-1'), pod('a', spec), pod('b', spec), pod('c')])).toEqual([
      'Deployment/web',
      'Pod/a',
    ]);
  });

  it('stays with other labels, since policies select by them', () => {
    const other = pod('a', {}, { labels: { app: 'web', role: 'db' } });
    expect(left([deployment(), replicaSet('web-1'), other])).toEqual(['Deployment/web', 'Pod/a']);
  });

  it('stays where its owner is another object of the same name', () => {
    const other = pod('a', {}, {}, owner('apps/v1', 'ReplicaSet', 'web-1', 'before'));
    expect(left([deployment(), replicaSet('web-1'), other])).toEqual(['Deployment/web', 'Pod/a']);
    const foreign = pod('a', {}, {}, owner('example.com/v1', 'ReplicaSet', 'web-1'));
    expect(left([deployment(), replicaSet('web-1'), foreign])).toEqual(['Deployment/web', 'Pod/a']);
  });

  it('is one for all of a whole cluster, where its owner is of a kind that was not read', () => {
    const of = owner('example.com/v1', 'Kafka', 'k');
    const values = [pod('k-0', {}, {}, of), pod('k-1', {}, {}, of), pod('k-2', { hostNetwork: true }, {}, of)];
    expect(left(values)).toEqual(['Pod/k-0', 'Pod/k-1', 'Pod/k-2']);
    expect(left(values, true)).toEqual(['Pod/k-0', 'Pod/k-2']);
  });
});
