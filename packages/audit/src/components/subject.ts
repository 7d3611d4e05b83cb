/** What rules on components are asked about: one component, as one object of the input sets it up. */
import type { FlaggedComponent, Kubelet, KubeProxy, PlainMap } from '@bulkhead/engine/hardening';

export interface ConfigurationFile {
  readonly kind: string;
  readonly value: PlainMap;
  /** Where a field of the file stands in the object. */
  readonly pathOf: (field: string) => string;
}

export type Subject =
  | { readonly is: 'flags'; readonly flags: FlaggedComponent }
  | { readonly is: 'kubelet'; readonly kubelet: Kubelet }
  | { readonly is: 'proxy'; readonly proxy: KubeProxy }
  | { readonly is: 'file'; readonly file: ConfigurationFile };
