/** One failing and one passing manifest for each rule of the family, with what must be found. Test data. */
import type { Severity } from '../../finding.js';
import { pod, type RuleCase } from '../rule-case.js';

const DIGEST = `sha256:${'0'.repeat(64)}`;
const IMAGE = 'registry.example/app:1.2.3';
const withImage = (image: string, more: Parameters<typeof pod>[0] = {}): string => pod(more).replace(IMAGE, image);

const found = (fieldPath: string, message: string, severity: Severity): RuleCase['findings'] => [
  { fieldPath, message, severity },
];

const pullSecret = (type: string, registry: string): string => `---
apiVersion: v1
kind: Secret
metadata: {name: regcred, namespace: shop}
type: ${type}
stringData: {.dockerconfigjson: '{"auths": {"${registry}": {"auth": "YTpi"}}}'}
`;

const PULLS = pod({ spec: '\n  imagePullSecrets: [{name: regcred}]' });

export const IMAGE_CASES: Readonly<Record<string, RuleCase>> = {
  'image/latest-tag': {
    failing: withImage('nginx'),
    findings: found(
      'spec.containers[0].image',
      'container "app" runs whatever was pushed last: nginx, without tag',
      'medium',
    ),
    passing: withImage(`nginx:latest@${DIGEST}`),
  },
  'image/no-digest': {
    failing: pod({}),
    findings: found('spec.containers[0].image', `tag without digest: container "app" ${IMAGE}`, 'low'),
    passing: withImage(`${IMAGE}@${DIGEST}`),
  },
  'image/invalid-reference': {
    failing: withImage('registry.example/Team/app:1'),
    findings: found(
      'spec.containers[0].image',
      'container "app" never starts: Failed to apply default image tag "registry.example/Team/app:1": couldn\'t parse image name "registry.example/Team/app:1": invalid reference format: repository name (Team/app) must be lowercase',
      'high',
    ),
    passing: pod({}),
  },
  'image/unusable-pull-secret': {
    failing: `${PULLS}${pullSecret('Opaque', 'registry.example')}`,
    findings: found(
      'spec.imagePullSecrets[0].name',
      'pull secret "regcred" is passed over: its type is Opaque, not kubernetes.io/dockerconfigjson',
      'medium',
    ),
    passing: `${PULLS}${pullSecret('kubernetes.io/dockerconfigjson', 'registry.example')}`,
  },
  'image/cached-without-credentials': {
    failing: pod({ container: '\n    imagePullPolicy: Never' }),
    findings: found(
      'spec.containers[0].imagePullPolicy',
      `container "app" never pulls ${IMAGE} and has no credentials for it: it runs on a cached image only where no Secret pulled it (NeverVerifyPreloadedImages), else it fails with ErrImageNeverPull; with AlwaysVerify it needs the credentials that pulled it`,
      'medium',
    ),
    passing: pod({}),
  },
  'image/verification-refused': {
    minor: 34,
    failing:
      'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nmetadata: {name: nodes}\nimagePullCredentialsVerificationPolicy: AlwaysVerify\n',
    findings: found(
      'imagePullCredentialsVerificationPolicy',
      'invalid configuration: `imagePullCredentialsVerificationPolicy` must not be set if KubeletEnsureSecretPulledImages feature gate is not enabled',
      'high',
    ),
    passing:
      'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nimagePullCredentialsVerificationPolicy: AlwaysVerify\n',
    passingMinor: 35,
  },
};
