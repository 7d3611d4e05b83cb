import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apiVersions, type KindModel, kindsOf, lookupKind, minorsOf } from '../model/kind-model.js';
import { decodeProtobuf, lookupWireKind } from './decode-protobuf.js';
import { encodeProtobuf, encodeWatchEventFrame } from './encode-protobuf.js';
import { goForm } from './go-form.js';
import { goJSON } from './go-json.js';
import { partialMetadataKind } from './partial-object-metadata.js';

const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

function kindOf(apiVersion: string, kind: string): KindModel {
  const model = lookupWireKind(apiVersion, kind);
  if (model === undefined) throw new Error(`no kind ${kind}`);
  return model;
}

describe('encodeProtobuf', () => {
  it('writes what kubectl writes for a new namespace', () => {
    const bytes = encodeProtobuf({ metadata: { name: 'kc' } }, kindOf('v1', 'Namespace'), 35);
    expect(hex(bytes)).toBe(
      // Magic, type, object (metadata, spec, status), content encoding and type.
      ['6b387300', '0a0f0a02763112094e616d657370616365', '121a', '0a120a026b6312001a0022002a00320038004200']
        .concat('1200', '1a020a00', '1a00', '2200')
        .join(''),
    );
  });

  it.each<[string, string, Readonly<Record<string, unknown>>]>([
    ['v1', 'ConfigMap', { metadata: { name: 'x' }, data: { '\u00e9': '\u{1f600}', 10: 'a', 9: '' } }],
    ['v1', 'Secret', { metadata: { generation: -1 }, data: { k: 'AAH/', e: '' }, type: 'Opaque' }],
    ['v1', 'Event', { metadata: {}, involvedObject: {}, eventTime: '2024-01-01T00:00:00.000001Z' }],
    ['v1', 'Status', { metadata: { remainingItemCount: 9007199254740993n }, code: -5, details: { causes: [{}] } }],
    ['v1', 'DeleteOptions', { preconditions: { uid: 'u' }, orphanDependents: false, dryRun: ['All'] }],
    ['autoscaling/v1', 'Scale', { metadata: {}, spec: { replicas: 3 }, status: { replicas: 0, selector: 'a=b' } }],
    ['policy/v1', 'Eviction', { metadata: { name: 'x' }, deleteOptions: { gracePeriodSeconds: 0 } }],
    ['v1', 'Binding', { metadata: {}, target: { kind: 'Node', name: 'n' } }],
    ['apps/v1', 'ControllerRevision', { metadata: {}, data: { z: 1, a: [1.5, null] }, revision: 2 }],
    [
      'authentication.k8s.io/v1',
      'TokenRequest',
      {
        metadata: {},
        spec: { audiences: null, expirationSeconds: 600, boundObjectRef: null },
        status: { token: '', expirationTimestamp: null },
      },
    ],
    [
      'authorization.k8s.io/v1',
      'SubjectAccessReview',
      { metadata: {}, spec: { extra: { a: ['b', 'c'], d: [] } }, status: { allowed: true } },
    ],
    [
      'v1',
      'PodList',
      {
        metadata: { resourceVersion: '1' },
        items: [{ metadata: { name: 'a' }, spec: { containers: null }, status: {} }],
      },
    ],
    [
      'apiextensions.k8s.io/v1',
      'CustomResourceDefinition',
      {
        metadata: {},
        spec: {
          group: 'g',
          names: { plural: 'p', kind: 'K' },
          scope: 'Namespaced',
          versions: [
            {
              name: 'v1',
              served: true,
              storage: true,
              schema: {
                openAPIV3Schema: {
                  maximum: 0.5,
                  items: { type: 'string' },
                  additionalProperties: false,
                  properties: {
                    a: { items: [{}, { default: { x: null } }], additionalItems: true },
                    b: { additionalProperties: { type: 'x' }, enum: [null, 1, 'a'] },
                  },
                  dependencies: { c: ['d'], e: {} },
                },
              },
            },
          ],
        },
        status: { conditions: null, acceptedNames: { plural: '', kind: '' }, storedVersions: ['v1'] },
      },
    ],
  ])('%s %s comes back as it went', (apiVersion, kind, rest) => {
    const model = kindOf(apiVersion, kind);
    const object = goForm({ kind, apiVersion, ...rest }, model, 35, 'json');
    const decoded = decodeProtobuf(encodeProtobuf(object, model, 35), 35);
    expect(decoded).toMatchObject({ apiVersion, kind });
    expect(goJSON(decoded.object)).toBe(goJSON(object));
  });

  it.each([27, 33, 36])('brings the zero object of every kind of 1.%d back', (minor) => {
    const kinds = apiVersions().flatMap((apiVersion) => [...kindsOf(apiVersion).values()]);
    for (const kind of kinds.filter((each) => minorsOf(each).includes(minor))) {
      const head = kind.kind === 'WatchEvent' ? {} : { kind: kind.kind, apiVersion: kind.apiVersion };
      const object = goForm(head, kind, minor);
      expect(goForm(object, kind, minor)).toBe(object);
      expect(goJSON(decodeProtobuf(encodeProtobuf(object, kind, minor), minor).object)).toBe(goJSON(object));
    }
  });

  it('knows partial metadata', () => {
    const item = { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: { name: 'x' } };
    const kind = partialMetadataKind('PartialObjectMetadata');
    expect(decodeProtobuf(encodeProtobuf(item, kind, 35), 35).object).toEqual(item);
    const list = { metadata: { resourceVersion: '5' }, items: [{ metadata: { name: 'x' } }] };
    for (const version of ['v1', 'v1beta1'] as const) {
      const listKind = partialMetadataKind('PartialObjectMetadataList', version);
      expect(decodeProtobuf(encodeProtobuf(list, listKind, 35), 35).object).toMatchObject(list);
      expect(goJSON(goForm(list, listKind, 35))).toBe(
        '{"metadata":{"resourceVersion":"5"},"items":[{"metadata":{"name":"x"}}]}',
      );
    }
  });

  it('brings any ConfigMap and Pod back', () => {
    const text = fc.string({ maxLength: 5, unit: 'grapheme' });
    const texts = fc.dictionary(text, text, { maxKeys: 4 });
    const metadata = fc.record({ name: text, labels: texts, generation: fc.maxSafeInteger() });
    const container = fc.record({
      name: text,
      ports: fc.array(fc.record({ containerPort: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), hostIP: text })),
      livenessProbe: fc.option(fc.record({ httpGet: fc.record({ port: fc.oneof(text, fc.nat()) }) })),
      resources: fc.record({ limits: fc.dictionary(text, fc.nat().map(String), { maxKeys: 2 }) }),
    });
    const pod = fc.record({
      metadata,
      spec: fc.record({ containers: fc.array(container, { maxLength: 3 }), hostUsers: fc.boolean() }),
    });
    const configMap = fc.record({ metadata, data: texts, immutable: fc.boolean() });
    const backAndForth = (kindName: string, value: object): void => {
      const kind = lookupKind('v1', kindName);
      if (kind === undefined) throw new Error(`no ${kindName}`);
      const object = goForm({ kind: kindName, apiVersion: 'v1', ...value }, kind, 35);
      expect(goJSON(decodeProtobuf(encodeProtobuf(object, kind, 35), 35).object)).toBe(goJSON(object));
    };
    fc.assert(
      fc.property(configMap, (value) => backAndForth('ConfigMap', value)),
      { numRuns: 150 },
    );
    fc.assert(
      fc.property(pod, (value) => backAndForth('Pod', value)),
      { numRuns: 100 },
    );
  });
});

describe('encodeWatchEventFrame', () => {
  it('writes the length, and the event without an envelope', () => {
    const object = Uint8Array.from([1, 2, 3]);
    expect(hex(encodeWatchEventFrame('ADDED', object))).toBe('0000000e0a05414444454412050a03010203');
  });
});
