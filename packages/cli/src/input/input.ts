import type { InputError } from '@bulkhead/audit';
import type { ManifestDocument } from '@bulkhead/manifest';

/** A file that holds objects, or what a tool printed. */
export interface InputFile {
  /** As the user wrote it: `deploy/a.yaml`; `<stdin>`; the folder of a kustomization; `CHART/templates/x.yaml (rendered)`. */
  readonly name: string;
  /** The real path of a file that was read as it is; absent for stdin and for what a tool printed. */
  readonly path?: string;
  /** Kubernetes objects and lists of them. */
  readonly documents: readonly ManifestDocument[];
}

/** Everything that was read, and everything that was not. */
export interface Input {
  readonly files: readonly InputFile[];
  /** Parts that could not be read: an answer that leaves them out is incomplete. */
  readonly errors: readonly InputError[];
  /** Those of `errors` that are about charts and kustomizations, which another program would have to render. */
  readonly unrendered?: readonly InputError[];
  /** One-line remarks that make nothing incomplete. */
  readonly notes: readonly string[];
  /** What a cluster said that it is, such as `v1.35.2`: the input is its state, read now or dumped. `''` where it did not. */
  readonly kubernetesVersion?: string;
}
