/**
 * Objects between the store and memory: kept as JSON without `resourceVersion`, which is the revision of the key.
 */
import { decodeProtobuf, goJSON } from '@bulkhead/apimachinery/wire';
import type { ClusterProfile } from '@bulkhead/features';
import type { CachedObject, KubeObject } from '../registry/kube-object.js';

const PROTOBUF_PREFIX = Buffer.from('k8s\0');

export type StoredValue =
  | { readonly kind: 'object'; readonly object: KubeObject; readonly json: string }
  /** For the log: the object is left out of lists. */
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Reads what this server wrote, or a kube-apiserver before it. */
export function readStoredValue(value: Uint8Array, profile: ClusterProfile): StoredValue {
  const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  try {
    if (bytes.subarray(0, PROTOBUF_PREFIX.length).equals(PROTOBUF_PREFIX)) {
      const { object } = decodeProtobuf(bytes, profile.minor);
      return toStored(object, goJSON(object));
    }
    const json = bytes.toString('utf8');
    const object: unknown = JSON.parse(json);
    return toStored(object, json);
  } catch (error) {
    if (error instanceof SyntaxError) return { kind: 'unreadable', reason: 'it is no JSON' };
    // One value may not stop all the others, whatever is wrong with it.
    return { kind: 'unreadable', reason: error instanceof Error ? error.message : String(error) };
  }
}

function toStored(object: unknown, json: string): StoredValue {
  if (!isKubeObject(object)) return { kind: 'unreadable', reason: 'it has no kind, apiVersion and metadata' };
  return { kind: 'object', object, json };
}

function isKubeObject(value: unknown): value is KubeObject {
  if (typeof value !== 'object' || value === null) return false;
  const { apiVersion, kind, metadata } = value as Partial<Record<string, unknown>>;
  return (
    typeof apiVersion === 'string' && typeof kind === 'string' && typeof metadata === 'object' && metadata !== null
  );
}

/** The object with the resourceVersion that its key has, and its bytes. `json` is its text without one. */
export function cachedObject(key: string, object: KubeObject, json: string, revision: number): CachedObject {
  const { namespace = '', name = '' } = object.metadata;
  const text = withResourceVersion(json, object, revision);
  return {
    key,
    namespace,
    name,
    revision,
    object: { ...object, metadata: metadataAt(object, revision) },
    bytes: Buffer.from(text, 'utf8'),
  };
}

/** The last state of a deleted object, at the revision of its deletion. */
export function deletedObject(last: CachedObject, revision: number): CachedObject {
  const object = { ...last.object, metadata: metadataAt(last.object, revision) };
  return { ...last, revision, object, bytes: Buffer.from(goJSON(object), 'utf8') };
}

/** In Go's order: the version stands behind the uid. */
function metadataAt({ metadata }: KubeObject, revision: number): KubeObject['metadata'] {
  const { name, generateName, namespace, selfLink, uid, resourceVersion: _, ...rest } = metadata;
  return {
    ...(name === undefined ? {} : { name }),
    ...(generateName === undefined ? {} : { generateName }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(selfLink === undefined ? {} : { selfLink }),
    ...(uid === undefined ? {} : { uid }),
    resourceVersion: String(revision),
    ...rest,
  };
}

/**
 * Puts the version into the text instead of writing the whole object again: behind the uid of its metadata. Text inside
 * JSON strings has its quotes escaped, so the first such member behind the head is that of the metadata.
 */
function withResourceVersion(json: string, object: KubeObject, revision: number): string {
  const { uid, resourceVersion } = object.metadata;
  const head = `{"kind":"${object.kind}","apiVersion":"${object.apiVersion}","metadata":{`;
  const mark = `"uid":"${uid}"`;
  const at = uid !== undefined && resourceVersion === undefined && json.startsWith(head) ? json.indexOf(mark) : -1;
  if (at < 0) return goJSON({ ...object, metadata: metadataAt(object, revision) });
  const end = at + mark.length;
  return `${json.slice(0, end)},"resourceVersion":"${revision}"${json.slice(end)}`;
}
