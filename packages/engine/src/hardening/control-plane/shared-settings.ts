/** What several components of the control plane have alike. */
import { type FlaggedComponent, flagText } from '../flagged-component.js';
import { isLoopback } from '../network-address.js';
import { insecureCiphers, isOldTls } from '../tls.js';
import { type Verdict, type Verdicts, verdict } from '../verdict.js';

export function profiling({ flags, name }: FlaggedComponent): Verdicts {
  // A configuration file decides instead.
  if (flags.boolean('profiling') === false || flags.has('config')) return undefined;
  const text = `${flagText(flags, 'profiling')}: profiles tell of the inside of ${name} and cost its time`;
  return verdict(`${text}; set false until you need them`, flags.paths('profiling'));
}

export function bindAddress({ flags, name }: FlaggedComponent): Verdicts {
  const address = flags.text('bind-address');
  if (address !== undefined && isLoopback(address)) return undefined;
  const text = `${flagText(flags, 'bind-address')}: ${name} serves its metrics and health to the network`;
  return verdict(`${text}; set 127.0.0.1`, flags.paths('bind-address'));
}

const USUAL_PATHS: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/livez']);
const FLAG = 'authorization-always-allow-paths';

export function openPaths({ flags, name }: FlaggedComponent): Verdicts {
  const others = flags.list(FLAG).filter((path) => !USUAL_PATHS.has(path));
  if (others.length === 0) return undefined;
  return verdict(`${flagText(flags, FLAG)}: ${name} answers ${others.join(', ')} to everybody`, flags.paths(FLAG));
}

export function tlsVersion({ flags }: FlaggedComponent): Verdicts {
  const version = flags.text('tls-min-version');
  if (version === undefined || !isOldTls(version)) return undefined;
  const text = `--tls-min-version=${version}: connections of old TLS can be read and changed; use TLS 1.2 or 1.3`;
  return verdict(text, flags.paths('tls-min-version'));
}

export function tlsCiphers({ flags, name }: FlaggedComponent): Verdicts {
  const flag = name === 'etcd' ? 'cipher-suites' : 'tls-cipher-suites';
  const insecure = insecureCiphers(flags.list(flag));
  if (insecure.length === 0) return undefined;
  return verdict(`--${flag} has ${insecure.join(', ')}, which Go calls insecure`, flags.paths(flag));
}

interface BadGate {
  readonly gate: string;
  readonly value: boolean;
  readonly text: string;
}

/** Gates that weaken a component when somebody sets them so. */
const BAD_GATES: readonly BadGate[] = [
  { gate: 'AllAlpha', value: true, text: 'code that may have holes and may change is on' },
  {
    gate: 'AllowInsecureKubeletCertificateSigningRequests',
    value: true,
    text: 'a node may ask for the certificate of another one',
  },
  { gate: 'KMSv1', value: true, text: 'the old protocol of key servers is used' },
  { gate: 'UnauthenticatedHTTP2DOSMitigation', value: false, text: 'strangers can keep the server busy over HTTP/2' },
  {
    gate: 'ServiceAccountNodeAudienceRestriction',
    value: false,
    text: 'a node may ask for tokens of any audience for its pods',
  },
];

export function featureGates({ flags, gates }: FlaggedComponent): readonly Verdict[] {
  return BAD_GATES.filter(({ gate, value }) => gates.own.get(gate) === value).map(({ gate, value, text }) =>
    verdict(`feature gate ${gate}=${value}: ${text}`, flags.paths('feature-gates')),
  );
}

const ROTATION = 'RotateKubeletServerCertificate';

export function servingRotation({ flags, gates }: FlaggedComponent): Verdicts {
  if (gates.own.get(ROTATION) !== false) return undefined;
  const text = `feature gate ${ROTATION}=false: kubelets get no certificates that the API server could verify`;
  return verdict(text, flags.paths('feature-gates'));
}
