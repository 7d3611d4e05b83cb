/** Where Pod Security lets privileged pods in, with a configuration in the input. */
import { describe, expect, it } from 'vitest';
import { ANN, factsOf, grant, namespaced, object, stepsFrom } from './attack-paths.test-support.js';
import type { ClusterObject } from './cluster-facts.js';
import { type Foothold, foothold } from './foothold.js';

const API = 'pod-security.admission.config.k8s.io/v1';
const configured = (defaults: object, exemptions: object = {}): ClusterObject => {
  const document = { apiVersion: API, kind: 'PodSecurityConfiguration', defaults, exemptions };
  return { apiVersion: API, kind: 'PodSecurityConfiguration', object: document };
};
const inShop = foothold('podCreation', 'shop');
const toNode = (objects: readonly ClusterObject[], from: Foothold = inShop) =>
  stepsFrom(factsOf(objects), from).filter((step) => step.startsWith('privileged-pod'));
const NODE = 'privileged-pod -> root on every node';
const BASELINE = { enforce: 'baseline' };

describe('a configuration of Pod Security', () => {
  it('decides where a namespace has no label, also of namespaces that the input does not hold', () => {
    expect(toNode([namespaced('shop')])).toEqual([NODE]);
    expect(toNode([namespaced('shop'), configured(BASELINE)])).toEqual([]);
    expect(toNode([configured(BASELINE)])).toEqual([]);
    const label = { 'pod-security.kubernetes.io/enforce': 'privileged' };
    expect(toNode([namespaced('shop', label), configured(BASELINE)])).toEqual([NODE]);
  });

  it('may stand in an AdmissionConfiguration', () => {
    const inline = (configuration: object): ClusterObject => {
      const apiVersion = 'apiserver.config.k8s.io/v1';
      const kind = 'AdmissionConfiguration';
      const plugins = [{ name: 'PodSecurity', configuration }];
      return { apiVersion, kind, object: { apiVersion, kind, plugins } };
    };
    const document = { apiVersion: API, kind: 'PodSecurityConfiguration', defaults: BASELINE };
    expect(toNode([namespaced('shop'), inline(document)])).toEqual([]);
  });

  it('exempts namespaces, whatever their label', () => {
    const label = { 'pod-security.kubernetes.io/enforce': 'restricted' };
    const shop = namespaced('shop', label);
    expect(toNode([shop, configured(BASELINE, { namespaces: ['shop'] })])).toEqual([NODE]);
    expect(toNode([shop, configured(BASELINE, { namespaces: ['bank'] })])).toEqual([]);
  });

  it('exempts runtime classes, assumed to exist unless the input holds them', () => {
    const shop = [namespaced('shop'), configured(BASELINE, { runtimeClasses: ['kata'] })];
    expect(toNode(shop)).toEqual([`${NODE} ?`]);
    expect(toNode([...shop, object('node.k8s.io/v1', 'RuntimeClass', '', 'kata', { handler: 'kata' })])).toEqual([
      NODE,
    ]);
  });

  it('exempts users who make pods themselves, and controllers with what they make', () => {
    const exempting = (user: string) => [namespaced('shop'), configured(BASELINE, { usernames: [user] })];
    expect(toNode([...exempting('ann'), ...grant('shop', ['create /pods'])], ANN)).toEqual([NODE]);
    expect(toNode([...exempting('bob'), ...grant('shop', ['create /pods'])], ANN)).toEqual([]);
    expect(toNode([...exempting('ann'), ...grant('shop', ['create apps/deployments'])], ANN)).toEqual([]);
    expect(toNode(exempting('ann'))).toEqual([]);
    expect(toNode(exempting('system:serviceaccount:kube-system:job-controller'))).toEqual([`${NODE} ?`]);
  });

  it('counts only when it can be read, and then the first', () => {
    const broken = factsOf([configured({ enforce: 'none' })]);
    expect(broken.podSecurity.defaults.enforce).toBe('privileged');
    expect(broken.problems.map(({ kind, message }) => `${kind}: ${message}`)).toEqual([
      expect.stringMatching(/^PodSecurityConfiguration: Pod Security is taken as it is without a configuration: /),
    ]);
    const two = factsOf([configured(BASELINE), configured({ enforce: 'restricted' })]);
    expect(two.podSecurity.defaults.enforce).toBe('baseline');
    expect(two.problems).toHaveLength(1);
  });
});
