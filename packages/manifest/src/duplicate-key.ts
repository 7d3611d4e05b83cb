/**
 * Keys that stand twice in one map. Kubernetes keeps the last one, or refuses the object under strict validation.
 */
import type { Position } from './line-index.js';
import type { PathSegment } from './path.js';

export interface DuplicateKey {
  /** The path of the key. */
  readonly path: PathSegment[];
  readonly key: string;
  /** Where the key stands first. */
  readonly first: Position;
  /** Where it stands again; the value there counts. */
  readonly last: Position;
  /** In JSON: the value that the last one took the place of. */
  readonly earlier?: unknown;
}

/** The same with offsets, as readers note it. */
export interface FoundDuplicate {
  /** The row of the map. */
  readonly map: number;
  readonly key: string;
  readonly first: number;
  readonly last: number;
  readonly earlier?: unknown;
}
