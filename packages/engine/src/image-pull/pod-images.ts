/**
 * The images that a pod needs, with the pull policies that they have in the end: of containers and of image volumes.
 * Source: pkg/apis/core/v1/defaults.go, plugin/pkg/admission/serviceaccount/admission.go (pull secrets).
 */
import { defaultPullPolicy, type ImageReferenceResult, parseImageReference } from '@bulkhead/apimachinery/defaults';
import type { PodSpec, ServiceAccount } from '@bulkhead/apimachinery/types/core-v1';
import { listOf, objectOf, textOf } from '../security-context/plain-values.js';
import { podContainers } from '../security-context/pod-containers.js';
import type { PullPolicy } from './image-outcome.js';

export interface PodImage {
  readonly image: string;
  readonly reference: ImageReferenceResult;
  readonly policy: PullPolicy;
  /** `container "app"`, `volume "model"` */
  readonly user: string;
  /** `spec.containers[0].image` */
  readonly fieldPath: string;
  /** Where the policy stands or would stand. */
  readonly policyPath: string;
  readonly isPolicyWritten: boolean;
}

/** Containers without an image are left out: the API server refuses them, except where something fills it in. */
export function podImages(spec: PodSpec): readonly PodImage[] {
  const images: PodImage[] = [];
  for (const { container, name, path } of podContainers(spec)) {
    add(images, container.image, container.imagePullPolicy, `container ${JSON.stringify(name)}`, [
      `${path}.image`,
      `${path}.imagePullPolicy`,
    ]);
  }
  for (const [index, volume] of listOf(spec.volumes).entries()) {
    const source = objectOf(objectOf(volume)?.image);
    if (source === undefined) continue;
    const path = `spec.volumes[${index}].image`;
    const paths = [`${path}.reference`, `${path}.pullPolicy`] as const;
    add(images, source.reference, source.pullPolicy, `volume ${JSON.stringify(volume.name ?? '')}`, paths);
  }
  return images;
}

function add(
  images: PodImage[],
  reference: string | undefined,
  written: string | undefined,
  user: string,
  [fieldPath, policyPath]: readonly [string, string],
): void {
  const image = textOf(reference) ?? '';
  if (image === '') return;
  const isPolicyWritten = textOf(written) !== undefined && written !== '';
  const policy = asPolicy(isPolicyWritten ? written : defaultPullPolicy(image));
  // A word that is no policy is refused by the API server, which another rule says.
  if (policy === undefined) return;
  images.push({ image, reference: parseImageReference(image), policy, user, fieldPath, policyPath, isPolicyWritten });
}

const asPolicy = (policy: string | undefined): PullPolicy | undefined =>
  policy === 'Always' || policy === 'IfNotPresent' || policy === 'Never' ? policy : undefined;

/** The names of the Secrets that the kubelet looks for credentials in: the pod's own, or those of its service account. */
export function pullSecretNames(
  spec: PodSpec,
  account: ServiceAccount | undefined,
): { readonly names: readonly string[]; readonly from: 'pod' | 'service-account' } {
  const own = namesOf(spec.imagePullSecrets);
  // An entry without a name counts as one: the account's are copied only into an empty list.
  if (listOf(spec.imagePullSecrets).length > 0) return { names: own, from: 'pod' };
  return { names: namesOf(account?.imagePullSecrets), from: 'service-account' };
}

const namesOf = (references: PodSpec['imagePullSecrets']): readonly string[] =>
  listOf(references)
    .map((reference) => textOf(objectOf(reference)?.name) ?? '')
    .filter((name) => name !== '');
