import { describe, expect, it } from 'vitest';
import { applyDefaults } from './apply-defaults.js';

const profile = { minor: 35, enabled: () => false };
const apiVersion = 'admissionregistration.k8s.io/v1';
const defaulted = (kind: string, object: object): object =>
  applyDefaults<object>({ apiVersion, kind, ...object }, profile);

const WEBHOOK = {
  failurePolicy: 'Fail',
  matchPolicy: 'Equivalent',
  namespaceSelector: {},
  objectSelector: {},
  timeoutSeconds: 10,
};

describe('webhooks', () => {
  const webhook = {
    rules: [{ operations: ['CREATE'] }, { scope: 'Cluster' }],
    clientConfig: { service: { name: 's' } },
  };
  const expected = {
    ...WEBHOOK,
    rules: [{ operations: ['CREATE'], scope: '*' }, { scope: 'Cluster' }],
    clientConfig: { service: { name: 's', port: 443 } },
  };

  it('that validate', () => {
    const object = { webhooks: [webhook] };
    expect(defaulted('ValidatingWebhookConfiguration', object)).toEqual({
      apiVersion,
      kind: 'ValidatingWebhookConfiguration',
      webhooks: [expected],
    });
  });

  it('that mutate are not called again', () => {
    expect(defaulted('MutatingWebhookConfiguration', { webhooks: [webhook] })).toMatchObject({
      webhooks: [{ ...expected, reinvocationPolicy: 'Never' }],
    });
  });

  it('keep what is set', () => {
    const object = {
      apiVersion,
      kind: 'ValidatingWebhookConfiguration',
      webhooks: [{ ...WEBHOOK, failurePolicy: 'Ignore', timeoutSeconds: 0, clientConfig: { url: 'https://a' } }],
    };
    expect(applyDefaults(object, profile)).toBe(object);
  });
});

describe('validating admission policies', () => {
  const match = { matchPolicy: 'Equivalent', namespaceSelector: {}, objectSelector: {} };

  it('fail closed and match equivalents', () => {
    expect(
      defaulted('ValidatingAdmissionPolicy', { spec: { matchConstraints: { resourceRules: [{}] } } }),
    ).toMatchObject({
      spec: { failurePolicy: 'Fail', matchConstraints: { ...match, resourceRules: [{ scope: '*' }] } },
    });
    expect(defaulted('ValidatingAdmissionPolicy', {})).toMatchObject({ spec: { failurePolicy: 'Fail' } });
  });

  it('are bound with the same matching', () => {
    const object = { spec: { matchResources: { excludeResourceRules: [{ scope: 'Namespaced' }] } } };
    expect(defaulted('ValidatingAdmissionPolicyBinding', object)).toMatchObject({
      spec: { matchResources: { ...match, excludeResourceRules: [{ scope: 'Namespaced' }] } },
    });
  });
});
