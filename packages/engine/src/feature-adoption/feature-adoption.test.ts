/** Each feature over a small input: what is used, what could use it, what is in the way, what would break. */
import { clusterProfile, KEPS } from '@bulkhead/features';
import { describe, expect, it } from 'vitest';
import type { AdoptionPlace } from './adoption.js';
import { inputOf } from './cluster-input.test-support.js';
import { type Answer, clusterRole, kubelet, pod } from './feature-case.test-support.js';
import { FEATURE_CASES } from './feature-cases.js';
import { adoptionOf, SECURITY_FEATURES } from './security-features.js';
import { SERVER_FEATURE_CASES } from './server-feature-cases.js';

/** `Kind name fieldPath` of each place. */
function answer(kep: number, yaml: string, version: string, gates = ''): Answer {
  const result = clusterProfile({ version, gates });
  if (!('profile' in result)) throw new Error(result.errors.join());
  const feature = SECURITY_FEATURES.find((one) => one.kep === kep);
  if (feature === undefined) throw new Error(`no feature of KEP-${kep}`);
  const { uses, couldUse, blocked, breaks } = adoptionOf(feature, inputOf(yaml, result.profile), result.profile);
  const found = {
    uses: uses.filter(({ effective }) => effective).map(placeText),
    inVain: uses.filter(({ effective }) => !effective).map(placeText),
    couldUse: couldUse.map(placeText),
    blocked: blocked.map(placeText),
    breaks: breaks.map(placeText),
  };
  return Object.fromEntries(Object.entries(found).filter(([, list]) => list.length > 0));
}

const placeText = ({ object: { identity }, fieldPath }: AdoptionPlace): string =>
  `${identity.kind} ${identity.name} ${fieldPath}`.replace('  ', ' ').trim();

const CASES = [...FEATURE_CASES, ...SERVER_FEATURE_CASES];

describe('adoptionOf', () => {
  it.each(CASES.map((one) => ({ name: `KEP-${one[0]} ${one[1]}`, one })))('$name', ({ one }) => {
    const [kep, , yaml, version, expected, gates] = one;
    expect(answer(kep, yaml, version, gates)).toEqual(expected);
  });

  it('has at least one case for each feature, and each is a described KEP', () => {
    expect(new Set(CASES.map(([kep]) => kep))).toEqual(new Set(SECURITY_FEATURES.map(({ kep }) => kep)));
    const described = new Set(KEPS.map(({ kep }) => kep));
    expect(SECURITY_FEATURES.filter(({ kep }) => !described.has(kep))).toEqual([]);
  });

  it('trusts no shape', () => {
    for (const { kep } of SECURITY_FEATURES) {
      for (const spec of ['containers: 7', 'containers: [null], volumes: [1, null, {projected: 3}]', 'hostUsers: 1']) {
        expect(() => answer(kep, pod(spec) + kubelet('a: [1]') + clusterRole('verbs: 3'), '1.36')).not.toThrow();
      }
    }
  });
});
