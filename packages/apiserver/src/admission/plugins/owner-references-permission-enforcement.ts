/**
 * OwnerReferencesPermissionEnforcement: owners are set by those who may delete the object, and owners that wait for it
 * by those who may set their finalizers.
 *
 * Source: plugin/pkg/admission/gc/gc_admission.go.
 */
import { runProcedureAsync } from '@bulkhead/engine/authorization';
import { checkOwnerReferences, type OwnerResources } from '@bulkhead/engine/authorization/secondary-checks';
import { StatusError } from '../../http/status-error.js';
import type { AdmissionDependencies } from '../dependencies.js';
import type { AdmissionPlugin } from '../plugin.js';

const NO_RESOURCES: OwnerResources = (apiVersion, kind) => ({
  error: `no matches for kind "${kind}" in version "${apiVersion}"`,
});

export function ownerReferencesPermissionEnforcement({
  authorizer,
  ownerResources = NO_RESOURCES,
}: AdmissionDependencies): AdmissionPlugin {
  return {
    name: 'OwnerReferencesPermissionEnforcement',
    handles: ({ operation }) => operation === 'CREATE' || operation === 'UPDATE',
    async validate({ operation, user, resource, subresource, namespace, name, object, oldObject }) {
      if (operation !== 'CREATE' && operation !== 'UPDATE') return;
      const { group: apiGroup, version: apiVersion } = resource;
      const write = {
        user,
        operation,
        apiGroup,
        apiVersion,
        resource: resource.resource,
        subresource,
        namespace,
        name,
        object,
        oldObject,
      };
      const status = await runProcedureAsync(checkOwnerReferences(write, ownerResources), authorizer);
      if (status !== undefined) throw new StatusError(status);
    },
  };
}
