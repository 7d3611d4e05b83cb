/** Which admission plugins look at requests. */
import { type FlaggedComponent, flagText, namesText, type Surroundings } from '../flagged-component.js';
import { imagePolicyOf } from '../kubelet/image-policy.js';
import { type Verdict, type Verdicts, verdict } from '../verdict.js';

const ENABLE = 'enable-admission-plugins';
const DISABLE = 'disable-admission-plugins';

/** Whether a plugin that is off by default is on. */
export const isEnabled = ({ flags }: FlaggedComponent, plugin: string): boolean =>
  flags.list(ENABLE).includes(plugin) && !flags.list(DISABLE).includes(plugin);

export function nodeRestriction(server: FlaggedComponent): Verdicts {
  if (isEnabled(server, 'NodeRestriction')) return undefined;
  const text = 'NodeRestriction is not enabled: a kubelet may change other nodes and their pods';
  return verdict(`${text}, and label itself to attract workloads`, server.flags.paths(ENABLE, DISABLE));
}

/** What protects a cluster by default and is taken out, and what is lost with it. */
const PROTECTING: ReadonlyMap<string, string> = new Map([
  ['ServiceAccount', 'pods get no service account of their own, and nobody checks the one they name'],
  ['NamespaceLifecycle', 'objects are made in namespaces that go away or do not exist'],
  ['PodSecurity', 'the Pod Security labels of namespaces have no effect'],
  ['CertificateSubjectRestriction', 'a certificate request for system:masters is taken'],
  ['CertificateApproval', 'requests are approved without the right to approve for their signer'],
  ['CertificateSigning', 'certificates are signed without the right to sign for their signer'],
  ['ValidatingAdmissionWebhook', 'no validating webhook is asked'],
  ['MutatingAdmissionWebhook', 'no mutating webhook is asked'],
  ['ValidatingAdmissionPolicy', 'no validating policy is asked'],
  ['ResourceQuota', 'quotas do not hold'],
  ['LimitRanger', 'limit ranges do not hold'],
]);

export function disabledPlugins({ flags }: FlaggedComponent, input: Surroundings): Verdicts {
  const disabled = flags.list(DISABLE).filter((plugin) => PROTECTING.has(plugin));
  if (disabled.length === 0) return undefined;
  const { labelledNamespaces } = input;
  const texts = disabled.map((plugin) => {
    const isLabelled = plugin === 'PodSecurity' && labelledNamespaces.length > 0;
    const namespaces = isLabelled ? `, those of ${namesText(labelledNamespaces)} in this input` : '';
    return `without ${plugin} ${PROTECTING.get(plugin)}${namespaces}`;
  });
  return verdict(`${flagText(flags, DISABLE)}: ${texts.join('; ')}`, flags.paths(DISABLE));
}

export function alwaysAdmit(server: FlaggedComponent): Verdicts {
  if (!isEnabled(server, 'AlwaysAdmit')) return undefined;
  const text = 'AlwaysAdmit is enabled: a deprecated plugin that admits everything';
  return verdict(`${text}; take it out of --${ENABLE}`, server.flags.paths(ENABLE));
}

/** Cached private images are open to every pod of the node, unless this plugin or the kubelet asks for credentials. */
export function cachedImages(server: FlaggedComponent, { kubelets, profile }: Surroundings): Verdicts {
  if (isEnabled(server, 'AlwaysPullImages')) return undefined;
  const whole = kubelets.filter(({ isWhole }) => isWhole);
  const policies =
    whole.length === 0 ? [imagePolicyOf(undefined, profile)] : whole.map((kubelet) => imagePolicyOf(kubelet, profile));
  if (policies.every(({ policy }) => policy !== 'off' && policy !== 'NeverVerify')) return undefined;
  const text = 'AlwaysPullImages is not enabled, and kubelets do not verify pull credentials';
  return verdict(`${text}: a pod uses a private image that another tenant pulled`, server.flags.paths(ENABLE));
}

export function eventRateLimit(server: FlaggedComponent): Verdicts {
  if (isEnabled(server, 'EventRateLimit')) return undefined;
  const text = 'EventRateLimit is not enabled: events of one client can fill etcd and the API server';
  return verdict(text, server.flags.paths(ENABLE));
}

/** Plugins that the version does not have: the API server does not start. */
const GONE: readonly { readonly plugin: string; readonly from: number; readonly instead: string }[] = [
  { plugin: 'PodSecurityPolicy', from: 25, instead: 'Pod Security labels' },
  { plugin: 'SecurityContextDeny', from: 30, instead: 'Pod Security labels' },
];

export function removedPlugins({ flags }: FlaggedComponent, { profile }: Surroundings): readonly Verdict[] {
  const named = [...flags.list(ENABLE), ...flags.list(DISABLE)];
  return GONE.filter(({ plugin, from }) => named.includes(plugin) && profile.minor >= from).map(
    ({ plugin, from, instead }) =>
      verdict(
        `admission plugin ${plugin} is gone since 1.${from}, and the API server does not start with it; use ${instead}`,
        flags.paths(ENABLE, DISABLE),
      ),
  );
}
