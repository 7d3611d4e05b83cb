/** kube-controller-manager. */
import { parseGoDuration } from '../../authorization/go-duration.js';
import { type FlaggedComponent, flagText } from '../flagged-component.js';
import { type Verdicts, verdict } from '../verdict.js';

export function controllerCredentials({ flags }: FlaggedComponent): Verdicts {
  if (flags.boolean('use-service-account-credentials') === true) return undefined;
  const text = `${flagText(flags, 'use-service-account-credentials')}: all controllers act with all rights of all`;
  return verdict(`${text}; set true`, flags.paths('use-service-account-credentials'));
}

export function tokenSigningKey({ flags }: FlaggedComponent): Verdicts {
  if (flags.has('service-account-private-key-file')) return undefined;
  const text = '--service-account-private-key-file is not set: no token is made for Secrets that ask for one';
  return verdict(text, [flags.missing]);
}

export function rootCa({ flags }: FlaggedComponent): Verdicts {
  if (flags.has('root-ca-file')) return undefined;
  const text = '--root-ca-file is not set: pods get no authority by which they know the API server';
  return verdict(text, [flags.missing]);
}

export function podGarbageCollection({ flags }: FlaggedComponent): Verdicts {
  const threshold = flags.integer('terminated-pod-gc-threshold');
  if (threshold === undefined || threshold > 0) return undefined;
  const text = `${flagText(flags, 'terminated-pod-gc-threshold')}: finished pods are never removed and fill etcd`;
  return verdict(text, flags.paths('terminated-pod-gc-threshold'));
}

const YEAR = 8_760n * 3_600_000_000_000n;

export function certificateLifetime({ flags }: FlaggedComponent): Verdicts {
  const text = flags.text('cluster-signing-duration');
  const lifetime = text === undefined ? undefined : parseGoDuration(text);
  if (lifetime === undefined || lifetime <= YEAR) return undefined;
  const why = 'certificates cannot be revoked and live longer than a year';
  return verdict(`${flagText(flags, 'cluster-signing-duration')}: ${why}`, flags.paths('cluster-signing-duration'));
}

export function disabledControllers({ flags }: FlaggedComponent): Verdicts {
  const disabled = flags.list('controllers').filter((controller) => controller.startsWith('-'));
  if (disabled.length === 0) return undefined;
  const names = disabled.map((controller) => controller.slice(1));
  const text = `${names.join(', ')} ${names.length > 1 ? 'do' : 'does'} not run`;
  return verdict(`${flagText(flags, 'controllers')}: ${text}`, flags.paths('controllers'));
}
