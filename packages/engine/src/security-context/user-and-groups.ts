/**
 * The user, the primary group and the supplementary groups of a container's first process.
 *
 * uid: runAsUser of the container, else of the pod, else the user of the image; an image without one means root.
 * gid: runAsGroup of the container, else of the pod, else the primary group of that user in the image's /etc/passwd,
 * else 0. The group of an image's `USER user:group` does not count: the kubelet passes the user alone.
 * Groups: the primary group, fsGroup, supplementalGroups, groups that volumes bring along, and, with the policy
 * Merge, the user's groups in the image's /etc/group.
 * Sources: pkg/securitycontext/util.go; pkg/kubelet/kuberuntime/security_context.go and kuberuntime_image.go;
 * containerd pkg/oci/spec_opts.go; KEP-3619.
 */
import type { VersionProfile } from '@bulkhead/apimachinery';
import type { PodSecurityContext, SecurityContext } from '@bulkhead/apimachinery/types/core-v1';
import { fieldSupport } from './field-support.js';
import type { ImageUser, NodeFacts } from './node-facts.js';
import { idOf, listOf } from './plain-values.js';

export interface EffectiveUser {
  /** Null when the image decides and nothing is known of it. */
  readonly uid: number | null;
  readonly uidSource: 'container' | 'pod' | 'image' | 'default';
  readonly gid: number | null;
  readonly gidSource: 'container' | 'pod' | 'image' | 'default';
  /** The image's user when it is a name. */
  readonly userName?: string;
  /** Whether the kubelet refuses to start the container as root. */
  readonly runAsNonRoot: boolean;
  /** Whether it runs as root; null when the image decides. */
  readonly root: boolean | null;
}

export interface EffectiveGroups {
  /** Rising and without repetitions, as /proc/self/status lists them. */
  readonly groups: readonly number[];
  readonly policy: 'Merge' | 'Strict';
  /** Whether the image's /etc/group may add more, which is not known here. */
  readonly imageMayAdd: boolean;
  readonly source: 'pod' | 'image' | 'default';
}

/** What the kubelet makes of `config.User` of an image: a number, or a name. */
export interface ImageUserName {
  readonly uid?: number;
  readonly name?: string;
}

/** The user and the primary group. */
export function effectiveUser(
  own: SecurityContext | undefined,
  shared: PodSecurityContext | undefined,
  image: ImageUser | undefined,
): EffectiveUser {
  const runAsNonRoot = (own?.runAsNonRoot ?? shared?.runAsNonRoot) === true;
  const ownUser = idOf(own?.runAsUser);
  const sharedUser = idOf(shared?.runAsUser);
  const uid = ownUser ?? sharedUser;
  if (uid !== undefined) {
    const uidSource = ownUser === undefined ? 'pod' : 'container';
    return { uid, uidSource, ...primaryGroup(own, shared, image, uid), runAsNonRoot, root: uid === 0 };
  }
  if (image === undefined) {
    const root = runAsNonRoot ? false : null;
    return { uid: null, uidSource: 'image', ...primaryGroup(own, shared, undefined, undefined), runAsNonRoot, root };
  }
  const { uid: number, name } = imageUserName(image);
  const named = name === undefined ? undefined : image.passwd?.find((entry) => entry.name === name);
  // A name that /etc/passwd is not known for says nothing, except for root.
  const imageUser = number ?? named?.uid ?? (name === 'root' ? 0 : undefined);
  return {
    uid: imageUser ?? null,
    uidSource: image.user === '' ? 'default' : 'image',
    ...primaryGroup(own, shared, image, imageUser),
    ...(name === undefined ? {} : { userName: name }),
    runAsNonRoot,
    root: imageUser === undefined ? (runAsNonRoot ? false : null) : imageUser === 0,
  };
}

function primaryGroup(
  own: SecurityContext | undefined,
  shared: PodSecurityContext | undefined,
  image: ImageUser | undefined,
  uid: number | undefined,
): Pick<EffectiveUser, 'gid' | 'gidSource'> {
  const ownGroup = idOf(own?.runAsGroup);
  if (ownGroup !== undefined) return { gid: ownGroup, gidSource: 'container' };
  const sharedGroup = idOf(shared?.runAsGroup);
  if (sharedGroup !== undefined) return { gid: sharedGroup, gidSource: 'pod' };
  if (uid === undefined || image?.passwd === undefined) return { gid: null, gidSource: 'image' };
  const entry = image.passwd.find((line) => line.uid === uid);
  return entry === undefined ? { gid: 0, gidSource: 'default' } : { gid: entry.gid, gidSource: 'image' };
}

/** `1000:2000` is user 1000, `web:web` is a name; an empty user is root. */
export function imageUserName(image: ImageUser): ImageUserName {
  if (image.user === '') return { uid: 0 };
  const user = image.user.split(':', 1)[0] ?? '';
  if (user === '') return { uid: 0 };
  return /^[+-]?\d{1,18}$/.test(user) ? { uid: Number(user) } : { name: user };
}

/** The policy that applies, and the supplementary groups as far as they are known. */
export function effectiveGroups(
  shared: PodSecurityContext | undefined,
  user: EffectiveUser,
  image: ImageUser | undefined,
  profile: VersionProfile,
  node: NodeFacts | undefined,
): EffectiveGroups {
  const policy = effectiveGroupsPolicy(shared, profile, node);
  const fromImage = policy === 'Merge' ? imageGroups(user, image) : [];
  const fsGroup = idOf(shared?.fsGroup);
  const supplemental = listOf(shared?.supplementalGroups);
  const imageMayAdd = fromImage === undefined;
  const groups = new Set<number>(fromImage);
  if (user.gid !== null) groups.add(user.gid);
  if (fsGroup !== undefined) groups.add(fsGroup);
  for (const item of supplemental) {
    const group = idOf(item);
    if (group !== undefined) groups.add(group);
  }
  const fromPod = fsGroup !== undefined || supplemental.length > 0;
  const source = fromPod ? 'pod' : fromImage?.length === 0 ? 'default' : 'image';
  return { groups: [...groups].sort((left, right) => left - right), policy, imageMayAdd, source };
}

/** Strict counts when the API server keeps the field; alpha kubelets on a node without support silently merge. */
export function effectiveGroupsPolicy(
  shared: PodSecurityContext | undefined,
  profile: VersionProfile,
  node: NodeFacts | undefined,
): 'Merge' | 'Strict' {
  if (shared?.supplementalGroupsPolicy !== 'Strict') return 'Merge';
  if (!fieldSupport('supplementalGroupsPolicy', profile).kept) return 'Merge';
  return node?.supplementalGroupsPolicy === false && profile.minor < REFUSES_UNSUPPORTED_STRICT ? 'Merge' : 'Strict';
}

/** From this minor on the kubelet refuses Strict where the runtime cannot do it. */
export const REFUSES_UNSUPPORTED_STRICT = 33;

/** The groups that list the user as a member, or undefined when the image's files are not known. */
function imageGroups(user: EffectiveUser, image: ImageUser | undefined): number[] | undefined {
  if (image?.group === undefined || image.passwd === undefined) return undefined;
  const name = user.userName ?? image.passwd.find((entry) => entry.uid === user.uid)?.name;
  if (name === undefined) return [];
  return image.group.filter((group) => group.name !== name && group.members.includes(name)).map(({ gid }) => gid);
}
