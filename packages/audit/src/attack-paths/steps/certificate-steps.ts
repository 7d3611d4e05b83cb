/**
 * Certificates and trust anchors of workloads: they lead to no identity of the API server, but workloads that know each
 * other by certificates trust them.
 *
 * Sources: pkg/registry/certificates; KEP-3257 for ClusterTrustBundles, KEP-4317 for PodCertificateRequests.
 */
import type { PodSpec } from '@bulkhead/apimachinery/types/core-v1';
import type { Need } from '../need.js';
import type { Rights } from '../rights.js';
import { type Condition, met, type Requirement, unknown } from '../step.js';
import type { StepSink } from './step-sink.js';

export function certificateSteps(rights: Rights, sink: StepSink): void {
  const { profile } = sink.facts;
  sink.reach(
    rights,
    'publish-certificate',
    'credential-access',
    [rights.some('editCSRStatus'), customSigner(rights)],
    [unknown('somebody trusts certificates of the signer')],
  );
  if (profile.enabled('PodCertificateRequest')) {
    // Only a node that asks is compared with the pod; the signer may look again.
    sink.reach(
      rights,
      'pod-certificate',
      'credential-access',
      [rights.any('createPodCertificates'), rights.any('readPodCertificates')],
      [unknown('a signer trusts what the API server has admitted')],
    );
  }
  if (profile.enabled('ClusterTrustBundle') && rights.has('writeTrustBundles')) changeTrustAnchors(rights, sink);
}

/** Nobody trusts certificates of the built-in signers that these have not signed. */
function customSigner(rights: Rights): Requirement | undefined {
  const names = rights.names('signForSigners').filter((name) => !name.startsWith('kubernetes.io/'));
  return rights.any('signForSigners') ?? limited(rights, 'signForSigners', names);
}

const limited = (rights: Rights, need: Need, names: readonly string[]): Requirement | undefined =>
  names.length === 0 ? undefined : rights.limitedTo(need, new Set(names));

/** Bundles of a signer, whose names begin with `SIGNER:`, ask for `attest`; others ask for nothing more. */
function changeTrustAnchors(rights: Rights, sink: StepSink): void {
  const mounts = sink.facts.workloads.flatMap(({ spec }) => bundlesOf(spec));
  const ofSigner = mounts.some(({ signerName }) => signerName !== undefined && maySpeakFor(rights, signerName));
  const names = rights.names('writeTrustBundles').filter((name) => !name.includes(':'));
  const unsigned = rights.any('writeTrustBundles') ?? limited(rights, 'writeTrustBundles', names);
  const named = mounts.some(({ name }) => name !== undefined && rights.named('writeTrustBundles', name) !== undefined);
  const go = (requirements: readonly (Requirement | undefined)[], isMounted: boolean): void =>
    sink.reach(rights, 'change-trust-anchors', 'credential-access', requirements, [mounted(isMounted)]);
  go([unsigned], named);
  go([rights.some('writeTrustBundles'), rights.some('attestSigners')], ofSigner);
}

const maySpeakFor = (rights: Rights, signer: string): boolean =>
  [signer, `${signer.split('/')[0]}/*`].some((name) => rights.named('attestSigners', name) !== undefined);

const mounted = (isKnown: boolean): Condition =>
  isKnown ? met('a workload mounts such a bundle') : unknown('a workload mounts the bundle');

const bundlesOf = ({ volumes = [] }: PodSpec) =>
  volumes.flatMap(({ projected }) =>
    (projected?.sources ?? []).flatMap(({ clusterTrustBundle }) => clusterTrustBundle ?? []),
  );
