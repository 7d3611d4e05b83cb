/** Cases of the rules on control plane. Test data. */
import type { RuleCase } from '../rule-case.js';
import { apiServer, controllerManager, file, kubelet } from './case-objects.js';

export const CONTROL_PLANE_CASES: Readonly<Record<string, RuleCase>> = {
  'component/invalid-configuration': {
    failing: file(
      'apiserver.config.k8s.io/v1',
      'EncryptionConfiguration',
      `resources:
- resources: [secrets]
  providers:
  - secretbox: {keys: [{name: a, secret: c2hvcnQ=}]}
`,
    ),
    findings: [
      {
        fieldPath: 'resources[0].providers[0].secretbox.keys[0].secret',
        message:
          'resources[0].providers[0].secretbox.keys[0].secret: Invalid value: "REDACTED": secret is not of the expected length, got 5, expected one of [32]',
        severity: 'high',
      },
    ],
    passing: file(
      'apiserver.config.k8s.io/v1',
      'EncryptionConfiguration',
      `resources:
- resources: [secrets]
  providers:
  - secretbox: {keys: [{name: a, secret: YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXoxMjM0NTY=}]}
`,
    ),
  },
  'component/tls-version': {
    failing: controllerManager(['--tls-min-version=VersionTLS11']),
    findings: [
      {
        fieldPath: 'spec.containers[0].command[6]',
        message: '--tls-min-version=VersionTLS11: connections of old TLS can be read and changed; use TLS 1.2 or 1.3',
        severity: 'high',
      },
    ],
    passing: controllerManager(['--tls-min-version=VersionTLS13']),
  },
  'component/tls-ciphers': {
    failing: apiServer(['--tls-cipher-suites=TLS_RSA_WITH_RC4_128_SHA,TLS_AES_128_GCM_SHA256']),
    findings: [
      {
        fieldPath: 'spec.containers[0].command[30]',
        message: '--tls-cipher-suites has TLS_RSA_WITH_RC4_128_SHA, which Go calls insecure',
        severity: 'medium',
      },
    ],
    passing: apiServer(['--tls-cipher-suites=TLS_AES_128_GCM_SHA256']),
  },
  'component/profiling': {
    failing: controllerManager([], ['--profiling']),
    findings: [
      {
        fieldPath: 'spec.containers[0].command',
        message:
          '--profiling is not set: profiles tell of the inside of kube-controller-manager and cost its time; set false until you need them',
        severity: 'low',
      },
    ],
    passing: controllerManager(),
  },
  'component/feature-gates': {
    failing: apiServer(['--feature-gates=AllAlpha=true,ServiceAccountNodeAudienceRestriction=false']),
    findings: [
      {
        fieldPath: 'spec.containers[0].command[30]',
        message: 'feature gate AllAlpha=true: code that may have holes and may change is on',
        severity: 'medium',
      },
      {
        fieldPath: 'spec.containers[0].command[30]',
        message:
          'feature gate ServiceAccountNodeAudienceRestriction=false: a node may ask for tokens of any audience for its pods',
        severity: 'medium',
      },
    ],
    passing: apiServer(['--feature-gates=UserNamespacesSupport=true']),
  },
  'component/serving-rotation': {
    failing: kubelet({
      featureGates: { RotateKubeletServerCertificate: false },
      serverTLSBootstrap: false,
      tlsCertFile: '/a',
      tlsPrivateKeyFile: '/b',
    }),
    findings: [
      {
        fieldPath: 'featureGates.RotateKubeletServerCertificate',
        message:
          'feature gate RotateKubeletServerCertificate=false: the kubelet asks for no certificate that others verify',
        severity: 'medium',
      },
    ],
    passing: kubelet(),
  },
  'component/bind-address': {
    failing: controllerManager([], ['--bind-address']),
    findings: [
      {
        fieldPath: 'spec.containers[0].command',
        message:
          '--bind-address is not set: kube-controller-manager serves its metrics and health to the network; set 127.0.0.1',
        severity: 'medium',
      },
    ],
    passing: controllerManager(),
  },
  'component/open-paths': {
    failing: controllerManager(['--authorization-always-allow-paths=/healthz,/metrics']),
    findings: [
      {
        fieldPath: 'spec.containers[0].command[6]',
        message:
          '--authorization-always-allow-paths=/healthz,/metrics: kube-controller-manager answers /metrics to everybody',
        severity: 'medium',
      },
    ],
    passing: controllerManager(['--authorization-always-allow-paths=/healthz']),
  },
  'component/controller-credentials': {
    failing: controllerManager([], ['--use-service-account-credentials']),
    findings: [
      {
        fieldPath: 'spec.containers[0].command',
        message: '--use-service-account-credentials is not set: all controllers act with all rights of all; set true',
        severity: 'medium',
      },
    ],
    passing: controllerManager(),
  },
  'component/token-signing-key': {
    failing: controllerManager([], ['--service-account-private-key-file']),
    findings: [
      {
        fieldPath: 'spec.containers[0].command',
        message: '--service-account-private-key-file is not set: no token is made for Secrets that ask for one',
        severity: 'medium',
      },
    ],
    passing: controllerManager(),
  },
  'component/root-authority': {
    failing: controllerManager([], ['--root-ca-file']),
    findings: [
      {
        fieldPath: 'spec.containers[0].command',
        message: '--root-ca-file is not set: pods get no authority by which they know the API server',
        severity: 'medium',
      },
    ],
    passing: controllerManager(),
  },
  'component/pod-garbage-collection': {
    failing: controllerManager(['--terminated-pod-gc-threshold=0']),
    findings: [
      {
        fieldPath: 'spec.containers[0].command[6]',
        message: '--terminated-pod-gc-threshold=0: finished pods are never removed and fill etcd',
        severity: 'low',
      },
    ],
    passing: controllerManager(['--terminated-pod-gc-threshold=100']),
  },
  'component/certificate-lifetime': {
    failing: controllerManager(['--cluster-signing-duration=87600h']),
    findings: [
      {
        fieldPath: 'spec.containers[0].command[6]',
        message: '--cluster-signing-duration=87600h: certificates cannot be revoked and live longer than a year',
        severity: 'low',
      },
    ],
    passing: controllerManager(['--cluster-signing-duration=8760h']),
  },
  'component/controllers-off': {
    failing: controllerManager(['--controllers=*,-csrcleaner']),
    findings: [
      {
        fieldPath: 'spec.containers[0].command[6]',
        message: '--controllers=*,-csrcleaner: csrcleaner does not run',
        severity: 'info',
      },
    ],
    passing: controllerManager(['--controllers=*,tokencleaner']),
  },
};
