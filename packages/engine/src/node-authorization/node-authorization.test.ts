import type { PersistentVolume, Pod } from '@bulkhead/apimachinery/types/core-v1';
import { describe, expect, it } from 'vitest';
import { resourceAttributes } from '../authorization/attributes.js';
import { parseFieldSelector } from '../authorization/field-selector.js';
import { person, profileFor } from '../authorization/profile.test-support.js';
import { kubeletAttributes, kubeletForbiddenText } from './kubelet-attributes.js';
import { NodeAuthorizer } from './node-authorizer.js';
import { NodeGraph } from './node-graph.js';

const NODE = person('system:node:n1', 'system:nodes', 'system:authenticated');

function cluster(minor: number, gates: Record<string, boolean> = {}, user = NODE) {
  const profile = profileFor(minor, gates);
  const graph = new NodeGraph(profile);
  const authorizer = new NodeAuthorizer(graph, profile);
  /** `verb group/resource/subresource namespace/name selector`: `allow`, or the reason. */
  const ask = (text: string): string => {
    const [verb = '', what = '', where = '/', selector = ''] = text.split(' ');
    const [apiGroup = '', resource = '', subresource = ''] = what.split('/');
    const [namespace = '', name = ''] = where.split('/');
    const fields = parseFieldSelector(selector);
    if (fields.kind === 'error') throw new Error(fields.message);
    const { decision, reason } = authorizer.authorize(
      resourceAttributes({
        user,
        verb,
        apiGroup,
        resource,
        subresource,
        namespace,
        name,
        ...(selector === '' ? {} : { fieldSelectorRequirements: fields.requirements }),
      }),
    );
    return decision === 'allow' ? 'allow' : `${decision}: ${reason}`;
  };
  return { graph, ask, authorizer };
}

const pod = (name: string, spec: Pod['spec'], rest: Partial<Pod> = {}): Pod => ({
  ...rest,
  metadata: { name, namespace: 'a', uid: 'u', ...rest.metadata },
  spec: { nodeName: 'n1', ...spec, containers: spec?.containers ?? [] },
});
const NO_RELATION = "noOpinion: no relationship found between node 'n1' and this object";

describe('what pods on a node lead to', () => {
  const env = (valueFrom: object) => ({ containers: [{ name: 'c', env: [{ name: 'E', valueFrom }] }] });
  it.each([
    ['volume', { volumes: [{ name: 'v', secret: { secretName: 'x' } }] }, 'get /secrets/ a/x'],
    ['configmap', { volumes: [{ name: 'v', configMap: { name: 'x' } }] }, 'get /configmaps/ a/x'],
    ['env', env({ secretKeyRef: { name: 'x', key: 'k' } }), 'get /secrets/ a/x'],
    ['env of a configmap', env({ configMapKeyRef: { name: 'x', key: 'k' } }), 'list /configmaps/ a/x'],
    ['envFrom', { containers: [{ name: 'c', envFrom: [{ secretRef: { name: 'x' } }] }] }, 'watch /secrets/ a/x'],
    [
      'init container',
      { initContainers: [{ name: 'c', envFrom: [{ configMapRef: { name: 'x' } }] }] },
      'get /configmaps/ a/x',
    ],
    [
      'ephemeral container',
      { ephemeralContainers: [{ name: 'c', envFrom: [{ secretRef: { name: 'x' } }] }] },
      'get /secrets/ a/x',
    ],
    ['pull secret', { imagePullSecrets: [{ name: 'x' }] }, 'get /secrets/ a/x'],
    [
      'projection',
      { volumes: [{ name: 'v', projected: { sources: [{ secret: { name: 'x' } }] } }] },
      'get /secrets/ a/x',
    ],
    [
      'claim',
      { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'x' } }] },
      'get /persistentvolumeclaims/ a/x',
    ],
    [
      'ephemeral claim',
      { volumes: [{ name: 'v', ephemeral: { volumeClaimTemplate: { spec: {} } } }] },
      'get /persistentvolumeclaims/ a/p-v',
    ],
    ['account', { serviceAccountName: 'x' }, 'create /serviceaccounts/token a/x'],
    [
      'resource claim',
      { resourceClaims: [{ name: 'r', resourceClaimName: 'x' }] },
      'get resource.k8s.io/resourceclaims/ a/x',
    ],
  ])('%s', (_, spec, question) => {
    const { graph, ask } = cluster(35);
    expect(ask(question)).toBe(NO_RELATION);
    graph.setPod(pod('p', spec));
    expect(ask(question)).toBe('allow');
    expect(ask(question.replace(' a/', ' b/'))).toBe(NO_RELATION);
    graph.deletePod('a', 'p');
    expect(ask(question)).toBe(NO_RELATION);
  });

  it('counts pods of this node alone, and no mirror pods', () => {
    const { graph, ask } = cluster(35);
    const spec = { serviceAccountName: 'x', imagePullSecrets: [{ name: 'x' }], containers: [] };
    graph.setPod(pod('p', { ...spec, nodeName: 'n2' }));
    graph.setPod(pod('q', { ...spec, nodeName: '' }));
    graph.setPod(pod('m', spec, { metadata: { annotations: { 'kubernetes.io/config.mirror': 'h' } } }));
    expect(ask('get /secrets/ a/x')).toBe(NO_RELATION);
    expect(ask('get /pods/ a/m')).toBe('allow');
    expect(ask('get /pods/ a/p')).toBe(NO_RELATION);
  });

  it('follows a volume from its claim to its secrets', () => {
    const { graph, ask } = cluster(35);
    const volume: PersistentVolume = {
      metadata: { name: 'pv' },
      spec: {
        claimRef: { namespace: 'a', name: 'claim' },
        csi: {
          driver: 'd',
          volumeHandle: 'h',
          nodeStageSecretRef: { name: 'stage', namespace: 's' },
          controllerPublishSecretRef: { name: 'controller', namespace: 's' },
        },
      },
    };
    graph.setPersistentVolume(volume);
    expect(ask('get /persistentvolumes/ /pv')).toBe(NO_RELATION);
    graph.setPod(pod('p', { containers: [], volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'claim' } }] }));
    expect(ask('get /persistentvolumes/ /pv')).toBe('allow');
    expect(ask('get /secrets/ s/stage')).toBe('allow');
    expect(ask('get /secrets/ s/controller')).toBe(NO_RELATION);
    graph.deletePersistentVolume('pv');
    expect(ask('get /secrets/ s/stage')).toBe(NO_RELATION);
  });

  it('takes attachments for those of the node that they name', () => {
    const { graph, ask } = cluster(35);
    graph.setBound('volumeattachment', '', 'va', 'n1');
    expect(ask('get storage.k8s.io/volumeattachments/ /va')).toBe('allow');
    graph.setBound('volumeattachment', '', 'va', 'n2');
    expect(ask('get storage.k8s.io/volumeattachments/ /va')).toBe(NO_RELATION);
    graph.setBound('volumeattachment', '', 'vb', 'n1');
    graph.deleteBound('volumeattachment', '', 'vb');
    expect(ask('get storage.k8s.io/volumeattachments/ /vb')).toBe(NO_RELATION);
  });

  it.each([
    [32, NO_RELATION],
    [33, 'allow'],
  ])('in 1.%i, with an ephemeral container that came later', (minor, expected) => {
    const { graph, ask } = cluster(minor);
    graph.setPod(pod('p', { containers: [] }));
    graph.setPod(
      pod('p', { containers: [], ephemeralContainers: [{ name: 'e', envFrom: [{ secretRef: { name: 'x' } }] }] }),
    );
    expect(ask('get /secrets/ a/x')).toBe(expected);
  });

  it('keeps odd names apart', () => {
    const { graph, ask } = cluster(35);
    graph.setPod(pod('__proto__', { containers: [], imagePullSecrets: [{ name: 'constructor' }] }));
    expect(ask('get /secrets/ a/constructor')).toBe('allow');
    expect(ask('get /secrets/ a/__proto__')).toBe(NO_RELATION);
  });
});

describe('refusals', () => {
  it.each([
    ['get /secrets/ a/', 'No Object name found'],
    ['create /secrets/ a/x', 'can only read resources of this type'],
    ['get /secrets/x a/x', 'cannot read subresource'],
    ['get /secrets/ /x', 'can only read namespaced object of this type'],
    ['list /persistentvolumes/ /', 'can only get individual resources of this type'],
    ['get /persistentvolumes/status /x', 'cannot get subresource'],
    ['delete /persistentvolumeclaims/status a/x', 'can only get/update/patch this type'],
    ['create /serviceaccounts/ a/x', 'can only create token subresource of serviceaccount'],
    ['delete /serviceaccounts/token a/x', 'can only create tokens for individual service accounts'],
    ['create /serviceaccounts/token a/', 'can only create tokens for individual service accounts'],
    [
      'list coordination.k8s.io/leases/ kube-node-lease/',
      'can only get, create, update, patch, or delete a node lease',
    ],
    ['get coordination.k8s.io/leases/ a/n1', 'can only access leases in the "kube-node-lease" system namespace'],
    [
      'get coordination.k8s.io/leases/ kube-node-lease/n2',
      'can only access node lease with the same name as the requesting node',
    ],
    ['watch storage.k8s.io/csinodes/ /n1', 'can only get, create, update, patch, or delete a CSINode'],
    ['get storage.k8s.io/csinodes/status /n1', 'cannot authorize CSINode subresources'],
    ['update storage.k8s.io/csinodes/ /n2', 'can only access CSINode with the same name as the requesting node'],
    ['get resource.k8s.io/resourceslices/status /x', 'cannot authorize ResourceSlice subresources'],
    [
      'list resource.k8s.io/resourceslices/ /',
      'can only list/watch/deletecollection resourceslices with nodeName field selector',
    ],
    [
      'approve resource.k8s.io/resourceslices/ /x',
      'only the following verbs are allowed for a ResourceSlice: get, watch, list, create, update, patch, delete, deletecollection',
    ],
    ['get /nodes/ /n2', "node 'n1' cannot read 'n2', only its own Node object"],
    ['list /nodes/ /', "node 'n1' cannot read all nodes, only its own Node object"],
    ['delete /nodes/ /n1', ''],
    ['get /nodes/proxy /n1', ''],
    ['list /pods/ a/', 'can only list/watch pods with spec.nodeName field selector'],
    ['list /pods/ a/ spec.nodeName=n2', 'can only list/watch pods with spec.nodeName field selector'],
    ['list /pods/ a/ spec.nodeName!=n2', 'can only list/watch pods with spec.nodeName field selector'],
    ['update /pods/ a/p', ''],
    ['get /pods/exec a/p', ''],
    ['list /deployments/ a/', ''],
  ])('%s', (question, reason) => {
    expect(cluster(35).ask(question)).toBe(`noOpinion: ${reason}`);
  });
});

describe('what every node may do', () => {
  it.each([
    'create coordination.k8s.io/leases/ kube-node-lease/',
    'update coordination.k8s.io/leases/ kube-node-lease/n1',
    'create storage.k8s.io/csinodes/ /',
    'patch storage.k8s.io/csinodes/ /n1',
    'create resource.k8s.io/resourceslices/ /',
    'list resource.k8s.io/resourceslices/ / spec.nodeName=n1',
    'get /nodes/ /n1',
    'create /nodes/ /',
    'patch /nodes/status /n2',
    'list /pods/ / spec.nodeName=n1',
    'watch /pods/ / spec.nodeName==n1,metadata.name=x',
    'create /pods/ a/',
    'delete /pods/ a/p',
    'create /pods/eviction a/p',
    'patch /pods/status a/p',
    'list /services/ /',
    'create authentication.k8s.io/tokenreviews/ /',
    'create certificates.k8s.io/certificatesigningrequests/ /',
  ])('%s', (question) => {
    expect(cluster(35).ask(question)).toBe('allow');
  });

  it('had more to read before selectors were authorized', () => {
    const before = cluster(31);
    expect(before.ask('list /pods/ /')).toBe('allow');
    expect(before.ask('get /nodes/ /n2')).toBe('allow');
    const after = cluster(31, { AuthorizeWithSelectors: true, AuthorizeNodeWithSelectors: true });
    expect(after.ask('get /nodes/ /n2')).toContain('only its own Node object');
  });

  it('could act on every service account by name before 1.33 only for tokens', () => {
    expect(cluster(32).ask('get /serviceaccounts/ a/x')).toBe(
      'noOpinion: can only create tokens for individual service accounts',
    );
    expect(cluster(33).ask('get /serviceaccounts/ a/x')).toBe('noOpinion: not allowed to get service accounts');
    const gate = { KubeletServiceAccountTokenForCredentialProviders: true };
    expect(cluster(33, gate).ask('get /serviceaccounts/ a/x')).toBe(NO_RELATION);
  });
});

describe('users', () => {
  it.each([
    [person('system:node:n1'), ''],
    [person('ann', 'system:nodes'), ''],
  ])('%o is no node', (user, reason) => {
    expect(cluster(35, {}, user).ask('get /nodes/ /n1')).toBe(`noOpinion: ${reason}`);
  });

  it('a node without a name is unknown', () => {
    expect(cluster(35, {}, person('system:node:', 'system:nodes')).ask('get /nodes/ /n1')).toBe(
      'noOpinion: unknown node for user "system:node:"',
    );
  });

  it('has no rules to list', () => {
    const { authorizer } = cluster(35);
    expect(authorizer.rulesFor(NODE)).toMatchObject({
      incomplete: true,
      errors: ['node authorizer does not support user rule resolution'],
    });
    expect(authorizer.rulesFor(person('ann'))).toMatchObject({ incomplete: false, errors: [] });
  });
});

describe('the kubelet', () => {
  const ann = person('ann');
  const asked = (minor: number, method: string, path: string, gates = {}) =>
    kubeletAttributes(ann, method, path, 'n1', profileFor(minor, gates)).map(
      ({ verb, subresource }) => `${verb} ${subresource}`,
    );

  it.each([
    [35, 'GET', '/pods', ['get pods', 'get proxy']],
    [35, 'GET', '/runningpods/', ['get pods', 'get proxy']],
    [35, 'GET', '/healthz/ping', ['get healthz', 'get proxy']],
    [35, 'GET', '/configz', ['get configz', 'get proxy']],
    [32, 'GET', '/pods', ['get proxy']],
    [35, 'POST', '/run/a/p/c', ['create proxy']],
    [35, 'GET', '/exec/a/p/c', ['get proxy']],
    [35, 'GET', '/podsx', ['get proxy']],
    [35, 'GET', '/stats/summary', ['get stats']],
    [35, 'GET', '/metrics/cadvisor', ['get metrics']],
    [35, 'GET', '/logs/x', ['get log']],
    [29, 'POST', '/checkpoint/a/p/c', ['create proxy']],
    [30, 'POST', '/checkpoint/a/p/c', ['create checkpoint']],
    [32, 'GET', '/statusz', ['get proxy']],
    [33, 'GET', '/statusz', ['get statusz']],
    [33, 'GET', '/flagz', ['get configz']],
    [35, 'OPTIONS', '/pods', [' pods', ' proxy']],
  ])('in 1.%i asks for %s %s: %j', (minor, method, path, expected) => {
    expect(asked(minor, method, path)).toEqual(expected);
  });

  it('asks narrowly in 1.32 only with the gate', () => {
    expect(asked(32, 'GET', '/pods', { KubeletFineGrainedAuthz: true })).toEqual(['get pods', 'get proxy']);
  });

  it('words its refusal', () => {
    const text = (minor: number) => {
      const profile = profileFor(minor);
      return kubeletForbiddenText(kubeletAttributes(ann, 'GET', '/pods', 'n1', profile), profile);
    };
    expect(text(31)).toBe('Forbidden (user=ann, verb=get, resource=nodes, subresource=proxy)');
    expect(text(32)).toBe('Forbidden (user=ann, verb=get, resource=nodes, subresource(s)=[proxy])');
    expect(text(35)).toBe('Forbidden (user=ann, verb=get, resource=nodes, subresource(s)=[pods proxy])');
  });
});
