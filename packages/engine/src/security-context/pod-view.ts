/** One pod together with all that decides how it runs: the input of every function that judges a container. */
import type { Pod, PodSecurityContext, PodSpec } from '@bulkhead/apimachinery/types/core-v1';
import type { ClusterProfile } from '@bulkhead/features';
import type { ContainerRuntime, ImageFacts, NodeFacts } from './node-facts.js';
import { objectOf, textOf } from './plain-values.js';
import { podSpecOf } from './pod-containers.js';

export interface PodView {
  readonly pod: Pod;
  readonly spec: PodSpec;
  readonly securityContext: PodSecurityContext | undefined;
  readonly annotations: { readonly [key: string]: string } | undefined;
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
    annotations: objectOf(objectOf(objectOf(pod)?.metadata)?.annotations),
    profile,
    node,
    images,
    runtime: node?.runtime ?? 'containerd',
    windows: isWindowsPod(spec, node),
  };
}

/** Windows by the field, by the node that it is bound to, or by a selector that only Windows nodes meet. */
export function isWindowsPod(spec: PodSpec, node?: NodeFacts): boolean {
  const named = textOf(objectOf(spec.os)?.name);
  if (named !== undefined && named !== '') return named === 'windows';
  if (node?.operatingSystem !== undefined) return node.operatingSystem === 'windows';
  const selector = objectOf(spec.nodeSelector);
  return selector !== undefined && selector['kubernetes.io/os'] === 'windows';
}
