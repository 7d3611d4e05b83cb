/** Answers in protobuf, which typed clients ask for first. */
import type { Minor } from '@bulkhead/apimachinery';
import { encodeProtobuf, encodeWatchEventFrame, lookupWireKind } from '@bulkhead/apimachinery/wire';
import type { ProtobufEncoder } from '../http/serialize.js';
import type { CachedObject, KubeObject } from '../registry/kube-object.js';
import type { WatchForm } from './watch.js';

/** Objects say themselves what they are; of every kind that is served there is a message. */
export function protobufEncoder(minor: Minor): ProtobufEncoder {
  return (object) => {
    const { apiVersion = '', kind = '' } = object as { readonly apiVersion?: string; readonly kind?: string };
    const known = lookupWireKind(apiVersion, kind);
    if (known === undefined) throw new Error(`${apiVersion} ${kind} has no protobuf message`);
    return encodeProtobuf(object, known, minor);
  };
}

/** `toObject` makes what the client gets of a kept object. An object is encoded once for all watches of the form. */
export function protobufWatchForm(minor: Minor, toObject: (cached: CachedObject) => KubeObject | object): WatchForm {
  const encode = protobufEncoder(minor);
  const envelopes = new WeakMap<CachedObject, Uint8Array>();
  return {
    encode(type, cached) {
      let envelope = envelopes.get(cached);
      if (envelope === undefined) {
        envelope = encode(toObject(cached));
        envelopes.set(cached, envelope);
      }
      return encodeWatchEventFrame(type, envelope);
    },
    encodeOther: (type, object) => encodeWatchEventFrame(type, encode(object)),
  };
}
