/** One pod together with all that decides how it runs: the input of every function that judges a container. */
import type { Pod, PodSecurityContext, PodSpec } from '@bulkhead/apimachinery/types/core-v1';
import type { ClusterProfile } from '@bulkhead/features';
import type { ContainerRuntime, ImageFacts, NodeFacts } from './node-facts.js';
import { objectOf, textOf } from './plain-values.js';
import { podSpecOf } from './pod-containers.js';

type Annotations = { readonly [key: string]: string };

export interface PodView {
  readonly pod: Pod;
  readonly spec: PodSpec;
  readonly securityContext: PodSecurityContext | undefined;
  /** The annotations, when there are any that name a seccomp or an AppArmor profile. */
  readonly annotations: Annotations | undefined;
  readonly profile: ClusterProfile;
  readonly node: NodeFacts | undefined;
  readonly images: ImageFacts | undefined;
  readonly runtime: ContainerRuntime;
  readonly windows: boolean;
}

export function podView(pod: Pod, profile: ClusterProfile, node?: NodeFacts, images?: ImageFacts): PodView {
  const spec = podSpecOf(pod);
  return {
    pod,
    spec,
    securityContext: objectOf(spec.securityContext),
    annotations: securityAnnotations(objectOf(objectOf(objectOf(pod)?.metadata)?.annotations)),
    profile,
    node,
    images,
    runtime: node?.runtime ?? 'containerd',
    windows: isWindowsPod(spec, node),
  };
}

/** All annotations of security begin with one of the two. */
function securityAnnotations(annotations: Annotations | undefined): Annotations | undefined {
  if (annotations === undefined) return undefined;
  const named = Object.keys(annotations).some((key) => key.startsWith('container.') || key.startsWith('seccomp.'));
  return named ? annotations : undefined;
}

/** Windows by the field, by the node that it is bound to, or by a selector that only Windows nodes meet. */
export function isWindowsPod(spec: PodSpec, node?: NodeFacts): boolean {
  const named = textOf(objectOf(spec.os)?.name);
  if (named !== undefined && named !== '') return named === 'windows';
  if (node?.operatingSystem !== undefined) return node.operatingSystem === 'windows';
  const selector = objectOf(spec.nodeSelector);
  return selector !== undefined && selector['kubernetes.io/os'] === 'windows';
}
