import { describe, expect, it } from 'vitest';
import { pullSecretOf } from './docker-config.js';

const JSON_TYPE = 'kubernetes.io/dockerconfigjson';
const json = (value: unknown) => ({ type: JSON_TYPE, stringData: { '.dockerconfigjson': JSON.stringify(value) } });
const entry = (username: string, password: string, email = '') => [
  { location: 'reg.io', credential: { username, password, email } },
];

describe('a pull secret', () => {
  it.each([
    ['name and password', { username: 'a', password: 'b', email: 'c' }, entry('a', 'b', 'c')],
    ['auth, which comes first', { username: 'x', password: 'y', auth: btoa('a:b:c') }, entry('a', 'b:c')],
    ['auth without padding', { auth: btoa('a:b').replaceAll('=', '') }, entry('a', 'b')],
    ['an empty entry', {}, entry('', '')],
    ['values of the wrong type', { username: 1, password: null }, entry('', '')],
  ])('with %s', (_what, value, entries) => {
    expect(pullSecretOf(json({ auths: { 'reg.io': value } }))).toEqual({ state: 'usable', entries });
  });

  it('may be base64, and of the older type', () => {
    const data = { '.dockerconfigjson': btoa(JSON.stringify({ auths: { 'reg.io': { username: 'a' } } })) };
    expect(pullSecretOf({ type: JSON_TYPE, data })).toEqual({ state: 'usable', entries: entry('a', '') });
    const old = { type: 'kubernetes.io/dockercfg', stringData: { '.dockercfg': '{"reg.io": {"username": "a"}}' } };
    expect(pullSecretOf(old)).toEqual({ state: 'usable', entries: entry('a', '') });
  });

  it('of another type is passed over', () => {
    const why = 'its type is Opaque, not kubernetes.io/dockerconfigjson';
    expect(pullSecretOf({ stringData: { '.dockerconfigjson': '{}' } })).toEqual({ state: 'ignored', why });
  });

  it('without its data is not known', () => {
    expect(pullSecretOf({ type: JSON_TYPE })).toEqual({ state: 'unknown' });
    expect(pullSecretOf({ type: JSON_TYPE, data: { '.dockerconfigjson': '' } })).toEqual({ state: 'unknown' });
  });

  it.each([
    ['JSON', { stringData: { '.dockerconfigjson': '{' } }, '.dockerconfigjson is not JSON'],
    ['base64', { data: { '.dockerconfigjson': '*' } }, '.dockerconfigjson is not base64'],
    [
      'a pair',
      json({ auths: { a: { auth: btoa('no colon') } } }),
      'unable to parse auth field, must be formatted as base64(username:password)',
    ],
  ])('that is no %s ends the look-up', (_what, secret, why) => {
    expect(pullSecretOf({ type: JSON_TYPE, ...secret })).toEqual({ state: 'unreadable', why });
  });

  it('of a hostile shape is read, too', () => {
    for (const auths of [null, [], 'x', { __proto__: 1 }, { a: null }, { a: [] }]) {
      expect(['usable', 'unreadable']).toContain(pullSecretOf(json({ auths })).state);
    }
  });
});
