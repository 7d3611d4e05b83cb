import { describe, expect, it } from 'vitest';
import { profileFor } from '../http/request-context.test-support.js';
import { dependencies, objectOf, write } from './admission.test-support.js';
import { admissionChain, chainOf } from './admission-chain.js';
import type { AdmissionPlugin } from './plugin.js';

const namesOf = (enabled: readonly string[], disabled: readonly string[] = [], minor = 35): readonly string[] => {
  const made = admissionChain({ enabled, disabled, dependencies: dependencies({ profile: profileFor(minor) }) });
  if ('errors' in made) throw new Error(made.errors.join('; '));
  return made.plugins.map(({ name }) => name);
};

describe('admission plugins by flags', () => {
  it('stand in the order of the API server, whatever the order of the flag', () => {
    const names = namesOf(['NodeRestriction', 'NamespaceLifecycle']);
    const wanted = ['NamespaceLifecycle', 'ServiceAccount', 'NodeRestriction', 'PodSecurity'];
    expect(names.filter((name) => wanted.includes(name))).toEqual(wanted);
  });

  it('are on by default or not, and can be turned off', () => {
    expect(namesOf([])).not.toContain('NodeRestriction');
    expect(namesOf([])).toContain('PodSecurity');
    expect(namesOf([], ['PodSecurity'])).not.toContain('PodSecurity');
    expect(namesOf([], ['SecurityContextDeny'], 29)).toContain('PodSecurity');
  });

  const errors: readonly (readonly [readonly string[], readonly string[], string])[] = [
    [['PodSecurityPolicy'], [], 'enable-admission-plugins plugin "PodSecurityPolicy" is unknown'],
    [[], ['Foo'], 'disable-admission-plugins plugin "Foo" is unknown'],
    [[], ['SecurityContextDeny'], 'disable-admission-plugins plugin "SecurityContextDeny" is unknown'],
    [
      ['NodeRestriction', 'PodSecurity'],
      ['PodSecurity', 'NodeRestriction'],
      '[NodeRestriction PodSecurity] in enable-admission-plugins and disable-admission-plugins overlapped',
    ],
    [
      ['ImagePolicyWebhook'],
      [],
      'enable-admission-plugins plugin "ImagePolicyWebhook" is not supported by this server yet; leave it out of the flag',
    ],
  ];
  it.each(errors)('%j %j', (enabled, disabled, error) => {
    expect(admissionChain({ enabled, disabled, dependencies: dependencies() })).toEqual({ errors: [error] });
  });
});

describe('the chain', () => {
  it('hands the changed object on and stops at the first refusal', async () => {
    const asked: string[] = [];
    const plugin = (name: string, label?: string): AdmissionPlugin => ({
      name,
      handles: ({ operation }) => operation === 'CREATE',
      admit: ({ object }) => {
        asked.push(`${name} ${JSON.stringify(object?.metadata.labels)}`);
        if (label === 'refuse') throw new Error('refused');
        return object === undefined || label === undefined
          ? object
          : { ...object, metadata: { ...object.metadata, labels: { ...object.metadata.labels, [label]: '' } } };
      },
    });
    const attributes = write({ resource: 'pods', object: objectOf('Pod', 'p') });
    const chain = chainOf([plugin('A', 'a'), plugin('B'), plugin('C', 'c')]);
    expect((await chain.admit(attributes))?.metadata.labels).toEqual({ a: '', c: '' });
    expect(asked).toEqual(['A undefined', 'B {"a":""}', 'C {"a":""}']);
    asked.length = 0;
    await expect(chainOf([plugin('A', 'refuse'), plugin('B')]).admit(attributes)).rejects.toThrow('refused');
    expect(asked).toEqual(['A undefined']);
    const update = { ...attributes, operation: 'UPDATE' as const };
    expect(await chain.admit(update)).toBe(attributes.object);
  });
});
