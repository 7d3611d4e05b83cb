/**
 * Pod Security Admission: what the API server does with a request to create or update a pod, an object with a pod
 * template, or a namespace. Everything else passes.
 *
 * Source: plugin/pkg/admission/security/podsecurity/admission.go; KEP-2579.
 */
import type { Attributes, ExistingPods, NamespaceLookup } from './attributes.js';
import { validateNamespace } from './namespace-admission.js';
import { validatePod } from './pod-admission.js';
import { validatePodController } from './pod-controller-admission.js';
import type { PodSecurityAdmission } from './pod-security-admission.js';
import { type AdmissionResponse, allow } from './response.js';

/** What a request may need from outside. */
export interface RequestContext {
  /** Looked at for pods and pod templates. */
  readonly namespace: NamespaceLookup;
  /** Looked at for updates of namespaces. */
  readonly existing: ExistingPods;
}

/** The answer to any request. */
export function validate(
  admission: PodSecurityAdmission,
  attributes: Attributes,
  { namespace, existing }: RequestContext,
): AdmissionResponse {
  const { operation, group, resource } = attributes;
  if (operation !== 'CREATE' && operation !== 'UPDATE') return allow();
  if (group === '' && resource === 'namespaces') return validateNamespace(admission, attributes, existing);
  if (group === '' && resource === 'pods') return validatePod(admission, attributes, namespace);
  return validatePodController(admission, attributes, namespace);
}
