/** What an effective context depends on and the manifest does not say: the image, the kubelet, the node. */
import type { HostUsers } from '../user-namespaces/host-users.js';
import type { EffectiveAppArmor } from './app-armor.js';
import type { PodView } from './pod-view.js';
import type { EffectiveGroups, EffectiveUser } from './user-and-groups.js';

export interface Dependency {
  /** The value of the context that may differ. */
  readonly value: 'uid' | 'gid' | 'groups' | 'seccomp' | 'appArmor' | 'userNamespace';
  readonly on: 'image' | 'volume' | 'kubelet' | 'node' | 'runtime';
  readonly why: string;
}

const UID: Dependency = { value: 'uid', on: 'image', why: 'neither container nor pod sets runAsUser' };
const USER_NAME: Dependency = {
  value: 'uid',
  on: 'image',
  why: 'the user of the image is a name, looked up in its /etc/passwd',
};
const GID: Dependency = {
  value: 'gid',
  on: 'image',
  why: 'without runAsGroup it is the primary group in /etc/passwd, else 0',
};
const GROUPS: Dependency = {
  value: 'groups',
  on: 'image',
  why: 'the policy Merge adds the groups of /etc/group that list the user',
};
const VOLUME_GROUPS: Dependency = {
  value: 'groups',
  on: 'volume',
  why: 'a PersistentVolume adds the group of its annotation pv.beta.kubernetes.io/gid',
};
const STRICT_GROUPS: Dependency = {
  value: 'groups',
  on: 'node',
  why: 'a node that does not support the policy Strict merges the groups',
};
const SECCOMP: Dependency = {
  value: 'seccomp',
  on: 'kubelet',
  why: 'a kubelet with seccompDefault makes it RuntimeDefault',
};
const APP_ARMOR: Dependency = { value: 'appArmor', on: 'node', why: 'a host without AppArmor runs it unconfined' };
const USER_NAMESPACE: Dependency = {
  value: 'userNamespace',
  on: 'runtime',
  why: 'before Kubernetes 1.30 a runtime without user namespaces passes over hostUsers: false',
};

/** The facts that would settle the context. */
export function dependenciesOf(
  view: PodView,
  user: EffectiveUser,
  groups: EffectiveGroups,
  seccompSource: string,
  appArmor: EffectiveAppArmor,
  hostUsers: HostUsers,
): readonly Dependency[] {
  const { node, profile, spec } = view;
  const depends: Dependency[] = [];
  if (user.uid === null) depends.push(user.userName === undefined ? UID : USER_NAME);
  if (user.gid === null) depends.push(GID);
  if (groups.imageMayAdd) depends.push(GROUPS);
  if (groups.policy === 'Strict' && profile.minor < 33 && node?.supplementalGroupsPolicy === undefined) {
    depends.push(STRICT_GROUPS);
  }
  if (Array.isArray(spec.volumes) && spec.volumes.some(isPersistent)) depends.push(VOLUME_GROUPS);
  if (seccompSource === 'default') depends.push(SECCOMP);
  const appArmorUnknown = node?.appArmor === undefined && appArmor.source === 'default';
  if (appArmorUnknown && appArmor.profile === 'RuntimeDefault') depends.push(APP_ARMOR);
  if (hostUsers.userNamespace && profile.minor < 30 && node?.runtimeVersion === undefined) depends.push(USER_NAMESPACE);
  return depends;
}

const isPersistent = (volume: { persistentVolumeClaim?: unknown; ephemeral?: unknown } | null | undefined): boolean =>
  (volume?.persistentVolumeClaim ?? volume?.ephemeral ?? undefined) !== undefined;
