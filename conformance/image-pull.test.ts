/** Keyring matching and the decision on cached images against what the kubelet's own packages (1.36.3) answered. */
import { readFileSync } from 'node:fs';
import {
  Keyring,
  MAX_SECRETS,
  matchesRegistry,
  mustAttemptPull,
  type PullCredentials,
  type PulledRecord,
  pullVerificationOf,
  repositoryOf,
  type SecretCredential,
} from '@bulkhead/engine/image-pull';
import { expect, it } from 'vitest';
import { describeShared } from './shared.js';

const IMAGE = 'reg.io/a:1';
const OWN: SecretCredential = { uid: 'U', namespace: 'ns', name: 's', credentialHash: 'H' };
const ACCOUNT = { uid: 'SAU', namespace: 'ns', name: 'sa' };

const entry = (secrets: readonly SecretCredential[], rest: Partial<PullCredentials> = {}): PulledRecord =>
  new Map([['reg.io/a', { nodePodsAccessible: false, serviceAccounts: [], secrets, ...rest }]]);
const others = (count: number): SecretCredential[] =>
  Array.from({ length: count }, (_, index) => ({
    ...OWN,
    uid: `X${index}`,
    name: `x${index}`,
    credentialHash: `h${index}`,
  }));

interface State {
  readonly record: PulledRecord | 'none' | 'unreadable';
  readonly hasIntent?: true;
  readonly own?: readonly SecretCredential[];
  readonly account?: typeof ACCOUNT;
}

/** The states of the recorded matrix, by their numbers. */
const STATES: Readonly<Record<string, State>> = {
  S0: { record: 'none' },
  S1: { record: 'none', hasIntent: true },
  S2: { record: new Map([['other.io/a', { nodePodsAccessible: true, secrets: [], serviceAccounts: [] }]]) },
  S3: { record: entry([], { nodePodsAccessible: true }) },
  S4: { record: entry([OWN]) },
  S5: { record: entry([{ ...OWN, credentialHash: 'OLD' }]) },
  S6: { record: entry([{ ...OWN, uid: 'V', namespace: 'other' }]) },
  S7: { record: entry([{ ...OWN, uid: 'V', namespace: 'other', credentialHash: 'X' }]) },
  S7b: { record: entry([{ ...OWN, uid: 'V', namespace: 'other', credentialHash: 'X' }]), own: [] },
  S8: { record: entry([], { serviceAccounts: [ACCOUNT] }), own: [], account: ACCOUNT },
  S9: { record: 'unreadable' },
  S10: { record: entry([{ ...OWN, credentialHash: '' }]) },
  S11: { record: entry([...others(MAX_SECRETS - 1), { ...OWN, credentialHash: 'OLD' }]) },
  S12: { record: entry([...others(MAX_SECRETS - 1), { ...OWN, uid: 'V', namespace: 'other' }]) },
  S13: { record: new Map() },
};

const CONFIGURATIONS: Readonly<Record<string, object>> = {
  Never: { policy: 'NeverVerify' },
  Preloaded: {},
  AllowIn: {
    policy: 'NeverVerifyAllowlistedImages',
    allowlist: ['reg.io/a'],
  },
  AllowOut: {
    policy: 'NeverVerifyAllowlistedImages',
    allowlist: ['reg.io/b'],
  },
  Always: { policy: 'AlwaysVerify' },
};

/** One answer in the words of the recording; the hash is that of the pod's own Secret, or of the only one. */
function answer(state: State, policy: string): string {
  let asked = false;
  const decision = mustAttemptPull(
    { image: IMAGE, isPresent: true, record: state.record, hasIntent: state.hasIntent === true },
    pullVerificationOf({ isGateOn: true, ...CONFIGURATIONS[policy] }),
    () => {
      asked = true;
      const secrets = state.own ?? [OWN];
      return state.account === undefined ? { secrets } : { secrets, serviceAccount: state.account };
    },
  );
  const before = typeof state.record === 'string' ? undefined : state.record.get('reg.io/a');
  const after = decision.newEntry ?? before;
  const count = typeof state.record === 'string' ? -1 : (after?.secrets.length ?? 0);
  const own = after?.secrets.find(({ uid }) => uid === OWN.uid);
  return `${policy}:pull=${decision.mustPull},creds=${asked},n=${count},h=${own?.credentialHash ?? ''}`;
}

describeShared('image pulls as decided by 1.36.3', (folder) => {
  const lines = readFileSync(`${folder}data/image-pull-golden-1.36.3.txt`, 'utf8').trim().split('\n');
  const rows = (word: string): string[][] =>
    lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.split(' ').slice(1));

  it('matches registries', () => {
    const matches = rows('match');
    expect(matches).toHaveLength(10);
    const own = matches.map(([pattern = '', image = '']) => `${pattern} ${image} ${matchesRegistry(pattern, image)}`);
    expect(own).toEqual(matches.map(([pattern, image, result]) => `${pattern} ${image} ${result}`));
  });

  it('finds credentials', () => {
    const keyring = new Keyring<string>();
    const credential = { username: '', password: '', email: '' };
    for (const [source, location] of [
      ['hub', 'https://index.docker.io/v1/'],
      ['q', 'quay.io'],
      ['qo', 'quay.io/org'],
      ['rl', 'http://reg.local:5000/v2/team'],
    ] as const) {
      keyring.add([{ location, credential }], source);
    }
    const lookups = lines.filter((line) => line.startsWith('lookup '));
    expect(lookups).toHaveLength(7);
    for (const line of lookups) {
      const [, image = '', list = ''] = /^lookup (\S+) \[(.*)\]/.exec(line) ?? [];
      const names = (name: string): string =>
        keyring
          .lookup(name)
          .map(({ source }) => source)
          .join(' ');
      expect(`${image} ${names(image)}`).toBe(`${image} ${list}`);
      expect(`${image} ${names(repositoryOf(image) ?? '')}`).toBe(`${image} ${list}`);
    }
  });

  it('decides on cached images', () => {
    const matrix = lines.filter((line) => /^S\d/.test(line));
    expect(matrix.map((line) => line.split(' ', 1)[0])).toEqual(Object.keys(STATES));
    for (const line of matrix) {
      const number = line.split(' ', 1)[0] ?? '';
      const recorded = (line.split('|')[1] ?? '').trim().split(' ');
      const state = STATES[number];
      if (state === undefined) throw new Error(number);
      expect([number, ...Object.keys(CONFIGURATIONS).map((policy) => answer(state, policy))]).toEqual([
        number,
        ...recorded,
      ]);
    }
  });
});
