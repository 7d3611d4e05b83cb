import type { InputError } from '@bulkhead/audit';
import type { ManifestDocument } from '@bulkhead/manifest';

/** A file, or what a tool rendered from one, that holds objects. */
export interface InputFile {
  /** As the user wrote it, relative to the working directory; `<stdin>`; `CHART/templates/x.yaml (rendered)`. */
  readonly name: string;
  /** Kubernetes objects only; the items of lists stand for themselves. */
  readonly documents: readonly ManifestDocument[];
}

/** Everything that was read, and everything that was not. */
export interface Input {
  readonly files: readonly InputFile[];
  /** Parts that could not be read: an answer that leaves them out is incomplete. */
  readonly errors: readonly InputError[];
  /** One-line remarks that make nothing incomplete. */
  readonly notes: readonly string[];
}
