/** An object as Go would write it, and its text: what is stored and what clients get. */
import type { KindModel, Minor } from '@bulkhead/apimachinery';
import { goForm, goJSON } from '@bulkhead/apimachinery/wire';
import type { KubeObject } from './kube-object.js';

export interface EncodedObject {
  readonly object: KubeObject;
  readonly json: string;
}

/** As Go would write it. */
export const canonicalObject = (object: KubeObject, kind: KindModel, minor: Minor): KubeObject =>
  // Of the kind before and after.
  goForm(object, kind, minor) as KubeObject;

export function encodeObject(object: KubeObject, kind: KindModel, minor: Minor): EncodedObject {
  const encoded = canonicalObject(object, kind, minor);
  return { object: encoded, json: goJSON(encoded) };
}
