/**
 * Secrets that a pod refers to, for service accounts that say which ones their pods may.
 *
 * Source: plugin/pkg/admission/serviceaccount/admission.go (limitSecretReferences), pkg/api/pod (VisitPodSecretNames).
 */
import { goQuote } from '@bulkhead/apimachinery';
import type { Container, EphemeralContainer, Pod, ServiceAccount, Volume } from '@bulkhead/apimachinery/types/core-v1';

/** Whether the pod refers to a secret at all. */
export function refersToSecrets({ spec }: Pod): boolean {
  const containers = [
    ...(spec?.initContainers ?? []),
    ...(spec?.containers ?? []),
    ...(spec?.ephemeralContainers ?? []),
  ];
  return (
    (spec?.imagePullSecrets ?? []).length > 0 ||
    containers.some(refersInEnvironment) ||
    (spec?.volumes ?? []).some(refersInVolume)
  );
}

function refersInEnvironment({ env = [], envFrom = [] }: Container | EphemeralContainer): boolean {
  return (
    env.some(({ valueFrom }) => valueFrom?.secretKeyRef !== undefined) ||
    envFrom.some(({ secretRef }) => secretRef !== undefined)
  );
}

function refersInVolume(volume: Volume): boolean {
  return (
    (volume.azureFile?.secretName ?? '') !== '' ||
    (volume.secret?.secretName ?? '') !== '' ||
    (volume.projected?.sources ?? []).some(({ secret }) => secret !== undefined) ||
    [
      volume.cephfs?.secretRef,
      volume.cinder?.secretRef,
      volume.flexVolume?.secretRef,
      volume.rbd?.secretRef,
      volume.scaleIO?.secretRef,
      volume.iscsi?.secretRef,
      volume.storageos?.secretRef,
      volume.csi?.nodePublishSecretRef,
    ].some((reference) => reference !== undefined)
  );
}

/** Why the pod is refused: the first secret that the account does not list. */
export function unlistedSecret({ spec }: Pod, account: ServiceAccount): string | undefined {
  const listed = new Set((account.secrets ?? []).map(({ name = '' }) => name));
  const name = account.metadata?.name ?? '';
  for (const { secret } of spec?.volumes ?? []) {
    const secretName = secret?.secretName ?? '';
    if (secret === undefined || listed.has(secretName)) continue;
    return `volume with secret.secretName=${goQuote(secretName)} ${notListed(name)}`;
  }
  const text =
    unlistedInContainers('init container', spec?.initContainers ?? [], listed, name) ??
    unlistedInContainers('container', spec?.containers ?? [], listed, name);
  if (text !== undefined) return text;
  const pullSecrets = new Set((account.imagePullSecrets ?? []).map((reference) => reference.name ?? ''));
  for (const [index, { name: secretName = '' }] of (spec?.imagePullSecrets ?? []).entries()) {
    if (pullSecrets.has(secretName)) continue;
    const what = `imagePullSecrets[${index}].name=${goQuote(secretName)}`;
    return `${what} is not allowed because service account ${name} does not reference that imagePullSecret`;
  }
  return undefined;
}

export function unlistedEphemeralSecret({ spec }: Pod, account: ServiceAccount): string | undefined {
  const listed = new Set((account.secrets ?? []).map(({ name = '' }) => name));
  const name = account.metadata?.name ?? '';
  return unlistedInContainers('ephemeral container', spec?.ephemeralContainers ?? [], listed, name);
}

/** Single variables of all containers first, then whole environments. */
function unlistedInContainers(
  what: string,
  containers: readonly (Container | EphemeralContainer)[],
  listed: ReadonlySet<string>,
  account: string,
): string | undefined {
  for (const container of containers) {
    for (const { name = '', valueFrom } of container.env ?? []) {
      const reference = valueFrom?.secretKeyRef;
      const secretName = reference?.name ?? '';
      if (reference === undefined || listed.has(secretName)) continue;
      const where = `${what} ${container.name ?? ''} with envVar ${name}`;
      return `${where} referencing secret.secretName=${goQuote(secretName)} ${notListed(account)}`;
    }
  }
  for (const container of containers) {
    for (const { secretRef } of container.envFrom ?? []) {
      const secretName = secretRef?.name ?? '';
      if (secretRef === undefined || listed.has(secretName)) continue;
      const where = `${what} ${container.name ?? ''} with envFrom`;
      return `${where} referencing secret.secretName=${goQuote(secretName)} ${notListed(account)}`;
    }
  }
  return undefined;
}

const notListed = (account: string): string =>
  `is not allowed because service account ${account} does not reference that secret`;
