/** Enforcing the strictest level that the pods of the namespace pass, as far as the input shows them. */
import { ENFORCE_LABEL, ENFORCE_VERSION_LABEL, versionOf } from '@bulkhead/engine/pod-security';
import type { AuditObject } from '../../audit-object.js';
import type { Cluster } from '../../cluster.js';
import type { Fix } from '../../finding.js';
import { lastFix } from '../../fix/fix.js';
import { namespaceLevel } from '../../fix/namespace-levels.js';

export const enforceLevelFix = (object: AuditObject, cluster: Cluster): Fix =>
  lastFix(
    `label it ${ENFORCE_LABEL}=restricted (or the strictest level that its pods pass)`,
    'pods that this input does not show are refused from then on where they do not meet the level',
    object,
    (patch) => {
      const { level, workloads } = namespaceLevel(object.identity.name, cluster);
      if (workloads === 0 || level === 'privileged') return;
      patch.set(['metadata', 'labels', ENFORCE_LABEL], level);
      patch.set(['metadata', 'labels', ENFORCE_VERSION_LABEL], versionOf(cluster.profile.minor));
    },
  );
