/** The objects of the input that attack paths ask about. */
import { AuditObject, serverDecoding, withoutManaged } from '@bulkhead/audit';
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
  const decoded: AuditObject[] = [];
  for (const { name, documents } of input.files) {
    for (const source of documents.flatMap(expandLists)) {
      const apiVersion = text(member(source.value, 'apiVersion'));
      const kind = text(member(source.value, 'kind'));
      const isRbac = RBAC_KINDS.has(kind) && apiVersion.startsWith('rbac.authorization.k8s.io/');
      const asWritten = isRbac || CONFIGURATION_KINDS.has(kind);
      if (asWritten) yield { apiVersion, kind, object: source.value };
      else decoded.push(new AuditObject(name, source, profile, decoding));
    }
  }
  // Of a whole cluster, a controller stands for its pods, wherever they run today.
  const objects = input.kubernetesVersion === undefined ? decoded : withoutManaged(decoded, true);
  for (const { identity, object } of objects) yield { apiVersion: identity.apiVersion, kind: identity.kind, object };
}
