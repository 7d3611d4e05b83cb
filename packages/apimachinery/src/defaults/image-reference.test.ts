import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultPullPolicy, imageTag, parseImageReference } from './image-reference.js';

const SHA256 = `sha256:${'0'.repeat(64)}`;

describe('the tag of an image and the pull policy that follows', () => {
  it.each<[string, string, string]>([
    ['nginx', 'latest', 'Always'],
    ['nginx:latest', 'latest', 'Always'],
    ['nginx:1.27', '1.27', 'IfNotPresent'],
    ['nginx:Latest', 'Latest', 'IfNotPresent'],
    [`nginx@${SHA256}`, '', 'IfNotPresent'],
    [`nginx:1@${SHA256}`, '1', 'IfNotPresent'],
    [`nginx:latest@${SHA256}`, 'latest', 'Always'],
    ['nginx@sha256:0', '', 'IfNotPresent'],
    [`nginx@sha256:${'A'.repeat(64)}`, '', 'IfNotPresent'],
    ['registry.example:5000/team/app', 'latest', 'Always'],
    ['registry.example:5000/team/app:1', '1', 'IfNotPresent'],
    ['localhost/app', 'latest', 'Always'],
    ['Registry/app', 'latest', 'Always'],
    ['[2001:db8::1]:5000/app', 'latest', 'Always'],
    ['team/app:v1', 'v1', 'IfNotPresent'],
    ['a__b/c-d.e', 'latest', 'Always'],
    ['', '', 'IfNotPresent'],
    ['Nginx', '', 'IfNotPresent'],
    ['nginx:', '', 'IfNotPresent'],
    ['nginx:-1', '', 'IfNotPresent'],
    [`nginx:${'a'.repeat(129)}`, '', 'IfNotPresent'],
    [' nginx', '', 'IfNotPresent'],
    ['a//b', '', 'IfNotPresent'],
    ['a___b', '', 'IfNotPresent'],
    ['0'.repeat(64), '', 'IfNotPresent'],
    ['a'.repeat(300), '', 'IfNotPresent'],
  ])('%j', (image, tag, policy) => {
    expect(imageTag(image)).toBe(tag);
    expect(defaultPullPolicy(image)).toBe(policy);
  });

  it('is none without an image', () => expect(defaultPullPolicy(undefined)).toBe('IfNotPresent'));

  it('never throws and takes no long time', () => {
    for (const image of ['a-'.repeat(100_000), `${'a.'.repeat(2000)}/b`, `a${'-'.repeat(4000)}!`]) imageTag(image);
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'aZ0.:/@-_[]') }), (image) => {
        expect(['Always', 'IfNotPresent']).toContain(defaultPullPolicy(image));
      }),
    );
  });
});

describe('the parts of an image reference', () => {
  it.each([
    ['nginx', { name: 'nginx', path: 'nginx' }],
    ['team/app:v1', { name: 'team/app', path: 'team/app', tag: 'v1' }],
    ['reg.io:5000/a/b:1', { name: 'reg.io:5000/a/b', domain: 'reg.io:5000', path: 'a/b', tag: '1' }],
    [`reg.io/a:1@${SHA256}`, { name: 'reg.io/a', domain: 'reg.io', path: 'a', tag: '1', digest: SHA256 }],
    ['Registry/app', { name: 'Registry/app', domain: 'Registry', path: 'app' }],
  ])('%s', (image, parts) => expect(parseImageReference(image)).toEqual(parts));

  it.each([
    ['', 'invalid reference format'],
    ['Nginx', 'invalid reference format: repository name (library/Nginx) must be lowercase'],
    ['team/App:1', 'invalid reference format: repository name (team/App) must be lowercase'],
    ['reg.io/team/App', 'invalid reference format: repository name (team/App) must be lowercase'],
    ['ghcr.io/${{ x }}:latest', 'invalid reference format'],
    ['reg.io//a', 'invalid reference format'],
    ['0'.repeat(64), `invalid repository name (${'0'.repeat(64)}), cannot specify 64-byte hexadecimal strings`],
    ['a'.repeat(256), 'repository name must not be more than 255 characters'],
    [`a@md5:${'0'.repeat(32)}`, 'unsupported digest algorithm'],
    [`a@sha256:${'0'.repeat(63)}`, 'invalid checksum digest length'],
    [`a@sha256:${'A'.repeat(64)}`, 'invalid checksum digest format'],
  ])('%j is none', (image, error) => expect(parseImageReference(image)).toEqual({ error }));
});
