import { describe, expect, it } from 'vitest';
import { profileFor } from '../profile.test-support.js';
import {
  type AuthorizationConfiguration,
  type AuthorizationFlags,
  authorizationConfigurationError,
  newTypesRefused,
  validateAuthorizationFlags,
} from './index.js';

const profile = profileFor(35);

describe('flags', () => {
  it.each([
    [{}, []],
    [{ authorizationMode: ['Node', 'RBAC'] }, []],
    [{ authorizationMode: ['Foo'] }, ['authorization-mode "Foo" is not a valid mode']],
    [{ authorizationMode: ['ABAC'] }, ["authorization-mode ABAC's authorization policy file not passed"]],
    [{ authorizationMode: ['Webhook'] }, ["authorization-mode Webhook's authorization config file not passed"]],
    [
      { authorizationMode: ['RBAC'], authorizationPolicyFile: 'p', authorizationWebhookConfigFile: 'w' },
      [
        'cannot specify --authorization-policy-file without mode ABAC',
        'cannot specify --authorization-webhook-config-file without mode Webhook',
      ],
    ],
    [{ authorizationMode: ['RBAC', 'RBAC'] }, ['authorization-mode ["RBAC" "RBAC"] has mode specified more than once']],
    [{ authorizationConfig: '/c' }, []],
    [
      { authorizationConfig: '/c', authorizationMode: ['RBAC'] },
      [
        '--authorization-config can not be specified when --authorization-mode or --authorization-webhook-* flags are defined',
      ],
    ],
  ] as [AuthorizationFlags, string[]][])('%o', (flags, errors) => {
    expect(validateAuthorizationFlags(flags, profile)).toEqual(errors);
  });

  it('wants the gate for the file, where there is one', () => {
    expect(validateAuthorizationFlags({ authorizationConfig: '/c' }, profileFor(29))).toEqual([
      '--authorization-config cannot be used without enabling StructuredAuthorizationConfiguration feature flag',
    ]);
    expect(validateAuthorizationFlags({ authorizationConfig: '/c' }, profileFor(36))).toEqual([]);
  });
});

const environment = {
  compileError: (expression: string) => (expression === 'bad' ? 'compilation failed: ERROR' : undefined),
  fileError: (path: string) => (path === '/missing' ? 'error loading file: stat /missing: no such file' : undefined),
};
const WEBHOOK = {
  timeout: '3s',
  subjectAccessReviewVersion: 'v1',
  failurePolicy: 'Deny',
  connectionInfo: { type: 'KubeConfigFile', kubeConfigFile: '/k' },
};
const withWebhook = (changes: object): AuthorizationConfiguration => ({
  authorizers: [{ type: 'Webhook', name: 'w', webhook: { ...WEBHOOK, ...changes } }],
});
const conditions = (...expressions: string[]) => ({
  matchConditionSubjectAccessReviewVersion: 'v1',
  matchConditions: expressions.map((expression) => ({ expression })),
});

describe('configuration', () => {
  it.each([
    [
      {
        authorizers: [
          { type: 'Node', name: 'node' },
          { type: 'RBAC', name: 'rbac' },
        ],
      },
      '',
    ],
    [{}, 'authorizers: Required value: at least one authorization mode must be defined'],
    [{ authorizers: [{ name: 'x' }] }, 'authorizers[0].type: Required value'],
    [
      { authorizers: [{ type: 'Foo', name: 'x' }] },
      'authorizers[0].type: Unsupported value: "Foo": supported values: "ABAC", "AlwaysAllow", "AlwaysDeny", "Node", "RBAC", "Webhook"',
    ],
    [
      {
        authorizers: [
          { type: 'RBAC', name: 'rbac' },
          { type: 'RBAC', name: 'b' },
        ],
      },
      'authorizers[1].type: Duplicate value: "RBAC"',
    ],
    [{ authorizers: [{ type: 'RBAC' }] }, 'authorizers[0].name: Required value'],
    [
      {
        authorizers: [
          { type: 'RBAC', name: 'rbac' },
          { type: 'Node', name: 'rbac' },
        ],
      },
      'authorizers[1].name: Duplicate value: "rbac"',
    ],
    [{ authorizers: [{ type: 'RBAC', name: 'foo' }] }, 'expected name rbac for authorizer RBAC instead of foo'],
    [
      { authorizers: [{ type: 'Webhook', name: 'w' }] },
      'authorizers[0].webhook: Required value: required when type=Webhook',
    ],
    [
      { authorizers: [{ type: 'RBAC', name: 'rbac', webhook: {} }] },
      'authorizers[0].webhook: Invalid value: "non-null": may only be specified when type=Webhook',
    ],
    [withWebhook({}), ''],
    [withWebhook({ timeout: '0s' }), 'authorizers[0].timeout: Required value'],
    [withWebhook({ timeout: '31s' }), 'authorizers[0].timeout: Invalid value: "31s": must be > 0s and <= 30s'],
    [withWebhook({ timeout: 'soon' }), 'authorizers[0].timeout: Invalid value: "soon": not a duration'],
    [withWebhook({ authorizedTTL: '-1s' }), 'authorizers[0].authorizedTTL: Invalid value: "-1s": must be > 0s'],
    [withWebhook({ unauthorizedTTL: '-90s' }), 'authorizers[0].unauthorizedTTL: Invalid value: "-1m30s": must be > 0s'],
    [
      withWebhook({ subjectAccessReviewVersion: 'v2' }),
      'authorizers[0].subjectAccessReviewVersion: Unsupported value: "v2": supported values: "v1", "v1beta1"',
    ],
    [
      withWebhook({ matchConditions: [{ expression: 'true' }] }),
      'authorizers[0].matchConditionSubjectAccessReviewVersion: Required value: required if match conditions are specified',
    ],
    [
      withWebhook({ matchConditionSubjectAccessReviewVersion: 'v1beta1' }),
      'authorizers[0].matchConditionSubjectAccessReviewVersion: Unsupported value: "v1beta1": supported values: "v1"',
    ],
    [
      withWebhook({ failurePolicy: 'Allow' }),
      'authorizers[0].failurePolicy: Unsupported value: "Allow": supported values: "NoOpinion", "Deny"',
    ],
    [withWebhook({ connectionInfo: {} }), 'authorizers[0].connectionInfo.type: Required value'],
    [
      withWebhook({ connectionInfo: { type: 'Foo' } }),
      'authorizers[0].connectionInfo.type: Unsupported value: {"Type":"Foo","KubeConfigFile":null}: supported values: "InClusterConfig", "KubeConfigFile"',
    ],
    [
      withWebhook({ connectionInfo: { type: 'InClusterConfig', kubeConfigFile: '/k' } }),
      'authorizers[0].connectionInfo.kubeConfigFile: Invalid value: "/k": can only be set when type=KubeConfigFile',
    ],
    [
      withWebhook({ connectionInfo: { type: 'InClusterConfig' } }),
      'authorizers[0].connectionInfo.type: Invalid value: "InClusterConfig": not supported by kube-apiserver, which is not run inside a cluster',
    ],
    [
      withWebhook({ connectionInfo: { type: 'KubeConfigFile', kubeConfigFile: 'k' } }),
      'authorizers[0].connectionInfo.kubeConfigFile: Invalid value: "k": must be an absolute path',
    ],
    [
      withWebhook({ connectionInfo: { type: 'KubeConfigFile', kubeConfigFile: '/missing' } }),
      'authorizers[0].connectionInfo.kubeConfigFile: Invalid value: "/missing": error loading file: stat /missing: no such file',
    ],
    [
      withWebhook({ connectionInfo: { type: 'KubeConfigFile' } }),
      'authorizers[0].connectionInfo.kubeConfigFile: Required value',
    ],
    [withWebhook(conditions(' ')), 'authorizers[0].matchConditions[0].expression: Required value'],
    [withWebhook(conditions('true', 'true')), 'authorizers[0].matchConditions[1].expression: Duplicate value: "true"'],
    [
      withWebhook(conditions('bad')),
      'authorizers[0].matchConditions[0].expression: Invalid value: "bad": compilation failed: ERROR',
    ],
    [
      withWebhook(conditions(...Array.from({ length: 65 }, (_, index) => `${index} == 0`))),
      'authorizers[0].matchConditions: Too many: 65: must have at most 64 items',
    ],
  ] as [AuthorizationConfiguration, string][])('%#', (configuration, error) => {
    expect(authorizationConfigurationError(configuration, environment, profile)).toBe(error);
  });

  it('names an invalid name', () => {
    const error = authorizationConfigurationError(
      { authorizers: [{ type: 'Webhook', name: 'Bad_' }] },
      environment,
      profile,
    );
    expect(error).toContain(
      'authorizers[0].name: Invalid value: "Bad_": authorizer name is invalid: a lowercase RFC 1123 subdomain must consist of',
    );
  });

  it('keeps the types of the start', () => {
    const configuration = { authorizers: [{ type: 'RBAC', name: 'rbac' }] };
    expect(
      authorizationConfigurationError(configuration, environment, profile, ['RBAC', 'Node', 'ABAC', 'Webhook']),
    ).toBe('missing required types: [ABAC Node]');
    expect(newTypesRefused(['RBAC'], ['RBAC', 'Node', 'Webhook'])).toEqual([
      'authorizer type Node is not allowed if it was not enabled at initial server startup',
    ]);
  });
});
