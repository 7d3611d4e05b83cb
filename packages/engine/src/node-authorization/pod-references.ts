/**
 * The objects that a pod takes its node to: service account, secrets, config maps, claims for volumes and for devices.
 * A mirror pod takes it nowhere, since the node writes it itself.
 *
 * Source: plugin/pkg/auth/authorizer/node/graph.go (AddPod), pkg/api/v1/pod/util.go,
 * k8s.io/dynamic-resource-allocation/resourceclaim.
 */
import type { Minor } from '@bulkhead/apimachinery';
import type {
  Container,
  EphemeralContainer,
  Pod,
  PodResourceClaim,
  Volume,
} from '@bulkhead/apimachinery/types/core-v1';

export type ReferencedType = 'serviceaccount' | 'secret' | 'configmap' | 'persistentvolumeclaim' | 'resourceclaim';

export interface PodReference {
  readonly type: ReferencedType;
  readonly name: string;
}

const MIRROR_ANNOTATION = 'kubernetes.io/config.mirror';

/** Minors that know the claims of a pod, and the claim that the scheduler makes for extended resources. */
const RESOURCE_CLAIMS_FROM: Minor = 28;
const EXTENDED_RESOURCE_CLAIM_FROM: Minor = 34;

export function isMirrorPod(pod: Pod): boolean {
  const annotations = pod.metadata?.annotations;
  return annotations !== undefined && Object.hasOwn(annotations, MIRROR_ANNOTATION);
}

/** In the namespace of the pod. */
export function podReferences(pod: Pod, minor: Minor): readonly PodReference[] {
  if (isMirrorPod(pod)) return [];
  const references: PodReference[] = [];
  const add = (type: ReferencedType, name: string | undefined): void => {
    if (name !== undefined && name !== '') references.push({ type, name });
  };
  add('serviceaccount', pod.spec?.serviceAccountName);
  for (const name of podSecretNames(pod)) add('secret', name);
  for (const name of podConfigMapNames(pod)) add('configmap', name);
  for (const volume of pod.spec?.volumes ?? []) add('persistentvolumeclaim', volumeClaimName(pod, volume));
  if (minor >= RESOURCE_CLAIMS_FROM) {
    for (const claim of pod.spec?.resourceClaims ?? []) add('resourceclaim', resourceClaimName(pod, claim));
  }
  if (minor >= EXTENDED_RESOURCE_CLAIM_FROM) {
    add('resourceclaim', pod.status?.extendedResourceClaimStatus?.resourceClaimName);
  }
  return references;
}

/** Names of all secrets in the pod's spec: pull secrets, environments, volumes. */
export function podSecretNames(pod: Pod): readonly string[] {
  const names = [
    ...(pod.spec?.imagePullSecrets ?? []).map(({ name }) => name),
    ...containersOf(pod).flatMap((container) => [
      ...(container.envFrom ?? []).map((source) => source.secretRef?.name),
      ...(container.env ?? []).map((variable) => variable.valueFrom?.secretKeyRef?.name),
    ]),
    ...(pod.spec?.volumes ?? []).flatMap(volumeSecretNames),
  ];
  return names.filter((name) => name !== undefined && name !== '') as string[];
}

export function podConfigMapNames(pod: Pod): readonly string[] {
  const names = [
    ...containersOf(pod).flatMap((container) => [
      ...(container.envFrom ?? []).map((source) => source.configMapRef?.name),
      ...(container.env ?? []).map((variable) => variable.valueFrom?.configMapKeyRef?.name),
    ]),
    ...(pod.spec?.volumes ?? []).flatMap((volume) =>
      volume.projected === undefined
        ? [volume.configMap?.name]
        : (volume.projected.sources ?? []).map((source) => source.configMap?.name),
    ),
  ];
  return names.filter((name) => name !== undefined && name !== '') as string[];
}

/** The claim that the volume is, or that is made for it. */
export function volumeClaimName(pod: Pod, volume: Volume): string | undefined {
  if (volume.persistentVolumeClaim !== undefined) return volume.persistentVolumeClaim.claimName;
  return volume.ephemeral === undefined ? undefined : `${pod.metadata?.name ?? ''}-${volume.name ?? ''}`;
}

/** A volume has one source; of several the first in this order counts. */
function volumeSecretNames(volume: Volume): readonly (string | undefined)[] {
  if (volume.azureFile !== undefined) return [volume.azureFile.secretName];
  if (volume.cephfs !== undefined) return [volume.cephfs.secretRef?.name];
  if (volume.cinder !== undefined) return [volume.cinder.secretRef?.name];
  if (volume.flexVolume !== undefined) return [volume.flexVolume.secretRef?.name];
  if (volume.projected !== undefined) return (volume.projected.sources ?? []).map((source) => source.secret?.name);
  if (volume.rbd !== undefined) return [volume.rbd.secretRef?.name];
  if (volume.secret !== undefined) return [volume.secret.secretName];
  if (volume.scaleIO !== undefined) return [volume.scaleIO.secretRef?.name];
  if (volume.iscsi !== undefined) return [volume.iscsi.secretRef?.name];
  if (volume.storageos !== undefined) return [volume.storageos.secretRef?.name];
  return [volume.csi?.nodePublishSecretRef?.name];
}

/** Undefined while the claim of a template is not made yet, and when none is needed. */
function resourceClaimName(pod: Pod, claim: PodResourceClaim): string | undefined {
  const direct = claim.resourceClaimName ?? claim.source?.resourceClaimName;
  if (direct !== undefined) return direct;
  const template = claim.resourceClaimTemplateName ?? claim.source?.resourceClaimTemplateName;
  if (template === undefined) return undefined;
  return (pod.status?.resourceClaimStatuses ?? []).find(({ name }) => name === claim.name)?.resourceClaimName;
}

const containersOf = ({ spec }: Pod): readonly (Container | EphemeralContainer)[] => [
  ...(spec?.initContainers ?? []),
  ...(spec?.containers ?? []),
  ...(spec?.ephemeralContainers ?? []),
];
