import { describe, expect, it } from 'vitest';
import { DEFAULT_CONFIGURATION } from './configuration.js';
import { decodeAdmissionConfiguration, decodeConfiguration } from './configuration-decode.js';

const GROUP = 'pod-security.admission.config.k8s.io';
const TYPE = { apiVersion: `${GROUP}/v1`, kind: 'PodSecurityConfiguration' };
const WRAPPER = { apiVersion: 'apiserver.config.k8s.io/v1', kind: 'AdmissionConfiguration' };
const decode = (document: unknown, text?: string) =>
  decodeConfiguration(document, { minor: 35, ...(text === undefined ? {} : { text }) });
const decodeWrapper = (document: unknown) => decodeAdmissionConfiguration(document, { minor: 35 });
const GO_TYPE =
  'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';

describe('decodeConfiguration', () => {
  it.each([
    undefined,
    TYPE,
    { ...TYPE, defaults: null, exemptions: null },
    { ...TYPE, defaults: { enforce: '', audit: null } },
  ])('is the default for %j', (document) => {
    expect(decode(document)).toEqual({ value: DEFAULT_CONFIGURATION });
  });

  it.each(['v1', 'v1beta1', 'v1alpha1'])('reads %s', (version) => {
    const document = {
      apiVersion: `${GROUP}/${version}`,
      kind: 'PodSecurityConfiguration',
      defaults: { enforce: 'baseline', 'enforce-version': 'v1.7', 'warn-version': 'v1.8' },
      exemptions: { usernames: ['alice', null], namespaces: ['kube-system'], runtimeClasses: ['special'] },
    };
    expect(decode(document)).toEqual({
      value: {
        defaults: {
          ...DEFAULT_CONFIGURATION.defaults,
          enforce: 'baseline',
          'enforce-version': 'v1.7',
          'warn-version': 'v1.8',
        },
        exemptions: { usernames: ['alice', ''], namespaces: ['kube-system'], runtimeClasses: ['special'] },
      },
    });
  });

  it.each<[unknown, string]>([
    [null, "Object 'Kind' is missing in '{}'"],
    [{}, "Object 'Kind' is missing in '{}'"],
    [{ kind: 'PodSecurityConfiguration' }, `Object 'apiVersion' is missing in '{"kind":"PodSecurityConfiguration"}'`],
    [[], `couldn't get version/kind; json parse error: json: cannot unmarshal array into Go value of type ${GO_TYPE}`],
    [
      'x',
      `couldn't get version/kind; json parse error: json: cannot unmarshal string into Go value of type ${GO_TYPE}`,
    ],
    [
      { ...TYPE, kind: 5 },
      "couldn't get version/kind; json parse error: json: cannot unmarshal number into Go struct field .kind of type string",
    ],
    [{ apiVersion: 'a/b/c', kind: 'X' }, 'unexpected GroupVersion string: a/b/c'],
    [
      { ...TYPE, apiVersion: `${GROUP}/v99` },
      `no kind "PodSecurityConfiguration" is registered for version "${GROUP}/v99" in scheme "pkg/runtime/scheme.go:111"`,
    ],
    [
      { ...TYPE, kind: 'Foo' },
      `no kind "Foo" is registered for version "${GROUP}/v1" in scheme "pkg/runtime/scheme.go:111"`,
    ],
    [
      { ...TYPE, foo: 1, defaults: { bar: 2, Enforce: 'x' }, exemptions: { users: [] } },
      'strict decoding error: unknown field "defaults.Enforce", unknown field "defaults.bar", unknown field "exemptions.users", unknown field "foo"',
    ],
    [
      { ...TYPE, foo: 1, defaults: { 'enforce-version': 1.25 } },
      'json: cannot unmarshal number into Go struct field PodSecurityDefaults.defaults.enforce-version of type string',
    ],
    [
      { ...TYPE, defaults: [] },
      'json: cannot unmarshal array into Go struct field PodSecurityConfiguration.defaults of type v1.PodSecurityDefaults',
    ],
    [
      { ...TYPE, apiVersion: `${GROUP}/v1beta1`, exemptions: true },
      'json: cannot unmarshal bool into Go struct field PodSecurityConfiguration.exemptions of type v1beta1.PodSecurityExemptions',
    ],
    [
      { ...TYPE, exemptions: { usernames: 'a' } },
      'json: cannot unmarshal string into Go struct field PodSecurityExemptions.exemptions.usernames of type []string',
    ],
    [
      { ...TYPE, exemptions: { usernames: [{}] } },
      'json: cannot unmarshal object into Go struct field PodSecurityExemptions.exemptions.usernames of type string',
    ],
  ])('refuses %j', (document, error) => {
    expect(decode(document)).toEqual({ error });
  });

  it('prints the text as it was written, and keeps the order of JSON', () => {
    expect(decode({}, '{ }')).toEqual({ error: "Object 'Kind' is missing in '{ }'" });
    expect(decode({ ...TYPE, b: 1, a: 1 }, '{"b": 1, "a": 1}')).toEqual({
      error: 'strict decoding error: unknown field "b", unknown field "a"',
    });
  });

  it('blames the line of the release', () => {
    const lines = [27, 32, 33, 34, 35, 36].map((minor) => decodeConfiguration({ ...TYPE, kind: 'Foo' }, { minor }));
    expect(lines.map((decoded) => ('error' in decoded ? /\d+(?="$)/.exec(decoded.error)?.[0] : ''))).toEqual([
      '100',
      '100',
      '110',
      '110',
      '111',
      '111',
    ]);
  });

  it('takes hostile keys for unknown ones', () => {
    const document: unknown = JSON.parse(
      `{"apiVersion":"${GROUP}/v1","kind":"PodSecurityConfiguration","__proto__":{"a":1},"defaults":{"constructor":1}}`,
    );
    expect(decode(document)).toEqual({
      error: 'strict decoding error: unknown field "__proto__", unknown field "defaults.constructor"',
    });
  });
});

describe('decodeAdmissionConfiguration', () => {
  it.each<[unknown, unknown]>([
    [WRAPPER, { kind: 'none' }],
    [{ ...WRAPPER, apiVersion: 'apiserver.k8s.io/v1alpha1', plugins: [] }, { kind: 'none' }],
    [
      { ...WRAPPER, plugins: [null, { name: 'Other', configuration: TYPE }, { name: 'PodSecurity' }] },
      { kind: 'none' },
    ],
    [
      {
        ...WRAPPER,
        plugins: [
          { name: 'PodSecurity', path: 'p.yaml' },
          { name: 'PodSecurity', configuration: TYPE },
        ],
      },
      { kind: 'file', path: 'p.yaml' },
    ],
    [
      { ...WRAPPER, plugins: [{ name: 'PodSecurity', path: 'p.yaml', configuration: TYPE }] },
      { kind: 'inline', document: TYPE },
    ],
    [
      { ...WRAPPER, plugins: [{ name: 'PodSecurity', path: 'p.yaml', configuration: null }] },
      { kind: 'file', path: 'p.yaml' },
    ],
  ])('finds the plugin in %j', (document, value) => {
    expect(decodeWrapper(document)).toEqual({ value });
  });

  it.each<[unknown, string]>([
    [
      { ...WRAPPER, foo: 1, plugins: [{ name: 'PodSecurity', config: 1 }] },
      'strict decoding error: unknown field "foo", unknown field "plugins[0].config"',
    ],
    [
      { ...WRAPPER, plugins: {} },
      'json: cannot unmarshal object into Go struct field AdmissionConfiguration.plugins of type []v1.AdmissionPluginConfiguration',
    ],
    [
      { ...WRAPPER, plugins: ['x'] },
      'json: cannot unmarshal string into Go struct field AdmissionConfiguration.plugins of type v1.AdmissionPluginConfiguration',
    ],
    [
      { ...WRAPPER, plugins: [{ name: 1 }] },
      'json: cannot unmarshal number into Go struct field AdmissionPluginConfiguration.plugins.name of type string',
    ],
    [
      TYPE,
      `no kind "PodSecurityConfiguration" is registered for version "${GROUP}/v1" in scheme "pkg/runtime/scheme.go:111"`,
    ],
  ])('refuses %j', (document, error) => {
    expect(decodeWrapper(document)).toEqual({ error });
  });
});
