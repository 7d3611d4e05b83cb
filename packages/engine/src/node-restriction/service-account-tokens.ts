/**
 * Tokens that a kubelet asks for: bound to a pod that is on it, and, with ServiceAccountNodeAudienceRestriction, for an
 * audience that the pod mounts, directly or by a CSI driver; from 1.33 on also for one that the node is allowed by the
 * verb `request-serviceaccounts-token-audience`.
 *
 * Source: plugin/pkg/admission/noderestriction/admission.go (admitServiceAccount, podReferencesAudience);
 * k8s.io/csi-translation-lib for volumes that CSI drivers took over.
 */
import type { Minor } from '@bulkhead/apimachinery';
import type { PersistentVolumeSpec, Pod, Volume } from '@bulkhead/apimachinery/types/core-v1';
import { notFoundStatus } from '../authorization/api-status.js';
import { resourceAttributes } from '../authorization/attributes.js';
import { aggregateMessage } from '../authorization/decision.js';
import { goQuote } from '../authorization/go-syntax.js';
import type { Procedure } from '../authorization/procedure.js';
import { volumeClaimName } from '../node-authorization/pod-references.js';
import { ADMITTED, type AdmissionResult, type NodeRestrictionLookup, refuse, refuseWith } from './admission-request.js';
import type { Restriction } from './node-restriction.js';

/** From this minor on the authorizers may allow further audiences, and migrated volumes count. */
const AUTHORIZED_AUDIENCES_FROM: Minor = 33;

interface TokenRequest {
  readonly spec?: {
    readonly audiences?: readonly string[];
    readonly boundObjectRef?: {
      readonly apiVersion?: string;
      readonly kind?: string;
      readonly name?: string;
      readonly uid?: string;
    };
  };
}

export function* admitServiceAccount(restriction: Restriction): Procedure<AdmissionResult> {
  const { request, node, lookup, profile } = restriction;
  if (request.operation !== 'CREATE' || request.subresource !== 'token') return ADMITTED;
  const { spec } = (request.object ?? {}) as TokenRequest;
  const bound = spec?.boundObjectRef;
  if (bound?.apiVersion !== 'v1' || bound.kind !== 'Pod' || (bound.name ?? '') === '') {
    return refuse(request, 'node requested token not bound to a pod');
  }
  const uid = bound.uid ?? '';
  if (uid === '') return refuse(request, 'node requested token with a pod binding without a uid');
  const name = bound.name ?? '';
  const pod = lookup.pod(request.namespace, name);
  if (pod === undefined) return refuseWith(notFoundStatus({ group: '', resource: 'pod' }, name));
  if (uid !== (pod.metadata?.uid ?? '')) {
    const text = `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`;
    return refuse(request, text);
  }
  if (pod.spec?.nodeName !== node) {
    return refuse(request, 'node requested token bound to a pod scheduled on a different node');
  }
  if (!profile.enabled('ServiceAccountNodeAudienceRestriction')) return ADMITTED;
  const refusal = yield* audienceRefusal(restriction, pod, spec?.audiences ?? []);
  return refusal === '' ? ADMITTED : refuse(request, refusal);
}

/** Why the audience is refused; `''` when it is not. */
function* audienceRefusal(
  { request, lookup, profile }: Restriction,
  pod: Pod,
  audiences: readonly string[],
): Procedure<string> {
  if (audiences.length > 1) return 'node may only request 0 or 1 audiences';
  const audience = audiences[0] ?? '';
  const mounted = podMountsAudience(pod, audience, lookup, profile.minor);
  if (mounted.kind === 'yes') return '';
  if (mounted.kind === 'error') return `error validating audience ${goQuote(audience)}: ${mounted.message}`;
  const notFound = `audience ${goQuote(audience)} not found in pod spec volume`;
  if (profile.minor < AUTHORIZED_AUDIENCES_FROM) return notFound;
  const { user, namespace, name } = request;
  const verb = 'request-serviceaccounts-token-audience';
  const answer = yield resourceAttributes({ user, verb, namespace, apiVersion: 'v1', resource: audience, name });
  if (answer.decision === 'allow') return '';
  if (answer.errors.length === 0) {
    return `${notFound}, ${user.name} is not authorized to request tokens for this audience`;
  }
  const error = aggregateMessage(answer.errors);
  return `${notFound}, error authorizing ${user.name} to request tokens for this audience: ${error}`;
}

type Mounted = { readonly kind: 'yes' | 'no' } | { readonly kind: 'error'; readonly message: string };

function podMountsAudience(pod: Pod, audience: string, lookup: NodeRestrictionLookup, minor: Minor): Mounted {
  const errors: string[] = [];
  for (const volume of pod.spec?.volumes ?? []) {
    const projected = volume.projected?.sources ?? [];
    const mounts = projected.some(
      ({ serviceAccountToken }) =>
        serviceAccountToken !== undefined && (serviceAccountToken.audience ?? '') === audience,
    );
    if (mounts) return { kind: 'yes' };
    const driver = driverOf(pod, volume, lookup, minor);
    if ('error' in driver) {
      errors.push(driver.error);
      continue;
    }
    if (driver.name === '') continue;
    const object = lookup.csiDriver(driver.name);
    if (object === undefined) {
      errors.push(notFoundStatus({ group: 'storage.k8s.io', resource: 'csidriver' }, driver.name).message);
      continue;
    }
    const requests = object.spec?.tokenRequests ?? [];
    if (requests.some((each) => (each.audience ?? '') === audience)) return { kind: 'yes' };
  }
  return errors.length === 0 ? { kind: 'no' } : { kind: 'error', message: aggregateMessage(errors) };
}

type Driver = { readonly name: string } | { readonly error: string };

/** The CSI driver that mounts the volume; without a name when none does. */
function driverOf(pod: Pod, volume: Volume, lookup: NodeRestrictionLookup, minor: Minor): Driver {
  const isClaim = volume.ephemeral?.volumeClaimTemplate !== undefined || volume.persistentVolumeClaim !== undefined;
  if (isClaim) return driverOfClaim(pod.metadata?.namespace ?? '', volumeClaimOf(pod, volume), lookup, minor);
  if (volume.csi !== undefined) return { name: volume.csi.driver ?? '' };
  return { name: minor >= AUTHORIZED_AUDIENCES_FROM ? migratedDriver(volume) : '' };
}

/** An ephemeral volume with a template comes before a claim. */
function volumeClaimOf(pod: Pod, volume: Volume): string {
  const { persistentVolumeClaim: _claim, ...ephemeral } = volume;
  const chosen = volume.ephemeral?.volumeClaimTemplate === undefined ? volume : ephemeral;
  return volumeClaimName(pod, chosen) ?? '';
}

function driverOfClaim(namespace: string, name: string, lookup: NodeRestrictionLookup, minor: Minor): Driver {
  const claim = lookup.persistentVolumeClaim(namespace, name);
  if (claim === undefined) return { error: notFoundText('persistentvolumeclaim', name) };
  const volumeName = claim.spec?.volumeName ?? '';
  const volume = lookup.persistentVolume(volumeName);
  if (volume === undefined) return { error: notFoundText('persistentvolume', volumeName) };
  if (volume.spec?.csi !== undefined) return { name: volume.spec.csi.driver ?? '' };
  return { name: minor >= AUTHORIZED_AUDIENCES_FROM ? migratedDriver(volume.spec ?? {}) : '' };
}

const notFoundText = (resource: string, name: string): string => notFoundStatus({ group: '', resource }, name).message;

/** Volumes of the tree that CSI drivers took over. */
const MIGRATED: readonly (readonly [source: keyof Volume & keyof PersistentVolumeSpec, driver: string])[] = [
  ['gcePersistentDisk', 'pd.csi.storage.gke.io'],
  ['awsElasticBlockStore', 'ebs.csi.aws.com'],
  ['cinder', 'cinder.csi.openstack.org'],
  ['azureDisk', 'disk.csi.azure.com'],
  ['azureFile', 'file.csi.azure.com'],
  ['vsphereVolume', 'csi.vsphere.vmware.com'],
  ['portworxVolume', 'pxd.portworx.com'],
];

const migratedDriver = (volume: Volume | PersistentVolumeSpec): string =>
  MIGRATED.find(([source]) => volume[source] !== undefined)?.[1] ?? '';
