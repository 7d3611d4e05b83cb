/**
 * What one watch gets to see of the changes: objects that begin to match are added for it, those that cease to match
 * are deleted.
 *
 * Source: k8s.io/apiserver/pkg/storage/cacher/cache_watcher.go.
 */
import type { CachedObject, CacheEvent, KubeObject } from '../registry/kube-object.js';
import { deletedObject } from '../watch-cache/stored-object.js';

export type WatchEventType = 'ADDED' | 'MODIFIED' | 'DELETED';

export interface SelectedEvent {
  readonly type: WatchEventType;
  readonly object: CachedObject;
}

/** Undefined when the watch does not see the change. */
export function selectEvent(
  event: CacheEvent,
  select: ((object: KubeObject) => boolean) | undefined,
): SelectedEvent | undefined {
  const { object, previous, type } = event;
  if (select === undefined) return { type, object };
  const matches = type !== 'DELETED' && select(object.object);
  const matched = previous !== undefined && select(previous.object);
  if (matches) return { type: matched ? 'MODIFIED' : 'ADDED', object };
  if (!matched) return undefined;
  // The last state that matched, at the revision of the change.
  return { type: 'DELETED', object: type === 'DELETED' ? object : deletedObject(previous, object.revision) };
}
