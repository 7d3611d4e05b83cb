/** What the model takes in, and what it says of policies that the API server refuses. */
import { defaultProfile } from '@bulkhead/features';
import { describe, expect, it } from 'vitest';
import { NetworkModel } from './network-model.js';
import { modelOf, namespace, pod, policy } from './test-cluster.js';

describe('the model', () => {
  it('reports refused policies with the place and the words of the API server', () => {
    const spec = { podSelector: {}, ingress: [{ ports: [{ port: 100, endPort: 90 }], from: [{}] }] };
    expect(modelOf([policy('a/p', spec)]).problems).toEqual([
      {
        object: { kind: 'NetworkPolicy', namespace: 'a', name: 'p' },
        fieldPath: 'spec.ingress[0].ports[0].endPort',
        message: 'Invalid value: 100: must be greater than or equal to `port`',
      },
      {
        object: { kind: 'NetworkPolicy', namespace: 'a', name: 'p' },
        fieldPath: 'spec.ingress[0].from[0]',
        message: 'Required value: must specify a peer',
      },
    ]);
  });

  it.each([
    [29, 'Invalid value: "10.0.0.0/33": not a valid CIDR'],
    [30, 'Invalid value: "10.0.0.0/33": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)'],
  ] as const)('in the words of 1.%i', (minor, message) => {
    const spec = { egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/33' } }] }] };
    const { problems } = new NetworkModel([policy('a/p', spec)], { profile: defaultProfile(minor) });
    expect(problems.map((problem) => problem.message)).toEqual([message]);
  });

  it('blocks with host bits are refused from the minor on that reads them strictly', () => {
    const spec = { egress: [{ to: [{ ipBlock: { cidr: '10.0.0.1/24' } }] }] };
    const countOf = (minor: 35 | 36): number =>
      new NetworkModel([policy('a/p', spec)], { profile: defaultProfile(minor) }).problems.length;
    expect([countOf(35), countOf(36)]).toEqual([0, 1]);
  });

  it('the last object of a name counts', () => {
    const { policies, endpoints } = modelOf([
      pod('a/web', { labels: { app: 'x' } }),
      pod('a/web', { labels: { app: 'y' } }),
      policy('a/p', { podSelector: {} }),
      policy('a/p', { podSelector: {}, policyTypes: ['Egress'] }),
    ]);
    expect(endpoints.map(({ labels }) => labels)).toEqual([{ app: 'y' }]);
    expect(policies.map(({ ingress, egress }) => [ingress, egress])).toEqual([[undefined, []]]);
  });

  it('gives every namespace its name as a label, also against what is written', () => {
    const { namespaces } = modelOf([namespace('b', { 'kubernetes.io/metadata.name': 'x', env: 'prod' }), pod('c/web')]);
    expect(namespaces.get('b')).toEqual({ 'kubernetes.io/metadata.name': 'b', env: 'prod' });
    expect(namespaces.get('c')).toEqual({ 'kubernetes.io/metadata.name': 'c' });
  });

  it('knows policies of the served version alone', () => {
    const old = { ...policy('a/p', {}), apiVersion: 'extensions/v1beta1' };
    expect(modelOf([old]).problems.map(({ message }) => message)).toEqual([
      'no matches for kind "NetworkPolicy" in version "extensions/v1beta1"',
    ]);
    expect(modelOf([{ ...policy('a/p', {}), apiVersion: 'crd.example.org/v1' }]).problems).toEqual([]);
  });
});
