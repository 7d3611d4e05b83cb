/**
 * What a manifest may cost. Each number is either the one that Kubernetes itself uses or one that keeps a hostile
 * file from exhausting the process.
 */

export interface Limits {
  /** Levels of nesting, aliases expanded. */
  readonly maxDepth: number;
  /** Keys and values of one file. */
  readonly maxNodes: number;
  /** UTF-16 units of one file. */
  readonly maxLength: number;
  /** Problems reported of one file; the rest is counted in one last line. */
  readonly maxErrors: number;
  /** Duplicate keys kept of one document. */
  readonly maxDuplicates: number;
}

export const DEFAULT_LIMITS: Limits = {
  // encoding/json refuses more (`exceeded max depth`), and go-yaml stops at the same number of open collections.
  // Everything here is iterative at such depths; whoever walks the values must be as well.
  maxDepth: 10_000,
  // About 150 bytes a node with its value: 1.2 GB, still below the heap of a Node process of 64 bits.
  maxNodes: 8_000_000,
  // Half of what V8 can hold in one string, so that a copy with a final line break still fits.
  maxLength: 256 * 1024 * 1024,
  // Nobody reads more, and a file of noise must not become a report of noise.
  maxErrors: 100,
  // The API server keeps 100 strict decoding errors of a request.
  maxDuplicates: 100,
};
