import { toYaml } from '@bulkhead/manifest';
import { goJson } from './go-json.js';
import type { NegotiatedOutput } from './negotiation.js';

/** Writes an object as a protobuf message in the API's envelope. */
export type ProtobufEncoder = (object: object) => Uint8Array;

/** The text of an object in the form that was negotiated; members of JSON in the order that they have. */
export function serialize(
  object: object,
  output: Pick<NegotiatedOutput, 'mediaType' | 'pretty'>,
  encodeProtobuf?: ProtobufEncoder,
): string | Uint8Array {
  switch (output.mediaType) {
    case 'json':
      return output.pretty ? goJson(object, true) : `${goJson(object)}\n`;
    case 'yaml':
      return toYaml(object);
    case 'protobuf':
      if (encodeProtobuf === undefined) throw new Error('no protobuf encoder was given');
      return encodeProtobuf(object);
    default:
      return output.mediaType satisfies never;
  }
}
