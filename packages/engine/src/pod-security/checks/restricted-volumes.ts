/**
 * Only volumes that carry configuration, scratch space or claimed storage may be used.
 *
 * Restricted fields: spec.volumes[*]
 * Allowed sources: configMap, csi, downwardAPI, emptyDir, ephemeral, persistentVolumeClaim, projected, secret and,
 * from API server 1.33 on in every policy version, image.
 *
 * Source: k8s.io/pod-security-admission/policy/check_restrictedVolumes.go; KEP-4639 for image volumes.
 */
import type { Volume } from '@bulkhead/apimachinery/types/core-v1';
import { ALLOWED, type Check, type CheckResult, forbidden } from '../check.js';
import { joinQuoted, plural, sortedSet } from '../detail.js';
import { isObject, type PodView, textOf } from '../pod-view.js';

type Source = Exclude<keyof Volume, 'name'>;

const OVERRIDES = ['hostPathVolumes'];

export const restrictedVolumes: Check = {
  id: 'restrictedVolumes',
  level: 'restricted',
  versions: [
    { minimumVersion: 0, checkPod: withoutImages1_0, overrides: OVERRIDES, code: { until: 32 } },
    { minimumVersion: 0, checkPod: restrictedVolumes1_0, overrides: OVERRIDES, code: { since: 33 } },
  ],
};

const ALLOWED_SOURCES: readonly Source[] = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

const ALLOWED_WITH_IMAGE: readonly Source[] = [...ALLOWED_SOURCES, 'image'];

/** A volume is called after the first of these that it has. */
const FORBIDDEN_SOURCES: readonly Source[] = [
  'hostPath',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'gitRepo',
  'nfs',
  'iscsi',
  'glusterfs',
  'rbd',
  'flexVolume',
  'cinder',
  'cephfs',
  'flocker',
  'fc',
  'azureFile',
  'vsphereVolume',
  'quobyte',
  'azureDisk',
  'photonPersistentDisk',
  'portworxVolume',
  'scaleIO',
  'storageos',
];

function restrictedVolumes1_0(pod: PodView): CheckResult {
  return checkVolumes(pod, ALLOWED_WITH_IMAGE);
}

function withoutImages1_0(pod: PodView): CheckResult {
  return checkVolumes(pod, ALLOWED_SOURCES);
}

function checkVolumes({ volumes }: PodView, allowed: readonly Source[]): CheckResult {
  const names: string[] = [];
  const types: string[] = [];
  const fields: string[] = [];
  for (const [index, volume] of volumes.entries()) {
    if (allowed.some((source) => isObject(volume?.[source]))) continue;
    const source = FORBIDDEN_SOURCES.find((source) => (volume?.[source] ?? undefined) !== undefined);
    names.push(textOf(volume?.name));
    types.push(source ?? 'unknown');
    fields.push(fieldOf(index, volume, source));
  }
  if (names.length === 0) return ALLOWED;
  const distinct = sortedSet(types);
  const subject = `${plural('volume', 'volumes', names.length)} ${joinQuoted(names)} ${plural('uses', 'use', names.length)}`;
  const object = `${plural('restricted volume type', 'restricted volume types', distinct.length)} ${joinQuoted(distinct)}`;
  return forbidden('restricted volume types', `${subject} ${object}`, fields);
}

/** The source, or the whole volume where its source has no name here. */
function fieldOf(index: number, volume: Volume | undefined, source: Source | undefined): string {
  if (source !== undefined) return `spec.volumes[${index}].${source}`;
  return isObject(volume?.image) ? `spec.volumes[${index}].image` : `spec.volumes[${index}]`;
}
