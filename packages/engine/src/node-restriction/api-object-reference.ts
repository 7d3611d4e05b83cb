/**
 * The first object of the API that a pod refers to, by its resource: a mirror pod must refer to none.
 *
 * Until 1.33 service accounts, secrets, config maps, claims and, as they came, trust bundles and device claims; from
 * 1.34 on everything that is known to need the API, and sources that are not known at all.
 *
 * Source: plugin/pkg/admission/noderestriction/admission.go (to 1.33), pkg/api/pod/util.go (HasAPIObjectReference).
 */
import type { Minor } from '@bulkhead/apimachinery';
import type { Pod, Volume, VolumeProjection } from '@bulkhead/apimachinery/types/core-v1';
import { goQuote } from '../authorization/go-syntax.js';
import { podConfigMapNames, podSecretNames } from '../node-authorization/pod-references.js';

export type ObjectReference =
  | { readonly kind: 'reference'; readonly resource: string }
  | { readonly kind: 'unknown'; readonly message: string };

const ANY_REFERENCE_FROM: Minor = 34;
const CLUSTER_TRUST_BUNDLES_FROM: Minor = 29;
const RESOURCE_CLAIMS_FROM: Minor = 32;

/** Undefined when the pod needs nothing of the API. */
export function apiObjectReference(pod: Pod, minor: Minor): ObjectReference | undefined {
  return minor >= ANY_REFERENCE_FROM ? anyReference(pod) : knownReference(pod, minor);
}

const reference = (resource: string): ObjectReference => ({ kind: 'reference', resource });

function knownReference(pod: Pod, minor: Minor): ObjectReference | undefined {
  if ((pod.spec?.serviceAccountName ?? '') !== '') return reference('a service account');
  if (podSecretNames(pod).length > 0) return reference('secrets');
  if (podConfigMapNames(pod).length > 0) return reference('configmaps');
  const volumes = pod.spec?.volumes ?? [];
  const sources = volumes.flatMap((volume) => volume.projected?.sources ?? []);
  if (minor >= CLUSTER_TRUST_BUNDLES_FROM && sources.some((source) => source.clusterTrustBundle !== undefined)) {
    return reference('clustertrustbundles');
  }
  if (volumes.some((volume) => volume.persistentVolumeClaim !== undefined)) return reference('persistentvolumeclaims');
  if (minor >= RESOURCE_CLAIMS_FROM && (pod.spec?.resourceClaims ?? []).length > 0) return reference('resourceclaims');
  return undefined;
}

function anyReference(pod: Pod): ObjectReference | undefined {
  if ((pod.spec?.serviceAccountName ?? '') !== '') return reference('serviceaccounts');
  if (podSecretNames(pod).length > 0) return reference('secrets');
  if (podConfigMapNames(pod).length > 0) return reference('configmaps');
  if ((pod.spec?.resourceClaims ?? []).length > 0) return reference('resourceclaims');
  for (const volume of pod.spec?.volumes ?? []) {
    const found = volumeReference(volume);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Sources that the kubelet mounts without asking the API. */
const LOCAL_SOURCES: readonly (keyof Volume)[] = [
  'awsElasticBlockStore',
  'azureDisk',
  'cephfs',
  'cinder',
  'downwardAPI',
  'emptyDir',
  'fc',
  'flexVolume',
  'flocker',
  'gcePersistentDisk',
  'gitRepo',
  'hostPath',
  'image',
  'iscsi',
  'nfs',
  'photonPersistentDisk',
  'portworxVolume',
  'quobyte',
  'rbd',
  'scaleIO',
  'storageos',
  'vsphereVolume',
];

const REFERRING_SOURCES: readonly (readonly [source: keyof Volume, resource: string])[] = [
  ['configMap', 'configmaps (via configmap volumes)'],
  ['secret', 'secrets (via secret volumes)'],
  ['csi', 'csidrivers (via CSI volumes)'],
  ['glusterfs', 'endpoints (via glusterFS volumes)'],
  ['persistentVolumeClaim', 'persistentvolumeclaims'],
  ['ephemeral', 'persistentvolumeclaims (via ephemeral volumes)'],
  ['azureFile', 'secrets (via azureFile volumes)'],
];

const REFERRING_PROJECTIONS: readonly (readonly [source: keyof VolumeProjection, resource: string])[] = [
  ['configMap', 'configmaps (via projected volumes)'],
  ['secret', 'secrets (via projected volumes)'],
  ['serviceAccountToken', 'serviceaccounts (via projected volumes)'],
  ['clusterTrustBundle', 'clustertrustbundles'],
  ['podCertificate', 'podcertificates'],
];

function volumeReference(volume: Volume): ObjectReference | undefined {
  if (LOCAL_SOURCES.some((source) => volume[source] !== undefined)) return undefined;
  const referring = REFERRING_SOURCES.find(([source]) => volume[source] !== undefined);
  if (referring !== undefined) return reference(referring[1]);
  const name = goQuote(volume.name ?? '');
  if (volume.projected === undefined) return { kind: 'unknown', message: `unknown volume type for volume  ${name}` };
  for (const projection of volume.projected.sources ?? []) {
    const found = REFERRING_PROJECTIONS.find(([source]) => projection[source] !== undefined);
    if (found !== undefined) return reference(found[1]);
    if (projection.downwardAPI === undefined) {
      return { kind: 'unknown', message: `unknown source for projected volume ${name}` };
    }
  }
  return undefined;
}
