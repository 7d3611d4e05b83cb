/**
 * Requests for objects that make pods: always allowed. A template that breaks a policy only draws a warning and an
 * audit annotation, because a refusal here would not say more and would break controllers that look on.
 *
 * Source: k8s.io/pod-security-admission/admission/admission.go.
 */
import type { Attributes, NamespaceLookup } from './attributes.js';
import { policyToEvaluate } from './labels.js';
import { errorEvent } from './metrics.js';
import { exemptResponse, lookupError } from './pod-admission.js';
import { extractPodAs, podHolderOfResource } from './pod-controllers.js';
import { PodEvaluation } from './pod-evaluation.js';
import type { PodSecurityAdmission } from './pod-security-admission.js';
import { decodeError } from './request-object.js';
import { type AdmissionResponse, allow } from './response.js';

/** The answer to a request for an object with a pod template: always allowed. */
export function validatePodController(
  admission: PodSecurityAdmission,
  attributes: Attributes,
  namespace: NamespaceLookup,
): AdmissionResponse {
  const holder = podHolderOfResource(attributes.group, attributes.resource);
  if (attributes.subresource !== '' || holder === undefined) return allow();
  const exempt = exemptResponse(admission, attributes);
  if (exempt !== undefined) return exempt;

  const metrics = [errorEvent(true, attributes)];
  if ('error' in namespace) {
    return allow({ audit: { error: `${lookupError(attributes)}: ${namespace.error}` }, metrics });
  }
  const evaluated = policyToEvaluate(namespace.labels, admission.defaultPolicy);
  const { warn, audit } = evaluated.policy;
  if (evaluated.errors.length === 0 && warn.level === 'privileged' && audit.level === 'privileged') return allow();

  const error = decodeError(attributes.object);
  if (error !== undefined) return allow({ audit: { error: `failed to decode object: ${error}` }, metrics });
  const extracted = extractPodAs(holder, 'value' in attributes.object ? attributes.object.value : undefined);
  if (extracted === undefined) return allow();
  return new PodEvaluation(admission, attributes, evaluated).run(extracted.pod, false);
}
