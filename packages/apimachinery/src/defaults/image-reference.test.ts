import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultPullPolicy, imageTag } from './image-reference.js';

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
