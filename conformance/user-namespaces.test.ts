/** The hostUsers rules against the answers of the API server's own validation (1.36.3). */
import { readFileSync } from 'node:fs';
import { formatFieldError } from '@bulkhead/apimachinery';
import type { PodSpec } from '@bulkhead/apimachinery/types/core-v1';
import { userNamespaceReadiness, validateHostUsers } from '@bulkhead/engine/user-namespaces';
import { clusterProfile } from '@bulkhead/features';
import { expect, it } from 'vitest';
import { describeShared } from './shared.js';

interface Golden {
  readonly kind: string;
  readonly name: string;
  readonly yaml: string;
  readonly errors: readonly string[];
}

/** The recorded specs are flow mappings of plain words, which quotes around the words turn into JSON. */
function specOf(yaml: string): PodSpec {
  const words = /[A-Za-z/][\w./-]*/g;
  return JSON.parse(
    yaml.replace(words, (word) => (word === 'true' || word === 'false' ? word : `"${word}"`)),
  ) as PodSpec;
}

describeShared('hostUsers as validated by 1.36.3', (folder) => {
  const lines = readFileSync(`${folder}data/node-validation-golden-1.36.3.jsonl`, 'utf8').trim().split('\n');
  const golden = lines
    .map((line) => JSON.parse(line) as Golden)
    .filter(({ kind, name }) => kind === 'Pod' && /^(hostusers|unmasked)/.test(name));

  it('has the recorded cases', () => {
    expect(golden.map(({ name }) => name)).toEqual([
      'hostusers-hostnet',
      'hostusers-hostnet-kep5607',
      'hostusers-hostpid-ipc',
      'hostusers-privileged',
      'hostusers-volumedevices',
      'unmasked-host-users',
      'unmasked-userns',
    ]);
  });

  it.each(golden)('$name', ({ name, yaml, errors }) => {
    const gates = name.includes('kep5607') ? 'UserNamespacesHostNetworkSupport=true' : '';
    const result = clusterProfile({ version: '1.36', gates });
    if (!('profile' in result)) throw new Error(result.errors.join());
    const spec = specOf(yaml);
    expect(validateHostUsers(spec, result.profile).map((error) => formatFieldError(error, 36))).toEqual(errors);
    const effective = userNamespaceReadiness({ spec }, result.profile).effective;
    expect(effective).toBe(errors.length > 0 ? 'refused' : 'user-namespace');
  });
});
