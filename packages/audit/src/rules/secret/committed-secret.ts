import type { Secret } from '@bulkhead/apimachinery/types/core-v1';
import { literalSecret } from '@bulkhead/engine/secret-literals';
import { TOKEN_SECRET_TYPE } from '@bulkhead/engine/service-account-tokens';
import { manualFix } from '../../fix/fix.js';
import type { ObjectRule } from '../../rule.js';

/** Made by Helm to remember a release, never written by a person. */
const RELEASE_TYPE = 'helm.sh/release.v1';
const MAX_NAMED = 8;

export const committedSecret: ObjectRule = {
  id: 'secret/committed-secret',
  title: 'Secret with its values in the manifest',
  severity: 'info',
  gains: 'credentials',
  layer: 'code',
  standards: ['CIS:5.4.1', 'NSA:secrets', 'MITRE:T1552.001'],
  description: 'The manifest of the Secret holds its values. Base64 is a spelling, not a protection.',
  risk: 'Where the manifest is kept, whoever reads the repository, its history or a copy has the values.',
  remediation:
    'Keep values in a store, or encrypted in the repository, and let an operator or the pipeline make the Secret.',
  subject: 'object',
  kinds: new Set(['Secret']),
  check: ({ identity, object, metadata }) => {
    // What comes from a cluster has an identity there, and is no manifest that somebody keeps.
    if (identity.apiVersion !== 'v1' || metadata.uid !== undefined) return undefined;
    const { type, data = {}, stringData = {} }: Secret = object;
    if (type === TOKEN_SECRET_TYPE || type === RELEASE_TYPE) return undefined;
    const values = [
      ...Object.entries(data).map(([key, value]) => ({ map: 'data', key, value: decoded(value) })),
      ...Object.entries(stringData).map(([key, value]) => ({ map: 'stringData', key, value })),
    ].filter(({ value }) => value !== '');
    const [first] = values;
    if (first === undefined) return undefined;
    const known = values.flatMap(({ key, value }) => {
      const secret = literalSecret(key, value);
      return secret === undefined ? [] : [`${secret.what} in ${key}`];
    });
    const names = values.map(({ key }) => key).slice(0, MAX_NAMED);
    const keys = `the ${values.length === 1 ? 'value of the key' : `values of ${values.length} keys:`} ${names.join(', ')}`;
    return {
      fields: [...new Set(values.map(({ map }) => map))],
      message:
        known.length === 0
          ? `the manifest holds ${keys}`
          : `the manifest holds ${known.slice(0, MAX_NAMED).join(', ')}`,
      ...(known.length === 0 ? {} : { severity: 'low' as const }),
      fix: manualFix('keep the values out of the manifest, and change those that were in it'),
    };
  },
};

function decoded(base64: string): string {
  try {
    return atob(base64);
  } catch {
    return base64;
  }
}
