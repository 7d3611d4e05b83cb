/** The kubelets of the input: their configuration files, their command lines, and what kubeadm is told of them. */
import { Kubelet } from '@bulkhead/engine/hardening';
import type { ClusterProfile } from '@bulkhead/features';
import type { AuditObject } from '../audit-object.js';
import type { ObjectIndex } from '../object-index.js';
import type { ComponentContainer } from './component-containers.js';
import { embeddedDocuments, isDocument } from './embedded-document.js';

export interface FoundKubelet {
  readonly object: AuditObject;
  readonly kubelet: Kubelet;
}

const GROUP = 'kubelet.config.k8s.io/';
const KIND = 'KubeletConfiguration';

export function kubeletsOf(
  objects: ObjectIndex,
  containers: readonly ComponentContainer[],
  profile: ClusterProfile,
): readonly FoundKubelet[] {
  const commands = containers.filter(({ component }) => component === 'kubelet');
  const [only, ...others] = commands;
  // With several command lines nobody knows which file is whose.
  const flags = others.length === 0 ? only?.flags : undefined;
  const files = objects
    .ofKind(KIND)
    .filter(({ identity }) => identity.apiVersion.startsWith(GROUP))
    .flatMap((object): FoundKubelet[] => {
      const configuration = object.source.value;
      if (!isDocument(configuration)) return [];
      return [{ object, kubelet: new Kubelet({ profile, configuration, kind: 'file', ...(flags && { flags }) }) }];
    });
  const maps = objects
    .ofKind('ConfigMap')
    .filter(({ identity }) => identity.namespace === 'kube-system' && identity.name.startsWith('kubelet-config'))
    .flatMap((object) =>
      embeddedDocuments(object, KIND).map(({ value: configuration, path }): FoundKubelet => {
        const pathOf = (): string => path;
        return { object, kubelet: new Kubelet({ profile, configuration, kind: 'file', pathOf }) };
      }),
    );
  return [
    ...files,
    ...maps,
    ...commands.map((command) => ({
      object: command.object,
      kubelet: new Kubelet({ profile, flags: command.flags, kind: 'flags' }),
    })),
  ];
}
