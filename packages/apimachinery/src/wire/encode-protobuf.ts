/**
 * Protobuf answers: `k8s` and a zero byte, then a runtime.Unknown with the kind and its message; and frames of a watch.
 * Source: k8s.io/apimachinery/pkg/runtime/serializer/protobuf/protobuf.go, k8s.io/apimachinery/pkg/util/framer.
 */
import type { KindModel } from '../model/kind-model.js';
import { isPlainObject } from '../schema/json-type.js';
import type { Minor } from '../version.js';
import { MAGIC } from './decode-protobuf.js';
import { minorFor } from './go-form.js';
import { EncoderCatalog } from './message-encoder.js';
import { ProtobufWriter } from './protobuf-writer.js';

/** The envelope with the object, as `goForm` makes it. Kind and apiVersion are those of the model. */
export function encodeProtobuf(object: object, kind: KindModel, minor: Minor): Uint8Array {
  const writer = new ProtobufWriter();
  // Content encoding and content type are always there and always empty.
  writer.stringField(4, '');
  writer.stringField(3, '');
  const message = writer.length;
  const encoder = catalogOf(minorFor(kind, minor)).message(kind.typeName);
  encoder.encode(writer, isPlainObject(object) ? object : {});
  writer.close(2, message);
  const typeMeta = writer.length;
  writer.stringField(2, kind.kind);
  writer.stringField(1, kind.apiVersion);
  writer.close(1, typeMeta);
  writer.raw(Uint8Array.from(MAGIC));
  return writer.finish();
}

const LENGTH_BYTES = 4;

/**
 * One frame of a watch: its length as four bytes, the most significant first, then a WatchEvent. The event has no
 * envelope; the object in it has (`encodeProtobuf`).
 */
export function encodeWatchEventFrame(type: string, object: Uint8Array): Uint8Array {
  const writer = new ProtobufWriter();
  const raw = writer.length;
  writer.raw(object);
  writer.close(1, raw);
  writer.close(2, raw);
  writer.stringField(1, type);
  const { length } = writer;
  const prefix = new Uint8Array(LENGTH_BYTES);
  new DataView(prefix.buffer).setUint32(0, length);
  writer.raw(prefix);
  return writer.finish();
}

/** A catalog a minor; there are few. */
const catalogs = new Map<Minor, EncoderCatalog>();

function catalogOf(minor: Minor): EncoderCatalog {
  let catalog = catalogs.get(minor);
  if (catalog === undefined) {
    catalog = new EncoderCatalog(minor);
    catalogs.set(minor, catalog);
  }
  return catalog;
}
