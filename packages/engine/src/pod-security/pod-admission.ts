/**
 * Requests for pods: refused when the pod breaks the policy that its namespace enforces.
 *
 * Source: k8s.io/pod-security-admission/admission/admission.go.
 */
import { goQuote } from '@bulkhead/apimachinery';
import type { Attributes, NamespaceLookup } from './attributes.js';
import { isExemptNamespace, isExemptUser } from './exemptions.js';
import { policyToEvaluate } from './labels.js';
import { isFullyPrivileged } from './level-version.js';
import { errorEvent, evaluationEvent, exemptionEvent } from './metrics.js';
import { PodEvaluation } from './pod-evaluation.js';
import type { PodSecurityAdmission } from './pod-security-admission.js';
import { type DecodeMessages, isPod, readObject } from './request-object.js';
import { type AdmissionResponse, allow, deny, internalErrorStatus } from './response.js';
import { isSignificantPodUpdate } from './significant-update.js';

/** Every other subresource is taken for a pod, so that a new one fails closed. */
const IGNORED_SUBRESOURCES: ReadonlySet<string> = new Set([
  'exec',
  'attach',
  'binding',
  'eviction',
  'log',
  'portforward',
  'proxy',
  'status',
]);

const POD: DecodeMessages = { object: 'failed to decode object', kind: 'failed to decode pod' };
const OLD_POD: DecodeMessages = { object: 'failed to decode old object', kind: 'failed to decode old pod' };

/** The answer to a request for a pod or one of its subresources. */
export function validatePod(
  admission: PodSecurityAdmission,
  attributes: Attributes,
  namespace: NamespaceLookup,
): AdmissionResponse {
  if (IGNORED_SUBRESOURCES.has(attributes.subresource)) return allow();
  const exempt = exemptResponse(admission, attributes);
  if (exempt !== undefined) return exempt;

  const metrics = [errorEvent(true, attributes)];
  if ('error' in namespace) {
    const error = lookupError(attributes);
    const status = internalErrorStatus(error);
    return deny(status, { audit: { error: `${status.message}: ${namespace.error}` }, metrics });
  }
  const evaluated = policyToEvaluate(namespace.labels, admission.defaultPolicy);
  if (evaluated.errors.length === 0 && isFullyPrivileged(evaluated.policy)) {
    return allow({
      // Whatever version the label names: privileged is the same in all.
      audit: { 'enforce-policy': 'privileged:latest' },
      metrics: [evaluationEvent('allow', evaluated.policy.enforce, 'enforce', attributes, admission.minor)],
    });
  }

  const pod = readObject(attributes, attributes.object, isPod, POD);
  if ('refusal' in pod) return { ...pod.refusal, metrics };
  if (attributes.operation === 'UPDATE') {
    const old = readObject(attributes, attributes.oldObject, isPod, OLD_POD);
    if ('refusal' in old) return { ...old.refusal, metrics };
    if (!isSignificantPodUpdate(pod.value, old.value)) return allow();
  }
  return new PodEvaluation(admission, attributes, evaluated).run(pod.value, true);
}

/** The answer where the namespace or the user is exempt. */
export function exemptResponse(
  { configuration: { exemptions } }: PodSecurityAdmission,
  attributes: Attributes,
): AdmissionResponse | undefined {
  const metrics = [exemptionEvent(attributes)];
  if (isExemptNamespace(attributes.namespace, exemptions)) return allow({ audit: { exempt: 'namespace' }, metrics });
  if (isExemptUser(attributes.user.username, exemptions)) return allow({ audit: { exempt: 'user' }, metrics });
  return undefined;
}

/** The text for a namespace that could not be looked up. */
export function lookupError({ namespace }: Attributes): string {
  return `failed to lookup namespace ${goQuote(namespace)}`;
}
