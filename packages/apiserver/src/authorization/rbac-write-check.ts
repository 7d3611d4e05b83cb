/**
 * Writes of roles and bindings: nobody hands out what they do not hold. The registry asks before it stores.
 *
 * Source: pkg/registry/rbac/{role,clusterrole,rolebinding,clusterrolebinding}/policybased/storage.go.
 */
import { type AsyncAuthorizer, runProcedureAsync, SYSTEM_PRIVILEGED_GROUP } from '@bulkhead/engine/authorization';
import { checkEscalation, RBAC_GROUP, type RbacIndex } from '@bulkhead/engine/rbac';
import type { RequestContext } from '../http/request.js';
import { StatusError } from '../http/status-error.js';
import type { KubeObject } from '../registry/kube-object.js';
import { RBAC_KINDS } from './rbac-kinds.js';

export interface RbacWrite {
  readonly group: string;
  /** Plural: `roles`. */
  readonly resource: string;
  /** As it is to be stored. */
  readonly object: KubeObject;
  /** The object that is replaced; undefined for a create. */
  readonly oldObject: KubeObject | undefined;
}

/** Throws the refusal; does nothing for resources of other kinds. */
export type RbacWriteCheck = (context: RequestContext, write: RbacWrite) => Promise<void>;

export interface RbacWriteDependencies {
  readonly authorizer: AsyncAuthorizer;
  readonly rbac: RbacIndex;
  /** Waits until the caches are as new as the store is now, so that no right counts that was just withdrawn. */
  readonly synchronize?: () => Promise<void>;
}

export function rbacWriteCheck({ authorizer, rbac, synchronize }: RbacWriteDependencies): RbacWriteCheck {
  return async (context, { group, resource, object, oldObject }) => {
    const kind = group === RBAC_GROUP ? RBAC_KINDS.get(resource) : undefined;
    const { user, info } = context;
    if (kind === undefined || user.groups.includes(SYSTEM_PRIVILEGED_GROUP)) return;
    await synchronize?.();
    const request = {
      user,
      kind,
      namespace: info.namespace,
      nameInURL: info.name,
      object,
      ...(oldObject === undefined ? {} : { oldObject }),
    };
    const result = await runProcedureAsync(checkEscalation(rbac, request), authorizer);
    if (result.kind === 'refused') throw new StatusError(result.status);
  };
}
