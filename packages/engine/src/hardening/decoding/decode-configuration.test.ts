import { describe, expect, it } from 'vitest';
import { decodeConfiguration } from './decode-configuration.js';

const kubelet = (file: Record<string, unknown>, minor = 35) =>
  decodeConfiguration('kubelet.config.k8s.io/v1beta1', 'KubeletConfiguration', file, minor).map(
    ({ fields, message, severity }) => [fields[0], message, severity],
  );
const authentication = (file: Record<string, unknown>) =>
  decodeConfiguration('apiserver.config.k8s.io/v1', 'AuthenticationConfiguration', file, 35).map(
    ({ message }) => message,
  );

describe('the decoder of a component', () => {
  it('takes what it knows', () => {
    expect(
      kubelet({
        apiVersion: 'kubelet.config.k8s.io/v1beta1',
        kind: 'KubeletConfiguration',
        authentication: { anonymous: { enabled: false }, webhook: { cacheTTL: '2m0s' } },
        featureGates: { A: true },
        evictionHard: { 'memory.available': '5%' },
        readOnlyPort: 0,
        registerWithTaints: [{ key: 'a', effect: 'NoSchedule' }],
        logging: { anything: 1 },
      }),
    ).toEqual([]);
    expect(decodeConfiguration('audit.k8s.io/v1', 'Policy', { metadata: {}, rules: [{ level: 'None' }] }, 30)).toEqual(
      [],
    );
    expect(decodeConfiguration('example.com/v1', 'Thing', { any: 1 }, 30)).toEqual([]);
  });

  it('drops or refuses what it does not know', () => {
    expect(kubelet({ authentication: { anonymus: {} } })).toEqual([
      [
        'authentication.anonymus',
        'unknown field "authentication.anonymus": it is dropped, and the component goes on without',
        'medium',
      ],
    ]);
    expect(authentication({ jwt: [{ issuer: { urls: 'x' } }], anonymous: { enable: true } })).toEqual([
      'strict decoding error: unknown field "jwt[0].issuer.urls"',
      'strict decoding error: unknown field "anonymous.enable"',
    ]);
  });

  it('knows fields by version', () => {
    expect(kubelet({ imagePullCredentialsVerificationPolicy: 'x' }, 32)[0]?.[1]).toContain('(known since 1.33)');
    expect(kubelet({ imagePullCredentialsVerificationPolicy: 'x' }, 33)).toEqual([]);
  });

  it.each([
    [
      { readOnlyPort: '10255' },
      'json: cannot unmarshal string into Go struct field KubeletConfiguration.readOnlyPort of type int32',
    ],
    [
      { authentication: { anonymous: { enabled: 'false' } } },
      'json: cannot unmarshal string into Go struct field KubeletAnonymousAuthentication.authentication.anonymous.enabled of type bool',
    ],
    [
      { authorization: { mode: true } },
      'json: cannot unmarshal bool into Go struct field KubeletAuthorization.authorization.mode of type v1beta1.KubeletAuthorizationMode',
    ],
    [
      { tlsCipherSuites: 'x' },
      'json: cannot unmarshal string into Go struct field KubeletConfiguration.tlsCipherSuites of type []string',
    ],
    [
      { authentication: [] },
      'json: cannot unmarshal array into Go struct field KubeletConfiguration.authentication of type v1beta1.KubeletAuthentication',
    ],
    [{ syncFrequency: 60 }, 'json: cannot unmarshal number into Go value of type string'],
    [{ syncFrequency: '60' }, 'time: missing unit in duration "60"'],
    [{ syncFrequency: 'x' }, 'time: invalid duration "x"'],
  ])('cannot take %j', (file, message) => {
    expect(kubelet(file)).toEqual([[expect.anything(), message, 'high']]);
  });

  it('takes hostile keys', () => {
    const file = JSON.parse('{"__proto__": {"x": 1}, "constructor": 1, "authentication": {"toString": 1}}');
    expect(kubelet(file).map(([path]) => path)).toEqual(['__proto__', 'constructor', 'authentication.toString']);
  });
});
