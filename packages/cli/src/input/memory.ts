/** How much the process may still hold: parsed manifests stay until the answer is given. */
import { getHeapStatistics } from 'node:v8';

/** Beyond this share of the heap, answering would not fit any more. */
const FILLED = 0.75;

/** Whether another file still fits. */
export function hasRoom(): boolean {
  const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
  return used < limit * FILLED;
}
