/**
 * What the API server answers and stores of a decoded object: what Go prints after it read it.
 * Source: encoding/json, and the MarshalJSON methods of k8s.io/apimachinery and apiextensions-apiserver.
 */
import type { KindModel } from '../model/kind-model.js';
import type { Minor } from '../version.js';
import { type Encoding, FormCatalog } from './struct-form.js';

/** A catalog a minor and encoding; there are few of both. */
const catalogs: Readonly<Record<Encoding, Map<Minor, FormCatalog>>> = { json: new Map(), protobuf: new Map() };

/**
 * The object with its members in Go's order, zero values left out or printed as the Go type says, and quantities,
 * times, bytes and keys of maps in their canonical form. What the minor does not know is dropped. The object should be
 * well typed, as `decodeObject` makes it; values of wrong types stay as they are. The same object where nothing
 * changes; its input is never changed.
 *
 * What goes through protobuf, as all objects do that upstream stores that way, has null for an empty list or map that
 * is not left out; without `encoding` that is decided by the kind.
 */
export function goForm(
  object: object,
  kind: KindModel,
  minor: Minor,
  encoding: Encoding = storageEncoding(kind),
): object {
  const form = catalogOf(minorFor(kind, minor), encoding).struct(kind.typeName).form(object);
  return typeof form === 'object' && form !== null ? form : object;
}

/** Groups whose objects upstream stores as JSON. */
const STORED_AS_JSON: ReadonlySet<string> = new Set(['apiextensions.k8s.io', 'apiregistration.k8s.io']);
/** Groups whose objects are answers and are not stored. */
const NOT_STORED: ReadonlySet<string> = new Set([
  'admission.k8s.io',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'imagepolicy.k8s.io',
  'meta.k8s.io',
]);

/** How upstream stores objects of the kind; lists and reviews are answered without being stored. */
export function storageEncoding({ group, kind }: KindModel): Encoding {
  return STORED_AS_JSON.has(group) || NOT_STORED.has(group) || kind.endsWith('List') ? 'json' : 'protobuf';
}

/** A kind that the minor does not know has the form that the nearest minor with it gives it. */
export function minorFor(kind: KindModel, minor: Minor): Minor {
  return Math.min(Math.max(minor, kind.since ?? minor), kind.last ?? Number.POSITIVE_INFINITY);
}

function catalogOf(minor: Minor, encoding: Encoding): FormCatalog {
  const byMinor = catalogs[encoding];
  let catalog = byMinor.get(minor);
  if (catalog === undefined) {
    catalog = new FormCatalog(minor, encoding);
    byMinor.set(minor, catalog);
  }
  return catalog;
}
