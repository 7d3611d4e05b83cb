/** `namespaces/finalize`: where the namespace controller takes its finalizer away. Source: pkg/registry/core/namespace. */
import { methodNotAllowed } from '../../registry/failures.js';
import type { SubresourceHandler } from '../subresource.js';
import { updateObject } from '../writes.js';

export const finalizeNamespace: SubresourceHandler = (target) => {
  if (target.context.request.method !== 'PUT') return Promise.reject(methodNotAllowed());
  return updateObject(target, () => Promise.reject(methodNotAllowed()));
};
