/**
 * Another API version of the same object: a fix where the object as it is written is whole there.
 * Source: https://kubernetes.io/docs/reference/using-api/deprecation-guide/ (what each version changed).
 */
import { decodeObject, type Replacement } from '@bulkhead/apimachinery';
import { validateObject } from '@bulkhead/apimachinery/validation';
import type { AuditObject } from '../../audit-object.js';
import type { Cluster } from '../../cluster.js';
import type { Fix } from '../../finding.js';
import { manualFix, safeFix, unsafeFix } from '../../fix/fix.js';
import { isMap } from '../../fix/json-value.js';
import { serverDecoding } from '../../server-decoding.js';

/** Versions that the next one took over without a change of meaning. */
const SAME_MEANING: ReadonlySet<string> = new Set([
  'batch/v1beta1 CronJob',
  'coordination.k8s.io/v1beta1 Lease',
  'extensions/v1beta1 NetworkPolicy',
  'node.k8s.io/v1beta1 RuntimeClass',
  'rbac.authorization.k8s.io/v1alpha1 ClusterRole',
  'rbac.authorization.k8s.io/v1alpha1 Role',
  'rbac.authorization.k8s.io/v1beta1 ClusterRole',
  'rbac.authorization.k8s.io/v1beta1 ClusterRoleBinding',
  'rbac.authorization.k8s.io/v1beta1 Role',
  'rbac.authorization.k8s.io/v1beta1 RoleBinding',
  'scheduling.k8s.io/v1beta1 PriorityClass',
  'storage.k8s.io/v1beta1 CSIDriver',
  'storage.k8s.io/v1beta1 CSINode',
  'storage.k8s.io/v1beta1 CSIStorageCapacity',
  'storage.k8s.io/v1beta1 StorageClass',
]);

export function replacementFix(
  object: AuditObject,
  replacement: Replacement | undefined,
  cluster: Cluster,
): { readonly fix?: Fix } {
  if (replacement === undefined) return {};
  const { apiVersion, kind } = replacement;
  const description = `use ${apiVersion} ${kind}`;
  if (!isWholeAs(object, replacement, cluster)) return { fix: manualFix(description) };
  const { identity } = object;
  const fix = SAME_MEANING.has(`${identity.apiVersion} ${identity.kind}`)
    ? safeFix(description, object, (patch) => patch.set('apiVersion', apiVersion))
    : unsafeFix(description, 'what is left out gets the defaults of the other version', object, (patch) =>
        patch.set('apiVersion', apiVersion),
      );
  return { fix };
}

/** Whether the API server takes the object under the other version as it is, dropping nothing. */
function isWholeAs(object: AuditObject, { apiVersion, kind }: Replacement, { profile }: Cluster): boolean {
  const { value } = object.source;
  if (!isMap(value) || value['kind'] !== kind) return false;
  const decoded = decodeObject({ ...value, apiVersion }, profile, serverDecoding(profile));
  const isServed = decoded.findings.every((finding) => finding.kind === 'deprecated-api');
  return isServed && validateObject(decoded.object, profile).length === 0;
}
