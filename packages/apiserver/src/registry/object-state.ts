/** What states of an object tell, and what an endpoint takes of one and the other. */
import { isDeepStrictEqual } from 'node:util';
import type { CachedObject, KubeObject } from './kube-object.js';

export const isTerminating = ({ metadata }: KubeObject): boolean =>
  metadata.deletionTimestamp !== undefined && metadata.deletionTimestamp !== null;

/** The last finalizer is gone from an object that waits for nothing else. */
export function isFinished(object: KubeObject): boolean {
  const { finalizers = [], deletionGracePeriodSeconds } = object.metadata;
  const { finalizers: own = [] } = (object['spec'] ?? {}) as { readonly finalizers?: readonly string[] };
  const isNamespace = object.kind === 'Namespace' && object.apiVersion === 'v1';
  if (isNamespace && own.length > 0) return false;
  return isTerminating(object) && finalizers.length === 0 && (deletionGracePeriodSeconds ?? 0) === 0;
}

export function withPart(target: KubeObject, source: KubeObject, part: string): KubeObject {
  const { [part]: _, ...rest } = target;
  const value = source[part];
  const metadata = source.metadata;
  return { ...rest, metadata, ...(value === undefined ? {} : { [part]: value }) } as KubeObject;
}

export function withStatusOf(object: KubeObject, old: KubeObject): KubeObject {
  const { status: _, ...rest } = object;
  return old['status'] === undefined ? rest : { ...rest, status: old['status'] };
}

/** Whether anything but metadata and status differs. */
export function differs(object: KubeObject, old: KubeObject): boolean {
  const names = new Set([...Object.keys(object), ...Object.keys(old)]);
  for (const name of names) {
    if (name !== 'metadata' && name !== 'status' && !isDeepStrictEqual(object[name], old[name])) return true;
  }
  return false;
}

/** The stored text of a cached object. */
export const withoutVersion = ({ bytes, revision }: CachedObject): string =>
  bytes.toString('utf8').replace(`,"resourceVersion":"${revision}"`, '');
