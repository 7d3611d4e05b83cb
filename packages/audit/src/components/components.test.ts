import { DEFAULT_CONFIGURATION } from '@bulkhead/engine/pod-security';
import { defaultProfile } from '@bulkhead/features';
import { expandLists, readManifest } from '@bulkhead/manifest';
import { describe, expect, it } from 'vitest';
import { AuditObject } from '../audit-object.js';
import { Cluster } from '../cluster.js';
import { serverDecoding } from '../server-decoding.js';
import type { Components } from './components.js';

function componentsOf(yaml: string, minor = 35): Components {
  const profile = defaultProfile(minor);
  const decoding = serverDecoding(profile);
  const objects = readManifest(yaml)
    .documents.flatMap(expandLists)
    .map((object) => new AuditObject('a.yaml', object, profile, decoding));
  return new Cluster(profile, DEFAULT_CONFIGURATION, objects).components;
}

const KUBELET = 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n';
const policies = (yaml: string, minor?: number) =>
  componentsOf(yaml, minor).imagePolicies.map(({ policy, allowlist }) => [policy, ...allowlist]);

describe('the policy of images on nodes', () => {
  it.each([
    ['nothing, 1.34', '', 34, [['off']]],
    ['nothing, 1.35', '', 35, [['NeverVerifyPreloadedImages']]],
    ['a kubelet that sets nothing', KUBELET, 35, [['NeverVerifyPreloadedImages']]],
    ['set', `${KUBELET}imagePullCredentialsVerificationPolicy: AlwaysVerify\n`, 35, [['AlwaysVerify']]],
    ['set without the gate', `${KUBELET}imagePullCredentialsVerificationPolicy: AlwaysVerify\n`, 34, [['off']]],
    [
      'set with the gate',
      `${KUBELET}imagePullCredentialsVerificationPolicy: AlwaysVerify\nfeatureGates: {KubeletEnsureSecretPulledImages: true}\n`,
      34,
      [['AlwaysVerify']],
    ],
    [
      'an allowlist',
      `${KUBELET}imagePullCredentialsVerificationPolicy: NeverVerifyAllowlistedImages\npreloadedImagesVerificationAllowlist: [a.example/*]\n`,
      35,
      [['NeverVerifyAllowlistedImages', 'a.example/*']],
    ],
  ])('%s', (_name, yaml, minor, expected) => {
    expect(policies(yaml, minor)).toEqual(expected);
  });

  it('is found in the ConfigMap of kubeadm', () => {
    const map = `apiVersion: v1
kind: ConfigMap
metadata: {name: kubelet-config, namespace: kube-system}
data:
  kubelet: |
    apiVersion: kubelet.config.k8s.io/v1beta1
    kind: KubeletConfiguration
    imagePullCredentialsVerificationPolicy: NeverVerify
`;
    expect(policies(map)).toEqual([['NeverVerify']]);
  });
});
