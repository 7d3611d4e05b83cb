/** Identities together: parts of one step that nobody holds alone, and a node with rights of what runs there. */
import { describe, expect, it } from 'vitest';
import { factsOf, grant, namespaced, object, pod, stepsFrom } from '../attack-paths.test-support.js';
import type { ClusterObject } from '../cluster-facts.js';
import { type Foothold, foothold } from '../foothold.js';

const account = (namespace: string, name: string, ...rules: string[]) => [
  object('v1', 'ServiceAccount', namespace, name),
  ...grant(namespace, rules, `ServiceAccount/${namespace}/${name}`, name),
];
const wide = (namespace: string, name: string, ...rules: string[]) => [
  object('v1', 'ServiceAccount', namespace, name),
  ...grant('', rules, `ServiceAccount/${namespace}/${name}`, name),
];
const from = (start: Foothold, technique: string, ...objects: ClusterObject[]) =>
  stepsFrom(factsOf(objects), start).filter((step) => step.startsWith(technique));
const shop = foothold('serviceAccounts', 'shop');

describe('service accounts of one namespace', () => {
  it('make a token Secret together', () => {
    const make = account('shop', 'a', 'create /secrets');
    const read = account('shop', 'b', 'get /secrets');
    const step = ['token-secret -> service accounts of every namespace'];
    const wideMake = wide('shop', 'a', 'create /secrets');
    expect(from(shop, 'token-secret', ...wideMake, ...wide('shop', 'b', 'get /secrets'))).toEqual(step);
    expect(from(shop, 'token-secret', ...make, ...account('bank', 'b', 'get /secrets'))).toEqual([]);
    // In the namespace they have each other's identity already.
    expect(from(shop, 'token-secret', ...make, ...read)).toEqual([]);
    const alone = wide('shop', 'a', 'create,get /secrets');
    expect(from(shop, 'token-secret', ...alone, ...wide('shop', 'b', 'get /secrets'))).toEqual([]);
    expect(from(shop, 'token-secret', ...make)).toEqual([]);
  });

  it('relax Pod Security together', () => {
    const label = account('shop', 'a', 'patch /namespaces');
    const make = account('shop', 'b', 'create /pods');
    const restricted = namespaced('shop', { 'pod-security.kubernetes.io/enforce': 'restricted' });
    expect(from(shop, 'relax', ...label, ...make, restricted)).toEqual(['relax-pod-security -> root on every node']);
    expect(from(shop, 'relax', ...label, ...make, namespaced('shop'))).toEqual([]);
    expect(from(shop, 'relax', ...label, restricted)).toEqual([]);
  });

  it('have a certificate signed together, but one approves for the signer', () => {
    const group = 'certificates.k8s.io';
    const ask = wide('shop', 'a', `create ${group}/certificatesigningrequests`);
    const approval = `update ${group}/certificatesigningrequests/approval`;
    const signer = `approve ${group}/signers`;
    const step = 'sign-client-certificate -> cluster-admin ?';
    expect(from(shop, 'sign-client', ...ask, ...wide('shop', 'b', approval, signer))).toEqual([step]);
    const split = [...wide('shop', 'b', approval), ...wide('shop', 'c', signer)];
    expect(from(shop, 'sign-client', ...ask, ...split)).toEqual([]);
  });

  it('count only when they are there', () => {
    const gone = grant('shop', ['get /secrets'], 'ServiceAccount/shop/b', 'b');
    expect(from(shop, 'token-secret', ...account('shop', 'a', 'create /secrets'), ...gone)).toEqual([]);
  });
});

describe('a node', () => {
  const on = (node: string, name: string) => pod('shop', name, { nodeName: node, serviceAccountName: name });
  const make = account('shop', 'a', 'create /secrets');
  const read = account('shop', 'b', 'get /secrets');

  it('holds the service accounts of its pods together', () => {
    const node = foothold('node', '', 'n1');
    expect(from(node, 'token-secret', ...make, ...read, on('n1', 'a'), on('n1', 'b'))).toEqual([
      'token-secret -> service accounts of namespace shop',
    ]);
    expect(from(node, 'token-secret', ...make, ...read, on('n1', 'a'), on('n2', 'b'))).toEqual([]);
  });

  it('is joined with the service account of the pod that led there', () => {
    const privileged = { containers: [{ name: 'app', securityContext: { privileged: true } }] };
    const template = { template: { spec: { serviceAccountName: 'a', ...privileged } } };
    const web = object('apps/v1', 'Deployment', 'shop', 'web', { spec: template });
    const agent = object('apps/v1', 'DaemonSet', 'shop', 'agent', {
      spec: { template: { spec: { serviceAccountName: 'b', containers: [] } } },
    });
    const start = foothold('workload', 'shop', 'Deployment/web');
    const step = ['token-secret -> service accounts of namespace shop'];
    expect(from(start, 'token-secret', ...make, ...read, web, agent)).toEqual(step);
    const elsewhere = object('apps/v1', 'Deployment', 'shop', 'agent', agent.object);
    expect(from(start, 'token-secret', ...make, ...read, web, elsewhere)).toEqual([]);
  });

  it('AP-22, AP-47: draws pods of others where one may change nodes or bind pods', () => {
    const node = foothold('node', '', 'n1');
    const spec = { template: { spec: { serviceAccountName: 'b', containers: [] } } };
    const other = object('apps/v1', 'Deployment', 'shop', 'other', { spec });
    const drawn = ['draw-pods -> service account shop/b ?'];
    expect(from(node, 'draw', on('n1', 'a'), other, ...wide('shop', 'a', 'patch /nodes'))).toEqual(drawn);
    expect(from(node, 'draw', on('n1', 'a'), other, ...account('shop', 'a', 'create /pods/binding'))).toEqual(drawn);
    expect(from(node, 'draw', on('n2', 'a'), other, ...wide('shop', 'a', 'patch /nodes'))).toEqual([]);
    expect(from(node, 'draw', on('n1', 'a'), other, ...wide('shop', 'a', 'patch /nodes[n1]'))).toEqual([]);
    expect(from(node, 'draw', on('n1', 'a'), on('n2', 'b'), ...wide('shop', 'a', 'patch /nodes'))).toEqual([]);
    expect(from(node, 'draw', on('n1', 'a'), other, ...account('bank', 'a', 'create /pods/binding'))).toEqual([]);
    const identity = foothold('nodeIdentity', '', 'n1');
    expect(from(identity, 'draw', on('n1', 'a'), other, ...account('shop', 'a', 'create /pods/binding'))).toEqual([]);
  });
});
