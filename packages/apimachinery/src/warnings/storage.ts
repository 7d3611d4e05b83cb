/**
 * Volumes, claims, and what describes storage.
 * Source: pkg/api/persistentvolume/util.go, pkg/api/persistentvolumeclaim/util.go, pkg/api/storage/util.go,
 * pkg/registry/storage/csidriver/strategy.go.
 */
import type {
  PersistentVolume,
  PersistentVolumeClaim,
  PersistentVolumeClaimSpec,
  PersistentVolumeSpec,
} from '../generated/types/core-v1.js';
import type { CSIDriver, CSIStorageCapacity, StorageClass } from '../generated/types/storage-v1.js';
import { Path } from '../validation/field-path.js';
import { entry, isSet, list, struct, text } from '../validation/zero-value.js';
import type { Minor } from '../version.js';
import { warnOfFractionalBytes } from './fractional-bytes.js';
import { deprecatedLabelMessage, warnOfNodeLabelSelector, warnOfNodeSelectorTerm } from './node-label.js';
import type { WarningList } from './warning-list.js';

const STORAGE_CLASS_ANNOTATION = {
  key: 'volume.beta.kubernetes.io/storage-class',
  minimumMinor: 28,
  message: 'deprecated since v1.8; use "storageClassName" attribute instead',
};
const VOLUME_ANNOTATIONS: readonly (typeof STORAGE_CLASS_ANNOTATION)[] = [
  STORAGE_CLASS_ANNOTATION,
  {
    key: 'volume.beta.kubernetes.io/mount-options',
    minimumMinor: 31,
    message: 'deprecated since v1.31; use "mountOptions" attribute instead',
  },
];

const DRIVERS_SINCE: Minor = 28;
/** Field, its name in the internal API which paths print, and message, in the order of the warnings. */
const DEPRECATED_DRIVERS: readonly (readonly [keyof PersistentVolumeSpec, string, string])[] = [
  ['cephfs', 'cephfs', 'deprecated in v1.28, non-functional in v1.31+'],
  ['photonPersistentDisk', 'photonPersistentDisk', 'deprecated in v1.11, non-functional in v1.16+'],
  ['scaleIO', 'scaleIO', 'deprecated in v1.16, non-functional in v1.22+'],
  ['storageos', 'storageOS', 'deprecated in v1.22, non-functional in v1.25+'],
  ['glusterfs', 'glusterfs', 'deprecated in v1.25, non-functional in v1.26+'],
  ['rbd', 'rbd', 'deprecated in v1.28, non-functional in v1.31+'],
];

const RECYCLE_SINCE: Minor = 30;
const TOKENS_IN_SECRETS = { minimumMinor: 35, gate: 'CSIServiceAccountTokenSecrets', lockedSince: 36 };

export function warnOfPersistentVolume(volume: PersistentVolume, warnings: WarningList): void {
  const spec: PersistentVolumeSpec = struct(volume.spec);
  const path = new Path('spec');
  warnOfAnnotations(volume, VOLUME_ANNOTATIONS, warnings);
  if (spec.persistentVolumeReclaimPolicy === 'Recycle' && warnings.minor >= RECYCLE_SINCE) {
    const advice = 'Instead, the recommended approach is to use dynamic provisioning.';
    warnings.at(path.child('persistentVolumeReclaimPolicy'), `The Recycle reclaim policy is deprecated. ${advice}`);
  }
  const terms = list(spec.nodeAffinity?.required?.nodeSelectorTerms);
  for (let index = 0; index < terms.length; index += 1) {
    const termPath = (): Path => path.child('nodeAffinity').child('required').child('nodeSelectorTerms').index(index);
    warnOfNodeSelectorTerm(terms[index], false, termPath, warnings);
  }
  if (warnings.minor < DRIVERS_SINCE) return;
  for (const [field, internalName, message] of DEPRECATED_DRIVERS) {
    if (isSet(spec[field])) warnings.at(path.child(internalName), message);
  }
}

function warnOfAnnotations(
  { metadata }: PersistentVolume | PersistentVolumeClaim,
  deprecated: typeof VOLUME_ANNOTATIONS,
  warnings: WarningList,
): void {
  for (const { key, minimumMinor, message } of deprecated) {
    if (entry(metadata?.annotations, key) === undefined || warnings.minor < minimumMinor) continue;
    warnings.at(new Path('metadata').child('annotations').key(key), message);
  }
}

export function warnOfClaim(claim: PersistentVolumeClaim, warnings: WarningList): void {
  warnOfAnnotations(claim, [STORAGE_CLASS_ANNOTATION], warnings);
  warnOfClaimSpec(claim.spec, () => new Path('spec'), warnings);
}

export function warnOfClaimSpec(
  spec: PersistentVolumeClaimSpec | undefined,
  path: () => Path,
  warnings: WarningList,
): void {
  const resources = struct(spec?.resources);
  const resourcesPath = (): Path => path().child('resources');
  warnOfFractionalBytes(resources.requests, 'storage', resourcesPath, 'requests', warnings);
  warnOfFractionalBytes(resources.limits, 'storage', resourcesPath, 'limits', warnings);
}

export function warnOfStorageClass(storageClass: StorageClass, warnings: WarningList): void {
  const topologies = list(storageClass.allowedTopologies);
  for (let index = 0; index < topologies.length; index += 1) {
    const expressions = list(topologies[index]?.matchLabelExpressions);
    for (let keyIndex = 0; keyIndex < expressions.length; keyIndex += 1) {
      const message = deprecatedLabelMessage(text(expressions[keyIndex]?.key), warnings.minor);
      if (message === undefined) continue;
      const path = new Path('allowedTopologies').index(index).child('matchLabelExpressions').index(keyIndex);
      warnings.at(path.child('key'), message);
    }
  }
}

export function warnOfStorageCapacity({ nodeTopology }: CSIStorageCapacity, warnings: WarningList): void {
  if (isSet(nodeTopology)) warnOfNodeLabelSelector(nodeTopology, new Path('nodeTopology'), warnings);
}

export function warnOfCSIDriver({ spec }: CSIDriver, warnings: WarningList): void {
  const { minimumMinor, gate, lockedSince } = TOKENS_IN_SECRETS;
  if (warnings.minor < minimumMinor || list(spec?.tokenRequests).length === 0) return;
  if (warnings.minor < lockedSince && !warnings.profile.enabled(gate)) return;
  if (isSet(spec?.serviceAccountTokenInSecrets)) return;
  warnings.add(
    'spec.serviceAccountTokenInSecrets is unset; if supported by this CSI driver, ' +
      'set to true to prevent possible logging of tokens in volume attributes',
  );
}
