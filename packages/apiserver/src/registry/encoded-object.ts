/** An object as Go would write it, and its text: what is stored and what clients get. */
import type { KindModel, Minor } from '@bulkhead/apimachinery';
import { goForm, goJSON } from '@bulkhead/apimachinery/wire';
import type { KubeObject } from './kube-object.js';

export interface EncodedObject {
  readonly object: KubeObject;
  readonly json: string;
}

export function encodeObject(object: KubeObject, kind: KindModel, minor: Minor): EncodedObject {
  // Of the kind before and after.
  const encoded = goForm(object, kind, minor) as KubeObject;
  return { object: encoded, json: goJSON(encoded) };
}
