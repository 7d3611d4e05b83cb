/** etcd: whoever reads it has every Secret, whoever writes it has the cluster. */
import { type FlaggedComponent, flagText, namesText, type Surroundings } from '../flagged-component.js';
import { isPlainHttp } from '../network-address.js';
import { type Verdict, type Verdicts, verdict } from '../verdict.js';

/** A file holds the settings: flags and environment say nothing then. */
const isByFile = ({ flags }: FlaggedComponent): boolean => flags.has('config-file');

export function serverCertificate(etcd: FlaggedComponent): Verdicts {
  const { flags } = etcd;
  const missing = ['cert-file', 'key-file'].filter((name) => !flags.has(name));
  if (missing.length === 0 || isByFile(etcd) || flags.boolean('auto-tls') === true) return undefined;
  const text = `--${missing.join(' and --')} ${missing.length > 1 ? 'are' : 'is'} not set: etcd serves without TLS`;
  return verdict(`${text}, and every Secret goes over the network in plain`, [flags.missing]);
}

export function clientAuthentication(etcd: FlaggedComponent): Verdicts {
  const { flags } = etcd;
  if (isByFile(etcd)) return undefined;
  // An authority of clients turns it on.
  if (flags.has('trusted-ca-file') && flags.boolean('client-cert-auth') !== false) return undefined;
  const name = flags.boolean('client-cert-auth') === true ? 'trusted-ca-file' : 'client-cert-auth';
  const text = `${flagText(flags, name)}: etcd asks clients for no certificate`;
  return verdict(`${text}; whoever reaches it reads and writes the whole cluster`, flags.paths(name));
}

export function autoTls({ flags }: FlaggedComponent): readonly Verdict[] {
  return ['auto-tls', 'peer-auto-tls']
    .filter((name) => flags.boolean(name) === true)
    .map((name) =>
      verdict(`--${name}=true: etcd signs its own certificate, which nobody can verify`, flags.paths(name)),
    );
}

export function peers(etcd: FlaggedComponent): Verdicts {
  const { flags } = etcd;
  if (isByFile(etcd) || flags.boolean('peer-auto-tls') === true) return undefined;
  const names = ['peer-cert-file', 'peer-key-file', 'peer-trusted-ca-file'];
  const missing = names.filter((name) => !flags.has(name));
  const isOff = flags.boolean('peer-client-cert-auth') !== true;
  if (missing.length === 0 && !isOff) return undefined;
  const members = flags.list('initial-cluster').length;
  const severity = members > 1 ? 'critical' : 'medium';
  const lacks = [...missing.map((name) => `--${name}`), ...(isOff ? ['--peer-client-cert-auth=true'] : [])].join(', ');
  const text = `${lacks} ${missing.length + (isOff ? 1 : 0) > 1 ? 'are' : 'is'} not set`;
  const why = 'whoever reaches the port of peers joins as a member and has all data';
  return verdict(`${text}: ${why}`, flags.paths('peer-client-cert-auth'), severity);
}

/** An authority that signs others too lets all their certificates in. */
export function ownAuthority({ flags }: FlaggedComponent, { apiServers }: Surroundings): Verdicts {
  const authority = flags.text('trusted-ca-file');
  if (authority === undefined) return undefined;
  const clientAuthorities = apiServers.map((server) => server.flags.text('client-ca-file'));
  if (!clientAuthorities.includes(authority) && authority !== KUBEADM_CLUSTER_CA) return undefined;
  const text = `--trusted-ca-file=${authority} is the authority of the cluster's clients`;
  return verdict(`${text}: each of their certificates opens etcd as well`, flags.paths('trusted-ca-file'));
}

const KUBEADM_CLUSTER_CA = '/etc/kubernetes/pki/ca.crt';

export function plainClients({ flags }: FlaggedComponent): Verdicts {
  const plain = flags.list('listen-client-urls').filter(isPlainHttp);
  if (plain.length === 0) return undefined;
  const text = `--listen-client-urls has ${namesText(plain)}: every Secret goes over the network in plain`;
  return verdict(`${text}, to whoever asks`, flags.paths('listen-client-urls'));
}

export function plainMetrics({ flags }: FlaggedComponent): Verdicts {
  const plain = flags.list('listen-metrics-urls').filter(isPlainHttp);
  if (plain.length === 0) return undefined;
  const text = `--listen-metrics-urls has ${namesText(plain)}: metrics and health are open to the network`;
  return verdict(`${text}; use 127.0.0.1`, flags.paths('listen-metrics-urls'));
}

export function profilingOfEtcd({ flags }: FlaggedComponent): Verdicts {
  if (flags.boolean('enable-pprof') !== true) return undefined;
  return verdict(
    '--enable-pprof=true: profiles tell of the inside of etcd and cost its time',
    flags.paths('enable-pprof'),
  );
}
