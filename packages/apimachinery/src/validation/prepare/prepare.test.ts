/** What the API server changes before it validates, seen in what is said of the object afterwards. */
import { expect, it } from 'vitest';
import { at, describeValidation, linesOf } from '../validation.test-support.js';
import { validationOptions } from '../validation-options.js';
import { NEW_UID, prepareJob } from './job.js';
import { prepareNamespace } from './namespace.js';
import { prepareNode } from './node.js';
import { prepareClaim } from './persistent-volume-claim.js';
import { preparePod } from './pod.js';
import { prepareService } from './service.js';

const optionsOf = (minor: number, ...gates: string[]) =>
  validationOptions({ minor, enabled: (gate) => gates.includes(gate) }).pod;
const app = { name: 'app', image: 'app:1' };
const snapshot = { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: 'a' };

it('a job gets a selector, and its template the labels for it', () => {
  const job = { metadata: { name: 'once' }, spec: { template: { metadata: { labels: { app: 'a' } } } } };
  const { spec, metadata } = prepareJob(job, optionsOf(36));
  expect(metadata).toEqual({ name: 'once', uid: NEW_UID });
  expect(spec?.selector).toEqual({ matchLabels: { 'batch.kubernetes.io/controller-uid': NEW_UID } });
  expect(spec?.template?.metadata?.labels).toEqual({
    app: 'a',
    'batch.kubernetes.io/controller-uid': NEW_UID,
    'batch.kubernetes.io/job-name': 'once',
    'controller-uid': NEW_UID,
    'job-name': 'once',
  });
});

it('a job with a selector by hand keeps it', () => {
  const spec = { manualSelector: true, selector: { matchLabels: { app: 'a' } } };
  expect(prepareJob({ metadata: { name: 'once' }, spec }, optionsOf(36)).spec).toEqual(spec);
});

it('a job loses what its server does not know', () => {
  const spec = { manualSelector: true, managedBy: 'a.b/c', podReplacementPolicy: 'Failed', backoffLimitPerIndex: 1 };
  const kept = (minor: number, ...gates: string[]) =>
    Object.keys(prepareJob({ spec }, optionsOf(minor, ...gates)).spec ?? {});
  expect(kept(28)).toEqual(['manualSelector']);
  expect(kept(30, 'JobManagedBy')).toEqual(['manualSelector', 'managedBy']);
  expect(kept(33)).toEqual(['manualSelector', 'backoffLimitPerIndex']);
  expect(kept(35)).toEqual(Object.keys(spec));
});

it('a namespace gets the finalizer of Kubernetes once', () => {
  expect(prepareNamespace({}).spec?.finalizers).toEqual(['kubernetes']);
  const own = { spec: { finalizers: ['kubernetes', 'example.com/a'] } };
  expect(prepareNamespace(own)).toBe(own);
});

it('a node has the block of old as the first of its blocks', () => {
  expect(prepareNode({ spec: { podCIDR: '10.0.0.0/24' } }).spec?.podCIDRs).toEqual(['10.0.0.0/24']);
  const both = { spec: { podCIDR: '10.0.0.0/24', podCIDRs: ['10.0.0.0/24', '2001:db8::/64'] } };
  expect(prepareNode(both)).toBe(both);
});

it('a service has its address in the list, and a port for health checks', () => {
  expect(prepareService({ spec: { clusterIP: '10.0.0.1' } }).spec?.clusterIPs).toEqual(['10.0.0.1']);
  const balanced = { spec: { type: 'LoadBalancer', externalTrafficPolicy: 'Local' } };
  expect(prepareService(balanced).spec?.healthCheckNodePort).toBeGreaterThan(0);
});

it.each([
  [
    'a source of old becomes the reference',
    { dataSource: snapshot },
    { dataSource: snapshot, dataSourceRef: snapshot },
  ],
  [
    'a reference becomes the source of old',
    { dataSourceRef: snapshot },
    { dataSource: snapshot, dataSourceRef: snapshot },
  ],
  ['a source of another kind is dropped', { dataSource: { kind: 'Pod', name: 'a' } }, {}],
  ['a reference into another namespace is dropped', { dataSourceRef: { ...snapshot, namespace: 'b' } }, {}],
])('of a claim, %s', (_, spec, expected) => {
  expect(prepareClaim({ spec }, optionsOf(36)).spec).toEqual(expected);
});

it('a reference of a claim into another namespace stays where it may', () => {
  const spec = { dataSourceRef: { ...snapshot, namespace: 'b' } };
  expect(prepareClaim({ spec }, optionsOf(36, 'CrossNamespaceVolumeDataSource')).spec).toEqual(spec);
});

it('a pod gets an account, but not one that mirrors a file of its node', () => {
  expect(preparePod({ spec: {} }, optionsOf(36)).spec?.serviceAccountName).toBe('default');
  const mirror = { metadata: { annotations: { 'kubernetes.io/config.mirror': 'a' } }, spec: {} };
  expect(preparePod(mirror, optionsOf(36))).toBe(mirror);
});

it("a pod's label keys become conditions", () => {
  const term = { labelSelector: {}, matchLabelKeys: ['hash'], mismatchLabelKeys: ['tenant'], topologyKey: 'zone' };
  const spec = { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } } };
  const pod = { metadata: { labels: { hash: '1', tenant: 'a' } }, spec };
  const selectorOf = (minor: number) =>
    preparePod(pod, optionsOf(minor)).spec?.affinity?.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.[0]
      ?.labelSelector;
  expect(selectorOf(30)).toEqual({});
  expect(selectorOf(33)).toEqual({
    matchExpressions: [
      { key: 'hash', operator: 'In', values: ['1'] },
      { key: 'tenant', operator: 'NotIn', values: ['a'] },
    ],
  });
});

it.each([
  ['unconfined', { type: 'Unconfined' }],
  ['runtime/default', { type: 'RuntimeDefault' }],
  ['localhost/a', { type: 'Localhost', localhostProfile: 'a' }],
  ['strange', undefined],
])('an AppArmor annotation %s becomes a field', (annotation, expected) => {
  const annotations = { 'container.apparmor.security.beta.kubernetes.io/app': annotation };
  const profileOf = (minor: number) =>
    preparePod({ metadata: { annotations }, spec: { containers: [app] } }, optionsOf(minor)).spec?.containers?.[0]
      ?.securityContext?.appArmorProfile;
  expect(profileOf(31)).toEqual(expected);
  expect(profileOf(29)).toBeUndefined();
});

it('a limit range without a name gets one', () => {
  expect(linesOf({ apiVersion: 'v1', kind: 'LimitRange', metadata: {} }, 36)).toEqual([]);
});

describeValidation(
  'a pod with tokens, which its account makes good',
  {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web' },
    spec: {
      containers: [app],
      volumes: [{ name: 'token', projected: { sources: [{ serviceAccountToken: { path: 'a' } }] } }],
    },
  },
  [
    [
      'that mirrors a file',
      { ...at('metadata.annotations', { 'kubernetes.io/config.mirror': 'a' }), spec: { nodeName: 'n' } },
      [
        'spec.volumes[0].projected.sources[0].serviceAccountToken: Forbidden: must not be specified when serviceAccountName is not set',
      ],
    ],
  ],
);

it('AppArmor fields become annotations for the nodes of old minors', () => {
  const pod = {
    metadata: { name: 'a', annotations: { 'container.apparmor.security.beta.kubernetes.io/kept': 'localhost/x' } },
    spec: {
      securityContext: { appArmorProfile: { type: 'RuntimeDefault' } },
      initContainers: [{ ...app, name: 'own', securityContext: { appArmorProfile: { type: 'Unconfined' } } }],
      containers: [app, { ...app, name: 'kept' }],
    },
  };
  const annotations = (minor: number) => preparePod(pod, optionsOf(minor)).metadata?.annotations;
  expect(annotations(33)).toEqual({
    'container.apparmor.security.beta.kubernetes.io/app': 'runtime/default',
    'container.apparmor.security.beta.kubernetes.io/kept': 'localhost/x',
    'container.apparmor.security.beta.kubernetes.io/own': 'unconfined',
  });
  expect(annotations(34)).toEqual(pod.metadata.annotations);
});
