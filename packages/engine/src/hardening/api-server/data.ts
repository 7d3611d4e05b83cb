/** Where the API server keeps its data and what it writes down: etcd, encryption at rest, the audit log. */
import type { Minor } from '@bulkhead/apimachinery';
import { type Step, stepAt } from '../../security-context/by-minor.js';
import { type FlaggedComponent, flagText, type Surroundings } from '../flagged-component.js';
import { isPlainHttp, urlParts } from '../network-address.js';
import { type Verdict, type Verdicts, verdict } from '../verdict.js';

export function etcdConnection({ flags }: FlaggedComponent): Verdicts {
  const servers = flags.list('etcd-servers');
  const plain = servers.filter(isPlainHttp);
  if (plain.length > 0) {
    const text = `--etcd-servers has ${plain.join(', ')}: every object, Secrets among them, goes over the network in plain`;
    return verdict(text, flags.paths('etcd-servers'));
  }
  // A socket, or a process of the same machine.
  const isLocal = servers.length > 0 && servers.every((server) => urlParts(server)?.scheme !== 'https');
  if (isLocal) return undefined;
  const missing = ['etcd-cafile', 'etcd-certfile', 'etcd-keyfile'].filter((name) => !flags.has(name));
  if (missing.length === 0) return undefined;
  const text = `--${missing.join(', --')} ${missing.length > 1 ? 'are' : 'is'} not set`;
  const why = missing.includes('etcd-cafile')
    ? 'does not know that it speaks to its etcd'
    : 'shows etcd no certificate';
  return verdict(`${text}: the API server ${why}, which holds all Secrets`, [flags.missing]);
}

export function encryptionAtRest({ flags }: FlaggedComponent): Verdicts {
  if (flags.has('encryption-provider-config')) return undefined;
  const text = '--encryption-provider-config is not set: Secrets lie in etcd and its backups in plain';
  return verdict(text, [flags.missing]);
}

export function auditLog({ flags }: FlaggedComponent): Verdicts {
  const hasPolicy = flags.has('audit-policy-file');
  const hasBackend = flags.has('audit-log-path') || flags.has('audit-webhook-config-file');
  if (hasPolicy && hasBackend) return undefined;
  const fields = flags.paths('audit-policy-file', 'audit-log-path', 'audit-webhook-config-file');
  if (hasPolicy) {
    const text = 'an audit policy is set, but neither --audit-log-path nor --audit-webhook-config-file';
    return verdict(`${text}: nothing is written`, fields);
  }
  return verdict('--audit-policy-file is not set: nobody can tell afterwards who did what', fields);
}

interface Retention {
  readonly flag: string;
  readonly least: number;
  readonly unit: string;
  readonly usual: readonly [Step<number>, ...Step<number>[]];
}

/** Zero is no limit. */
const RETENTION: readonly Retention[] = [
  {
    flag: 'audit-log-maxage',
    least: 30,
    unit: 'days',
    usual: [
      { from: 27, value: 0 },
      { from: 36, value: 366 },
    ],
  },
  {
    flag: 'audit-log-maxbackup',
    least: 10,
    unit: 'files',
    usual: [
      { from: 27, value: 0 },
      { from: 36, value: 100 },
    ],
  },
  {
    flag: 'audit-log-maxsize',
    least: 100,
    unit: 'MB',
    usual: [
      { from: 27, value: 0 },
      { from: 36, value: 100 },
    ],
  },
];

export function auditRetention({ flags }: FlaggedComponent, { profile }: Surroundings): Verdicts {
  const path = flags.text('audit-log-path');
  // Standard output is kept by somebody else.
  if (path === undefined || path === '-') return undefined;
  const found = RETENTION.flatMap((retention) =>
    retentionText(flags.integer(retention.flag), retention, profile.minor),
  );
  if (found.length === 0) return undefined;
  const fields = flags.paths(...RETENTION.map(({ flag }) => flag));
  return verdict(`the audit log is not kept as long as an inquiry needs it: ${found.join(', ')}`, fields);
}

function retentionText(given: number | undefined, { flag, least, unit, usual }: Retention, minor: Minor): string[] {
  const value = given ?? stepAt(usual, minor);
  if (value >= least) return [];
  const is = given === undefined ? `--${flag} is not set` : `--${flag}=${given}`;
  return [value === 0 ? `${is} (no limit: it fills the disk; ${least} ${unit})` : `${is} (at least ${least} ${unit})`];
}

export function serviceAccountKeys({ flags }: FlaggedComponent): readonly Verdict[] {
  const verdicts: Verdict[] = [];
  const isExternal = flags.has('service-account-signing-endpoint');
  const missing = ['service-account-issuer', ...(isExternal ? [] : KEY_FLAGS)].filter((name) => !flags.has(name));
  if (missing.length > 0) {
    const text = `--${missing.join(', --')} ${missing.length > 1 ? 'are' : 'is'} not set: the API server does not start`;
    verdicts.push(verdict(text, [flags.missing]));
  }
  const [issuer] = flags.all('service-account-issuer');
  if (issuer !== undefined && !issuer.startsWith('https://')) {
    const text = `${flagText(flags, 'service-account-issuer')} is no https URL: nobody else can verify tokens by discovery`;
    verdicts.push(verdict(text, flags.paths('service-account-issuer'), 'low'));
  }
  const tlsKey = flags.text('tls-private-key-file');
  const shared = KEY_FLAGS.filter((name) => tlsKey !== undefined && flags.all(name).includes(tlsKey));
  if (shared.length > 0) {
    const text = `--${shared.join(' and --')} is the key of the serving certificate`;
    verdicts.push(verdict(`${text}: whoever gets it signs tokens of every service account`, flags.paths(...shared)));
  }
  return verdicts;
}

const KEY_FLAGS = ['service-account-key-file', 'service-account-signing-key-file'];

export function serviceAccountLookup({ flags }: FlaggedComponent): Verdicts {
  if (flags.boolean('service-account-lookup') !== false) return undefined;
  const text = '--service-account-lookup=false: tokens work on after their Secret or service account is gone';
  return verdict(text, flags.paths('service-account-lookup'));
}

export function extendedTokens({ flags }: FlaggedComponent): Verdicts {
  if (flags.boolean('service-account-extend-token-expiration') === false) return undefined;
  const text = `${flagText(flags, 'service-account-extend-token-expiration')}: tokens of pods are good for a year`;
  return verdict(`${text} instead of an hour; set false`, flags.paths('service-account-extend-token-expiration'));
}

export function tokenLifetime({ flags }: FlaggedComponent): Verdicts {
  if (flags.has('service-account-max-token-expiration')) return undefined;
  const text = '--service-account-max-token-expiration is not set: a token may be asked for any number of years';
  return verdict(`${text}; set 24h`, [flags.missing]);
}
