import { describe, expect, it } from 'vitest';
import type { VersionProfile } from '../version-profile.js';
import { type DecodeOptions, decodeObject } from './decode-object.js';
import { decodingError, strictDecodingError, strictErrors } from './decoding-error.js';
import type { SchemaFinding } from './finding.js';

const in135: VersionProfile = { minor: 35, enabled: () => true };
const noGates: DecodeOptions = { fieldGates: () => undefined };
const inMinor = (minor: number): VersionProfile => ({ minor, enabled: () => true });

const pod = (spec: object, metadata: object = { name: 'a' }): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata,
  spec,
});
const decode = (value: unknown, profile = in135, options = noGates) => decodeObject(value, profile, options);
const findingsOf = (value: unknown, profile = in135): readonly SchemaFinding[] => decode(value, profile).findings;
const errorOf = (value: unknown, profile = in135): string | undefined => decodingError(findingsOf(value, profile));

describe('an object with nothing to say about', () => {
  it('is kept as it is', () => {
    const value = pod({
      containers: [
        { name: 'c', image: 'i', ports: [{ containerPort: 80 }], resources: { limits: { cpu: 1, memory: '1Gi' } } },
      ],
      overhead: { cpu: '100m' },
      hostUsers: false,
    });
    const decoded = decode(value);
    expect(decoded.object).toBe(value);
    expect(decoded.findings).toEqual([]);
    expect(decoded.kind?.typeName).toBe('core.v1.Pod');
  });

  it('may hold anything where the API takes anything', () => {
    const raw = {
      apiVersion: 'apps/v1',
      kind: 'ControllerRevision',
      data: { any: [1, null, { thing: true }] },
      revision: 1,
    };
    expect(decode(raw).object).toBe(raw);
  });

  it('may be a list', () => {
    const list = { apiVersion: 'v1', kind: 'PodList', metadata: {}, items: [pod({ containers: [] })] };
    expect(decode(list)).toMatchObject({ object: list, findings: [] });
  });
});

describe('unknown fields', () => {
  it.each([
    ['spec.securityContext.hostUsers', { securityContext: { hostUsers: false } }, { place: 'spec.hostUsers' }],
    [
      'spec.securityContext.privileged',
      { securityContext: { privileged: true } },
      { place: 'spec.containers[*].securityContext.privileged' },
    ],
    ['spec.hostpid', { hostpid: true }, { nearest: 'hostPID' }],
    [
      'spec.containers[0].imagePullpolicy',
      { containers: [{ imagePullpolicy: 'Always' }] },
      { nearest: 'imagePullPolicy' },
    ],
    ['spec.containers[1].hostNetwork', { containers: [{}, { hostNetwork: true }] }, { place: 'spec.hostNetwork' }],
    ['spec.containers[0].volumes', { containers: [{ volumes: [] }] }, { place: 'spec.volumes', nearest: undefined }],
    ['spec.image', { image: 'x' }, { place: 'spec.containers[*].image' }],
    ['spec.nothingLikeIt', { nothingLikeIt: 1 }, { place: undefined, nearest: undefined }],
    // Several structs below have a name.
    ['spec.name', { name: 'x' }, { place: undefined }],
    ['spec.null', { null: null }, {}],
  ])('%s', (path, spec, expected) => {
    const [finding, ...others] = findingsOf(pod(spec));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ kind: 'unknown-field', path, message: `unknown field "${path}"`, silent: false });
    for (const [key, value] of Object.entries(expected)) expect(Reflect.get(finding ?? {}, key)).toBe(value);
  });

  it('are dropped, and everything else is shared', () => {
    const spec = { containers: [{ name: 'c', image: 'i' }], foo: 1 };
    const value = pod(spec);
    expect(decode(value).object).toEqual(pod({ containers: spec.containers }));
    expect(Reflect.get(Reflect.get(decode(value).object, 'spec'), 'containers')).toBe(spec.containers);
  });

  it('have hostile names', () => {
    const value = JSON.parse('{"apiVersion":"v1","kind":"Pod","__proto__":{"spec":{}},"constructor":1,"toString":"x"}');
    const { object, findings } = decode(value);
    expect(strictErrors(findings)).toEqual([
      'unknown field "__proto__"',
      'unknown field "constructor"',
      'unknown field "toString"',
    ]);
    expect(object).toEqual({ apiVersion: 'v1', kind: 'Pod' });
    expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
  });

  it('are quoted as Go does', () => {
    expect(strictErrors(findingsOf(pod({ 'a"\n\u200b': 1 })))).toEqual(['unknown field "spec.a\\"\\n\\u200b"']);
  });

  it('follow the keys of maps with dots, and paths with brackets', () => {
    const crd = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      spec: { versions: [{ schema: { openAPIV3Schema: { properties: { 'a.b': { typ: 'x' } } } } }] },
    };
    expect(findingsOf(crd)).toMatchObject([
      {
        path: 'spec.versions[0].schema.openAPIV3Schema.properties[a.b].typ',
        message: 'unknown field "spec.versions[0].schema.openAPIV3Schema.properties.a.b.typ"',
        nearest: 'type',
      },
    ]);
  });

  it('are not told of within schemas that decode themselves', () => {
    const schema = { items: { typ: 'x' } };
    const crd = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      spec: { versions: [{ schema: { openAPIV3Schema: schema } }] },
    };
    const findings = findingsOf(crd);
    expect(findings).toMatchObject([{ kind: 'unknown-field', silent: true }]);
    expect(strictErrors(findings)).toEqual([]);
  });

  it('are none in labels, and none in the contents of custom resources', () => {
    expect(findingsOf(pod({}, { labels: { __proto__x: 'a', foo: 'b' } }))).toEqual([]);
    const custom = { apiVersion: 'example.com/v1', kind: 'Foo', metadata: { name: 'x' }, spec: { anything: 1 } };
    expect(decode(custom)).toEqual({ object: custom, findings: [], kind: undefined });
  });

  it('are told at most a hundred times, each once', () => {
    const many = Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`x${index}`, 1]));
    const findings = findingsOf(pod(many));
    expect(findings.length).toBe(1000);
    expect(strictErrors(findings).length).toBe(100);
    expect(strictDecodingError(['unknown field "a"', 'unknown field "b"'])).toBe(
      'strict decoding error: unknown field "a", unknown field "b"',
    );
  });
});

describe('fields of other versions and gates', () => {
  it('names the versions', () => {
    const value = pod({ containers: [], resources: {}, workloadRef: {} });
    expect(decode(value, inMinor(31)).findings).toEqual([
      {
        kind: 'field-not-in-version',
        path: 'spec.resources',
        name: 'resources',
        message: 'unknown field "spec.resources"',
        silent: false,
        since: 32,
      },
      {
        kind: 'field-not-in-version',
        path: 'spec.workloadRef',
        name: 'workloadRef',
        message: 'unknown field "spec.workloadRef"',
        silent: false,
        since: 35,
        last: 35,
      },
    ]);
    expect(decode(value, inMinor(31)).object).toEqual(pod({ containers: [] }));
    expect(decode(value, inMinor(35)).object).toBe(value);
  });

  it('names the gate', () => {
    const profile: VersionProfile = { minor: 32, enabled: (gate) => gate !== 'UserNamespacesSupport' };
    const options: DecodeOptions = {
      fieldGates: (type, field) =>
        type === 'core.v1.PodSpec' && field === 'hostUsers' ? 'UserNamespacesSupport' : undefined,
      gateDefaults: (gate) => (gate === 'UserNamespacesSupport' ? 33 : undefined),
    };
    const decoded = decode(pod({ hostUsers: false, containers: [] }), profile, options);
    expect(decoded).toMatchObject({
      object: pod({ containers: [] }),
      findings: [
        {
          kind: 'field-gate-off',
          path: 'spec.hostUsers',
          name: 'hostUsers',
          gate: 'UserNamespacesSupport',
          message: 'spec.hostUsers is dropped on create: feature gate UserNamespacesSupport is off',
          onByDefaultSince: 33,
        },
      ],
    });
    expect(strictErrors(decoded.findings)).toEqual([]);
    expect(decode(pod({ hostUsers: null }), profile, options).findings).toEqual([]);
  });

  it('asks for inlined fields under both types', () => {
    const asked: string[] = [];
    const options: DecodeOptions = {
      fieldGates: (type, field) => {
        if (field === 'resizePolicy') asked.push(type);
        return undefined;
      },
    };
    decode(pod({ ephemeralContainers: [{ resizePolicy: [] }] }), in135, options);
    expect(asked).toEqual(['core.v1.EphemeralContainer', 'core.v1.EphemeralContainerCommon']);
  });
});

describe('wrong types', () => {
  it.each([
    [
      { containers: [{ env: [{ name: 'A', value: 8080 }] }] },
      'json: cannot unmarshal number into Go struct field EnvVar.spec.containers.env.value of type string',
      { containers: [{ env: [{ name: 'A' }] }] },
    ],
    [
      { hostNetwork: 'true' },
      'json: cannot unmarshal string into Go struct field PodSpec.spec.hostNetwork of type bool',
      {},
    ],
    [
      { containers: {} },
      'json: cannot unmarshal object into Go struct field PodSpec.spec.containers of type []v1.Container',
      {},
    ],
    // An item that is wrong is empty, so that the others keep their places.
    [
      { containers: ['x', { name: 'b' }] },
      'json: cannot unmarshal string into Go struct field PodSpec.spec.containers of type v1.Container',
      { containers: [{}, { name: 'b' }] },
    ],
    [
      { terminationGracePeriodSeconds: 1.5 },
      'json: cannot unmarshal number 1.5 into Go struct field PodSpec.spec.terminationGracePeriodSeconds of type int64',
      {},
    ],
    [
      { containers: [{ ports: [{ containerPort: 4294967376 }] }] },
      'json: cannot unmarshal number 4294967376 into Go struct field ContainerPort.spec.containers.ports.containerPort of type int32',
      { containers: [{ ports: [{}] }] },
    ],
    [
      { overhead: 'x' },
      'json: cannot unmarshal string into Go struct field PodSpec.spec.overhead of type v1.ResourceList',
      {},
    ],
    [
      { restartPolicy: true },
      'json: cannot unmarshal bool into Go struct field PodSpec.spec.restartPolicy of type v1.RestartPolicy',
      {},
    ],
    [
      { overhead: { cpu: true } },
      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
      { overhead: {} },
    ],
  ])('%j', (spec, message, kept) => {
    expect(errorOf(pod(spec))).toBe(message);
    expect(decode(pod(spec)).object).toEqual(pod(kept));
  });

  it('refuses integers beyond 64 bits', () => {
    expect(errorOf(pod({ terminationGracePeriodSeconds: 9223372036854775808n }))).toBe(
      'json: cannot unmarshal number 9223372036854775808 into Go struct field PodSpec.spec.terminationGracePeriodSeconds of type int64',
    );
    expect(errorOf(pod({ terminationGracePeriodSeconds: 9223372036854775807n }))).toBeUndefined();
  });

  it('tells what was expected and what was given', () => {
    expect(findingsOf(pod({}, { labels: { a: true } }))).toEqual([
      {
        kind: 'wrong-type',
        path: 'metadata.labels[a]',
        expected: 'string',
        got: 'boolean',
        message: 'json: cannot unmarshal bool into Go struct field ObjectMeta.metadata.labels of type string',
        fatal: false,
      },
    ]);
  });

  it('names embedded structs from 1.35 on', () => {
    const value = pod({ containers: [{ livenessProbe: { httpGet: 1 } }] });
    expect(errorOf(value, inMinor(34))).toBe(
      'json: cannot unmarshal number into Go struct field Probe.spec.containers.livenessProbe.httpGet of type v1.HTTPGetAction',
    );
    expect(errorOf(value, inMinor(35))).toBe(
      'json: cannot unmarshal number into Go struct field Probe.spec.containers.livenessProbe.ProbeHandler.httpGet of type v1.HTTPGetAction',
    );
  });

  it('names fields of schemas that decode themselves from 1.35 on', () => {
    const crd = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      spec: { versions: [{ schema: { openAPIV3Schema: { items: { type: 1 } } } }] },
    };
    const start =
      'json: cannot unmarshal number into Go struct field JSONSchemaProps.spec.versions.schema.openAPIV3Schema';
    expect(errorOf(crd, inMinor(34))).toBe(`${start}.items of type string`);
    expect(errorOf(crd, inMinor(35))).toBe(`${start}.items.type of type string`);
  });

  it('prints the first error, or the first that ends decoding', () => {
    const probe = { httpGet: { port: 1.5 } };
    const value = pod({ hostNetwork: 1, containers: [{ image: 2, livenessProbe: probe }] });
    expect(findingsOf(value).length).toBe(3);
    expect(errorOf(value)).toBe(
      'json: cannot unmarshal number 1.5 into Go struct field HTTPGetAction.spec.containers.livenessProbe.ProbeHandler.httpGet.port of type int32',
    );
    expect(errorOf(pod({ hostNetwork: 1, containers: [{ image: 2 }] }))).toBe(
      'json: cannot unmarshal number into Go struct field PodSpec.spec.hostNetwork of type bool',
    );
  });

  it('takes numbers as they are spelled where the caller knows', () => {
    const value = pod({ terminationGracePeriodSeconds: 1 });
    const options: DecodeOptions = {
      ...noGates,
      numberSpelling: (path) => (path.join('.') === 'spec.terminationGracePeriodSeconds' ? '1.0' : undefined),
    };
    expect(decodingError(decode(value, in135, options).findings)).toBe(
      'json: cannot unmarshal number 1.0 into Go struct field PodSpec.spec.terminationGracePeriodSeconds of type int64',
    );
    expect(decode(pod({ priority: 1 }), in135, options).findings).toEqual([]);
  });

  it('decodes bytes', () => {
    const secret = (data: unknown): object => ({ apiVersion: 'v1', kind: 'Secret', data });
    expect(errorOf(secret({ a: '!' }))).toBe('illegal base64 data at input byte 0');
    expect(errorOf(secret({ a: 1 }))).toBe(
      'json: cannot unmarshal number into Go struct field Secret.data of type []uint8',
    );
    expect(decode(secret({ a: [97, 98] })).object).toEqual(secret({ a: 'YWI=' }));
    expect(errorOf(secret({ a: [256] }))).toBe(
      'json: cannot unmarshal number 256 into Go struct field Secret.data of type uint8',
    );
  });

  it('decodes times', () => {
    const created = (creationTimestamp: unknown): object => pod({}, { creationTimestamp });
    expect(findingsOf(created('2020-01-01T00:00:00Z'))).toEqual([]);
    expect(errorOf(created('2020-01-01'))).toBe(
      'parsing time "2020-01-01" as "2006-01-02T15:04:05Z07:00": cannot parse "" as "T"',
    );
    expect(errorOf(created(1))).toBe(
      'json: cannot unmarshal number into Go struct field ObjectMeta.metadata.creationTimestamp of type string',
    );
  });

  it('decodes the alternatives of schemas', () => {
    const crd = (schema: object): object => ({
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      spec: { versions: [{ schema: { openAPIV3Schema: schema } }] },
    });
    const fine = crd({
      additionalProperties: true,
      items: [{ type: 'string' }],
      dependencies: { a: ['b'], c: { type: 'object' } },
      default: { x: null },
      enum: [null, 1],
      maximum: 1.5,
    });
    expect(decode(fine)).toMatchObject({ object: fine, findings: [] });
    expect(errorOf(crd({ additionalProperties: 'x' }))).toBe('boolean or JSON schema expected');
    expect(decode(crd({ items: 5 }))).toMatchObject({ object: crd({}), findings: [] });
  });
});

describe('null', () => {
  it('is an absent field and a zero item', () => {
    const value = pod(
      { containers: [null, { args: [null, 'x'], resources: { limits: { cpu: null } } }], securityContext: null },
      { creationTimestamp: null, labels: { a: null }, annotations: null },
    );
    expect(decode(value)).toMatchObject({ findings: [] });
    expect(decode(value).object).toEqual(
      pod({ containers: [{}, { args: ['', 'x'], resources: { limits: { cpu: '0' } } }] }, { labels: { a: '' } }),
    );
  });
});

describe('type meta', () => {
  it.each([
    [undefined, "Object 'Kind' is missing"],
    [{}, "Object 'Kind' is missing"],
    [{ kind: 'Pod' }, "Object 'apiVersion' is missing"],
    [{ kind: 'Pod', apiVersion: 'apps/' }, "Object 'apiVersion' is missing"],
    [{ kind: 'Pod', apiVersion: 'a/b/c' }, 'unexpected GroupVersion string: a/b/c'],
    [
      { kind: 1, apiVersion: 'v1' },
      "couldn't get version/kind; json parse error: json: cannot unmarshal number into Go struct field .kind of type string",
    ],
    [
      [],
      'couldn\'t get version/kind; json parse error: json: cannot unmarshal array into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }',
    ],
  ])('%j', (value, message) => {
    expect(errorOf(value)).toBe(message);
  });

  it('is not needed for well typed metadata', () => {
    const foreign = { apiVersion: 'example.com/v1', kind: 'Foo', metadata: { labels: { a: 1 }, nam: 'x' }, spec: 1 };
    const { object, findings } = decode(foreign);
    expect(object).toEqual({ ...foreign, metadata: { labels: {} } });
    expect(findings.map(({ message }) => message)).toEqual([
      'json: cannot unmarshal number into Go struct field ObjectMeta.labels of type string',
      'unknown field "metadata.nam"',
    ]);
    expect(errorOf({ ...foreign, metadata: 'x' })).toBe(
      'json: cannot unmarshal string into Go value of type v1.ObjectMeta',
    );
  });
});

describe('API versions', () => {
  it.each([
    [
      'batch/v1beta1',
      'CronJob',
      27,
      {
        kind: 'removed-api',
        path: 'apiVersion',
        message: 'batch/v1beta1 CronJob is deprecated in v1.21+, unavailable in v1.25+; use batch/v1 CronJob',
        removed: 25,
        replacement: { apiVersion: 'batch/v1', kind: 'CronJob' },
      },
    ],
    [
      'flowcontrol.apiserver.k8s.io/v1beta3',
      'FlowSchema',
      30,
      {
        kind: 'deprecated-api',
        path: 'apiVersion',
        message:
          'flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema is deprecated in v1.29+, unavailable in v1.32+; use flowcontrol.apiserver.k8s.io/v1 FlowSchema',
        deprecated: 29,
        removed: 32,
        replacement: { apiVersion: 'flowcontrol.apiserver.k8s.io/v1', kind: 'FlowSchema' },
      },
    ],
    [
      'resource.k8s.io/v1',
      'ResourceClaim',
      33,
      {
        kind: 'not-yet-api',
        path: 'apiVersion',
        message: 'no matches for kind "ResourceClaim" in version "resource.k8s.io/v1"',
        introduced: 34,
        needsRuntimeConfig: false,
      },
    ],
    [
      'resource.k8s.io/v1beta1',
      'ResourceClaim',
      33,
      {
        kind: 'api-not-enabled',
        path: 'apiVersion',
        message: 'no matches for kind "ResourceClaim" in version "resource.k8s.io/v1beta1"',
        runtimeConfig: 'resource.k8s.io/v1beta1=true',
      },
    ],
    [
      'apps/v1',
      'Pod',
      35,
      { kind: 'unknown-kind', path: 'kind', message: 'no matches for kind "Pod" in version "apps/v1"' },
    ],
    ['v1', 'pod', 35, { kind: 'unknown-kind', path: 'kind', message: 'no matches for kind "pod" in version "v1"' }],
    [
      'v1',
      'Status',
      35,
      { kind: 'unknown-kind', path: 'kind', message: 'no matches for kind "Status" in version "v1"' },
    ],
    [
      // Gone without a declared removal.
      'resource.k8s.io/v1alpha2',
      'ResourceClaim',
      31,
      {
        kind: 'removed-api',
        path: 'apiVersion',
        message: 'no matches for kind "ResourceClaim" in version "resource.k8s.io/v1alpha2"',
        removed: 31,
      },
    ],
  ])('%s %s in %d', (apiVersion, kind, minor, expected) => {
    expect(findingsOf({ apiVersion, kind }, inMinor(minor))).toEqual([expected]);
  });

  it.each([
    ['v1', 'List'],
    ['v1', 'Config'],
    ['v1', 'PodList'],
    ['example.com/v1', 'Foo'],
    ['kubelet.config.k8s.io/v1beta1', 'KubeletConfiguration'],
    ['admission.k8s.io/v1', 'AdmissionReview'],
    ['policy/v1', 'PodDisruptionBudget'],
  ])('says nothing of %s %s', (apiVersion, kind) => {
    expect(findingsOf({ apiVersion, kind })).toEqual([]);
  });

  it('decodes a kind of another minor by that minor', () => {
    const value = { apiVersion: 'resource.k8s.io/v1', kind: 'DeviceClass', spec: { selectors: [], foo: 1 } };
    expect(findingsOf(value, inMinor(27)).map(({ kind }) => kind)).toEqual(['not-yet-api', 'unknown-field']);
  });
});

describe('limits', () => {
  const nested = (depth: number): object => {
    let schema: object = {};
    for (let level = 0; level < depth; level++) schema = { not: schema };
    return {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      spec: { versions: [{ schema: { openAPIV3Schema: schema } }] },
    };
  };

  it('takes deep schemas', () => {
    expect(findingsOf(nested(400))).toEqual([]);
  });

  it('refuses deeper ones', () => {
    expect(findingsOf(nested(100_000))).toMatchObject([{ kind: 'limit-exceeded', message: 'exceeded max depth' }]);
  });

  it('ends on values that hold themselves', () => {
    const schema: { not?: object; allOf?: object[] } = {};
    schema.not = schema;
    schema.allOf = [schema, schema];
    const crd = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      spec: { versions: [{ schema: { openAPIV3Schema: schema } }] },
    };
    expect(findingsOf(crd)).toMatchObject([{ kind: 'limit-exceeded' }]);
    expect(errorOf(crd)).toBe('exceeded max depth');
  });
});
