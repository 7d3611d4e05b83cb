/** kube-proxy: its file, also in kubeadm's ConfigMap, and its command line. */
import type { KubeProxy } from '@bulkhead/engine/hardening';
import type { AuditObject } from '../audit-object.js';
import type { ObjectIndex } from '../object-index.js';
import type { ComponentContainer } from './component-containers.js';
import { embeddedDocuments, isDocument } from './embedded-document.js';

export interface FoundProxy {
  readonly object: AuditObject;
  readonly proxy: KubeProxy;
}

const KIND = 'KubeProxyConfiguration';

export function kubeProxies(objects: ObjectIndex, containers: readonly ComponentContainer[]): readonly FoundProxy[] {
  const files = objects
    .ofKind(KIND)
    .filter(({ identity }) => identity.apiVersion.startsWith('kubeproxy.config.k8s.io/'))
    .flatMap((object): FoundProxy[] => {
      const configuration = object.source.value;
      if (!isDocument(configuration)) return [];
      return [{ object, proxy: { configuration, flags: undefined, pathOf: (field) => field } }];
    });
  const map = objects.find('ConfigMap', 'kube-system', 'kube-proxy');
  const embedded = map === undefined ? [] : embeddedDocuments(map, KIND).map((found) => ({ object: map, found }));
  const commands = containers.filter(({ component }) => component === 'kube-proxy');
  return [
    ...files,
    ...embedded.map(({ object, found: { value: configuration, path } }) => ({
      object,
      proxy: { configuration, flags: undefined, pathOf: () => path },
    })),
    ...commands.map(({ object, flags }) => ({
      object,
      proxy: { configuration: undefined, flags, pathOf: (field: string) => field },
    })),
  ];
}
