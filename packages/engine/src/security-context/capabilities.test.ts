import type { Capabilities } from '@bulkhead/apimachinery/types/core-v1';
import { describe, expect, it } from 'vitest';
import { capabilityMistakes, capabilitySets, defaultCapabilities, grantedCapabilities, isAll } from './capabilities.js';
import { allCapabilityNames } from './capability-names.js';

const DEFAULT = defaultCapabilities();
const all = allCapabilityNames();

describe('capabilities that a container gets', () => {
  const cases: readonly [string, Capabilities | undefined, readonly string[]][] = [
    ['nothing asked', undefined, DEFAULT],
    ['empty lists', { add: [], drop: [] }, DEFAULT],
    ['drop ALL', { drop: ['ALL'] }, []],
    ['drop all in lower case', { drop: ['all'] }, []],
    ['drop ALL, add one', { drop: ['ALL'], add: ['NET_BIND_SERVICE'] }, ['NET_BIND_SERVICE']],
    ['add in lower case', { drop: ['ALL'], add: ['net_admin'] }, ['NET_ADMIN']],
    ['add ALL', { add: ['ALL'] }, all],
    ['add All, drop one', { add: ['All'], drop: ['SYS_ADMIN'] }, all.filter((name) => name !== 'SYS_ADMIN')],
    ['add ALL and drop ALL', { add: ['ALL'], drop: ['ALL'] }, []],
    ['drop one', { drop: ['NET_RAW'] }, DEFAULT.filter((name) => name !== 'NET_RAW')],
    ['add and drop the same', { drop: ['ALL', 'KILL'], add: ['KILL'] }, []],
    ['CAP_ in drop has no effect', { drop: ['CAP_NET_RAW'] }, DEFAULT],
    ['CAP_ in add has no effect', { drop: ['ALL'], add: ['CAP_NET_ADMIN'] }, []],
    ['unknown names', { drop: ['ALL'], add: ['ROOT', '__proto__'] }, []],
    ['added ones sort by number', { add: ['SYS_ADMIN'] }, [...DEFAULT.slice(0, 11), 'SYS_ADMIN', ...DEFAULT.slice(11)]],
  ];
  it.each(cases)('%s', (_name, requested, expected) => {
    expect(grantedCapabilities(requested, false, undefined)).toEqual(expected);
  });

  it('are all of the runtime when privileged, whatever drop says', () => {
    expect(grantedCapabilities({ drop: ['ALL'] }, true, undefined)).toBe(all);
    expect(grantedCapabilities(undefined, true, { capabilities: ['CHOWN', 'KILL'] })).toEqual(['CHOWN', 'KILL']);
  });

  it('are limited to what the runtime holds', () => {
    const node = { capabilities: ['CHOWN', 'NET_RAW'] };
    expect(grantedCapabilities({ add: ['ALL'] }, false, node)).toEqual(['CHOWN', 'NET_RAW']);
    expect(grantedCapabilities({ drop: ['ALL'], add: ['SYS_TIME'] }, false, node)).toEqual([]);
  });

  it('start from nine under CRI-O, which takes both spellings', () => {
    const node = { runtime: 'cri-o' } as const;
    expect(grantedCapabilities(undefined, false, node)).toEqual([
      'CHOWN',
      'DAC_OVERRIDE',
      'FOWNER',
      'FSETID',
      'KILL',
      'SETGID',
      'SETUID',
      'SETPCAP',
      'NET_BIND_SERVICE',
    ]);
    expect(grantedCapabilities({ drop: ['ALL'], add: ['CAP_NET_ADMIN', 'cap_sys_time'] }, false, node)).toEqual([
      'NET_ADMIN',
      'SYS_TIME',
    ]);
  });
});

describe('the five sets', () => {
  it('of root hold what is granted, without inheritable and ambient', () => {
    expect(capabilitySets(['KILL'], true, false)).toEqual({
      effective: ['KILL'],
      permitted: ['KILL'],
      inheritable: [],
      bounding: ['KILL'],
      ambient: [],
    });
  });

  it('of another user hold it in the bounding set alone', () => {
    expect(capabilitySets(['KILL'], false, false)).toEqual({
      effective: [],
      permitted: [],
      inheritable: [],
      bounding: ['KILL'],
      ambient: [],
    });
  });

  it('of a privileged container under CRI-O reach every user', () => {
    const full = {
      effective: ['KILL'],
      permitted: ['KILL'],
      inheritable: ['KILL'],
      bounding: ['KILL'],
      ambient: ['KILL'],
    };
    expect(capabilitySets(['KILL'], false, true, 'cri-o')).toEqual(full);
    expect(capabilitySets(['KILL'], false, true, 'containerd').effective).toEqual([]);
  });
});

describe('names that do not do what they seem to', () => {
  const cases: readonly [string, 'containerd' | 'cri-o', string | undefined, string | undefined][] = [
    [
      'CAP_NET_RAW',
      'containerd',
      'prefix',
      'write "NET_RAW": the runtime reads it as CAP_CAP_NET_RAW, which does not exist',
    ],
    ['CAP_NET_RAW', 'cri-o', 'prefix', 'write "NET_RAW": CRI-O takes it, containerd does not'],
    [
      'cap_net_raw',
      'containerd',
      'prefix',
      'write "NET_RAW": the runtime reads it as CAP_CAP_NET_RAW, which does not exist',
    ],
    ['NET-RAW', 'containerd', 'unknown', 'Linux has no capability "NET-RAW"'],
    ['CAP_ALL', 'containerd', 'unknown', 'Linux has no capability "CAP_ALL"'],
    ['all', 'containerd', 'spelling', 'runtimes read "all" as ALL, but Pod Security asks for exactly "ALL"'],
    [
      'net_raw',
      'containerd',
      'spelling',
      'runtimes read "net_raw" as NET_RAW, but Pod Security asks for exactly "NET_RAW"',
    ],
    ['ALL', 'containerd', undefined, undefined],
    ['NET_RAW', 'containerd', undefined, undefined],
  ];
  it.each(cases)('%s with %s', (name, runtime, kind, message) => {
    const expected = kind === undefined ? [] : [{ kind, list: 'drop', index: 1, name, message }];
    expect(capabilityMistakes({ add: ['KILL'], drop: ['KILL', name] }, runtime)).toEqual(expected);
  });

  it('ALL is recognised in any case', () => {
    expect(['ALL', 'all', 'aLL'].every(isAll)).toBe(true);
    expect([undefined, null, 3, 'ALLOW', ''].some(isAll)).toBe(false);
  });
});
