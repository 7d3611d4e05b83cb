/** What stands beside the components in the input, looked up when a check asks. */
import type { FlaggedComponent, Kubelet, PlainMap, Surroundings } from '@bulkhead/engine/hardening';
import { extractPod, podView } from '@bulkhead/engine/pod-security';
import type { ClusterProfile } from '@bulkhead/features';
import type { AuditObject } from '../audit-object.js';
import type { ClusterRoles } from '../cluster-roles.js';
import type { ObjectIndex } from '../object-index.js';

/** What the neighbours are read from. */
export interface NeighbourSources {
  readonly profile: ClusterProfile;
  readonly objects: ObjectIndex;
  readonly roles: ClusterRoles;
  readonly apiServers: readonly FlaggedComponent[];
  readonly kubelets: readonly Kubelet[];
  readonly authenticationFiles: readonly PlainMap[];
}

export class Neighbours implements Surroundings {
  readonly profile: ClusterProfile;
  readonly apiServers: readonly FlaggedComponent[];
  readonly kubelets: readonly Kubelet[];
  readonly authenticationFiles: readonly PlainMap[];
  readonly #objects: ObjectIndex;
  readonly #roles: ClusterRoles;
  #bindings: readonly string[] | undefined;
  #namespaces: readonly string[] | undefined;
  #workloads: readonly string[] | undefined;

  constructor(sources: NeighbourSources) {
    this.profile = sources.profile;
    this.apiServers = sources.apiServers;
    this.kubelets = sources.kubelets;
    this.authenticationFiles = sources.authenticationFiles;
    this.#objects = sources.objects;
    this.#roles = sources.roles;
  }

  get anonymousBindings(): readonly string[] {
    this.#bindings ??= ['ClusterRoleBinding', 'RoleBinding']
      .flatMap((kind) => this.#objects.ofKind(kind))
      .filter((object) => object.identity.name !== KUBEADM_DISCOVERY && this.#isForAnonymous(object))
      .map(nameOf);
    return this.#bindings;
  }

  #isForAnonymous(object: AuditObject): boolean {
    const subjects = this.#roles.bindingOf(object)?.subjects ?? [];
    return subjects.some(({ name }) => name === 'system:anonymous' || name === 'system:unauthenticated');
  }

  get labelledNamespaces(): readonly string[] {
    this.#namespaces ??= this.#objects
      .ofKind('Namespace')
      .filter(({ metadata }) =>
        Object.keys(metadata.labels ?? {}).some((key) => key.startsWith('pod-security.kubernetes.io/')),
      )
      .map(({ identity }) => JSON.stringify(identity.name));
    return this.#namespaces;
  }

  get workloadsWithoutSeccomp(): readonly string[] {
    this.#workloads ??= this.#objects.all.filter(lacksSeccomp).map(nameOf);
    return this.#workloads;
  }
}

/** What lets `kubeadm join` find the cluster: it reads one ConfigMap that is meant for everybody. */
const KUBEADM_DISCOVERY = 'kubeadm:bootstrap-signer-clusterinfo';

const nameOf = ({ identity: { kind, namespace, name } }: AuditObject): string =>
  `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`;

function lacksSeccomp({ object }: AuditObject): boolean {
  const extracted = extractPod(object);
  if (extracted === undefined) return false;
  const { spec, securityContext, containers } = podView(extracted.pod);
  if (spec.os?.name === 'windows' || securityContext.seccompProfile !== undefined) return false;
  return containers.some((container) => {
    const { seccompProfile, privileged } = container.securityContext;
    return seccompProfile === undefined && privileged !== true;
  });
}
