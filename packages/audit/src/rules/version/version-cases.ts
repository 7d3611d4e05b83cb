/** One failing and one passing manifest for each rule of the family, with what must be found. Test data. */
import type { RuleCase } from '../rule-case.js';

const pod = (spec: string, metadata = ''): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop${metadata}}\nspec: {${spec}}\n---\n`;
const server = (flag: string): string =>
  pod(
    `containers: [{name: api, image: "registry.k8s.io/kube-apiserver:v1.33.0", command: [kube-apiserver, "${flag}"]}]`,
  );
const node = (version: string): string =>
  `apiVersion: v1\nkind: Node\nmetadata: {name: n1}\nstatus: {nodeInfo: {kubeletVersion: ${version}}}\n`;
const NAMESPACE = `apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: baseline}}
---
`;
const PROBED =
  'containers: [{name: app, image: "r.example/app:1", livenessProbe: {httpGet: {port: 80, host: 10.0.0.1}}}]';

export const VERSION_CASES: Readonly<Record<string, RuleCase>> = {
  'version/upgrade-note': {
    minor: 35,
    upgradeFrom: 32,
    failing: pod(
      'containers: [{name: app, image: "r.example/app:1"}], volumes: [{name: src, gitRepo: {repository: "https://x.example/r"}}]',
    ),
    findings: [
      {
        fieldPath: 'spec.volumes[0].gitRepo',
        message:
          'new in 1.33: gitRepo volumes fail to mount (GitRepoVolumeDriver gate false (deprecated); API still accepts them)',
        severity: 'high',
      },
    ],
    passing: pod('containers: [{name: app, image: "r.example/app:1"}], volumes: [{name: src, emptyDir: {}}]'),
  },
  'version/gate': {
    minor: 36,
    upgradeFrom: 35,
    failing: server('--feature-gates=StructuredAuthorizationConfiguration=true,UserNamespacesSupport=false'),
    findings: [
      {
        fieldPath: 'spec.containers[0].command[1]',
        message:
          'kube-apiserver does not start: 1.36 has no feature gate StructuredAuthorizationConfiguration any more',
        severity: 'high',
      },
      {
        fieldPath: 'spec.containers[0].command[1]',
        message: 'kube-apiserver does not start: 1.36 locks the feature gate UserNamespacesSupport to true',
        severity: 'high',
      },
    ],
    passing: server('--feature-gates=UserNamespacesSupport=true,SeccompDefault=true'),
  },
  'version/pod-security-policy': {
    minor: 34,
    upgradeFrom: 33,
    failing: NAMESPACE + pod(PROBED),
    findings: [
      {
        fieldPath: 'metadata.labels[pod-security.kubernetes.io/enforce]',
        message:
          '1.34 refuses by baseline:latest what 1.33 lets in: Pod web (probe or lifecycle host (container "app" uses probe or lifecycle host "10.0.0.1"))',
        severity: 'high',
      },
    ],
    passing:
      NAMESPACE.replace('baseline}', 'baseline, pod-security.kubernetes.io/enforce-version: v1.33}') + pod(PROBED),
  },
  'version/kubelet-skew': {
    minor: 35,
    upgradeFrom: 34,
    failing: `${node('v1.31.4')}---\n${node('v1.36.0')}`,
    findings: [
      {
        fieldPath: 'status.nodeInfo.kubeletVersion',
        message: 'kubelet v1.31.4 is too old for a control plane of 1.35, which takes 1.32 to 1.35',
        severity: 'high',
      },
      {
        fieldPath: 'status.nodeInfo.kubeletVersion',
        message: 'kubelet v1.36.0 is newer than a control plane of 1.35, which takes 1.32 to 1.35',
        severity: 'high',
      },
    ],
    passing: node('v1.32.0'),
  },
};
