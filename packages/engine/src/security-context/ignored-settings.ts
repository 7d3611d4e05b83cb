/**
 * Settings that stand in the manifest and do nothing: in this version, with these gates, or because another setting
 * undoes them. Paths are those of the Pod.
 * Sources: those of the files that decide each setting.
 */
import type { SELinuxOptions, SecurityContext } from '@bulkhead/apimachinery/types/core-v1';
import { APP_ARMOR_ANNOTATION_PREFIX, appArmorPath, type RequestedAppArmor } from './app-armor.js';
import { type CapabilityMistake, capabilityMistakes } from './capabilities.js';
import { fieldSupport } from './field-support.js';
import { sharedProcessNamespace } from './namespaces.js';
import { idOf, listOf, memberOf, objectOf, textOf } from './plain-values.js';
import type { PodContainer } from './pod-containers.js';
import type { PodView } from './pod-view.js';
import { lostSELinuxParts } from './se-linux.js';
import { type PodVolume, podVolumes } from './volumes.js';

export interface IgnoredSetting {
  readonly fieldPath: string;
  readonly why: string;
}

/** What the container came to, as far as it decides which settings are without effect. */
export interface ContainerOutcome {
  readonly privileged: boolean;
  readonly root: boolean | null;
  readonly noNewPrivileges: boolean;
  readonly bounding: readonly string[];
  readonly appArmor: RequestedAppArmor | undefined;
}

const SECCOMP_POD_ANNOTATION = 'seccomp.security.alpha.kubernetes.io/pod';
const SECCOMP_CONTAINER_ANNOTATION_PREFIX = 'container.seccomp.security.alpha.kubernetes.io/';
const SECCOMP_ANNOTATION_WHY = 'non-functional since Kubernetes 1.27: use seccompProfile';

/** Settings of the pod itself, the same for each of its containers. */
export function ignoredInPod(view: PodView): IgnoredSetting[] {
  const { spec, securityContext: shared, annotations, profile } = view;
  const found: IgnoredSetting[] = [];
  if (spec.hostUsers === false) addUnsupported(found, view, 'hostUsers', 'spec.hostUsers');
  if (annotations !== undefined && memberOf(annotations, SECCOMP_POD_ANNOTATION) !== undefined) {
    found.push({ fieldPath: `metadata.annotations[${SECCOMP_POD_ANNOTATION}]`, why: SECCOMP_ANNOTATION_WHY });
  }
  if (shared === undefined) return found;
  if (shared.supplementalGroupsPolicy === 'Strict') {
    const path = 'spec.securityContext.supplementalGroupsPolicy';
    if (!addUnsupported(found, view, 'supplementalGroupsPolicy', path) && silentlyMerges(view)) {
      found.push({
        fieldPath: path,
        why: 'the container runtime of the node does not support it and merges the groups',
      });
    }
  }
  if (textOf(shared.seLinuxChangePolicy) !== undefined) {
    addUnsupported(found, view, 'seLinuxChangePolicy', 'spec.securityContext.seLinuxChangePolicy');
  }
  if (objectOf(shared.appArmorProfile) !== undefined && !fieldSupport('appArmorProfile', profile).kept) {
    addUnsupported(found, view, 'appArmorProfile', 'spec.securityContext.appArmorProfile');
  }
  addFSGroup(found, view);
  if (objectOf(shared.windowsOptions) !== undefined) {
    found.push({ fieldPath: 'spec.securityContext.windowsOptions', why: 'it means nothing to a Linux container' });
  }
  return found;
}

/** Settings of one container, and settings of the pod that this container undoes. */
export function ignoredInContainer(view: PodView, item: PodContainer, outcome: ContainerOutcome): IgnoredSetting[] {
  const found: IgnoredSetting[] = [];
  const own = objectOf(item.container.securityContext);
  const path = `${item.path}.securityContext`;
  if (view.annotations !== undefined) addAnnotations(found, view, item);
  if (own !== undefined) {
    addFields(found, view, own, path);
    addCapabilities(found, view, own, path, outcome);
    addEscalation(found, own, path, outcome);
    if (own.readOnlyRootFilesystem === true) addWritableHostPaths(found, view, item, `${path}.readOnlyRootFilesystem`);
  }
  if (outcome.privileged) addPrivileged(found, view, own, item, path, outcome.appArmor);
  else addLostSELinux(found, view, own);
  addRecursiveReadOnly(found, view, item);
  addTarget(found, view, item);
  return found;
}

type Gated = Parameters<typeof fieldSupport>[0];

/** Reports the field when this cluster does not keep it. */
function addUnsupported(found: IgnoredSetting[], view: PodView, field: Gated, fieldPath: string): boolean {
  const support = fieldSupport(field, view.profile);
  if (!support.kept) found.push({ fieldPath, why: support.why });
  return !support.kept;
}

const silentlyMerges = (view: PodView): boolean =>
  view.node?.supplementalGroupsPolicy === false && view.profile.minor < 33;

function addFSGroup(found: IgnoredSetting[], view: PodView): void {
  const shared = view.securityContext;
  if (idOf(shared?.fsGroup) === undefined) {
    if (textOf(shared?.fsGroupChangePolicy) === undefined) return;
    found.push({ fieldPath: 'spec.securityContext.fsGroupChangePolicy', why: 'it needs fsGroup, which is not set' });
    return;
  }
  for (const { kind, name } of podVolumes(view.spec)) {
    if (kind !== 'hostPath' && kind !== 'nfs') continue;
    const why = `it does not change the owner of anything in the ${kind} volume "${name}"`;
    found.push({ fieldPath: 'spec.securityContext.fsGroup', why });
  }
}

function addAnnotations(found: IgnoredSetting[], view: PodView, item: PodContainer): void {
  const seccomp = SECCOMP_CONTAINER_ANNOTATION_PREFIX + item.name;
  if (memberOf(view.annotations, seccomp) !== undefined) {
    found.push({ fieldPath: `metadata.annotations[${seccomp}]`, why: SECCOMP_ANNOTATION_WHY });
  }
  const appArmor = APP_ARMOR_ANNOTATION_PREFIX + item.name;
  if (memberOf(view.annotations, appArmor) !== undefined) {
    addUnsupported(found, view, 'appArmorAnnotation', `metadata.annotations[${appArmor}]`);
  }
}

function addFields(found: IgnoredSetting[], view: PodView, own: SecurityContext, path: string): void {
  if (objectOf(own.appArmorProfile) !== undefined)
    addUnsupported(found, view, 'appArmorProfile', `${path}.appArmorProfile`);
  if (own.procMount === 'Unmasked') addUnsupported(found, view, 'procMount', `${path}.procMount`);
  if (objectOf(own.windowsOptions) !== undefined) {
    found.push({ fieldPath: `${path}.windowsOptions`, why: 'it means nothing to a Linux container' });
  }
}

function addCapabilities(
  found: IgnoredSetting[],
  view: PodView,
  own: SecurityContext,
  path: string,
  outcome: ContainerOutcome,
): void {
  const capabilities = objectOf(own.capabilities);
  if (capabilities === undefined) return;
  const adds = listOf(capabilities.add).length > 0;
  if (outcome.privileged) {
    const why = 'a privileged container has every capability of the runtime';
    if (adds) found.push({ fieldPath: `${path}.capabilities.add`, why });
    if (listOf(capabilities.drop).length > 0) found.push({ fieldPath: `${path}.capabilities.drop`, why });
    return;
  }
  for (const mistake of capabilityMistakes(capabilities, view.runtime)) {
    if (isWithoutEffect(mistake, view)) {
      found.push({ fieldPath: `${path}.capabilities.${mistake.list}[${mistake.index}]`, why: mistake.message });
    }
  }
  if (adds && outcome.root === false) {
    const files = outcome.noNewPrivileges
      ? 'and allowPrivilegeEscalation: false rules out capabilities of files'
      : 'unless the file of its program has them';
    found.push({
      fieldPath: `${path}.capabilities.add`,
      why: `they only reach the bounding set: a process of another user than root does not hold them, ${files}`,
    });
  }
}

const isWithoutEffect = (mistake: CapabilityMistake, view: PodView): boolean =>
  mistake.kind === 'unknown' || (mistake.kind === 'prefix' && view.runtime !== 'cri-o');

function addEscalation(found: IgnoredSetting[], own: SecurityContext, path: string, outcome: ContainerOutcome): void {
  if (own.allowPrivilegeEscalation !== false) return;
  const fieldPath = `${path}.allowPrivilegeEscalation`;
  if (outcome.privileged) {
    const why = 'a privileged container has nothing left to gain; the API server refuses the two together';
    found.push({ fieldPath, why });
  } else if (outcome.bounding.includes('SYS_ADMIN')) {
    const why = 'the container holds SYS_ADMIN, so it needs no escalation';
    found.push({ fieldPath, why });
  } else if (listOf(objectOf(own.capabilities)?.add).includes('CAP_SYS_ADMIN')) {
    found.push({ fieldPath, why: 'the API server refuses it together with CAP_SYS_ADMIN in capabilities.add' });
  }
}

function addPrivileged(
  found: IgnoredSetting[],
  view: PodView,
  own: SecurityContext | undefined,
  item: PodContainer,
  path: string,
  appArmor: RequestedAppArmor | undefined,
): void {
  const levels = [
    { owner: own, path },
    { owner: view.securityContext, path: 'spec.securityContext' },
  ];
  const seccomp = levels.find(({ owner }) => objectOf(owner?.seccompProfile) !== undefined);
  if (seccomp !== undefined && objectOf(seccomp.owner?.seccompProfile)?.type !== 'Unconfined') {
    found.push({ fieldPath: `${seccomp.path}.seccompProfile`, why: 'a privileged container runs without seccomp' });
  }
  const seLinux = levels.find(({ owner }) => objectOf(owner?.seLinuxOptions) !== undefined);
  if (seLinux !== undefined) {
    found.push({
      fieldPath: `${seLinux.path}.seLinuxOptions`,
      why: 'a privileged container runs without SELinux label',
    });
  }
  if (own?.procMount === 'Default') {
    found.push({ fieldPath: `${path}.procMount`, why: 'nothing of /proc is masked in a privileged container' });
  }
  if (appArmor?.type === 'RuntimeDefault') {
    const why = 'a privileged container runs without the default AppArmor profile';
    found.push({ fieldPath: appArmorPath(appArmor.source, item), why });
  }
}

function addLostSELinux(found: IgnoredSetting[], view: PodView, own: SecurityContext | undefined): void {
  const lost: readonly (keyof SELinuxOptions)[] = lostSELinuxParts(
    own?.seLinuxOptions,
    view.securityContext?.seLinuxOptions,
  );
  for (const part of lost) {
    const why = "the container's seLinuxOptions replace those of the pod as a whole";
    found.push({ fieldPath: `spec.securityContext.seLinuxOptions.${part}`, why });
  }
}

function addWritableHostPaths(found: IgnoredSetting[], view: PodView, item: PodContainer, fieldPath: string): void {
  const mounts = listOf(item.container.volumeMounts);
  if (mounts.length === 0) return;
  const hostPaths = new Map<string, PodVolume>();
  for (const volume of podVolumes(view.spec)) if (volume.kind === 'hostPath') hostPaths.set(volume.name, volume);
  if (hostPaths.size === 0) return;
  for (const entry of mounts) {
    const mount = objectOf(entry);
    const volume = mount?.readOnly === true ? undefined : hostPaths.get(textOf(mount?.name) ?? '');
    if (volume === undefined) continue;
    const where = textOf(mount?.mountPath) ?? '';
    found.push({ fieldPath, why: `the hostPath volume "${volume.name}" is writable at ${where}` });
  }
}

function addRecursiveReadOnly(found: IgnoredSetting[], view: PodView, item: PodContainer): void {
  const mounts = listOf(item.container.volumeMounts);
  for (let index = 0; index < mounts.length; index++) {
    const mode = textOf(objectOf(mounts[index])?.recursiveReadOnly);
    if (mode === undefined || mode === 'Disabled') continue;
    addUnsupported(found, view, 'recursiveReadOnly', `${item.path}.volumeMounts[${index}].recursiveReadOnly`);
  }
}

function addTarget(found: IgnoredSetting[], view: PodView, item: PodContainer): void {
  if (item.type !== 'ephemeral' || (textOf(item.container.targetContainerName) ?? '') === '') return;
  const shared = sharedProcessNamespace(view.spec);
  if (shared === undefined) return;
  const why = `the container sees the processes of the whole ${shared === 'host' ? 'node' : 'pod'} already`;
  found.push({ fieldPath: `${item.path}.targetContainerName`, why });
}
