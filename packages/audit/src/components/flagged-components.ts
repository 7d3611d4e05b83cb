/** The components of the control plane: static pods, workloads that run them, and what kubeadm is told of them. */
import { type FlaggedComponent, GateSettings, gatesOfFlags, kubeadmComponents } from '@bulkhead/engine/hardening';
import type { ClusterProfile } from '@bulkhead/features';
import type { AuditObject } from '../audit-object.js';
import type { ObjectIndex } from '../object-index.js';
import type { ComponentContainer } from './component-containers.js';
import { embeddedDocuments, isDocument } from './embedded-document.js';

export interface FoundComponent {
  readonly object: AuditObject;
  readonly component: FlaggedComponent;
}

const CONTROL_PLANE: ReadonlySet<string> = new Set([
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'etcd',
]);

export function flaggedComponents(
  objects: ObjectIndex,
  containers: readonly ComponentContainer[],
  profile: ClusterProfile,
): readonly FoundComponent[] {
  const apiServers = containers.filter(({ component }) => component === 'kube-apiserver');
  const running = containers
    .filter(({ component }) => CONTROL_PLANE.has(component))
    .filter((found) => found.component !== 'etcd' || isOfCluster(found.object, apiServers))
    .map(({ object, component: name, flags }) => foundOf(object, name, flags, profile));
  // Where the components themselves are given, they are what came of it.
  const known = new Set(running.map(({ component }) => component.name));
  return [...running, ...ofKubeadm(objects, profile).filter(({ component }) => !known.has(component.name))];
}

const foundOf = (
  object: AuditObject,
  name: FlaggedComponent['name'],
  flags: FlaggedComponent['flags'],
  profile: ClusterProfile,
): FoundComponent => ({ object, component: { name, flags, gates: new GateSettings(gatesOfFlags(flags), profile) } });

/** Applications bring an etcd of their own; the cluster's stands with the control plane. */
function isOfCluster(object: AuditObject, apiServers: readonly ComponentContainer[]): boolean {
  const { namespace } = object.identity;
  const labels = object.metadata.labels ?? {};
  return (
    namespace === 'kube-system' ||
    labels['tier'] === 'control-plane' ||
    apiServers.some((server) => server.object.identity.namespace === namespace)
  );
}

const KUBEADM = 'kubeadm.k8s.io/';

function ofKubeadm(objects: ObjectIndex, profile: ClusterProfile): readonly FoundComponent[] {
  const files = objects
    .ofKind('ClusterConfiguration')
    .filter(({ identity }) => identity.apiVersion.startsWith(KUBEADM))
    .flatMap((object) => {
      const { value } = object.source;
      if (!isDocument(value)) return [];
      return kubeadmComponents(value).map(({ name, flags }) => foundOf(object, name, flags, profile));
    });
  if (files.length > 0) return files;
  const map = objects.find('ConfigMap', 'kube-system', 'kubeadm-config');
  if (map === undefined) return [];
  return embeddedDocuments(map, 'ClusterConfiguration').flatMap(({ value, path }) =>
    kubeadmComponents(value).map(({ name, flags }) => foundOf(map, name, flags.at(path), profile)),
  );
}
