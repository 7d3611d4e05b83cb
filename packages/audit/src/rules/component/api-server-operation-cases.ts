/** Cases of the rules on api server operation. Test data. */
import type { RuleCase } from '../rule-case.js';
import { apiServer, file, kubelet } from './case-objects.js';

export const API_SERVER_OPERATION_CASES: Readonly<Record<string, RuleCase>> = {
  'component/node-restriction': {
    failing: apiServer(['--enable-admission-plugins=EventRateLimit']),
    findings: [
      {
        fieldPath: 'spec.containers[0].command[29]',
        message:
          'NodeRestriction is not enabled: a kubelet may change other nodes and their pods, and label itself to attract workloads',
        severity: 'high',
      },
    ],
    passing: apiServer(),
  },
  'component/admission-plugins-off': {
    failing: `${apiServer(['--disable-admission-plugins=PodSecurity,DefaultStorageClass'])}---
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: baseline}}
`,
    findings: [
      {
        fieldPath: 'spec.containers[0].command[30]',
        message:
          '--disable-admission-plugins=PodSecurity,DefaultStorageClass: without PodSecurity the Pod Security labels of namespaces have no effect, those of "shop" in this input',
        severity: 'high',
      },
    ],
    passing: apiServer(['--disable-admission-plugins=DefaultStorageClass']),
  },
  'component/always-admit': {
    failing: apiServer(['--enable-admission-plugins=NodeRestriction,EventRateLimit,AlwaysAdmit']),
    findings: [
      {
        fieldPath: 'spec.containers[0].command[29]',
        message:
          'AlwaysAdmit is enabled: a deprecated plugin that admits everything; take it out of --enable-admission-plugins',
        severity: 'medium',
      },
    ],
    passing: apiServer(),
  },
  'component/cached-images': {
    minor: 34,
    failing: apiServer(),
    findings: [
      {
        fieldPath: 'spec.containers[0].command[9]',
        message:
          'AlwaysPullImages is not enabled, and kubelets do not verify pull credentials: a pod uses a private image that another tenant pulled',
        severity: 'medium',
      },
    ],
    passing: apiServer(['--enable-admission-plugins=NodeRestriction,EventRateLimit,AlwaysPullImages']),
  },
  'component/image-allowlist': {
    failing: kubelet({
      imagePullCredentialsVerificationPolicy: 'NeverVerifyAllowlistedImages',
      preloadedImagesVerificationAllowlist: ['registry.example/*'],
    }),
    findings: [
      {
        fieldPath: 'preloadedImagesVerificationAllowlist',
        message:
          'preloadedImagesVerificationAllowlist has registry.example/*: all images of the registry are open to every pod, also those that the kubelet pulled with a Secret',
        severity: 'low',
      },
    ],
    passing: kubelet({
      imagePullCredentialsVerificationPolicy: 'NeverVerifyAllowlistedImages',
      preloadedImagesVerificationAllowlist: ['registry.example/base/*'],
    }),
  },
  'component/event-rate-limit': {
    failing: apiServer(['--enable-admission-plugins=NodeRestriction']),
    findings: [
      {
        fieldPath: 'spec.containers[0].command[29]',
        message: 'EventRateLimit is not enabled: events of one client can fill etcd and the API server',
        severity: 'low',
      },
    ],
    passing: apiServer(),
  },
  'component/etcd-connection': {
    failing: apiServer(['--etcd-servers=http://10.0.0.2:2379']),
    findings: [
      {
        fieldPath: 'spec.containers[0].command[29]',
        message:
          '--etcd-servers has http://10.0.0.2:2379: every object, Secrets among them, goes over the network in plain',
        severity: 'critical',
      },
    ],
    passing: apiServer(),
  },
  'component/encryption-at-rest': {
    failing: file(
      'apiserver.config.k8s.io/v1',
      'EncryptionConfiguration',
      `resources:
- resources: [secrets]
  providers:
  - identity: {}
`,
    ),
    findings: [
      {
        fieldPath: 'resources[0].providers[0].identity',
        message: 'identity is the first provider of secrets: they are written to etcd in plain',
        severity: 'high',
      },
    ],
    passing: file(
      'apiserver.config.k8s.io/v1',
      'EncryptionConfiguration',
      `resources:
- resources: [secrets]
  providers:
  - kms: {apiVersion: v2, name: k, endpoint: 'unix:///run/kms.sock', timeout: 3s}
  - identity: {}
`,
    ),
  },
  'component/encryption-keys': {
    failing: file(
      'apiserver.config.k8s.io/v1',
      'EncryptionConfiguration',
      `resources:
- resources: [secrets]
  providers:
  - secretbox: {keys: [{name: a, secret: YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXoxMjM0NTY=}]}
`,
    ),
    findings: [
      {
        fieldPath: 'resources[0].providers[0].secretbox.keys[0].secret',
        message: 'a key stands in the file: keep it at mode 0600 and out of repositories and backups, or use kms v2',
        severity: 'info',
      },
    ],
    passing: file(
      'apiserver.config.k8s.io/v1',
      'EncryptionConfiguration',
      `resources:
- resources: [secrets]
  providers:
  - kms: {apiVersion: v2, name: k, endpoint: 'unix:///run/kms.sock', timeout: 3s}
`,
    ),
  },
  'component/audit-log': {
    failing: apiServer([], ['--audit-log-path', '--audit-log-maxage', '--audit-log-maxbackup', '--audit-log-maxsize']),
    findings: [
      {
        fieldPath: 'spec.containers[0].command[3]',
        message:
          'an audit policy is set, but neither --audit-log-path nor --audit-webhook-config-file: nothing is written',
        severity: 'high',
      },
    ],
    passing: apiServer(),
  },
  'component/audit-retention': {
    failing: apiServer(['--audit-log-maxage=7'], ['--audit-log-maxbackup']),
    findings: [
      {
        fieldPath: 'spec.containers[0].command[28]',
        message:
          'the audit log is not kept as long as an inquiry needs it: --audit-log-maxage=7 (at least 30 days), --audit-log-maxbackup is not set (no limit: it fills the disk; 10 files)',
        severity: 'low',
      },
    ],
    passing: apiServer(),
  },
  'component/audit-policy': {
    failing: file(
      'audit.k8s.io/v1',
      'Policy',
      `rules:
- level: Metadata
  resources: [{group: '', resources: [secrets]}]
- level: RequestResponse
`,
    ),
    findings: [
      {
        fieldPath: 'rules[1].level',
        message:
          'level RequestResponse writes the bodies of configmaps, serviceaccounts/token, tokenreviews into the audit log: whoever reads the log has them; use Metadata',
        severity: 'medium',
      },
    ],
    passing: file(
      'audit.k8s.io/v1',
      'Policy',
      `rules:
- level: Metadata
  resources:
  - {group: '', resources: [secrets, configmaps, serviceaccounts/token]}
  - {group: authentication.k8s.io, resources: [tokenreviews]}
- level: RequestResponse
`,
    ),
  },
  'component/service-account-keys': {
    failing: apiServer([
      '--service-account-signing-key-file=/etc/kubernetes/pki/apiserver.key',
      '--service-account-issuer=api',
    ]),
    findings: [
      {
        fieldPath: 'spec.containers[0].command[28]',
        message:
          '--service-account-signing-key-file is the key of the serving certificate: whoever gets it signs tokens of every service account',
        severity: 'high',
      },
      {
        fieldPath: 'spec.containers[0].command[29]',
        message: '--service-account-issuer=api is no https URL: nobody else can verify tokens by discovery',
        severity: 'low',
      },
    ],
    passing: apiServer(),
  },
  'component/service-account-lookup': {
    failing: apiServer(['--service-account-lookup=false']),
    findings: [
      {
        fieldPath: 'spec.containers[0].command[30]',
        message: '--service-account-lookup=false: tokens work on after their Secret or service account is gone',
        severity: 'high',
      },
    ],
    passing: apiServer(['--service-account-lookup=true']),
  },
  'component/extended-tokens': {
    failing: apiServer([], ['--service-account-extend-token-expiration']),
    findings: [
      {
        fieldPath: 'spec.containers[0].command',
        message:
          '--service-account-extend-token-expiration is not set: tokens of pods are good for a year instead of an hour; set false',
        severity: 'medium',
      },
    ],
    passing: apiServer(),
  },
  'component/token-lifetime': {
    failing: apiServer([], ['--service-account-max-token-expiration']),
    findings: [
      {
        fieldPath: 'spec.containers[0].command',
        message:
          '--service-account-max-token-expiration is not set: a token may be asked for any number of years; set 24h',
        severity: 'low',
      },
    ],
    passing: apiServer(),
  },
  'component/admission-configuration': {
    failing: file(
      'apiserver.config.k8s.io/v1',
      'AdmissionConfiguration',
      `plugins:
- name: ImagePolicyWebhook
  configuration:
    imagePolicy: {kubeConfigFile: /etc/webhook.yaml, defaultAllow: true}
`,
    ),
    findings: [
      {
        fieldPath: 'plugins[0].configuration.imagePolicy.defaultAllow',
        message: 'ImagePolicyWebhook has defaultAllow: true: every image is let in while its webhook is down',
        severity: 'medium',
      },
    ],
    passing: file(
      'apiserver.config.k8s.io/v1',
      'AdmissionConfiguration',
      `plugins:
- name: ImagePolicyWebhook
  configuration:
    imagePolicy: {kubeConfigFile: /etc/webhook.yaml, defaultAllow: false}
`,
    ),
  },
  'component/request-timeout': {
    failing: apiServer(['--request-timeout=1h']),
    findings: [
      {
        fieldPath: 'spec.containers[0].command[30]',
        message: "--request-timeout=1h: slow requests hold the server's resources; use 1m to 5m",
        severity: 'low',
      },
    ],
    passing: apiServer(['--request-timeout=1m30s']),
  },
  'component/allow-privileged': {
    failing: apiServer(['--allow-privileged']),
    findings: [
      {
        fieldPath: 'spec.containers[0].command[30]',
        message: '--allow-privileged=true lets Pod Security and policies alone decide who gets privileged containers',
        severity: 'info',
      },
    ],
    passing: apiServer(),
  },
  'component/goaway-chance': {
    failing: `${apiServer()}---
${apiServer(['--goaway-chance=0.001'])}`,
    findings: [
      {
        fieldPath: 'spec.containers[0].command',
        message: '--goaway-chance is not set: clients stay with one of 2 API servers; 0.001 spreads them',
        severity: 'info',
      },
    ],
    passing: apiServer(),
  },
};
