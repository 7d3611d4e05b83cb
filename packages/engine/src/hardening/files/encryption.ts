/**
 * How an EncryptionConfiguration keeps Secrets in etcd: the first provider of what covers them writes, all read.
 *
 * Source: k8s.io/apiserver/pkg/server/options/encryptionconfig/config.go.
 */
import type { Surroundings } from '../flagged-component.js';
import { isMap, itemsOf, type PlainMap, textOf, textsOf, valueAt } from '../plain-value.js';
import { type Verdict, type Verdicts, verdict } from '../verdict.js';

type Provider = 'kms' | 'aesgcm' | 'aescbc' | 'secretbox' | 'identity';
const PROVIDERS: readonly Provider[] = ['kms', 'aesgcm', 'aescbc', 'secretbox', 'identity'];

interface Written {
  readonly provider: Provider;
  readonly value: unknown;
  readonly path: string;
}

/** What writes Secrets; undefined where no entry covers them. */
function writerOfSecrets(file: PlainMap): Written | undefined {
  for (const [index, entry] of itemsOf(file['resources']).entries()) {
    if (!textsOf(valueAt(entry, 'resources')).some((name) => COVERS_SECRETS.has(name))) continue;
    const first = itemsOf(valueAt(entry, 'providers'))[0];
    const provider = PROVIDERS.find((name) => isMap(first) && Object.hasOwn(first, name));
    if (provider === undefined) return undefined;
    return { provider, value: valueAt(first, provider), path: `resources[${index}].providers[0].${provider}` };
  }
  return undefined;
}

/** Entries are asked in the order of the file; one that an earlier one masks is refused. */
const COVERS_SECRETS: ReadonlySet<string> = new Set(['secrets', '*.', '*.*']);

export function encryptionProvider(file: PlainMap, { profile }: Surroundings): Verdicts {
  const writer = writerOfSecrets(file);
  if (writer === undefined) {
    const entries = itemsOf(file['resources']);
    const covers = entries.some((entry) =>
      textsOf(valueAt(entry, 'resources')).some((name) => COVERS_SECRETS.has(name)),
    );
    // An entry without a provider is refused, which is said elsewhere.
    if (covers || entries.length === 0) return undefined;
    return verdict('no entry covers secrets: they lie in etcd and its backups in plain', ['resources']);
  }
  const { provider, value, path } = writer;
  switch (provider) {
    case 'identity':
      return verdict('identity is the first provider of secrets: they are written to etcd in plain', [path]);
    case 'aescbc': {
      const text = 'aescbc writes secrets: it has no protection against changes, and padding oracles read it';
      return verdict(`${text}; use kms v2 or secretbox`, [path], 'medium');
    }
    case 'aesgcm': {
      const text = 'aesgcm writes secrets: its random nonces repeat in time, so the key must be rotated automatically';
      return verdict(`${text}; use kms v2 or secretbox`, [path], 'low');
    }
    case 'kms': {
      if (textOf(valueAt(value, 'apiVersion')) === 'v2') return undefined;
      const isOff = profile.minor >= 29 && !profile.enabled('KMSv1');
      const text = 'kms in version v1 writes secrets: KMSv1 is deprecated';
      return isOff
        ? verdict(`${text}, and with feature gate KMSv1 off the API server does not start`, [path])
        : verdict(`${text}; use v2`, [path], 'medium');
    }
    case 'secretbox':
      return undefined;
  }
}

/** Keys beside the configuration are worth what the file's mode and its backups are. */
export function literalKeys(file: PlainMap): readonly Verdict[] {
  const fields = itemsOf(file['resources']).flatMap((entry, index) =>
    itemsOf(valueAt(entry, 'providers')).flatMap((provider, at) =>
      (['aesgcm', 'aescbc', 'secretbox'] as const).flatMap((name) =>
        itemsOf(valueAt(provider, name, 'keys')).map(
          (_key, key) => `resources[${index}].providers[${at}].${name}.keys[${key}].secret`,
        ),
      ),
    ),
  );
  if (fields.length === 0) return [];
  const text = `${fields.length === 1 ? 'a key stands' : `${fields.length} keys stand`} in the file`;
  return [verdict(`${text}: keep it at mode 0600 and out of repositories and backups, or use kms v2`, fields)];
}
