import { describe, expect, it } from 'vitest';
import type { RegistryEntry } from './docker-config.js';
import { Keyring } from './keyring.js';
import { matchesRegistry, registryKey } from './registry-location.js';

const entry = (location: string): RegistryEntry => ({
  location,
  credential: { username: location, password: '', email: '' },
});

describe('the registries that credentials are for', () => {
  it.each([
    ['https://index.docker.io/v1/', 'index.docker.io'],
    ['quay.io/org', 'quay.io/org'],
    ['http://reg.local:5000/v2/team', 'reg.local:5000/team'],
    ['reg.io/', 'reg.io'],
    ['[2001:db8::1]:5000', '[2001:db8::1]:5000'],
  ])('%s is %s', (location, key) => expect(registryKey(location)).toBe(key));

  it.each(['reg.io:*', 'r[e]g.io', 'reg\\.io', 'reg io'])('%j is no URL', (location) => {
    expect(registryKey(location)).toBeUndefined();
  });

  it.each([
    ['reg.io/foo', 'reg.io/foobar/x', true],
    ['*.reg.io', 'a.reg.io/x', true],
    ['*.reg.io', 'a.b.reg.io/x', false],
    ['*', 'reg/x', true],
    ['*', 'reg.io/x', false],
    ['reg.*', 'reg.io/x', true],
    ['*:5000', 'reg:5000/x', true],
    ['reg.io', 'reg.io:5000/x', false],
    ['r?g.io', 'reg.io/x', false],
    ['reg.io/a/*', 'reg.io/a/b', false],
    ['REG.io', 'reg.io/x', false],
    ['a*b*c.io', 'axxbyybc.io/x', true],
    ['a*b*c.io', 'axxbyyb.io/x', false],
    ['*.dkr.ecr.*.amazonaws.com', '1.dkr.ecr.eu-west-1.amazonaws.com/x', true],
  ])('%s and %s: %s', (pattern, repository, matches) => {
    expect(matchesRegistry(pattern, repository)).toBe(matches);
  });

  it('takes no long time over many stars', () => {
    const started = performance.now();
    matchesRegistry(`${'*a'.repeat(2000)}b`, 'a'.repeat(4000));
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe('a keyring', () => {
  const keyring = new Keyring<string>();
  keyring.add(['https://index.docker.io/v1/', 'quay.io', 'quay.io/org'].map(entry), 'one');
  keyring.add(['http://reg.local:5000/v2/team', 'no url[', 'quay.io'].map(entry), 'two');
  const found = (repository: string) =>
    keyring.lookup(repository).map(({ location, source }) => `${source} ${location}`);

  it('finds what matches, the most specific path first', () => {
    expect(found('quay.io/org/img')).toEqual(['one quay.io/org', 'one quay.io', 'two quay.io']);
    expect(found('quay.io/x')).toEqual(['one quay.io', 'two quay.io']);
    expect(found('reg.local:5000/team/x')).toEqual(['two http://reg.local:5000/v2/team']);
    expect(found('reg.local/team/x')).toEqual([]);
  });

  it('has the default registry under its old name', () => {
    expect(found('docker.io/library/nginx')).toEqual(['one https://index.docker.io/v1/']);
    expect(found('nginx')).toEqual(['one https://index.docker.io/v1/']);
    expect(found('other.io/x')).toEqual([]);
  });
});
