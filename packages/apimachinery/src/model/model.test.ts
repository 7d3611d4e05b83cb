import { describe, expect, it } from 'vitest';
import { documentedValuesOf } from './documented-values.js';
import { apiVersions, itemKindOf, kindsOf, lifecycleOfKind, lookupKind, minorsOf, typeOfKind } from './kind-model.js';
import { mergeRuleOf, structRuleOf } from './merging.js';
import { isInRange, parseMinorRange } from './minor-range.js';
import { findResources } from './resource-name.js';
import { fieldIn, type TypeModel, typeModel, typeNames } from './type-model.js';

function type(name: string): TypeModel {
  const model = typeModel(name);
  if (model === undefined) throw new Error(`no type ${name}`);
  return model;
}

describe('parseMinorRange', () => {
  it.each([
    ['', 27, true],
    ['30..', 29, false],
    ['30..', 30, true],
    ['..34', 35, false],
    ['30..34', 34, true],
  ])('%s holds %d: %s', (text, minor, expected) => {
    expect(isInRange(parseMinorRange(text), minor)).toBe(expected);
  });
});

describe('lookupKind', () => {
  it.each([
    ['v1', 'Pod', 'core.v1.Pod', 27, 36],
    ['apps/v1', 'Deployment', 'apps.v1.Deployment', 27, 36],
    ['v1', 'Status', 'meta.v1.Status', 27, 36],
    ['apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'apiextensions.v1.CustomResourceDefinition', 27, 36],
    ['resource.k8s.io/v1', 'DeviceClass', 'resource.v1.DeviceClass', 34, 36],
    ['networking.k8s.io/v1alpha1', 'ClusterCIDR', 'networking.v1alpha1.ClusterCIDR', 27, 28],
  ])('%s %s', (apiVersion, kind, typeName, first, last) => {
    const model = lookupKind(apiVersion, kind);
    expect(model).toMatchObject({ apiVersion, kind, typeName });
    const minors = model === undefined ? [] : minorsOf(model);
    expect([minors[0], minors.at(-1)]).toEqual([first, last]);
  });

  it.each([
    ['v1', 'pod'],
    ['v2', 'Pod'],
    ['example.com/v1', 'Pod'],
    ['__proto__', 'constructor'],
  ])('knows no %s %s', (apiVersion, kind) => {
    expect(lookupKind(apiVersion, kind)).toBeUndefined();
  });

  it('names types that exist', () => {
    const kinds = apiVersions().flatMap((apiVersion) => [...kindsOf(apiVersion).values()]);
    expect(kinds.length).toBe(385);
    expect(
      kinds.filter((kind) => typeOfKind(kind).fields.get('kind') === undefined && kind.kind !== 'WatchEvent'),
    ).toEqual([]);
  });

  it('gives a list the resource of its items', () => {
    const list = lookupKind('v1', 'PodList');
    expect(list && lifecycleOfKind(list)?.resource).toMatchObject({ name: 'pods', namespaced: true });
    expect(itemKindOf({ kind: 'List' })).toBe('List');
  });
});

describe('typeModel', () => {
  it('knows fields with the minors that have them', () => {
    const field = type('core.v1.PodSpec').fields.get('resources');
    expect(field).toMatchObject({ since: 32, number: 40, type: { kind: 'struct', pointer: true } });
    expect(field?.last).toBeUndefined();
    expect(type('core.v1.PodSpec').fields.get('workloadRef')).toMatchObject({ since: 35, last: 35 });
  });

  it('flattens inlined types in the order of Go', () => {
    expect([...type('core.v1.Probe').fields.keys()]).toEqual([
      'exec',
      'httpGet',
      'tcpSocket',
      'grpc',
      'initialDelaySeconds',
      'timeoutSeconds',
      'periodSeconds',
      'successThreshold',
      'failureThreshold',
      'terminationGracePeriodSeconds',
    ]);
    expect(type('core.v1.Probe').fields.get('exec')).toMatchObject({
      declaredIn: 'core.v1.ProbeHandler',
      embeddedIn: ['ProbeHandler'],
    });
    expect(type('admissionregistration.v1.NamedRuleWithOperations').fields.get('apiGroups')?.embeddedIn).toEqual([
      'RuleWithOperations',
      'Rule',
    ]);
    expect(type('core.v1.Probe').inlined).toEqual([{ typeName: 'core.v1.ProbeHandler', number: 1 }]);
  });

  it.each([
    ['core.v1.PodSpec', 'containers', 'list', '[]v1.Container'],
    ['core.v1.PodSpec', 'restartPolicy', 'string', 'v1.RestartPolicy'],
    ['core.v1.PodSpec', 'overhead', 'map', 'v1.ResourceList'],
    ['core.v1.PodSpec', 'hostUsers', 'bool', 'bool'],
    ['core.v1.Secret', 'data', 'map', 'map[string][]uint8'],
    ['core.v1.ServicePort', 'targetPort', 'intOrString', 'intstr.IntOrString'],
    ['core.v1.Event', 'eventTime', 'microTime', 'v1.MicroTime'],
    ['meta.v1.ObjectMeta', 'creationTimestamp', 'time', 'v1.Time'],
    ['meta.v1.ManagedFieldsEntry', 'fieldsV1', 'any', 'v1.FieldsV1'],
    ['authentication.v1.UserInfo', 'extra', 'map', 'map[string]v1.ExtraValue'],
    ['apiextensions.v1.JSONSchemaProps', 'items', 'schemaOrArray', 'v1.JSONSchemaPropsOrArray'],
    ['apiextensions.v1.JSONSchemaProps', 'maximum', 'float64', 'float64'],
    ['apiextensions.v1.JSONSchemaProps', 'definitions', 'map', 'v1.JSONSchemaDefinitions'],
  ])('%s.%s is a %s, %s to Go', (name, field, kind, goName) => {
    expect(type(name).fields.get(field)?.type).toMatchObject({ kind, goName });
  });

  it('knows a field whose type changed', () => {
    const claim = type('core.v1.PersistentVolumeClaimSpec');
    expect(fieldIn(claim, 'resources', 28)?.type.typeName).toBe('core.v1.ResourceRequirements');
    expect(fieldIn(claim, 'resources', 29)?.type.typeName).toBe('core.v1.VolumeResourceRequirements');
    expect(fieldIn(claim, 'volumeAttributesClassName', 28)).toBeUndefined();
  });

  it('knows when JSON leaves a field out', () => {
    const created = type('meta.v1.ObjectMeta').fields.get('creationTimestamp');
    expect(created).toMatchObject({ omitEmpty: {}, omitZero: { since: 34 } });
    expect(type('core.v1.HostAlias').fields.get('ip')?.omitEmpty).toEqual({ last: 29 });
    expect(type('core.v1.PodSpec').fields.get('containers')?.omitEmpty).toBeUndefined();
  });

  it.each(['core.v1.Nope', 'core.v1.RestartPolicy', 'nope', '', '__proto__.toString', 'core.v1.__proto__'])(
    'has no struct %j',
    (name) => {
      expect(typeModel(name)).toBeUndefined();
    },
  );

  it('reads every type, and every struct that a field names', () => {
    const names = typeNames();
    expect(names.length).toBe(1377);
    const missing = names.flatMap((name) =>
      [...type(name).fields.values()].filter((field) => {
        let at: typeof field.type | undefined = field.type;
        while (at?.element !== undefined && at.kind !== 'struct') at = at.element;
        return at?.kind === 'struct' && typeModel(at.typeName ?? '') === undefined;
      }),
    );
    expect(missing).toEqual([]);
  });
});

describe('mergeRuleOf', () => {
  it.each([
    [
      'core.v1.PodSpec',
      'containers',
      29,
      { apply: 'associative', applyKeys: ['name'], patchStrategy: 'merge', patchMergeKey: 'name' },
    ],
    ['core.v1.PodSpec', 'tolerations', 29, {}],
    ['core.v1.PodSpec', 'tolerations', 30, { listType: 'atomic' }],
    ['core.v1.PodSpec', 'nodeSelector', 35, { mapType: 'atomic', apply: 'atomic' }],
    ['core.v1.PodSpec', 'nope', 35, {}],
    ['constructor', '__proto__', 35, {}],
  ])('%s.%s in %d', (typeName, field, minor, expected) => {
    expect(mergeRuleOf(typeName, field, minor)).toEqual(expected);
  });

  it('knows atomic structs', () => {
    expect(structRuleOf('core.v1.SecretKeySelector', 35)).toEqual({ structType: 'atomic', apply: 'atomic' });
    expect(structRuleOf('core.v1.PodSpec', 35)).toEqual({});
  });
});

describe('documentedValuesOf', () => {
  it.each([
    ['core.v1.ContainerPort', 'protocol', { enum: ['SCTP', 'TCP', 'UDP'], default: 'TCP' }],
    ['core.v1.FileKeySelector', 'optional', { default: false }],
    ['core.v1.ContainerPort', 'containerPort', {}],
    ['core.v1.Nope', 'x', {}],
  ])('%s.%s', (typeName, field, expected) => {
    expect(documentedValuesOf(typeName, field)).toEqual(expected);
  });
});

describe('findResources', () => {
  const found = (word: string, minor: number): string[] =>
    findResources(word, minor).map(({ apiVersion, resource }) => `${apiVersion} ${resource?.name}`);
  it.each([
    ['po', 35, ['v1 pods']],
    ['Deployment', 35, ['apps/v1 deployments']],
    ['ingresses.networking.k8s.io', 35, ['networking.k8s.io/v1 ingresses']],
    ['events', 35, ['v1 events', 'events.k8s.io/v1 events']],
    [
      'deviceclasses',
      33,
      [
        'resource.k8s.io/v1alpha3 deviceclasses',
        'resource.k8s.io/v1beta1 deviceclasses',
        'resource.k8s.io/v1beta2 deviceclasses',
      ],
    ],
    ['nope', 35, []],
  ])('%s in %d', (word, minor, expected) => {
    expect(found(word, minor)).toEqual(expected);
  });
});
