/**
 * Steps through the control plane's own settings: certificates signed for others, objects rewritten at admission, and
 * the ConfigMap that maps cloud identities.
 */
import { CLUSTER_ADMIN, EVERY_NAMESPACE, foothold, NODE_GROUPS } from '../foothold.js';
import type { Rights } from '../rights.js';
import { met, oneOf, type Requirement, unknown } from '../step.js';
import { SYSTEM_NAMESPACE } from '../system-namespace.js';
import type { StepSink } from './step-sink.js';

const CLIENT_SIGNER = 'kubernetes.io/kube-apiserver-client';
const KUBELET_SIGNER = 'kubernetes.io/kube-apiserver-client-kubelet';
const ALL_SIGNERS = 'kubernetes.io/*';

const AWS_AUTH = 'aws-auth';

export function controlPlaneSteps(rights: Rights, sink: StepSink): void {
  mapCloudIdentity(rights, sink);
  if (!rights.isClusterWide) return;
  signCertificates(rights, sink);
  const webhooks = rights.some('writeMutatingWebhooks');
  sink.add('mutating-webhook', CLUSTER_ADMIN, {
    requirements: [webhooks],
    conditions: [unknown('the API server reaches the webhook')],
  });
  // A webhook sees what is written from now on, not what is stored: no token that is there already.
  sink.add('validating-webhook', foothold('secrets', EVERY_NAMESPACE, 'written from now on'), {
    requirements: [rights.some('writeValidatingWebhooks')],
    conditions: [unknown('the API server reaches the webhook'), unknown('Secrets are written while it is there')],
  });
  writeMutatingPolicies(rights, sink);
}

export function writeMutatingPolicies(rights: Rights, sink: StepSink): void {
  if (!sink.facts.profile.enabled('MutatingAdmissionPolicy')) return;
  sink.add('mutating-policy', CLUSTER_ADMIN, {
    requirements: [rights.some('writeMutatingPolicies'), rights.some('writeMutatingPolicyBindings')],
  });
}

/** `approver` is the one identity that approves; the request may be another's. */
export function signCertificates(rights: Rights, sink: StepSink, approver = rights): void {
  if (!rights.has('createCSRs')) return;
  const create = rights.any('createCSRs');
  // The name of a request is its author's to choose, so approving single names is enough.
  const approve = approver.some('approveCSRs');
  const signs = unknown('kube-controller-manager signs client certificates');
  const approveFor = (signer: string): Requirement | undefined =>
    oneOf(approver.named('approveForSigners', signer), approver.named('approveForSigners', ALL_SIGNERS));
  sink.add('sign-client-certificate', CLUSTER_ADMIN, {
    requirements: [create, approve, approveFor(CLIENT_SIGNER)],
    conditions: [signs],
  });
  const kubelet = foothold('nodeIdentity', '', NODE_GROUPS.every);
  sink.add('sign-kubelet-certificate', kubelet, {
    requirements: [create, approve, approveFor(KUBELET_SIGNER)],
    conditions: [signs],
  });
  sink.add('sign-kubelet-certificate', kubelet, {
    requirements: [create, approver.any('createNodeClientCSRs')],
    conditions: [signs],
  });
}

function mapCloudIdentity(rights: Rights, sink: StepSink): void {
  if (!rights.has('editConfigMaps') || !sink.facts.configMaps.has(`${SYSTEM_NAMESPACE}/${AWS_AUTH}`)) return;
  if (rights.scope !== SYSTEM_NAMESPACE && rights.scope !== EVERY_NAMESPACE) return;
  sink.addIn(rights, 'map-cloud-identity', CLUSTER_ADMIN, {
    requirements: [rights.named('editConfigMaps', AWS_AUTH)],
    conditions: [met(`ConfigMap ${SYSTEM_NAMESPACE}/${AWS_AUTH} is in the input`)],
  });
}
