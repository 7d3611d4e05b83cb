/** How the components of a cluster are set up, and what is weak about it. */
export {
  COMPONENTS,
  type ComponentCommand,
  type ComponentName,
  componentCommand,
} from './command-line/component-command.js';
export { type Flag, FlagSet } from './command-line/flag-set.js';
export { type ImagePolicy, imagePolicyOf } from './kubelet/image-policy.js';
export { type EffectiveSetting, Kubelet, type KubeletSource } from './kubelet/kubelet.js';
export type { KubeletSettingName } from './kubelet/kubelet-setting.js';
