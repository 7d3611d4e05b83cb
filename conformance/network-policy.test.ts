/** NetworkPolicy: validation and defaulting against the answers of the API server's own code (1.36.3). */
import { readFileSync } from 'node:fs';
import { formatFieldError } from '@bulkhead/apimachinery';
import { validateObject } from '@bulkhead/apimachinery/validation';
import { policyTypesOf } from '@bulkhead/engine/network-policy';
import { defaultProfile } from '@bulkhead/features';
import { readManifest } from '@bulkhead/manifest';
import { expect, it } from 'vitest';
import { describeShared } from './shared.js';

interface Golden {
  readonly kind: string;
  readonly name: string;
  readonly yaml: string;
  readonly errors: readonly string[];
  readonly defaulted: readonly string[];
}

function specOf(yaml: string): { readonly [key: string]: unknown } {
  const [document] = readManifest(yaml).documents;
  return document?.value as { readonly [key: string]: unknown };
}

describeShared('network policies as validated by 1.36.3', (folder) => {
  const lines = readFileSync(`${folder}data/node-validation-golden-1.36.3.jsonl`, 'utf8').trim().split('\n');
  const golden = lines.map((line) => JSON.parse(line) as Golden).filter(({ kind }) => kind === 'NetworkPolicy');
  const profile = defaultProfile(36);

  it('has the recorded cases', () => {
    expect(golden.length).toBe(25);
  });

  it.each(golden.map((each) => [each.name, each] as const))('%s', (_, { yaml, errors, defaulted }) => {
    const spec = specOf(yaml);
    const metadata = { name: 'p', namespace: 'a' };
    const policy = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata, spec };
    expect(validateObject(policy, profile).map((error) => formatFieldError(error, 36))).toEqual(errors);
    expect(policyTypesOf(spec)).toEqual(defaulted);
  });
});
