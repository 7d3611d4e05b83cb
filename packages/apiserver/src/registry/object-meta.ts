/**
 * What the API server itself writes into metadata, and what it does not let clients write.
 *
 * Source: k8s.io/apiserver/pkg/registry/rest/{meta,create,update}.go.
 */
import type { ObjectMeta } from '@bulkhead/apimachinery/types/meta-v1';
import { generatedName } from './generated-name.js';
import type { KubeObject } from './kube-object.js';

/** The metadata of a new object without what only the server sets. */
export function wipeSystemFields({ metadata, ...object }: KubeObject): KubeObject {
  const { uid: _u, creationTimestamp: _c, deletionTimestamp: _d, ...rest } = metadata;
  const { deletionGracePeriodSeconds: _g, selfLink: _s, ...kept } = rest;
  // The spread keeps kind and apiVersion.
  return { ...object, metadata: kept };
}

/** What the server gives a new object. */
export function withSystemFields(object: KubeObject, uid: string, now: string): KubeObject {
  const { generateName = '', name = '' } = object.metadata;
  const isGenerated = name === '' && generateName !== '';
  return withMetadata(object, {
    ...(isGenerated ? { name: generatedName(generateName) } : {}),
    uid,
    creationTimestamp: now,
  });
}

/** References to one owner count once; the warning is the one of the API server. */
export function withoutRepeatedOwners(object: KubeObject, warn: (text: string) => void): KubeObject {
  const owners = object.metadata.ownerReferences;
  if (owners === undefined || owners.length < 2) return object;
  const seen = new Set<string>();
  const repeated = new Set<string>();
  const kept = owners.filter((owner) => {
    const key = JSON.stringify(owner);
    if (!seen.has(key)) return Boolean(seen.add(key));
    repeated.add(owner.uid ?? '');
    return false;
  });
  if (repeated.size === 0) return object;
  warn(
    `.metadata.ownerReferences contains duplicate entries; API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed: ${[...repeated].join(', ')}`,
  );
  return withMetadata(object, { ownerReferences: kept });
}

export function withMetadata(object: KubeObject, changes: Partial<ObjectMeta>): KubeObject {
  return { ...object, metadata: { ...object.metadata, ...changes } };
}

/** What an update may leave out. What it sets and cannot change is left for validation to refuse. */
export function restoredMetadata(given: ObjectMeta, old: ObjectMeta): ObjectMeta {
  const { deletionTimestamp: deleted, deletionGracePeriodSeconds: grace, selfLink: _s, ...rest } = given;
  return {
    ...rest,
    ...(rest.uid === undefined || rest.uid === '' ? optional('uid', old.uid) : {}),
    ...(isUnset(rest.creationTimestamp) ? optional('creationTimestamp', old.creationTimestamp) : {}),
    ...optional('deletionTimestamp', isUnset(old.deletionTimestamp) ? deleted : old.deletionTimestamp),
    ...optional('deletionGracePeriodSeconds', grace ?? old.deletionGracePeriodSeconds),
  };
}

const isUnset = (time: string | undefined): boolean => time === undefined || time === null || time === '';

const optional = <K extends keyof ObjectMeta>(name: K, value: ObjectMeta[K]): Partial<ObjectMeta> =>
  value === undefined || value === null ? {} : { [name]: value };
