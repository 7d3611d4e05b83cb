/** One failing and one passing manifest for each rule of the family, with what must be found. Test data. */
import { pod, type RuleCase } from '../rule-case.js';

const withResources = (resources: string, spec = ''): string =>
  pod({ container: `\n    resources: ${resources}`, spec });

const BARE = pod({});

const found = (fieldPath: string, message: string, severity: 'low' | 'info' | 'high'): RuleCase['findings'] => [
  { fieldPath, message, severity },
];

const namespaced = (kind: string, spec: string): string =>
  `apiVersion: v1\nkind: ${kind}\nmetadata: {name: q, namespace: shop}\nspec: ${spec}\n---\n`;

export const RESOURCES_CASES: Readonly<Record<string, RuleCase>> = {
  'resources/quota-refused': {
    failing: namespaced('ResourceQuota', '{hard: {limits.memory: 1Gi}}') + BARE,
    findings: found('spec.containers[0].resources', 'failed quota: q: must specify limits.memory for: app', 'high'),
    passing:
      namespaced('ResourceQuota', '{hard: {limits.memory: 1Gi}}') +
      namespaced('LimitRange', '{limits: [{type: Container, default: {memory: 64Mi}}]}') +
      BARE,
  },
  'resources/memory-limit': {
    failing: BARE,
    findings: found(
      'spec.containers[0].resources.limits.memory',
      'container "app" has no memory limit: it can use up the memory of its node',
      'low',
    ),
    passing: namespaced('LimitRange', '{limits: [{type: Container, default: {memory: 64Mi}}]}') + BARE,
  },
  'resources/requests': {
    failing: withResources('{limits: {memory: 64Mi}}'),
    findings: found(
      'spec.containers[0].resources.requests.cpu',
      'container "app" has no cpu request: under load it gets next to no CPU time',
      'info',
    ),
    passing: withResources('{limits: {memory: 64Mi}, requests: {cpu: 50m}}'),
  },
  'resources/cpu-limit': {
    failing: BARE,
    findings: found(
      'spec.containers[0].resources.limits.cpu',
      'container "app" has no cpu limit: it can use all CPU time that its node has left',
      'info',
    ),
    passing: withResources('{limits: {cpu: "1"}}'),
  },
  'resources/ephemeral-storage': {
    failing: BARE,
    findings: found(
      'spec.containers[0].resources.limits.ephemeral-storage',
      'container "app" has no ephemeral-storage limit: it can fill the disk of its node',
      'info',
    ),
    passing: withResources('{limits: {ephemeral-storage: 1Gi}}'),
  },
  'resources/covered-folder': {
    failing: pod({
      container: '\n    volumeMounts: [{name: conf, mountPath: /etc/nginx/conf.d}]',
      spec: '\n  volumes: [{name: conf, configMap: {name: conf}}]',
    }),
    findings: found(
      'spec.containers[0].volumeMounts[0].mountPath',
      'what the image has in /etc/nginx/conf.d is hidden by the mount',
      'info',
    ),
    passing: pod({
      container: '\n    volumeMounts: [{name: conf, mountPath: /etc/nginx/nginx.conf, subPath: nginx.conf}]',
      spec: '\n  volumes: [{name: conf, configMap: {name: conf}}]',
    }),
  },
  'resources/small-volume': {
    failing: pod({ spec: '\n  volumes: [{name: run, emptyDir: {medium: Memory, sizeLimit: 1Mi}}]' }),
    findings: found('spec.volumes[0].emptyDir.sizeLimit', 'volume "run" holds 1Mi: writes beyond it fail', 'info'),
    passing: pod({ spec: '\n  volumes: [{name: run, emptyDir: {medium: Memory, sizeLimit: 64Mi}}]' }),
  },
};
