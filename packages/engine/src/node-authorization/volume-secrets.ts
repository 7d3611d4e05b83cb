/**
 * The secrets of a PersistentVolume that a kubelet reads to mount it. Where the volume names no namespace for the
 * secret, most sources mean the one of the claim.
 *
 * Source: pkg/api/v1/persistentvolume/util.go.
 */
import type { PersistentVolume, SecretReference } from '@bulkhead/apimachinery/types/core-v1';

export interface SecretName {
  readonly namespace: string;
  readonly name: string;
}

/** Not those that only the controller of a CSI driver reads. */
export function kubeletSecretsOf({ spec }: PersistentVolume): readonly SecretName[] {
  const claimNamespace = spec?.claimRef?.namespace ?? '';
  const inClaimNamespace = (reference: SecretReference | undefined): readonly SecretName[] =>
    secretOf(reference?.namespace || claimNamespace, reference?.name);
  const asWritten = (reference: SecretReference | undefined): readonly SecretName[] =>
    secretOf(reference?.namespace ?? '', reference?.name);
  if (spec?.azureFile !== undefined) {
    return secretOf(spec.azureFile.secretNamespace || claimNamespace, spec.azureFile.secretName);
  }
  if (spec?.cephfs !== undefined) return inClaimNamespace(spec.cephfs.secretRef);
  if (spec?.cinder !== undefined) return asWritten(spec.cinder.secretRef);
  if (spec?.flexVolume !== undefined) return inClaimNamespace(spec.flexVolume.secretRef);
  if (spec?.rbd !== undefined) return inClaimNamespace(spec.rbd.secretRef);
  if (spec?.scaleIO !== undefined) return inClaimNamespace(spec.scaleIO.secretRef);
  if (spec?.iscsi !== undefined) return inClaimNamespace(spec.iscsi.secretRef);
  if (spec?.storageos !== undefined) return asWritten(spec.storageos.secretRef);
  const csi = spec?.csi;
  return [csi?.nodePublishSecretRef, csi?.nodeStageSecretRef, csi?.nodeExpandSecretRef].flatMap(asWritten);
}

const secretOf = (namespace: string, name: string | undefined): readonly SecretName[] =>
  name === undefined || name === '' ? [] : [{ namespace, name }];
