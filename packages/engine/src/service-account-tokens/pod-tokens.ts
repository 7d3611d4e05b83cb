/**
 * The tokens in a pod: the one that admission mounts, and those of projected volumes.
 * Source: plugin/pkg/admission/serviceaccount/admission.go, pkg/volume/projected/projected.go.
 */
import type { PodSpec, ProjectedVolumeSource } from '@bulkhead/apimachinery/types/core-v1';
import { idOf, listOf, objectOf, textOf } from '../security-context/plain-values.js';
import { podContainers } from '../security-context/pod-containers.js';
import { API_TOKEN_PATH, type AutomountField, automountOf } from './automount.js';
import { DEFAULT_LIFETIME } from './token-lifetime.js';

export interface ProjectedToken {
  /** `spec.volumes[0].projected.sources[1].serviceAccountToken` */
  readonly fieldPath: string;
  readonly volume: string;
  /** Empty: the API server's own. */
  readonly audience: string;
  readonly expirationSeconds: number;
  /** The CA of the API server is beside it: the volume is for calling the API. */
  readonly isForApiAccess: boolean;
}

/** ConfigMap that every namespace has. */
const ROOT_CA = 'kube-root-ca.crt';

/**
 * The names of the containers that get the token of the pod's service account from admission. Ephemeral containers get
 * none, nor does one that has something else mounted at its place.
 */
export function automountedContainers(spec: PodSpec, account: AutomountField | undefined): readonly string[] {
  if (!automountOf(spec, account).mounts) return [];
  return podContainers(spec)
    .filter(({ type, container }) => type !== 'ephemeral' && !isCovered(container.volumeMounts))
    .map(({ name }) => name);
}

const isCovered = (mounts: Parameters<typeof listOf<{ readonly mountPath?: string }>>[0]): boolean =>
  listOf(mounts).some((mount) => objectOf(mount)?.mountPath === API_TOKEN_PATH);

/** Those that the manifest itself projects into volumes. */
export function projectedTokens(spec: PodSpec): readonly ProjectedToken[] {
  const tokens: ProjectedToken[] = [];
  for (const [index, volume] of listOf(spec.volumes).entries()) {
    const projected = objectOf(objectOf(volume)?.projected);
    if (projected === undefined) continue;
    const path = `spec.volumes[${index}].projected.sources`;
    for (const [position, source] of listOf(projected.sources).entries()) {
      const token = objectOf(objectOf(source)?.serviceAccountToken);
      if (token === undefined) continue;
      tokens.push({
        fieldPath: `${path}[${position}].serviceAccountToken`,
        volume: textOf(volume.name) ?? '',
        audience: textOf(token.audience) ?? '',
        expirationSeconds: idOf(token.expirationSeconds) ?? DEFAULT_LIFETIME,
        isForApiAccess: hasRootCa(projected),
      });
    }
  }
  return tokens;
}

const hasRootCa = ({ sources }: ProjectedVolumeSource): boolean =>
  listOf(sources).some((source) => {
    const name = objectOf(objectOf(source)?.configMap)?.name;
    return name === ROOT_CA || objectOf(objectOf(source)?.clusterTrustBundle) !== undefined;
  });
