/** Who may ask the kubelet, which runs code in every container of its node. */
import type { Surroundings } from '../flagged-component.js';
import type { EffectiveSetting, Kubelet } from '../kubelet/kubelet.js';
import { insecureCiphers, isOldTls } from '../tls.js';
import { type Verdict, type Verdicts, verdict } from '../verdict.js';

/** `readOnlyPort is 10255`, `--read-only-port is 10255 by default` */
export const settingText = ({ name, value, from }: EffectiveSetting): string => {
  const text = typeof value === 'string' ? JSON.stringify(value) : Array.isArray(value) ? value.join(', ') : `${value}`;
  if (from === 'default' && (value === '' || (Array.isArray(value) && value.length === 0))) return `${name} is not set`;
  return `${name} is ${text}${from === 'default' ? ' by default' : ''}`;
};

const withoutFile = ({ kind, hasFile }: Kubelet): string =>
  kind === 'flags' && !hasFile ? ' (a kubelet without a configuration file has the old, open defaults)' : '';

export function kubeletAnonymous(kubelet: Kubelet): Verdicts {
  const setting = kubelet.boolean('authentication.anonymous.enabled');
  if (setting?.value !== true) return undefined;
  const mode = kubelet.effective('authorization.mode')?.value;
  const why =
    mode === 'AlwaysAllow'
      ? 'whoever reaches port 10250 runs commands in every container of the node'
      : 'whoever reaches port 10250 may ask, and has what system:anonymous is allowed';
  const text = `${settingText(setting)}${setting.from === 'default' ? withoutFile(kubelet) : ''}`;
  return verdict(`${text}: ${why}`, [setting.path]);
}

export function kubeletAuthorization(kubelet: Kubelet): Verdicts {
  const setting = kubelet.text('authorization.mode');
  if (setting === undefined || setting.value !== 'AlwaysAllow') return undefined;
  const text = `${settingText(setting)}${setting.from === 'default' ? withoutFile(kubelet) : ''}`;
  const why = 'every caller that is let in runs commands in every container of the node';
  return verdict(`${text}: ${why}; use Webhook`, [setting.path]);
}

export function kubeletClientCa(kubelet: Kubelet): Verdicts {
  const setting = kubelet.text('authentication.x509.clientCAFile');
  if (setting?.value !== '') return undefined;
  const text = `${settingText(setting)}: the kubelet cannot tell the API server's certificate from any other`;
  return verdict(text, [setting.path]);
}

export function kubeletWebhook(kubelet: Kubelet): Verdicts {
  const setting = kubelet.boolean('authentication.webhook.enabled');
  if (setting?.value !== false) return undefined;
  const text = `${settingText(setting)}: tokens are not taken, so that monitoring needs weaker ways in`;
  return verdict(text, [setting.path]);
}

export function readOnlyPort(kubelet: Kubelet): Verdicts {
  const setting = kubelet.number('readOnlyPort');
  if (setting === undefined || setting.value === 0) return undefined;
  const text = `${settingText(setting)}${setting.from === 'default' ? withoutFile(kubelet) : ''}`;
  return verdict(`${text}: pods with their environment, and metrics, are open to whoever reaches it; use 0`, [
    setting.path,
  ]);
}

/** The other half of `--kubelet-certificate-authority`. */
export function kubeletCertificate(kubelet: Kubelet, { apiServers }: Surroundings): Verdicts {
  const bootstrap = kubelet.boolean('serverTLSBootstrap');
  const [certificate, key] = [kubelet.effective('tlsCertFile'), kubelet.effective('tlsPrivateKeyFile')];
  if (bootstrap === undefined || bootstrap.value || (certificate?.value !== '' && key?.value !== '')) return undefined;
  if (certificate === undefined || key === undefined) return undefined;
  const isVerified = apiServers.some(({ flags }) => flags.has('kubelet-certificate-authority'));
  const why = isVerified
    ? 'the API server of this input verifies kubelets, so that exec and logs fail on this node'
    : 'nobody can verify it, and whoever stands between reads and answers exec and logs';
  const text = `${settingText(bootstrap)} and no certificate is given: the kubelet signs its own`;
  return verdict(`${text}; ${why}`, [bootstrap.path]);
}

export function certificateRotation(kubelet: Kubelet): Verdicts {
  const setting = kubelet.boolean('rotateCertificates');
  if (setting?.value !== false) return undefined;
  const text = `${settingText(setting)}: the client certificate is not renewed, and the node drops out when it ends`;
  return verdict(text, [setting.path]);
}

export function kubeletServingRotation(kubelet: Kubelet): Verdicts {
  if (kubelet.gates.own.get('RotateKubeletServerCertificate') !== false) return undefined;
  const text =
    'feature gate RotateKubeletServerCertificate=false: the kubelet asks for no certificate that others verify';
  return verdict(text, [gatePath(kubelet, 'RotateKubeletServerCertificate')]);
}

/** Where a gate is set: in the file where it is there, else among the flags. */
export function gatePath(kubelet: Kubelet, gate: string): string {
  const inFile = kubelet.configuration !== undefined && kubelet.kind === 'file';
  return inFile ? kubelet.pathOf(`featureGates.${gate}`) : (kubelet.flags?.paths('feature-gates')[0] ?? '');
}

export function kubeletTlsVersion(kubelet: Kubelet): Verdicts {
  const setting = kubelet.text('tlsMinVersion');
  if (setting === undefined || !isOldTls(setting.value)) return undefined;
  return verdict(`${settingText(setting)}: connections of old TLS can be read and changed; use VersionTLS12`, [
    setting.path,
  ]);
}

export function kubeletCiphers(kubelet: Kubelet): Verdicts {
  const setting = kubelet.list('tlsCipherSuites');
  const insecure = insecureCiphers(setting?.value ?? []);
  if (setting === undefined || insecure.length === 0) return undefined;
  return verdict(`${setting.name} has ${insecure.join(', ')}, which Go calls insecure`, [setting.path]);
}

export function logQuery(kubelet: Kubelet): readonly Verdict[] {
  const setting = kubelet.boolean('enableSystemLogQuery');
  if (setting?.value !== true) return [];
  if (kubelet.effective('enableSystemLogHandler')?.value === false) return [];
  const text = `${settingText(setting)}: whoever has nodes/log or nodes/proxy reads the whole journal`;
  return [verdict(`${text} and every file below /var/log of the node`, [setting.path])];
}

export function debuggingHandlers(kubelet: Kubelet): Verdicts {
  const setting = kubelet.boolean('enableDebuggingHandlers');
  if (setting?.value !== false) return undefined;
  return verdict(`${settingText(setting)}: exec, attach, port-forward and logs do not work`, [setting.path]);
}
