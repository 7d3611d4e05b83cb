/**
 * The settings of the kubelet that matter here: where they stand in a KubeletConfiguration, which flag goes before the
 * file, and the default, which for some is another one where the kubelet has no file.
 *
 * Source: k8s.io/kubernetes/pkg/kubelet/apis/config/v1beta1/defaults.go; cmd/kubelet/app/options (applyLegacyDefaults).
 */
import type { Minor } from '@bulkhead/apimachinery';
import { type Step, stepAt } from '../../security-context/by-minor.js';

export type SettingValue = boolean | number | string | readonly string[];

interface KubeletSetting {
  readonly flag?: string;
  /** With a configuration file; by version where that changed. */
  readonly usual: SettingValue | readonly [Step<SettingValue>, ...Step<SettingValue>[]];
  /** Of a kubelet without a configuration file, where that is another one. */
  readonly flagsOnly?: SettingValue;
}

export const KUBELET_SETTINGS = {
  'authentication.anonymous.enabled': { flag: 'anonymous-auth', usual: false, flagsOnly: true },
  'authentication.webhook.enabled': { flag: 'authentication-token-webhook', usual: true, flagsOnly: false },
  'authentication.x509.clientCAFile': { flag: 'client-ca-file', usual: '' },
  'authorization.mode': { flag: 'authorization-mode', usual: 'Webhook', flagsOnly: 'AlwaysAllow' },
  readOnlyPort: { flag: 'read-only-port', usual: 0, flagsOnly: 10255 },
  streamingConnectionIdleTimeout: { flag: 'streaming-connection-idle-timeout', usual: '4h0m0s' },
  protectKernelDefaults: { flag: 'protect-kernel-defaults', usual: false },
  makeIPTablesUtilChains: { flag: 'make-iptables-util-chains', usual: true },
  eventRecordQPS: { flag: 'event-qps', usual: 50 },
  tlsCertFile: { flag: 'tls-cert-file', usual: '' },
  tlsPrivateKeyFile: { flag: 'tls-private-key-file', usual: '' },
  serverTLSBootstrap: { flag: 'rotate-server-certificates', usual: false },
  rotateCertificates: { flag: 'rotate-certificates', usual: false },
  tlsCipherSuites: { flag: 'tls-cipher-suites', usual: [] },
  tlsMinVersion: { flag: 'tls-min-version', usual: '' },
  seccompDefault: { flag: 'seccomp-default', usual: false },
  podPidsLimit: { flag: 'pod-max-pids', usual: -1 },
  enableDebuggingHandlers: { flag: 'enable-debugging-handlers', usual: true },
  enableSystemLogHandler: { usual: true },
  enableSystemLogQuery: { usual: false },
  imagePullCredentialsVerificationPolicy: { usual: '' },
  preloadedImagesVerificationAllowlist: { usual: [] },
  allowedUnsafeSysctls: { flag: 'allowed-unsafe-sysctls', usual: [] },
  hostnameOverride: { flag: 'hostname-override', usual: '' },
  failSwapOn: { flag: 'fail-swap-on', usual: true },
  failCgroupV1: {
    usual: [
      { from: 27, value: false },
      { from: 35, value: true },
    ],
  },
} as const satisfies Readonly<Record<string, KubeletSetting>>;

export type KubeletSettingName = keyof typeof KUBELET_SETTINGS;

export const settingOf = (name: KubeletSettingName): KubeletSetting => KUBELET_SETTINGS[name];

/** The value of a kubelet of the minor that does not set it. */
export function defaultOf(name: KubeletSettingName, hasFile: boolean, minor: Minor): SettingValue {
  const { usual, flagsOnly } = settingOf(name);
  if (!hasFile && flagsOnly !== undefined) return flagsOnly;
  return isSteps(usual) ? stepAt(usual, minor) : usual;
}

const isSteps = (usual: KubeletSetting['usual']): usual is readonly [Step<SettingValue>, ...Step<SettingValue>[]] =>
  Array.isArray(usual) && typeof usual[0] === 'object';
