/**
 * Certificates that a kubelet asks for in the name of a pod: node, pod and service account must be as the API server
 * knows them. Differences that a cache running late could explain are plain errors, worth another try; the others are
 * refusals.
 *
 * Source: plugin/pkg/admission/noderestriction/admission.go (admitPodCertificateRequest).
 */
import { notFoundStatus, plainErrorStatus } from '../authorization/api-status.js';
import { goQuote } from '../authorization/go-syntax.js';
import { isMirrorPod } from '../node-authorization/pod-references.js';
import { ADMITTED, type AdmissionResult, refuse, refuseWith } from './admission-request.js';
import type { Restriction } from './node-restriction.js';

interface PodCertificateRequest {
  readonly spec?: {
    readonly nodeName?: string;
    readonly nodeUID?: string;
    readonly podName?: string;
    readonly podUID?: string;
    readonly serviceAccountName?: string;
    readonly serviceAccountUID?: string;
  };
}

const IN_REQUEST = 'named in the PodCertificateRequest';

export function admitPodCertificateRequest(restriction: Restriction): AdmissionResult {
  const { request, node, profile } = restriction;
  if (!profile.enabled('PodCertificateRequest')) {
    return refuse(request, 'PodCertificateRequest feature gate is disabled');
  }
  if (request.operation !== 'CREATE') return refuse(request, `unexpected operation ${request.operation}`);
  if (request.subresource !== '') return refuse(request, `unexpected subresource ${request.subresource}`);
  const { spec = {} } = (request.object ?? {}) as PodCertificateRequest;
  const nodeName = spec.nodeName ?? '';
  if (nodeName !== node) {
    const text = `PodCertificateRequest.Spec.NodeName=${goQuote(nodeName)}, which is not the requesting node ${goQuote(node)}`;
    return refuse(request, text);
  }
  return (
    checkNode(restriction, spec) ?? checkPod(restriction, spec) ?? checkServiceAccount(restriction, spec) ?? ADMITTED
  );
}

type Spec = NonNullable<PodCertificateRequest['spec']>;

const podOf = ({ request }: Restriction, spec: Spec): string => goQuote(`${request.namespace}/${spec.podName ?? ''}`);

const notFound = (resource: string, name: string): string => notFoundStatus({ group: '', resource }, name).message;

function checkNode(restriction: Restriction, spec: Spec): AdmissionResult | undefined {
  const { node, lookup } = restriction;
  const object = lookup.node(node);
  if (object === undefined)
    return retry(`while retrieving node ${goQuote(node)} ${IN_REQUEST}: ${notFound('node', node)}`);
  const [uid, wanted] = [object.metadata?.uid ?? '', spec.nodeUID ?? ''];
  if (uid === wanted) return undefined;
  const pod = podOf(restriction, spec);
  return retry(
    `PodCertificateRequest for pod ${pod} names node UID ${goQuote(wanted)}, inconsistent with the running node (${goQuote(uid)})`,
  );
}

function checkPod(restriction: Restriction, spec: Spec): AdmissionResult | undefined {
  const { request, node, lookup } = restriction;
  const pod = podOf(restriction, spec);
  const name = spec.podName ?? '';
  const object = lookup.pod(request.namespace, name);
  if (object === undefined) return retry(`while retrieving pod ${pod} ${IN_REQUEST}: ${notFound('pod', name)}`);
  const [uid, wanted] = [object.metadata?.uid ?? '', spec.podUID ?? ''];
  if (uid !== wanted) {
    return retry(
      `PodCertificateRequest for pod ${pod} contains pod UID (${goQuote(wanted)}) which differs from running pod ${goQuote(uid)}`,
    );
  }
  if (object.spec?.nodeName !== node) {
    return refuse(request, `pod ${pod} is not running on node ${goQuote(node)} ${IN_REQUEST}`);
  }
  if (isMirrorPod(object)) return refuse(request, `pod ${pod} is a mirror pod`);
  const [account, wantedAccount] = [object.spec?.serviceAccountName ?? '', spec.serviceAccountName ?? ''];
  if (account === wantedAccount) return undefined;
  return refuse(
    request,
    `PodCertificateRequest for pod ${pod} contains serviceAccountName (${goQuote(wantedAccount)}) that differs from running pod (${goQuote(account)})`,
  );
}

function checkServiceAccount(restriction: Restriction, spec: Spec): AdmissionResult | undefined {
  const { request, lookup } = restriction;
  const name = spec.serviceAccountName ?? '';
  const account = lookup.serviceAccount(request.namespace, name);
  if (account === undefined) {
    const what = goQuote(`${request.namespace}/${name}`);
    return retry(`while retrieving service account ${what} ${IN_REQUEST}: ${notFound('serviceaccount', name)}`);
  }
  const [uid, wanted] = [account.metadata?.uid ?? '', spec.serviceAccountUID ?? ''];
  if (uid === wanted) return undefined;
  const pod = podOf(restriction, spec);
  return retry(
    `PodCertificateRequest for pod ${pod} names service account UID ${goQuote(wanted)}, which differs from the running service account (${goQuote(uid)})`,
  );
}

const retry = (text: string): AdmissionResult => refuseWith(plainErrorStatus(text));
