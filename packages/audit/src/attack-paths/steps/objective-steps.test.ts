/** Steps to objectives: of each the right that is enough, and the near miss that must not be a step. */
import { describe, expect, it } from 'vitest';
import { ANN, factsOf, grant, namespaced, object, pod, stepsFrom } from '../attack-paths.test-support.js';
import type { ClusterObject } from '../cluster-facts.js';
import { OBJECTIVES } from '../foothold.js';

const RBAC = 'rbac.authorization.k8s.io';
const ADMISSION = 'admissionregistration.k8s.io';
const CERTIFICATES = 'certificates.k8s.io';

const OBJECTIVE = new RegExp(`-> (?:${OBJECTIVES.join('|')}) in `);
const objectives = (objects: readonly ClusterObject[], version?: string, gates?: string) =>
  stepsFrom(factsOf(objects, version, gates), ANN, true).filter((step) => OBJECTIVE.test(step));
const everywhere = (...rules: string[]) => objectives(grant('', rules));
const inShop = (...rules: string[]) => objectives(grant('shop', rules));

describe('objectives', () => {
  it.each<[string, readonly string[], string]>([
    ['AP-04', [`create ${RBAC}/rolebindings`], 'hand-out-rights -> persistence in namespace shop'],
    ['AP-04', [`patch ${RBAC}/rolebindings[x]`], 'hand-out-rights -> persistence in namespace shop'],
    ['AP-05', [`update ${RBAC}/roles`], 'hand-out-rules -> persistence in namespace shop'],
    ['AP-17', ['create /pods/portforward'], 'proxy-to-pods -> lateral-movement in namespace shop ?'],
    ['AP-17', ['get /pods/proxy'], 'proxy-to-pods -> lateral-movement in namespace shop ?'],
    ['AP-17', ['get /services/proxy[web]'], 'proxy-to-pods -> lateral-movement in namespace shop ?'],
    ['AP-40', ['patch /serviceaccounts', 'create /pods'], 'cloud-identity -> lateral-movement in namespace shop ?'],
    [
      'AP-40',
      ['update /serviceaccounts[web]', 'create /serviceaccounts/token'],
      'cloud-identity -> lateral-movement in namespace shop ?',
    ],
    ['AP-41', ['create /services'], 'intercept-service-traffic -> collection in namespace shop ?'],
    ['AP-41', ['patch /services/status'], 'intercept-service-traffic -> collection in namespace shop'],
    ['AP-42', ['update /endpoints'], 'redirect-endpoints -> lateral-movement in namespace shop ?'],
    ['AP-42', ['create discovery.k8s.io/endpointslices'], 'redirect-endpoints -> lateral-movement in namespace shop ?'],
    ['AP-43', ['create networking.k8s.io/ingresses'], 'take-route -> collection in namespace shop ?'],
    ['AP-43', ['patch gateway.networking.k8s.io/httproutes'], 'take-route -> collection in namespace shop ?'],
    ['AP-44', ['delete networking.k8s.io/networkpolicies'], 'open-network -> defense-evasion in namespace shop ?'],
    ['AP-45', ['delete events.k8s.io/events'], 'delete-events -> defense-evasion in namespace shop'],
    ['AP-46', ['delete /resourcequotas'], 'exhaust-resources -> impact in namespace shop'],
    ['AP-46', ['update policy/poddisruptionbudgets'], 'exhaust-resources -> impact in namespace shop'],
    ['AP-47', ['patch /pods/status'], 'rewrite-pod-status -> collection in namespace shop ?'],
    ['AP-48', ['deletecollection /persistentvolumeclaims'], 'destroy-data -> impact in namespace shop'],
    ['AP-33', ['delete /namespaces'], 'destroy-data -> impact in namespace shop'],
    ['AP-52', ['list /pods'], 'map-rights -> discovery in namespace shop'],
    ['AP-52', ['get /pods/log'], 'read-logs -> discovery in namespace shop'],
    ['AP-52', ['get /configmaps[a]'], 'read-logs -> discovery in namespace shop'],
  ])('%s in a namespace: %j', (_, rules, expected) => {
    expect(inShop(...rules)).toEqual([expected]);
  });

  it.each<[string, readonly string[], string]>([
    ['AP-04', [`update ${RBAC}/clusterrolebindings`], 'hand-out-rights -> persistence in the cluster'],
    ['AP-05', [`create ${RBAC}/clusterroles`], 'hand-out-rules -> persistence in the cluster'],
    ['AP-21', ['get /nodes/log'], 'node-logs -> discovery in the cluster'],
    ['AP-21', ['get /nodes/pods'], 'node-pods -> discovery in the cluster'],
    ['AP-21', ['get /nodes/metrics'], 'node-figures -> discovery in the cluster'],
    ['AP-21', ['get /nodes/configz'], 'node-figures -> discovery in the cluster'],
    ['AP-22', ['patch /nodes/status'], 'disturb-nodes -> impact in the cluster'],
    ['AP-22', ['delete /nodes'], 'disturb-nodes -> impact in the cluster'],
    [
      'AP-25',
      [`update ${CERTIFICATES}/certificatesigningrequests/status`, `sign ${CERTIFICATES}/signers[example.com/x]`],
      'publish-certificate -> credential-access in the cluster ?',
    ],
    [
      'AP-31',
      [`delete ${ADMISSION}/validatingadmissionpolicies`],
      'weaken-guardrail -> defense-evasion in the cluster ?',
    ],
    [
      'AP-31',
      [`delete ${ADMISSION}/mutatingwebhookconfigurations`],
      'weaken-guardrail -> defense-evasion in the cluster ?',
    ],
    ['AP-33', ['create /namespaces'], 'new-namespace -> defense-evasion in the cluster ?'],
    ['AP-34', ['update apiregistration.k8s.io/apiservices'], 'serve-api-group -> collection in the cluster ?'],
    [
      'AP-35',
      ['patch apiextensions.k8s.io/customresourcedefinitions'],
      'conversion-webhook -> persistence in the cluster ?',
    ],
    ['AP-46', ['create scheduling.k8s.io/priorityclasses'], 'exhaust-resources -> impact in the cluster'],
    ['AP-46', ['update coordination.k8s.io/leases'], 'exhaust-resources -> impact in the cluster'],
    ['AP-48', ['delete /persistentvolumes'], 'destroy-data -> impact in the cluster'],
    ['AP-50', ['create storage.k8s.io/csidrivers'], 'storage-driver -> collection in the cluster ?'],
    ['AP-52', ['create authentication.k8s.io/tokenreviews'], 'map-rights -> discovery in the cluster'],
  ])('%s in the cluster: %j', (_, rules, expected) => {
    expect(everywhere(...rules)).toEqual([expected]);
  });

  it('AP-29: sees Secrets and refuses requests', () => {
    expect(everywhere(`create ${ADMISSION}/validatingwebhookconfigurations`)).toEqual([
      'validating-webhook -> impact in the cluster ?',
    ]);
  });

  it.each<[string, string, readonly string[]]>([
    ['AP-04', 'reading and deleting bindings', [`get,list,delete ${RBAC}/rolebindings`]],
    ['AP-04', 'a create that is limited to names', [`create ${RBAC}/rolebindings[x]`]],
    ['AP-05', 'a new Role that nothing binds', [`create ${RBAC}/roles`]],
    ['AP-17', 'pods without the subresource', ['delete /pods']],
    ['AP-17', 'get on port-forward, from 1.35 on', ['get /pods/portforward']],
    ['AP-22', 'nodes in a namespace', ['update /nodes']],
    ['AP-34', 'API services in a namespace', ['update apiregistration.k8s.io/apiservices']],
    ['AP-40', 'annotations that nobody uses', ['patch /serviceaccounts']],
    ['AP-40', 'tokens without annotations', ['create /serviceaccounts/token']],
    ['AP-41', 'reading and deleting Services', ['get,delete /services']],
    ['AP-42', 'endpointslices of the core group', ['update /endpointslices']],
    ['AP-43', 'ingresses of the old group', ['create extensions/ingresses']],
    ['AP-44', 'creating policies', ['create networking.k8s.io/networkpolicies']],
    ['AP-45', 'creating events', ['create,patch /events']],
    ['AP-46', 'leases outside kube-system', ['update coordination.k8s.io/leases']],
    ['AP-46', 'priority classes in a namespace', ['create scheduling.k8s.io/priorityclasses']],
    ['AP-47', 'pods without the status', ['create /pods/status']],
    ['AP-48', 'writing claims of volumes', ['create,update /persistentvolumeclaims']],
    ['AP-51', 'claims in a namespace without the label', ['create resource.k8s.io/resourceclaims', 'create /pods']],
    ['AP-52', 'a ConfigMap with public certificates', ['get,list /configmaps[extension-apiserver-authentication]']],
    ['AP-52', 'reviews in a namespace', ['create authentication.k8s.io/tokenreviews']],
  ])('%s near miss: %s', (_, __, rules) => {
    expect(inShop(...rules)).toEqual([]);
  });

  it.each<[string, string, readonly string[]]>([
    ['AP-21', 'listing nodes/log', ['list /nodes/log']],
    ['AP-21', 'a memory image that stays on the node', ['create /nodes/checkpoint']],
    ['AP-25', 'status without the signer', [`update ${CERTIFICATES}/certificatesigningrequests/status`]],
    [
      'AP-25',
      'built-in signers',
      [`update ${CERTIFICATES}/certificatesigningrequests/status`, `sign ${CERTIFICATES}/signers[kubernetes.io/*]`],
    ],
    ['AP-25', 'the signer without status', [`sign ${CERTIFICATES}/signers`]],
    ['AP-31', 'creating policies', [`create ${ADMISSION}/validatingadmissionpolicies`]],
    ['AP-33', 'labelling namespaces', ['update /namespaces']],
    ['AP-35', 'creating definitions', ['create apiextensions.k8s.io/customresourcedefinitions']],
    ['AP-50', 'changing drivers', ['update storage.k8s.io/csidrivers']],
    [
      'AP-48',
      'the verb for objects that cannot be read, alone',
      ['unsafe-delete-ignore-read-errors /persistentvolumes'],
    ],
  ])('%s near miss: %s', (_, __, rules) => {
    expect(everywhere(...rules)).toEqual([]);
  });

  it('are not looked for unless asked', () => {
    expect(stepsFrom(factsOf(grant('', ['delete /namespaces', 'update apiregistration.k8s.io/apiservices'])))).toEqual(
      [],
    );
  });
});

describe('objectives that depend on the version or the cluster', () => {
  it('AP-17: forwards ports by get up to 1.34', () => {
    const rights = grant('shop', ['get /pods/portforward']);
    expect(objectives(rights, '1.34')).toEqual(['proxy-to-pods -> lateral-movement in namespace shop ?']);
    expect(objectives(rights, '1.36')).toEqual([]);
  });

  it('AP-21: reads pods of the kubelet where it asks for a right of their own', () => {
    const rights = grant('', ['get /nodes/pods']);
    expect(objectives(rights, '1.31')).toEqual([]);
    expect(objectives(rights, '1.33')).toEqual(['node-pods -> discovery in the cluster']);
  });

  it('AP-26: asks for pod certificates where the gate is on, and can read them', () => {
    const both = [`create ${CERTIFICATES}/podcertificaterequests`, `get ${CERTIFICATES}/podcertificaterequests`];
    const step = ['pod-certificate -> credential-access in namespace shop ?'];
    expect(objectives(grant('shop', both), '1.35', 'PodCertificateRequest=true')).toEqual(step);
    expect(objectives(grant('shop', both), '1.35')).toEqual([]);
    expect(objectives(grant('shop', both.slice(0, 1)), '1.35', 'PodCertificateRequest=true')).toEqual([]);
  });

  it('AP-27: changes trust anchors; those of a signer ask for attest', () => {
    const gates = 'ClusterTrustBundle=true';
    const bundles = (names: string) => `update ${CERTIFICATES}/clustertrustbundles${names}`;
    const step = 'change-trust-anchors -> credential-access in the cluster';
    expect(objectives(grant('', [bundles('')]), '1.35', gates)).toEqual([`${step} ?`]);
    expect(objectives(grant('', [bundles('[example.com:x:a]')]), '1.35', gates)).toEqual([]);
    const attest = `attest ${CERTIFICATES}/signers[example.com/x]`;
    expect(objectives(grant('', [bundles('[example.com:x:a]'), attest]), '1.35', gates)).toEqual([`${step} ?`]);
    const mounting = (signerName: string) =>
      pod('shop', 'web', {
        volumes: [{ name: 't', projected: { sources: [{ clusterTrustBundle: { signerName, path: 'ca' } }] } }],
      });
    const signed = grant('', [bundles('[example.com:x:a]'), attest]);
    expect(objectives([...signed, mounting('example.com/x')], '1.35', gates)).toEqual([step]);
    expect(objectives([...signed, mounting('example.com/y')], '1.35', gates)).toEqual([`${step} ?`]);
    expect(objectives(signed, '1.35')).toEqual([]);
  });

  it('AP-31: knows the guardrail of the input', () => {
    const rights = grant('', [`patch ${ADMISSION}/validatingadmissionpolicybindings`]);
    const policy = object(`${ADMISSION}/v1`, 'ValidatingAdmissionPolicy', '', 'no-latest');
    expect(objectives([...rights, policy])).toEqual(['weaken-guardrail -> defense-evasion in the cluster']);
    expect(objectives(rights, '1.29')).toEqual([]);
  });

  it('AP-39: rewrites ConfigMaps that are there', () => {
    const dns = object('v1', 'ConfigMap', 'kube-system', 'coredns');
    const step = ['rewrite-trusted-config -> collection in namespace kube-system'];
    expect(objectives([...grant('kube-system', ['patch /configmaps[coredns]']), dns])).toEqual(step);
    expect(objectives([...grant('kube-system', ['patch /configmaps[other]']), dns])).toEqual([]);
    expect(objectives([...grant('shop', ['patch /configmaps']), dns])).toEqual([]);
    expect(objectives(grant('kube-system', ['patch /configmaps']))).toEqual([]);
  });

  it('AP-44: knows the policies of the namespace', () => {
    const policy = object('networking.k8s.io/v1', 'NetworkPolicy', 'shop', 'deny');
    const right = ['delete networking.k8s.io/networkpolicies'];
    expect(objectives([...grant('shop', right), policy])).toEqual([
      'open-network -> defense-evasion in namespace shop',
    ]);
    expect(objectives([...grant('bank', right), policy])).toEqual([
      'open-network -> defense-evasion in namespace bank ?',
    ]);
  });

  it('AP-51: claims devices where the namespace lets it', () => {
    const rights = grant('shop', ['create resource.k8s.io/resourceclaims', 'create /pods']);
    const shop = namespaced('shop', { 'resource.kubernetes.io/admin-access': 'true' });
    const step = 'device-admin-access -> collection in namespace shop';
    expect(objectives([...rights, shop])).toEqual([step]);
    expect(objectives([...rights, shop], '1.33')).toEqual([]);
    const label = grant('shop', ['patch /namespaces'], 'User/ann', 'label');
    expect(objectives([...rights, ...label])).toEqual([`${step} ?`]);
  });

  it('AP-56: reads paths of the control plane', () => {
    const paths = (verb: string, ...nonResourceURLs: string[]): ClusterObject[] =>
      grant('', ['get /none']).map((each) =>
        each.kind === 'ClusterRole'
          ? { ...each, object: { ...(each.object as object), rules: [{ verbs: [verb], nonResourceURLs }] } }
          : each,
      );
    const step = ['control-plane-paths -> discovery in the cluster'];
    expect(objectives(paths('get', '/debug/pprof/*'))).toEqual(step);
    expect(objectives(paths('get', '/d*'))).toEqual(step);
    expect(objectives(paths('get', '/flagz'))).toEqual(step);
    expect(objectives(paths('post', '*'))).toEqual(step);
    expect(objectives(paths('get', '/metrics', '/healthz', '/livez/*', '/openapi/*'))).toEqual([]);
    expect(objectives(paths('get', '/flagz2', '/debugger'))).toEqual([]);
    expect(objectives(paths('head', '*'))).toEqual([]);
  });
});
