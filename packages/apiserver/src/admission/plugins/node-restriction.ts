/**
 * NodeRestriction: kubelets write their own objects and no others. The decision is `engine/node-restriction`.
 *
 * Source: plugin/pkg/admission/noderestriction/admission.go.
 */
import { nodeNameOfUser, runProcedureAsync } from '@bulkhead/engine/authorization';
import { admitNodeRequest, type NodeRestrictionLookup } from '@bulkhead/engine/node-restriction';
import { StatusError } from '../../http/status-error.js';
import type { KubeObject, ObjectCaches } from '../../registry/kube-object.js';
import { certificateRequestSubject } from '../certificate-request.js';
import type { AdmissionDependencies } from '../dependencies.js';
import type { AdmissionPlugin } from '../plugin.js';

export function nodeRestriction({ caches, profile, authorizer }: AdmissionDependencies): AdmissionPlugin {
  const lookup = lookupIn(caches);
  return {
    name: 'NodeRestriction',
    handles: ({ operation, user }) => operation !== 'CONNECT' && nodeNameOfUser(user) !== undefined,
    async admit(attributes) {
      const { resource, object, oldObject, ...request } = attributes;
      const procedure = admitNodeRequest({ ...request, resource, object, oldObject }, lookup, profile);
      const result = await runProcedureAsync(procedure, authorizer);
      if (result.kind === 'refused') throw new StatusError(result.status);
      return object;
    },
  };
}

function lookupIn(caches: ObjectCaches): NodeRestrictionLookup {
  const get = (group: string, resource: string, namespace: string, name: string): KubeObject | undefined =>
    caches.cache(group, resource)?.get(namespace, name)?.object;
  return {
    pod: (namespace, name) => get('', 'pods', namespace, name),
    node: (name) => get('', 'nodes', '', name),
    serviceAccount: (namespace, name) => get('', 'serviceaccounts', namespace, name),
    persistentVolumeClaim: (namespace, name) => get('', 'persistentvolumeclaims', namespace, name),
    persistentVolume: (name) => get('', 'persistentvolumes', '', name),
    csiDriver: (name) => get('storage.k8s.io', 'csidrivers', '', name),
    commonNameOf: certificateRequestSubject,
  };
}
