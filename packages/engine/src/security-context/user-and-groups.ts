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
  readonly userName: string | undefined;
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
  const requested = ownUser ?? idOf(shared?.runAsUser);
  const name = requested === undefined && image !== undefined ? imageUserName(image).name : undefined;
  const uid = requested ?? imageUser(image);
  const { gid, gidSource } = primaryGroup(own, shared, image, uid);
  return {
    uid: uid ?? null,
    uidSource: uidSource(requested, ownUser, image),
    gid,
    gidSource,
    userName: name,
    runAsNonRoot,
    // Without a known uid the kubelet still keeps a container with runAsNonRoot from starting as root.
    root: uid === undefined ? (runAsNonRoot ? false : null) : uid === 0,
  };
}

function uidSource(
  requested: number | undefined,
  own: number | undefined,
  image: ImageUser | undefined,
): EffectiveUser['uidSource'] {
  if (requested !== undefined) return own === undefined ? 'pod' : 'container';
  return image?.user === '' ? 'default' : 'image';
}

/** The uid of the image's user. A name that /etc/passwd is not known for says nothing, except for root. */
function imageUser(image: ImageUser | undefined): number | undefined {
  if (image === undefined) return undefined;
  const { uid, name } = imageUserName(image);
  if (name === undefined) return uid;
  return image.passwd?.find((entry) => entry.name === name)?.uid ?? (name === 'root' ? 0 : undefined);
}

const GROUP_OF_IMAGE: Pick<EffectiveUser, 'gid' | 'gidSource'> = { gid: null, gidSource: 'image' };

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
  if (uid === undefined || image?.passwd === undefined) return GROUP_OF_IMAGE;
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
  const fromImage = policy === 'Merge' ? imageGroups(user, image) : NO_GROUPS;
  const fsGroup = idOf(shared?.fsGroup);
  const supplemental = listOf(shared?.supplementalGroups);
  const imageMayAdd = fromImage === undefined;
  const fromPod = fsGroup !== undefined || supplemental.length > 0;
  if (!fromPod && (fromImage === undefined || fromImage.length === 0)) {
    const source = imageMayAdd ? 'image' : 'default';
    return { groups: user.gid === null ? NO_GROUPS : [user.gid], policy, imageMayAdd, source };
  }
  const groups = new Set<number>(fromImage);
  if (user.gid !== null) groups.add(user.gid);
  if (fsGroup !== undefined) groups.add(fsGroup);
  for (const item of supplemental) {
    const group = idOf(item);
    if (group !== undefined) groups.add(group);
  }
  const rising = groups.size > 1 ? [...groups].sort((left, right) => left - right) : [...groups];
  return { groups: rising, policy, imageMayAdd, source: fromPod ? 'pod' : 'image' };
}

const NO_GROUPS: readonly number[] = Object.freeze([]);

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
function imageGroups(user: EffectiveUser, image: ImageUser | undefined): readonly number[] | undefined {
  if (image?.group === undefined || image.passwd === undefined) return undefined;
  const name = user.userName ?? image.passwd.find((entry) => entry.uid === user.uid)?.name;
  if (name === undefined) return [];
  return image.group.filter((group) => group.name !== name && group.members.includes(name)).map(({ gid }) => gid);
}
