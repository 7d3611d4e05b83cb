/**
 * Volumes of drivers that are deprecated or gone, and sizes of volume claims.
 * Source: pkg/api/pod/warnings.go.
 */
import type { PodSpec, Volume } from '../../generated/types/core-v1.js';
import type { Path } from '../../validation/field-path.js';
import { isSet, list } from '../../validation/zero-value.js';
import type { Minor } from '../../version.js';
import { warnOfClaimSpec } from '../storage.js';
import type { WarningList } from '../warning-list.js';

interface DeprecatedVolume {
  readonly field: keyof Volume;
  readonly minimumMinor: Minor;
  readonly message: string;
}

const ALWAYS: Minor = 0;

/** In the order of the warnings about one volume; those about its claim stand between the two lists. */
const BEFORE_CLAIM: readonly DeprecatedVolume[] = [
  { field: 'photonPersistentDisk', minimumMinor: ALWAYS, message: 'deprecated in v1.11, non-functional in v1.16+' },
  { field: 'gitRepo', minimumMinor: ALWAYS, message: 'deprecated in v1.11' },
  { field: 'scaleIO', minimumMinor: ALWAYS, message: 'deprecated in v1.16, non-functional in v1.22+' },
  { field: 'flocker', minimumMinor: ALWAYS, message: 'deprecated in v1.22, non-functional in v1.25+' },
  { field: 'storageos', minimumMinor: ALWAYS, message: 'deprecated in v1.22, non-functional in v1.25+' },
  { field: 'quobyte', minimumMinor: ALWAYS, message: 'deprecated in v1.22, non-functional in v1.25+' },
  { field: 'glusterfs', minimumMinor: ALWAYS, message: 'deprecated in v1.25, non-functional in v1.26+' },
];
const AFTER_CLAIM: readonly DeprecatedVolume[] = [
  { field: 'cephfs', minimumMinor: 28, message: 'deprecated in v1.28, non-functional in v1.31+' },
  { field: 'rbd', minimumMinor: 28, message: 'deprecated in v1.28, non-functional in v1.31+' },
];

const GIT_REPO_DISABLED = {
  gate: 'GitRepoVolumeDriver',
  minimumMinor: 33,
  message: 'deprecated in v1.11, and disabled by default in v1.33+',
};

/** Paths print the names of the internal API, which differ for one driver. */
const INTERNAL_NAMES: { readonly [field in keyof Volume]?: string } = { storageos: 'storageOS' };

/** Every other volume has none of these, so that one look at its few keys is enough. */
const WARNED_FIELDS: ReadonlySet<string> = new Set<string>([
  ...[...BEFORE_CLAIM, ...AFTER_CLAIM].map(({ field }) => field),
  'ephemeral',
]);

function isWarned(volume: Volume): boolean {
  for (const field in volume) {
    if (WARNED_FIELDS.has(field)) return true;
  }
  return false;
}

export function warnOfVolumes(spec: PodSpec, specPath: Path, warnings: WarningList): void {
  const volumes = list(spec.volumes);
  for (let index = 0; index < volumes.length; index += 1) {
    const volume = volumes[index];
    if (volume === undefined || !isWarned(volume)) continue;
    const path = (): Path => specPath.child('volumes').index(index);
    warnOfDrivers(volume, BEFORE_CLAIM, path, warnings);
    const claim = volume.ephemeral?.volumeClaimTemplate;
    if (isSet(claim)) {
      const claimPath = (): Path => path().child('ephemeral').child('volumeClaimTemplate').child('spec');
      warnOfClaimSpec(claim.spec, claimPath, warnings);
    }
    warnOfDrivers(volume, AFTER_CLAIM, path, warnings);
  }
}

function warnOfDrivers(
  volume: Volume,
  drivers: readonly DeprecatedVolume[],
  path: () => Path,
  warnings: WarningList,
): void {
  for (const { field, minimumMinor, message } of drivers) {
    if (!isSet(volume[field]) || warnings.minor < minimumMinor) continue;
    const isDisabled =
      field === 'gitRepo' &&
      warnings.minor >= GIT_REPO_DISABLED.minimumMinor &&
      !warnings.profile.enabled(GIT_REPO_DISABLED.gate);
    warnings.at(path().child(INTERNAL_NAMES[field] ?? field), isDisabled ? GIT_REPO_DISABLED.message : message);
  }
}
