/**
 * Why the kubelet or the runtime would not start a pod that the API server accepts, in their own words. Without facts
 * about node and images the defaults of Kubernetes are assumed and nothing else is guessed.
 *
 * Admission by the kubelet ends the pod (phase Failed); a sandbox or a container that cannot be made is tried again
 * and again (FailedCreatePodSandBox, CreateContainerConfigError, CreateContainerError).
 * Sources: pkg/kubelet/lifecycle; pkg/kubelet/sysctl; pkg/security/apparmor; pkg/kubelet/kuberuntime; containerd and
 * CRI-O as named in each file.
 */
import { quote } from '@bulkhead/apimachinery';
import type { Pod } from '@bulkhead/apimachinery/types/core-v1';
import type { ClusterProfile } from '@bulkhead/features';
import { type HostUsers, hostUsersOf } from '../user-namespaces/host-users.js';
import { appArmorPath, requestedAppArmor } from './app-armor.js';
import { appArmorAdmission } from './app-armor-admission.js';
import { isAll, kernelName } from './capabilities.js';
import { fieldSupport } from './field-support.js';
import { type ImageFacts, isOlderThan, type NodeFacts, runtimeHandlerName } from './node-facts.js';
import { listOf, objectOf, textOf } from './plain-values.js';
import { type PodContainer, podContainers } from './pod-containers.js';
import { type PodView, podView } from './pod-view.js';
import { nonRootRefusal } from './run-as-non-root.js';
import { effectiveSeccomp, seccompProfilePath } from './seccomp.js';
import { effectiveSysctls } from './sysctls.js';
import { REFUSES_UNSUPPORTED_STRICT } from './user-and-groups.js';

export type RefusalReason =
  | 'AppArmor'
  | 'CreateContainerConfigError'
  | 'CreateContainerError'
  | 'FailedCreatePodSandBox'
  | 'PodFeatureUnsupported'
  | 'SupplementalGroupsPolicyNotSupported'
  | 'SysctlForbidden';

export interface StartRefusal {
  readonly by: 'kubelet' | 'runtime';
  readonly reason: RefusalReason;
  readonly message: string;
  readonly fieldPath: string;
  /** The container that cannot start; the whole pod when absent. */
  readonly container?: string;
}

/** From this minor on the kubelet compares the pod with the features that it declares. */
const DECLARES_HOST_NETWORK_USER_NAMESPACES = 36;

/** Every refusal of the pod, in the order in which the node meets them. */
export function startRefusals(
  pod: Pod,
  profile: ClusterProfile,
  node?: NodeFacts,
  images?: ImageFacts,
): StartRefusal[] {
  const view = podView(pod, profile, node, images);
  const containers = podContainers(view.spec);
  const found: StartRefusal[] = [];
  if (!view.windows) {
    const hostUsers = hostUsersOf(view.spec, profile, node);
    addAdmission(found, view, containers, hostUsers);
    addSandbox(found, view, hostUsers);
  }
  const privileged = containers.some((item) => item.type !== 'ephemeral' && isPrivileged(item));
  for (const item of containers) addContainer(found, view, item, privileged);
  return found;
}

function addAdmission(found: StartRefusal[], view: PodView, containers: PodContainer[], hostUsers: HostUsers): void {
  const { spec, securityContext: shared, profile, node } = view;
  const strict = shared?.supplementalGroupsPolicy === 'Strict';
  const canRefuse = profile.minor >= REFUSES_UNSUPPORTED_STRICT && node?.supplementalGroupsPolicy === false;
  if (strict && canRefuse && fieldSupport('supplementalGroupsPolicy', profile).kept) {
    found.push({
      by: 'kubelet',
      reason: 'SupplementalGroupsPolicyNotSupported',
      message: 'SupplementalGroupsPolicy=Strict is not supported in this node',
      fieldPath: 'spec.securityContext.supplementalGroupsPolicy',
    });
  }
  const sysctl = effectiveSysctls(spec, profile, node).find(({ forbidden }) => forbidden !== undefined);
  if (sysctl?.forbidden !== undefined) {
    const { forbidden: message, fieldPath } = sysctl;
    found.push({ by: 'kubelet', reason: 'SysctlForbidden', message, fieldPath });
  }
  const appArmor = appArmorAdmission(view, containers);
  if (appArmor !== undefined) found.push({ by: 'kubelet', reason: 'AppArmor', ...appArmor });
  const needsFeature = hostUsers.userNamespace && spec.hostNetwork === true;
  if (
    needsFeature &&
    profile.minor >= DECLARES_HOST_NETWORK_USER_NAMESPACES &&
    profile.enabled('NodeDeclaredFeatures')
  ) {
    const feature = 'UserNamespacesHostNetworkSupport';
    if (node?.declaredFeatures !== undefined && !node.declaredFeatures.includes(feature)) {
      const message = `Pod requires node features that are not available: ${feature}`;
      found.push({ by: 'kubelet', reason: 'PodFeatureUnsupported', message, fieldPath: 'spec.hostUsers' });
    }
  }
}

/** The first containerd that makes no network namespace of its own for such a pod lies between 2.2 and 2.4. */
const CONTAINERD_HOST_NETWORK_USER_NAMESPACES = '2.3';

function addSandbox(found: StartRefusal[], view: PodView, hostUsers: HostUsers): void {
  const reason = 'FailedCreatePodSandBox';
  if (hostUsers.refused !== undefined) {
    found.push({ by: 'kubelet', reason, message: hostUsers.refused, fieldPath: 'spec.hostUsers' });
    return;
  }
  if (!hostUsers.userNamespace || view.spec.hostNetwork !== true || view.runtime !== 'containerd') return;
  if (isOlderThan(view.node?.runtimeVersion, CONTAINERD_HOST_NETWORK_USER_NAMESPACES) !== true) return;
  const message =
    'failed to generate sandbox container spec: failed to pin user namespace: failed to open netns(): open : no such file or directory';
  found.push({ by: 'runtime', reason, message, fieldPath: 'spec.hostNetwork' });
}

function addContainer(found: StartRefusal[], view: PodView, item: PodContainer, privilegedSandbox: boolean): void {
  const container = item.name;
  const path = `${item.path}.securityContext`;
  const nonRoot = nonRootRefusal(view, item);
  if (nonRoot !== undefined) found.push({ by: 'kubelet', reason: 'CreateContainerConfigError', ...nonRoot, container });
  if (view.windows) return;
  addRecursiveReadOnly(found, view, item);
  addSeccomp(found, view, item);
  if (item.type === 'ephemeral' && isPrivileged(item) && !privilegedSandbox) {
    const message = 'no privileged container allowed in sandbox';
    const fieldPath = `${path}.privileged`;
    found.push({ by: 'runtime', reason: 'CreateContainerError', message, fieldPath, container });
  }
  if (view.runtime === 'cri-o' && !isPrivileged(item)) addUnknownCapabilities(found, item);
  addAppArmor(found, view, item);
}

const isPrivileged = (item: PodContainer): boolean => objectOf(item.container.securityContext)?.privileged === true;

function addSeccomp(found: StartRefusal[], view: PodView, item: PodContainer): void {
  const own = objectOf(item.container.securityContext)?.seccompProfile;
  const shared = view.securityContext?.seccompProfile;
  // The kubelet resolves the profile before it knows that the runtime will leave it out.
  const { source, path } = effectiveSeccomp(own, shared, false, view.node);
  if (path === null) return;
  const level = source === 'pod' ? 'spec' : item.path;
  const fieldPath = `${level}.securityContext.seccompProfile.localhostProfile`;
  const name = path.slice(seccompProfilePath('', view.node).length);
  if (name === '') {
    const message = 'localhostProfile must be set if seccompProfile type is Localhost.';
    found.push({ by: 'kubelet', reason: 'CreateContainerConfigError', message, fieldPath, container: item.name });
    return;
  }
  const files = view.node?.seccompProfiles;
  if (files === undefined || files.includes(name) || isPrivileged(item)) return;
  const message = `cannot load seccomp profile ${quote(path)}: open ${path}: no such file or directory`;
  found.push({ by: 'runtime', reason: 'CreateContainerError', message, fieldPath, container: item.name });
}

function addAppArmor(found: StartRefusal[], view: PodView, item: PodContainer): void {
  const requested = requestedAppArmor(item, view.spec, view.annotations, view.profile);
  const loaded = view.node?.appArmorProfiles;
  if (requested?.type !== 'Localhost' || loaded === undefined || view.node?.appArmor === false) return;
  const name = requested.localhostProfile ?? '';
  if (name === '' || loaded.includes(name)) return;
  found.push({
    by: 'runtime',
    reason: 'CreateContainerError',
    message: `apparmor profile not found ${name}`,
    fieldPath: appArmorPath(requested.source, item),
    container: item.name,
  });
}

/** CRI-O checks the names in add; containerd leaves that to the OCI runtime. */
function addUnknownCapabilities(found: StartRefusal[], item: PodContainer): void {
  const add = listOf(objectOf(objectOf(item.container.securityContext)?.capabilities)?.add);
  for (let index = 0; index < add.length; index++) {
    const name = add[index];
    if (typeof name !== 'string' || isAll(name) || kernelName(name, 'cri-o') !== undefined) continue;
    const prefixed = /^cap_/i.test(name) ? name : `CAP_${name.toUpperCase()}`;
    found.push({
      by: 'runtime',
      reason: 'CreateContainerError',
      message: `unknown capability ${quote(prefixed)} to add`,
      fieldPath: `${item.path}.securityContext.capabilities.add[${index}]`,
      container: item.name,
    });
    return;
  }
}

function addRecursiveReadOnly(found: StartRefusal[], view: PodView, item: PodContainer): void {
  if (view.node?.runtimeHandlers === undefined || !fieldSupport('recursiveReadOnly', view.profile).kept) return;
  const handler = runtimeHandlerName(textOf(view.spec.runtimeClassName), view.node);
  if (view.node.runtimeHandlers.get(handler)?.recursiveReadOnlyMounts === true) return;
  const mounts = listOf(item.container.volumeMounts);
  const index = mounts.findIndex((mount) => objectOf(mount)?.recursiveReadOnly === 'Enabled');
  if (index === -1) return;
  const volume = quote(textOf(objectOf(mounts[index])?.name) ?? '');
  found.push({
    by: 'kubelet',
    reason: 'CreateContainerConfigError',
    message: `failed to resolve recursive read-only mode: volume ${volume} requested recursive read-only mode, but it is not supported by the runtime`,
    fieldPath: `${item.path}.volumeMounts[${index}].recursiveReadOnly`,
    container: item.name,
  });
}
