/**
 * Old revisions are forgotten after a while, as kube-apiserver has etcd do it: pages of a list and watches may begin
 * that long ago.
 *
 * Source: k8s.io/apiserver/pkg/storage/etcd3/compact.go.
 */
import type { Store } from '@bulkhead/storage';

/** `--etcd-compaction-interval` */
const INTERVAL_MS = 5 * 60_000;

/** Returns the way to stop. Several servers of one store may do it: compacting twice does nothing. */
export function compactRegularly(store: Store, log: (message: string) => void, intervalMs = INTERVAL_MS): () => void {
  let previous: number | undefined;
  const compact = async (): Promise<void> => {
    try {
      const revision = await store.revision();
      if (previous !== undefined) await store.compact(previous);
      previous = revision;
    } catch (error) {
      log(`old revisions could not be compacted: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  const timer = setInterval(() => void compact(), intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}
