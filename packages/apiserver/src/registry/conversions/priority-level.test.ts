import { expect, it } from 'vitest';
import { convert } from '../conversion.js';
import type { KubeObject } from '../kube-object.js';

const GROUP = 'flowcontrol.apiserver.k8s.io';
const KEEP_ZERO = { 'flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares': '' };
const level = (version: string, limited: object | undefined, annotations: Readonly<Record<string, string>>) =>
  ({
    apiVersion: `${GROUP}/${version}`,
    kind: 'PriorityLevelConfiguration',
    metadata: { name: 'a', annotations: { own: '1', ...annotations } },
    spec: { type: 'Limited', ...(limited === undefined ? {} : { limited }) },
  }) as KubeObject;

it.each([
  [
    'the name of shares',
    level('v1beta2', { assuredConcurrencyShares: 5 }, {}),
    level('v1beta3', { nominalConcurrencyShares: 5 }, {}),
  ],
  ['no limit', level('v1beta2', undefined, {}), level('v1beta3', undefined, {})],
  ['shares', level('v1', { nominalConcurrencyShares: 5 }, {}), level('v1beta3', { nominalConcurrencyShares: 5 }, {})],
  [
    'no shares',
    level('v1', { nominalConcurrencyShares: 0 }, {}),
    level('v1beta3', { nominalConcurrencyShares: 0 }, KEEP_ZERO),
  ],
])('%s of a priority level there and back', (_, one, other) => {
  expect(convert(one, other.apiVersion)).toEqual(other);
  expect(convert(other, one.apiVersion)).toEqual(one);
});
