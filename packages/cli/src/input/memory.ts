/** How much the process may still hold: parsed manifests stay until the answer is given. */
import { getHeapStatistics } from 'node:v8';

/** The share of the heap that parsed input may fill; the rest is for answering. */
const FILLED = 0.6;

/** A key or value of a manifest with its place. */
const NODE_BYTES = 150;

/** How many keys and values still fit. */
export function nodesLeft(): number {
  const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
  return Math.max(0, Math.floor((limit * FILLED - used) / NODE_BYTES));
}
