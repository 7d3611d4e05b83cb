/** What one reading may cost. Every number is far above honest input and far below what harms the machine. */

const MIB = 1024 * 1024;

export interface InputLimits {
  /** Bytes of one file, of stdin, and of what a tool prints. */
  readonly fileBytes: number;
  /** Bytes of everything together. */
  readonly totalBytes: number;
  /** Manifest files of one PATH. */
  readonly files: number;
  /** Entries of all folders of one PATH, manifests or not. */
  readonly entries: number;
  /** Objects of everything together, items of lists one by one. */
  readonly objects: number;
  /** How long one run of kustomize or helm may take. */
  readonly toolTimeoutMs: number;
  /** How long all runs together may take. */
  readonly toolTotalMs: number;
  /** Resident memory of one run (watched on Linux). */
  readonly toolMemoryBytes: number;
}

export const DEFAULT_LIMITS: InputLimits = {
  // A dump of 10,000 pods is below 100 MiB; twice this is more than one JavaScript string holds.
  fileBytes: 256 * MIB,
  // Parsed values need several times the size of their text, and a heap is about 4 GiB.
  totalBytes: 512 * MIB,
  files: 100_000,
  entries: 2_000_000,
  // Three times the pods of the largest cluster that Kubernetes supports.
  objects: 500_000,
  // Big charts render in seconds.
  toolTimeoutMs: 60_000,
  toolTotalMs: 600_000,
  // A template can ask for any amount of memory; a real chart stays below a tenth of this.
  toolMemoryBytes: 2048 * MIB,
};

/** `256 MiB` */
export const inMebibytes = (bytes: number): string => `${Math.ceil(bytes / MIB)} MiB`;
