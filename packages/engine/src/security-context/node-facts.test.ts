import { describe, expect, it } from 'vitest';
import { isOlderThan, nodeFactsOf, runtimeHandlerName } from './node-facts.js';

describe('facts of a Node', () => {
  it('are its kernel, runtime, handlers and features', () => {
    const facts = nodeFactsOf({
      status: {
        nodeInfo: {
          kernelVersion: '6.1.0-13',
          containerRuntimeVersion: 'containerd://2.0.1',
          operatingSystem: 'linux',
        },
        runtimeHandlers: [
          { name: '', features: { userNamespaces: true, recursiveReadOnlyMounts: true } },
          { name: 'kata' },
        ],
        features: { supplementalGroupsPolicy: true },
        declaredFeatures: ['A'],
      },
    });
    expect(facts).toEqual({
      operatingSystem: 'linux',
      kernelVersion: '6.1.0-13',
      runtime: 'containerd',
      runtimeVersion: '2.0.1',
      supplementalGroupsPolicy: true,
      runtimeHandlers: new Map([
        ['', { userNamespaces: true, recursiveReadOnlyMounts: true }],
        ['kata', { userNamespaces: false, recursiveReadOnlyMounts: false }],
      ]),
      declaredFeatures: ['A'],
    });
  });

  it('are empty where the status is', () => {
    expect(nodeFactsOf({})).toEqual({});
    expect(nodeFactsOf({ status: { nodeInfo: { containerRuntimeVersion: 'docker://20.10' } } })).toEqual({});
    expect(nodeFactsOf({ status: { nodeInfo: { containerRuntimeVersion: 'cri-o://1.33.0' } } })).toEqual({
      runtime: 'cri-o',
      runtimeVersion: '1.33.0',
    });
  });
});

describe('versions', () => {
  const cases: readonly [string | undefined, string, boolean | undefined][] = [
    [undefined, '6.3', undefined],
    ['', '6.3', undefined],
    ['unknown', '6.3', undefined],
    ['6.3', '6.3', false],
    ['6.3.0-rc1', '6.3', false],
    ['6.2.16-1', '6.3', true],
    ['10.0', '9.9', false],
    ['v1.7.29', '2.0', true],
    ['2.0.0-beta.1', '2.0', false],
    ['1.1.15', '1.2', true],
  ];
  it.each(cases)('%s is older than %s: %s', (version, floor, expected) => {
    expect(isOlderThan(version, floor)).toBe(expected);
  });
});

it('the handler of a RuntimeClass', () => {
  expect(runtimeHandlerName(undefined, undefined)).toBe('');
  expect(runtimeHandlerName('', undefined)).toBe('');
  expect(runtimeHandlerName('gvisor', undefined)).toBe('gvisor');
  expect(runtimeHandlerName('gvisor', { runtimeClasses: new Map([['gvisor', 'runsc']]) })).toBe('runsc');
});
