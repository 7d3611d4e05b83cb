import { describe, expect, it } from 'vitest';
import { profileFor } from '../http/request-context.test-support.js';
import { anonymousOf, readAuthenticationConfiguration } from './authentication-configuration.js';

const head = (version = 'v1beta1'): string =>
  `apiVersion: apiserver.config.k8s.io/${version}\nkind: AuthenticationConfiguration\n`;
const read = (text: string, minor = 35, anonymousAuth?: boolean, gates: Record<string, boolean> = {}): unknown => {
  const file = { name: 'a.yaml', text, ...(anonymousAuth === undefined ? {} : { anonymousAuth }) };
  const result = readAuthenticationConfiguration(file, profileFor(minor, gates));
  return 'error' in result ? result.error : result.configuration.anonymous;
};
const LOAD = 'failed to load authentication configuration from file "a.yaml": ';
const INVALID = 'invalid authentication configuration: ';
const LIVEZ = 'anonymous:\n  enabled: true\n  conditions:\n  - path: /livez\n  - path: /readyz\n';

describe('the authentication configuration', () => {
  it.each<[string, unknown]>([
    [head(), undefined],
    [`${head()}anonymous: null`, undefined],
    [`${head()}anonymous: {}`, { enabled: false, paths: [] }],
    [`${head()}anonymous: {enabled: false}`, { enabled: false, paths: [] }],
    [`${head()}anonymous: {enabled: true}`, { enabled: true, paths: [] }],
    [head() + LIVEZ, { enabled: true, paths: ['/livez', '/readyz'] }],
    ['{"apiVersion":"apiserver.config.k8s.io/v1","kind":"AuthenticationConfiguration"}', undefined],
    ['', `${LOAD}empty config data`],
    [`${head()}anonymous: {enable: true}`, `${LOAD}strict decoding error: unknown field "anonymous.enable"`],
    [`${head()}anonymus: {}`, `${LOAD}strict decoding error: unknown field "anonymus"`],
    [
      `${head()}anonymous: {enabled: true, conditions: [{paths: x}]}`,
      `${LOAD}strict decoding error: unknown field "anonymous.conditions[0].paths"`,
    ],
    [`${head()}kind: AuthenticationConfiguration`, `${LOAD}strict decoding error: key kind is set twice`],
    [`${head()}anonymous: {enabled: "yes"}`, expect.stringContaining(`${LOAD}anonymous must have enabled`)],
    [`${head()}anonymous: [x]`, expect.stringContaining(`${LOAD}anonymous must have enabled`)],
    [`${head()}anonymous: {enabled: true, conditions: [x]}`, expect.stringContaining(LOAD)],
    ['kind: X\napiVersion: v1', `${LOAD}no kind "X" is registered for version "v1"`],
    ['a: [', expect.stringContaining(LOAD)],
    ['x', `${LOAD}expected an object`],
    [
      `${head()}anonymous: {conditions: [{path: /livez}]}`,
      `${INVALID}anonymous.conditions: Invalid value: [{"path":"/livez"}]: enabled should be set to true when conditions are defined`,
    ],
  ])('%j', (text, expected) => expect(read(text)).toEqual(expected));

  it.each([true, false])('does not go with --anonymous-auth=%s', (flag) => {
    expect(read(head() + LIVEZ, 35, flag)).toBe(
      `${INVALID}anonymous: Forbidden: --anonymous-auth flag cannot be set when anonymous field is configured in authentication configuration file`,
    );
    expect(read(head(), 35, flag)).toBeUndefined();
  });

  it.each<[number, string, Record<string, boolean>, unknown]>([
    [34, 'v1', {}, { enabled: true, paths: ['/livez', '/readyz'] }],
    [33, 'v1', {}, expect.stringContaining('no kind "AuthenticationConfiguration" is registered for version')],
    [32, 'v1beta1', {}, { enabled: true, paths: ['/livez', '/readyz'] }],
    [32, 'v1alpha1', {}, { enabled: true, paths: ['/livez', '/readyz'] }],
    [
      31,
      'v1beta1',
      {},
      `${INVALID}anonymous: Forbidden: anonymous is not supported when AnonymousAuthConfigurableEndpoints feature gate is disabled`,
    ],
    [31, 'v1beta1', { AnonymousAuthConfigurableEndpoints: true }, { enabled: true, paths: ['/livez', '/readyz'] }],
    [30, 'v1beta1', {}, `${LOAD}strict decoding error: unknown field "anonymous"`],
    [
      29,
      'v1alpha1',
      {},
      'set --feature-gates=StructuredAuthenticationConfiguration=true to use authentication-config file',
    ],
  ])('in 1.%i as %s with %j', (minor, version, gates, expected) => {
    expect(read(head(version) + LIVEZ, minor, undefined, gates)).toEqual(expected);
  });

  it('leaves it to the flag when it says nothing', () => {
    expect(anonymousOf(undefined)).toEqual({ enabled: true, paths: [] });
    expect(anonymousOf({ anonymous: undefined, jwt: [] }, false)).toEqual({ enabled: false, paths: [] });
    expect(anonymousOf({ anonymous: { enabled: true, paths: ['/x'] }, jwt: [] })).toEqual({
      enabled: true,
      paths: ['/x'],
    });
  });
});
