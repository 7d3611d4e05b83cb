import type { ConfigMap } from '@bulkhead/apimachinery/types/core-v1';
import { type LiteralSecret, literalSecret, textSecrets } from '@bulkhead/engine/secret-literals';
import { formatFieldPath } from '../../field-path.js';
import { manualFix } from '../../fix/fix.js';
import type { ObjectRule } from '../../rule.js';
import { severityOf, textOf } from './found-secrets.js';

interface Found extends LiteralSecret {
  readonly key: string;
  readonly place: string;
}

/** Names stand for values in programs: only what is in quotes is a literal there. */
const CODE = /\.(?:c|cc|cpp|go|java|js|jsx|kt|lua|mjs|php|pl|py|rb|rego|rs|scala|sql|star|tpl|ts|tsx|tmpl)$/i;

export const literalInConfigMap: ObjectRule = {
  id: 'secret/literal-in-config-map',
  title: 'Credential written into a ConfigMap',
  severity: 'medium',
  gains: 'credentials',
  layer: 'code',
  standards: ['CIS:5.4.1', 'NSA:secrets', 'MITRE:T1552.007'],
  description: 'A ConfigMap holds a credential, known by its form, or by its name and a value that is no reference.',
  risk: 'ConfigMaps are readable for many who may not read Secrets, `view` among them, are not encrypted at rest where Secrets are, and are printed by tools.',
  remediation:
    'Move the value into a Secret; where a file holds more than that, mount the Secret beside it or let the program read a file or variable. Change the credential: it has been published.',
  subject: 'object',
  kinds: new Set(['ConfigMap']),
  check: ({ identity, object }) => {
    if (identity.apiVersion !== 'v1') return undefined;
    const { data }: ConfigMap = object;
    const found: Found[] = [];
    for (const [key, value] of Object.entries(data ?? {})) found.push(...secretsUnder(key, value));
    if (found.length === 0) return undefined;
    return {
      fields: [...new Set(found.map(({ key }) => formatFieldPath(['data', key])))],
      message: textOf(found),
      severity: severityOf(found),
      fix: manualFix('move the value into a Secret, and change the credential'),
    };
  },
};

function secretsUnder(key: string, value: string): readonly Found[] {
  if (!value.trimEnd().includes('\n')) {
    const secret = literalSecret(key, value.trimEnd());
    if (secret !== undefined) return [{ ...secret, key, place: key }];
  }
  // A file may have one line alone.
  return textSecrets(value, CODE.test(key)).map(({ name, line, ...secret }) => ({
    ...secret,
    key,
    place: `${key}, line ${line}${name === '' ? '' : ` (${name})`}`,
  }));
}
