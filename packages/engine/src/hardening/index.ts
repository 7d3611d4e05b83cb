/** How the components of a cluster are set up, and what is weak about it. */
export { isEnabled as isPluginEnabled } from './api-server/admission.js';
export * as checks from './checks.js';
export { flagsOf, shellWords, type Word } from './command-line/command-line.js';
export {
  type ComponentCommand,
  type ComponentName,
  componentCommand,
} from './command-line/component-command.js';
export { type Flag, FlagSet } from './command-line/flag-set.js';
export type { FlaggedComponent, Surroundings } from './flagged-component.js';
export { GateSettings, gatesOfFlags } from './gate-settings.js';
export { extraArgs, kubeadmComponents, withKubeadmDefaults } from './kubeadm.js';
export { type ImagePolicy, imagePolicyOf } from './kubelet/image-policy.js';
export { type EffectiveSetting, Kubelet, type KubeletSource } from './kubelet/kubelet.js';
export type { KubeletSettingName } from './kubelet/kubelet-setting.js';
export type { KubeProxy } from './node/kube-proxy.js';
export { isMap, itemsOf, type PlainMap } from './plain-value.js';
export type { Verdict, Verdicts } from './verdict.js';
