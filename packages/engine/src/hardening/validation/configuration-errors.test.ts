import { defaultProfile } from '@bulkhead/features';
import { describe, expect, it } from 'vitest';
import type { Surroundings } from '../flagged-component.js';
import { configurationErrors } from './configuration-errors.js';

const surroundings = (minor: number): Surroundings => ({
  profile: defaultProfile(minor),
  apiServers: [],
  kubelets: [],
  authenticationFiles: [],
  anonymousBindings: [],
  labelledNamespaces: [],
  workloadsWithoutSeccomp: [],
});
const errors = (kind: string, file: Record<string, unknown>, minor = 35): readonly string[] =>
  configurationErrors(kind, file, surroundings(minor)).map(({ message }) => message);

describe('an EncryptionConfiguration', () => {
  const encryption = (resources: unknown, ...providers: unknown[]) =>
    errors('EncryptionConfiguration', { resources: [{ resources, providers }] });
  const SECRET = 'c2hvcnQtYnV0LXNlY3JldHM=';

  it.each([
    [['secrets', '*.'], 'using overlapping resources such as'],
    [['secrets', 'secrets'], 'the same resource cannot be specified multiple times'],
    [['Secrets'], 'resource name should not contain capital letters'],
    [['*'], "use '*.' to encrypt all the resources from core API group or *.* to encrypt all resources"],
    [['events.events.k8s.io'], "'*.events.k8s.io' objects are stored using the 'events' API group"],
    [['deployments.extensions'], "'extensions' group has been removed and cannot be used for encryption"],
    [['secrets.*'], 'encrypting the same resource across groups is not supported'],
    [['serviceipallocations'], 'resources which do not have REST API/s cannot be encrypted'],
    [[], 'at least one resources[0].resources is required'],
  ])('of %j is refused', (resources, text) => {
    expect(encryption(resources, { identity: {} })).toEqual([expect.stringContaining(text)]);
  });

  it('takes what goes together', () => {
    expect(encryption(['secrets', 'configmaps', '*.apps'], { identity: {} })).toEqual([]);
    expect(encryption(['*.*'], { kms: { apiVersion: 'v2', name: 'k', endpoint: 'unix:///k', timeout: '3s' } })).toEqual(
      [],
    );
  });

  it.each([
    [
      [['*.'], ['secrets']],
      'resources[1].resources[0]: Invalid value: "secrets": resource "secrets" is masked by earlier rule "*."',
    ],
    [
      [['*.apps'], ['*.apps']],
      'resources[1].resources[0]: Invalid value: "*.apps": resource "*.apps" is masked by earlier rule "*.apps"',
    ],
    [
      [['*.*'], ['configmaps']],
      'resources[1].resources[0]: Invalid value: "configmaps": resource "configmaps" is masked by earlier rule "*.*"',
    ],
  ])('with entries of %j is refused', (entries, text) => {
    const resources = entries.map((names) => ({ resources: names, providers: [{ identity: {} }] }));
    expect(errors('EncryptionConfiguration', { resources })).toEqual([text]);
  });

  it('takes a wildcard after what it covers, and a resource twice', () => {
    const lists = [['secrets'], ['secrets'], ['*.apps'], ['*.'], ['*.*']];
    const resources = lists.map((names) => ({ resources: names, providers: [{ identity: {} }] }));
    expect(errors('EncryptionConfiguration', { resources })).toEqual([]);
  });

  it('never shows a key', () => {
    const found = [
      ...encryption(['secrets'], { aescbc: { keys: [{ name: 'a', secret: SECRET }] } }),
      ...encryption(['secrets'], { aescbc: { keys: [{ name: 'a', secret: `${SECRET}!` }] } }),
      ...encryption(['secrets'], { aescbc: { keys: [{ secret: SECRET }] }, identity: {} }),
      ...encryption(['secrets'], { other: { secret: SECRET } }),
    ];
    expect(found.length).toBeGreaterThanOrEqual(4);
    expect(found.filter((text) => text.includes('c2hv'))).toEqual([]);
    expect(found[0]).toBe(
      'resources[0].providers[0].aescbc.keys[0].secret: Invalid value: "REDACTED": secret is not of the expected length, got 17, expected one of [16 24 32]',
    );
  });
});

describe('an AuthenticationConfiguration', () => {
  const jwt = (fields: Record<string, unknown>) => ({
    jwt: [
      {
        issuer: { url: 'https://id.example', audiences: ['k'] },
        claimMappings: { username: { claim: 'sub', prefix: 'id:' } },
        ...fields,
      },
    ],
  });

  it('may be right', () => {
    expect(errors('AuthenticationConfiguration', jwt({}))).toEqual([]);
    expect(
      errors('AuthenticationConfiguration', { anonymous: { enabled: true, conditions: [{ path: '/livez' }] } }),
    ).toEqual([]);
  });

  it.each([
    [
      { issuer: { url: 'http://id.example', audiences: ['k'] } },
      'jwt[0].issuer.url: Invalid value: "http://id.example": URL scheme must be https',
    ],
    [
      { issuer: { url: 'https://id.example' } },
      'jwt[0].issuer.audiences: Required value: at least one jwt[0].issuer.audiences is required',
    ],
    [
      { claimMappings: { username: { claim: 'sub' } } },
      'jwt[0].claimMappings.username.prefix: Required value: prefix is required when claim is set. It can be set to an empty string to disable prefixing',
    ],
    [{ claimMappings: {} }, 'jwt[0].claimMappings.username: Required value: claim or expression is required'],
    [
      { claimValidationRules: [{ claim: 'a', message: 'b' }] },
      'jwt[0].claimValidationRules[0].message: Invalid value: "b": may not be specified when claim is set',
    ],
    [{ userValidationRules: [{}] }, 'jwt[0].userValidationRules[0].expression: Required value'],
  ])('with %j is refused', (fields, text) => {
    expect(errors('AuthenticationConfiguration', jwt(fields))).toEqual([text]);
  });

  it('has the texts of its version', () => {
    const file = jwt({ claimValidationRules: [{ claim: 'a', message: 'b' }] });
    expect(errors('AuthenticationConfiguration', file, 33)).toEqual([
      'jwt[0].claimValidationRules[0].message: Invalid value: "b": message can\'t be set when claim is set',
    ]);
  });
});

describe('other files', () => {
  it('of audit policies', () => {
    expect(errors('Policy', { rules: [] })).toEqual(['loaded illegal policy with 0 rules']);
    expect(errors('Policy', { rules: [{ level: 'All', nonResourceURLs: ['/a*b'] }] })).toEqual([
      'rules[0].level: Unsupported value: "All": supported values: "None", "Metadata", "Request", "RequestResponse"',
      `rules[0].nonResourceURLs[0]: Invalid value: "/a*b": non-resource URL wildcards '*' must be the final character of the rule`,
    ]);
  });

  it('of authorization, hostile ones too', () => {
    expect(errors('AuthorizationConfiguration', { authorizers: [{ type: 'RBAC', name: 'x' }] })).toEqual([
      'expected name rbac for authorizer RBAC instead of x',
    ]);
    for (const authorizers of [
      [5],
      [{ type: 5 }],
      [{ type: 'Webhook', name: 'a', webhook: { matchConditions: [1] } }],
      'x',
    ]) {
      expect(() => errors('AuthorizationConfiguration', { authorizers })).not.toThrow();
    }
  });

  it('of credential providers', () => {
    expect(errors('CredentialProviderConfig', { providers: [] })).toEqual([
      'providers: Required value: at least 1 item in plugins is required',
    ]);
  });
});
