/** The objects of the input that attack paths ask about. */
import { AuditObject, serverDecoding } from '@bulkhead/audit';
import type { ClusterObject } from '@bulkhead/audit/attack-paths';
import type { ClusterProfile } from '@bulkhead/features';
import { expandLists } from '@bulkhead/manifest';
import { member, text } from '../../authorization/untyped.js';
import type { Input } from '../../input/index.js';

/**
 * Roles and bindings as they are written: there can be hundreds of thousands, and the index reads them with care.
 * Configurations of the API server are no objects of the API, and are read as strictly as it does.
 */
const RBAC_KINDS: ReadonlySet<string> = new Set(['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding']);
const CONFIGURATION_KINDS: ReadonlySet<string> = new Set(['PodSecurityConfiguration', 'AdmissionConfiguration']);

export function* clusterObjects(input: Input, profile: ClusterProfile): Iterable<ClusterObject> {
  const decoding = serverDecoding(profile);
  for (const { name, documents } of input.files) {
    for (const source of documents.flatMap(expandLists)) {
      const apiVersion = text(member(source.value, 'apiVersion'));
      const kind = text(member(source.value, 'kind'));
      const isRbac = RBAC_KINDS.has(kind) && apiVersion.startsWith('rbac.authorization.k8s.io/');
      const asWritten = isRbac || CONFIGURATION_KINDS.has(kind);
      const object = asWritten ? source.value : new AuditObject(name, source, profile, decoding).object;
      yield { apiVersion, kind, object };
    }
  }
}
