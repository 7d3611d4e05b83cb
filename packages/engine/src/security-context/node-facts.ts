/**
 * What is known of the node and of the images. Everything is optional: what is not known is either assumed to be
 * Kubernetes' default or reported as a dependency of the answer.
 */
import type { Node } from '@bulkhead/apimachinery/types/core-v1';
import { listOf, objectOf, textOf } from './plain-values.js';

export type ContainerRuntime = 'containerd' | 'cri-o';

/** What the runtime reports for a RuntimeClass handler. */
export interface RuntimeHandlerFacts {
  readonly userNamespaces: boolean;
  readonly recursiveReadOnlyMounts: boolean;
}

export interface NodeFacts {
  readonly operatingSystem?: 'linux' | 'windows';
  /** As `uname -r` prints it. */
  readonly kernelVersion?: string;
  /** containerd when not given. */
  readonly runtime?: ContainerRuntime;
  readonly runtimeVersion?: string;
  /** The OCI runtime below it and its version. */
  readonly ociRuntime?: { readonly name: string; readonly version: string };
  /** `--root-dir` of the kubelet; /var/lib/kubelet when not given. */
  readonly kubeletRootDirectory?: string;
  /** `seccompDefault` of the kubelet; off when not given, as in Kubernetes. */
  readonly seccompDefault?: boolean;
  /** Files below `<kubelet root>/seccomp`. */
  readonly seccompProfiles?: readonly string[];
  /** Whether AppArmor is enabled on the host. */
  readonly appArmor?: boolean;
  /** AppArmor profiles that are loaded. */
  readonly appArmorProfiles?: readonly string[];
  /** `allowedUnsafeSysctls` of the kubelet: names, or prefixes that end in `*`. */
  readonly allowedUnsafeSysctls?: readonly string[];
  /** `node.status.features.supplementalGroupsPolicy`. */
  readonly supplementalGroupsPolicy?: boolean;
  /** `node.status.runtimeHandlers` by name; the default handler's name is the empty string. */
  readonly runtimeHandlers?: ReadonlyMap<string, RuntimeHandlerFacts>;
  /** Handler of each RuntimeClass; a class that is not listed is taken for its own handler. */
  readonly runtimeClasses?: ReadonlyMap<string, string>;
  /** `node.status.declaredFeatures`. */
  readonly declaredFeatures?: readonly string[];
  /** Capabilities that the runtime itself holds, without prefix; all that Linux has when not given. */
  readonly capabilities?: readonly string[];
  /** Possible CPUs that have a thermal_throttle directory. */
  readonly thermalThrottleCPUs?: number;
  /** 2 when not given. */
  readonly cgroupVersion?: 1 | 2;
  /** `userNamespaces.idsPerPod` of the kubelet; 65536 when not given. */
  readonly idsPerPod?: number;
}

/** A line of the image's /etc/passwd. */
export interface PasswdEntry {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** A line of the image's /etc/group. */
export interface GroupEntry {
  readonly name: string;
  readonly gid: number;
  readonly members: readonly string[];
}

export interface ImageUser {
  /** `config.User` of the image; empty when the image names none. */
  readonly user: string;
  readonly passwd?: readonly PasswdEntry[];
  readonly group?: readonly GroupEntry[];
}

/** By the container's `image`, exactly as written there. */
export type ImageFacts = ReadonlyMap<string, ImageUser>;

/** The range of ids that a pod's user namespace maps unless the kubelet says otherwise. */
export const DEFAULT_IDS_PER_POD = 65_536;

/** What a Node object tells: kernel, runtime, handlers and features. */
export function nodeFactsOf(node: Node): NodeFacts {
  const status = objectOf(objectOf(node)?.status) ?? {};
  const info = objectOf(status.nodeInfo) ?? {};
  const operatingSystem = textOf(info.operatingSystem);
  const kernelVersion = textOf(info.kernelVersion);
  const groupsPolicy = objectOf(status.features)?.supplementalGroupsPolicy;
  return {
    ...(operatingSystem === 'linux' || operatingSystem === 'windows' ? { operatingSystem } : {}),
    ...(kernelVersion === undefined ? {} : { kernelVersion }),
    ...runtimeOf(textOf(info.containerRuntimeVersion)),
    ...(typeof groupsPolicy === 'boolean' ? { supplementalGroupsPolicy: groupsPolicy } : {}),
    ...(Array.isArray(status.runtimeHandlers) ? { runtimeHandlers: handlersOf(status.runtimeHandlers) } : {}),
    ...(Array.isArray(status.declaredFeatures)
      ? { declaredFeatures: status.declaredFeatures as readonly string[] }
      : {}),
  };
}

/** `containerd://2.0.1` or `cri-o://1.33.0`. */
function runtimeOf(text: string | undefined): Pick<NodeFacts, 'runtime' | 'runtimeVersion'> {
  const match = /^(containerd|cri-o):\/\/(.+)$/.exec(text ?? '');
  if (match === null) return {};
  return { runtime: match[1] === 'cri-o' ? 'cri-o' : 'containerd', runtimeVersion: match[2] ?? '' };
}

function handlersOf(
  handlers: NonNullable<NonNullable<Node['status']>['runtimeHandlers']>,
): Map<string, RuntimeHandlerFacts> {
  const found = new Map<string, RuntimeHandlerFacts>();
  for (const item of listOf(handlers)) {
    const handler = objectOf(item);
    if (handler === undefined) continue;
    const features = objectOf(handler.features);
    found.set(textOf(handler.name) ?? '', {
      userNamespaces: features?.userNamespaces === true,
      recursiveReadOnlyMounts: features?.recursiveReadOnlyMounts === true,
    });
  }
  return found;
}

/** The runtime handler of the pod's RuntimeClass; the empty string is the default one. */
export function runtimeHandlerName(runtimeClassName: string | undefined, node: NodeFacts | undefined): string {
  if (runtimeClassName === undefined || runtimeClassName === '') return '';
  return node?.runtimeClasses?.get(runtimeClassName) ?? runtimeClassName;
}

/** Whether `version` is below `floor`; undefined when the version is not known or says nothing. */
export function isOlderThan(version: string | undefined, floor: string): boolean | undefined {
  const left = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(version?.slice(0, 64) ?? '');
  const right = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(floor);
  if (left === null || right === null) return undefined;
  for (let part = 1; part <= 3; part++) {
    const difference = Number(left[part] ?? 0) - Number(right[part] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
