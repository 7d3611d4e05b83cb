/** How the API server serves: its certificate, ports, timeouts. */
import { parseGoDuration } from '../../authorization/go-duration.js';
import { type FlaggedComponent, flagText, type Surroundings } from '../flagged-component.js';
import { type Verdict, type Verdicts, verdict } from '../verdict.js';
import { removedPlugins } from './admission.js';

export function servingCertificate({ flags }: FlaggedComponent): Verdicts {
  if (flags.has('tls-cert-file') && flags.has('tls-private-key-file')) return undefined;
  const missing = ['tls-cert-file', 'tls-private-key-file'].filter((name) => !flags.has(name));
  const text = `--${missing.join(' and --')} ${missing.length > 1 ? 'are' : 'is'} not set`;
  return verdict(`${text}: the API server signs its own certificate, which no client can verify`, [flags.missing]);
}

/** Flags of old days, with the minor that does not know them any more. */
const GONE: readonly { readonly flag: string; readonly from: number; readonly text: string }[] = [
  { flag: 'insecure-port', from: 24, text: 'it served everything to everybody without authentication' },
  { flag: 'insecure-bind-address', from: 24, text: 'it served everything to everybody without authentication' },
  { flag: 'kubelet-https', from: 22, text: 'kubelets are always asked over TLS' },
  { flag: 'basic-auth-file', from: 19, text: 'passwords in a file are no authentication any more' },
];

export function removedFlags(server: FlaggedComponent, input: Surroundings): readonly Verdict[] {
  const { flags } = server;
  const removed = GONE.filter(({ flag, from }) => flags.has(flag) && input.profile.minor >= from).map(
    ({ flag, from, text }) =>
      verdict(
        `${flagText(flags, flag)}: gone since 1.${from}, the API server does not start; ${text}`,
        flags.paths(flag),
      ),
  );
  return [...removed, ...removedPlugins(server, input)];
}

export function securePort({ flags }: FlaggedComponent): Verdicts {
  if (flags.integer('secure-port') !== 0) return undefined;
  return verdict('--secure-port=0: nothing is served over TLS', flags.paths('secure-port'));
}

const FIVE_MINUTES = 300_000_000_000n;

export function requestTimeout({ flags }: FlaggedComponent): Verdicts {
  const text = flags.text('request-timeout');
  const timeout = text === undefined ? undefined : parseGoDuration(text);
  if (timeout === undefined || (timeout > 0n && timeout <= FIVE_MINUTES)) return undefined;
  const fields = flags.paths('request-timeout');
  return verdict(
    `${flagText(flags, 'request-timeout')}: slow requests hold the server's resources; use 1m to 5m`,
    fields,
  );
}

export function allowPrivileged({ flags }: FlaggedComponent): Verdicts {
  if (flags.boolean('allow-privileged') !== true) return undefined;
  const text = '--allow-privileged=true lets Pod Security and policies alone decide who gets privileged containers';
  return verdict(text, flags.paths('allow-privileged'));
}

export function goawayChance({ flags }: FlaggedComponent, { apiServers }: Surroundings): Verdicts {
  if (apiServers.length < 2 || Number(flags.text('goaway-chance') ?? '0') > 0) return undefined;
  const text = `${flagText(flags, 'goaway-chance')}: clients stay with one of ${apiServers.length} API servers`;
  return verdict(`${text}; 0.001 spreads them`, flags.paths('goaway-chance'));
}

export function aggregationClient({ flags }: FlaggedComponent): Verdicts {
  const isUsed = flags.has('requestheader-client-ca-file') || flags.boolean('enable-aggregator-routing') === true;
  if (!isUsed || (flags.has('proxy-client-cert-file') && flags.has('proxy-client-key-file'))) return undefined;
  const text = '--proxy-client-cert-file and --proxy-client-key-file are not set';
  return verdict(`${text}: aggregated servers cannot tell this server from others`, [flags.missing]);
}
