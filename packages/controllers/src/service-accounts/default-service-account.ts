/**
 * The account `default` in every namespace that is not going away.
 *
 * Source: pkg/controller/serviceaccount/serviceaccounts_controller.go.
 */
import type { CachedObject, ClusterAccess } from '../cluster-access.js';
import { NAMESPACES, SERVICE_ACCOUNTS } from '../frame/api-resource.js';
import type { Loop } from '../frame/loop.js';
import { at, LoopClient } from '../frame/loop-client.js';
import { isAlreadyExists, isNamespaceTerminating } from '../frame/request-error.js';
import { isActiveNamespace } from '../namespaces/namespace-phase.js';

const NAME = 'default';

export function defaultServiceAccountLoop(access: ClusterAccess): Loop {
  const { caches } = access;
  const client = LoopClient.as('service-account-controller', access);
  return {
    name: 'serviceaccount-controller',
    watches: [
      { ...NAMESPACES, keysOf: ({ name }) => [name] },
      { ...SERVICE_ACCOUNTS, keysOf: (account, _, isDeleted) => (isDeleted ? defaultsOf(account) : []) },
    ],
    async reconcile(namespace) {
      if (!isActiveNamespace(caches, namespace)) return undefined;
      if (caches.cache('', 'serviceaccounts')?.get(namespace, NAME) !== undefined) return undefined;
      const body = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: NAME, namespace } };
      try {
        await client.create(at(SERVICE_ACCOUNTS, namespace), body);
      } catch (error) {
        if (!isAlreadyExists(error) && !isNamespaceTerminating(error)) throw error;
      }
      return undefined;
    },
  };
}

const defaultsOf = ({ namespace, name }: CachedObject): readonly string[] => (name === NAME ? [namespace] : []);
