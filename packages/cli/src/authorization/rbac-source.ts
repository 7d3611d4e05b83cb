/** Where roles and bindings were read, and the key by which they are found again. */
import type { RbacKind } from '@bulkhead/engine/rbac';
import type { ManifestObject } from '@bulkhead/manifest';

export interface SourceObject {
  readonly file: string;
  readonly source: ManifestObject;
}

/** `namespace` is `''` for the cluster kinds. */
export const rbacKey = (kind: RbacKind, namespace: string, name: string): string => `${kind}/${namespace}/${name}`;
