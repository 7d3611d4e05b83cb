/**
 * The certificate authority of the API server, in every namespace, for pods to verify it with.
 *
 * Source: pkg/controller/certificates/rootcacertpublisher/publisher.go.
 */
import type { ConfigMap } from '@bulkhead/apimachinery/types/core-v1';
import type { CachedObject, ClusterAccess } from '../cluster-access.js';
import { CONFIG_MAPS, NAMESPACES } from '../frame/api-resource.js';
import type { Loop } from '../frame/loop.js';
import { at, LoopClient } from '../frame/loop-client.js';
import { isAlreadyExists, isNamespaceTerminating } from '../frame/request-error.js';
import { isActiveNamespace } from '../namespaces/namespace-phase.js';

const NAME = 'kube-root-ca.crt';
const DESCRIPTION_KEY = 'kubernetes.io/description';
const DESCRIPTION =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.';

export function rootCAConfigMapLoop(access: ClusterAccess, rootCA: string): Loop {
  const { caches } = access;
  const client = LoopClient.as('root-ca-cert-publisher', access);
  return {
    name: 'root-ca-certificate-publisher-controller',
    watches: [
      { ...NAMESPACES, keysOf: ({ name }) => [name] },
      { ...CONFIG_MAPS, keysOf: ({ namespace, name }: CachedObject) => (name === NAME ? [namespace] : []) },
    ],
    async reconcile(namespace) {
      if (!isActiveNamespace(caches, namespace)) return undefined;
      const present = caches.cache('', 'configmaps')?.get(namespace, NAME)?.object;
      try {
        if (present === undefined) await client.create(at(CONFIG_MAPS, namespace), configMap(namespace, rootCA));
        else if (!isAsPublished(present, rootCA)) {
          const metadata = { ...present.metadata, annotations: annotationsOf(present) };
          const body = { ...present, metadata, data: { 'ca.crt': rootCA } };
          await client.update(at(CONFIG_MAPS, namespace, NAME), body);
        }
      } catch (error) {
        if (!isAlreadyExists(error) && !isNamespaceTerminating(error)) throw error;
      }
      return undefined;
    },
  };
}

const configMap = (namespace: string, rootCA: string): object => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: NAME, namespace, annotations: { [DESCRIPTION_KEY]: DESCRIPTION } },
  data: { 'ca.crt': rootCA },
});

const annotationsOf = ({ metadata }: ConfigMap): object => ({
  ...metadata?.annotations,
  [DESCRIPTION_KEY]: DESCRIPTION,
});

/** Nothing else may stand beside it: a workload would trust it. */
export function isAsPublished({ data = {}, metadata }: ConfigMap, rootCA: string): boolean {
  return (
    Object.keys(data).length === 1 &&
    data['ca.crt'] === rootCA &&
    (metadata?.annotations ?? {})[DESCRIPTION_KEY] !== undefined
  );
}
