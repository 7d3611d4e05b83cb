import { describe, expect, it } from 'vitest';
import { decodeProtobuf } from './decode-protobuf.js';
import { goJSON } from './go-json.js';
import { ProtobufError, protobufBadRequest } from './protobuf-error.js';

type Part = string | number | readonly number[] | Uint8Array;

/** Bytes of texts, single bytes and lists of them. */
function bytes(...parts: Part[]): Uint8Array {
  return Uint8Array.from(
    parts.flatMap((part) => {
      if (typeof part === 'number') return [part];
      return typeof part === 'string' ? [...new TextEncoder().encode(part)] : [...part];
    }),
  );
}

function varint(value: number): number[] {
  const low = value % 128;
  return value < 128 ? [value] : [low + 128, ...varint((value - low) / 128)];
}

/** A field with a length. */
const field = (number: number, ...parts: Part[]): Uint8Array => {
  const content = bytes(...parts);
  return bytes(varint(number * 8 + 2), varint(content.length), content);
};

const envelope = (kind: string, message: Uint8Array, apiVersion = 'v1'): Uint8Array =>
  bytes('k8s', 0, field(1, field(1, apiVersion), field(2, kind)), field(2, message));
const meta = field(1, field(1, 'x'));
/** The field `not` of a JSON schema. */
const NOT = 28;
const CONFIG_MAP = { apiVersion: 'v1', kind: 'ConfigMap' };

function errorOf(body: Uint8Array, expected = CONFIG_MAP): string {
  try {
    decodeProtobuf(body, 35, expected);
  } catch (error) {
    if (error instanceof ProtobufError) return protobufBadRequest(error, body, expected.kind);
    throw error;
  }
  return 'none';
}

const json = (body: Uint8Array, minor = 35): string => goJSON(decodeProtobuf(body, minor).object);
const configMap = (...parts: Part[]): string => json(envelope('ConfigMap', bytes(meta, ...parts)));
const head = '{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"x"}';

describe('decodeProtobuf', () => {
  it.each<[string, Uint8Array, string]>([
    ['nothing', bytes(), 'the object provided is unrecognized (must be of type ConfigMap): empty data (<empty>)'],
    [
      'no magic',
      bytes('\n\u000f\n\u0002v1\u0012\tConfigMap\u0012\u0005\n\u0003\n\u0001x'),
      'the object provided is unrecognized (must be of type ConfigMap): provided data does not appear to be a protobuf ' +
        'message, expected prefix [107 56 115 0] (0a0f0a0276311209436f6e6669674d617012050a030a0178)',
    ],
    [
      'a long body without magic',
      bytes('x'.repeat(31)),
      'the object provided is unrecognized (must be of type ConfigMap): provided data does not appear to be a protobuf ' +
        `message, expected prefix [107 56 115 0] (${'78'.repeat(30)} ...)`,
    ],
    [
      'magic only',
      bytes('k8s', 0),
      'the object provided is unrecognized (must be of type ConfigMap): empty body (6b387300)',
    ],
    [
      'another kind',
      envelope('Secret', meta),
      'Secret in version "v1" cannot be handled as a ConfigMap: converting (v1.Secret) to (core.ConfigMap): unknown conversion',
    ],
    [
      'a kind that is not known',
      envelope('Nope', meta, 'apps/v1'),
      'Nope in version "v1" cannot be handled as a ConfigMap: no kind "Nope" is registered for version "apps/v1" in scheme "pkg/runtime/scheme.go:111"',
    ],
  ])('refuses %s', (_, body, expected) => {
    expect(errorOf(body)).toBe(expected);
  });

  it.each<[string, Uint8Array, string]>([
    ['a negative length', bytes(10, Array<number>(9).fill(255), 1), 'proto: negative length found during unmarshaling'],
    [
      'the longest length',
      bytes(10, Array<number>(8).fill(255), 127),
      'proto: negative length found during unmarshaling',
    ],
    ['a varint of 11 bytes', bytes(10, Array<number>(20).fill(255), 1), 'proto: integer overflow'],
    ['a length beyond the end', bytes(10, 127, 1), 'unexpected EOF'],
    ['wire type 6', bytes(14), 'proto: wrong wireType = 6 for field ObjectMeta'],
    ['an end of no group', bytes(12), 'proto: ConfigMap: wiretype end group for non-group'],
    ['field 0', bytes(2, 0), 'proto: ConfigMap: illegal tag 0 (wire type 2)'],
    ['a group without end', bytes(varint(803), varint(803)), 'unexpected EOF'],
    ['an unknown wire type', bytes(varint(807)), 'proto: illegal wireType 7'],
  ])('refuses %s', (_, message, expected) => {
    expect(errorOf(envelope('ConfigMap', message))).toBe(
      `ConfigMap in version "v1" cannot be handled as a ConfigMap: ${expected}`,
    );
  });

  it.each<[string, readonly Part[], string]>([
    ['an unknown field', [field(200, 'a')], '}'],
    [
      'groups',
      [Array<number[]>(10_000).fill(varint(803)).flat(), Array<number[]>(10_000).fill(varint(804)).flat()],
      '}',
    ],
    ['a repeated message', [field(1, field(3, 'ns')), field(1, field(1, 'y'))], '}'],
    [
      'a repeated key',
      [field(2, field(1, 'k'), field(2, '1')), field(2, field(1, 'k'), field(2, '2'))],
      ',"data":{"k":"2"}}',
    ],
    ['a key __proto__', [field(2, field(1, '__proto__'), field(2, '1'))], ',"data":{"__proto__":"1"}}'],
    ['an entry without key and value', [field(2)], ',"data":{"":""}}'],
    [
      'broken UTF-8',
      [field(2, field(1, 'k'), field(2, [0xff, 0xe2, 0x82, 0x41]))],
      ',"data":{"k":"\ufffd\ufffd\ufffdA"}}',
    ],
    ['bytes', [field(3, field(1, 'k'), field(2, [0, 1, 255, 3]))], ',"binaryData":{"k":"AAH/Aw=="}}'],
    ['a bool', [bytes(32, 0)], ',"immutable":false}'],
  ])('takes %s', (name, parts, expected) => {
    const start = name === 'a repeated message' ? head.replace('"x"', '"y","namespace":"ns"') : head;
    expect(configMap(...parts)).toBe(`${start}${expected}`);
  });

  it('refuses a text that is no quantity', () => {
    const quota = (quantity: string): Uint8Array =>
      envelope('ResourceQuota', field(2, field(1, field(1, 'cpu'), field(2, field(1, quantity)))));
    expect(json(quota('1000m'))).toContain('"hard":{"cpu":"1"}');
    expect(errorOf(quota('1x'), { apiVersion: 'v1', kind: 'ResourceQuota' })).toBe(
      'ResourceQuota in version "v1" cannot be handled as a ResourceQuota: ' +
        "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    );
    // Upstream computes this for hours.
    expect(() => json(quota('1e999999999'))).toThrow(ProtobufError);
  });

  it('drops fields that the minor does not know', () => {
    // PodSpec.resources (40) came in 1.32.
    const pod = envelope('Pod', bytes(meta, field(2, field(40))));
    expect(json(pod, 36)).toBe(
      '{"kind":"Pod","apiVersion":"v1","metadata":{"name":"x"},"spec":{"containers":null,"resources":{}},"status":{}}',
    );
    expect(json(pod, 31)).toBe(
      '{"kind":"Pod","apiVersion":"v1","metadata":{"name":"x","creationTimestamp":null},"spec":{"containers":null},"status":{}}',
    );
  });

  it('takes the kind that is expected where none is named', () => {
    const body = bytes('k8s', 0, field(2, meta));
    expect(decodeProtobuf(body, 35, CONFIG_MAP)).toMatchObject({ ...CONFIG_MAP, object: CONFIG_MAP });
    expect(() => decodeProtobuf(body, 35)).toThrow(
      `Object 'Kind' is missing in 'runtime.TypeMeta{APIVersion:"", Kind:""}'`,
    );
  });

  it('knows options in every group', () => {
    const options = envelope('DeleteOptions', bytes(8, 0, field(4, 'Orphan')), 'apps/v1');
    expect(json(options)).toBe(
      '{"kind":"DeleteOptions","apiVersion":"apps/v1","gracePeriodSeconds":0,"propagationPolicy":"Orphan"}',
    );
  });

  it('stops at too many and too deep messages', () => {
    const containers = Uint8Array.from({ length: 400_002 }, (_, index) => (index % 2 === 0 ? 18 : 0));
    expect(errorOf(envelope('Pod', field(2, containers)), { apiVersion: 'v1', kind: 'Pod' })).toBe(
      'Pod in version "v1" cannot be handled as a Pod: too many elements in request body',
    );
    let schema = bytes();
    for (let depth = 0; depth < 2000; depth++) schema = field(NOT, schema);
    const definition = field(2, field(7, field(4, field(1, schema))));
    expect(
      errorOf(envelope('CustomResourceDefinition', definition, 'apiextensions.k8s.io/v1'), {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
      }),
    ).toBe(
      'CustomResourceDefinition in version "v1" cannot be handled as a CustomResourceDefinition: exceeded max depth',
    );
  });
});
