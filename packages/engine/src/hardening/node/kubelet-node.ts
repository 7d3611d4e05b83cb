/** What the kubelet makes of its node and of the pods on it. */
import { parseGoDuration } from '../../authorization/go-duration.js';
import { namesText, type Surroundings } from '../flagged-component.js';
import { imagePolicyOf } from '../kubelet/image-policy.js';
import type { Kubelet } from '../kubelet/kubelet.js';
import { type Verdicts, verdict } from '../verdict.js';
import { settingText } from './kubelet-access.js';

export function idleTimeout(kubelet: Kubelet): Verdicts {
  const setting = kubelet.text('streamingConnectionIdleTimeout');
  // In a file zero is the default.
  if (setting?.from !== 'flag' || parseGoDuration(setting.value) !== 0n) return undefined;
  return verdict(`${settingText(setting)}: forgotten connections of exec and port-forward stay open`, [setting.path]);
}

export function kernelDefaults(kubelet: Kubelet): Verdicts {
  const setting = kubelet.boolean('protectKernelDefaults');
  if (setting?.value !== false) return undefined;
  const text = `${settingText(setting)}: the kubelet changes kernel settings of the node to those it wants`;
  return verdict(`${text} instead of saying that they differ`, [setting.path]);
}

export function iptablesChains(kubelet: Kubelet): Verdicts {
  const setting = kubelet.boolean('makeIPTablesUtilChains');
  if (setting?.value !== false) return undefined;
  const text = `${settingText(setting)}: the rule that keeps other hosts from the node's loopback services is not made`;
  return verdict(text, [setting.path]);
}

export function eventRate(kubelet: Kubelet): Verdicts {
  const setting = kubelet.number('eventRecordQPS');
  if (setting?.value !== 0) return undefined;
  const text = `${settingText(setting)}: events are not limited, and one broken pod floods the API server with them`;
  return verdict(text, [setting.path]);
}

export function seccompDefault(kubelet: Kubelet, { workloadsWithoutSeccomp }: Surroundings): Verdicts {
  const setting = kubelet.boolean('seccompDefault');
  if (setting?.value !== false) return undefined;
  const count = workloadsWithoutSeccomp.length;
  const beside = count === 0 ? '' : `, as do those of ${namesText(workloadsWithoutSeccomp)} in this input`;
  const text = `${settingText(setting)}: containers without a profile of their own run with every system call`;
  return verdict(`${text}${beside}`, [setting.path]);
}

export function podPids(kubelet: Kubelet): Verdicts {
  const setting = kubelet.number('podPidsLimit');
  if (setting === undefined || setting.value > 0) return undefined;
  return verdict(`${settingText(setting)}: one pod can take all process numbers of the node`, [setting.path]);
}

export function imageVerification(kubelet: Kubelet): Verdicts {
  const setting = kubelet.text('imagePullCredentialsVerificationPolicy');
  if (setting?.value !== 'NeverVerify') return undefined;
  // Without the gate the kubelet refuses the setting, which is said elsewhere.
  if (!kubelet.gates.enabled('KubeletEnsureSecretPulledImages')) return undefined;
  const text = `${settingText(setting)}: a pod uses a private image that another tenant pulled`;
  return verdict(text, [setting.path]);
}

export function imageAllowlist(kubelet: Kubelet): Verdicts {
  const { allowlist } = imagePolicyOf(kubelet, kubelet.profile);
  const wide = allowlist.filter((pattern) => pattern.endsWith('/*') && pattern.split('/').length === 2);
  if (wide.length === 0) return undefined;
  const text = `preloadedImagesVerificationAllowlist has ${namesText(wide)}: all images of the registry are open`;
  return verdict(`${text} to every pod, also those that the kubelet pulled with a Secret`, [
    kubelet.pathOf('preloadedImagesVerificationAllowlist'),
  ]);
}

export function unsafeSysctls(kubelet: Kubelet): Verdicts {
  const setting = kubelet.list('allowedUnsafeSysctls');
  if (setting === undefined || setting.value.length === 0) return undefined;
  const text = `${setting.name} has ${namesText(setting.value)}: pods change kernel settings that reach beyond them`;
  return verdict(text, [setting.path]);
}

export function hostnameOverride(kubelet: Kubelet): Verdicts {
  const setting = kubelet.text('hostnameOverride');
  if (setting === undefined || setting.value === '') return undefined;
  const text = `${settingText(setting)}: certificates and audit trails name the node differently than its host`;
  return verdict(text, [setting.path]);
}

export function swapAndCgroups(kubelet: Kubelet): Verdicts {
  const swap = kubelet.boolean('failSwapOn');
  if (swap?.value !== false) return undefined;
  return verdict(`${settingText(swap)}: what pods hold in memory, Secrets among it, may be written to disk`, [
    swap.path,
  ]);
}
