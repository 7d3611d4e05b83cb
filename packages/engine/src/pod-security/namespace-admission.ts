/**
 * Requests for namespaces: labels that cannot be read are refused, and a stricter policy draws warnings about the
 * pods that already break it. Nothing happens to those pods.
 *
 * Source: k8s.io/pod-security-admission/admission/admission.go.
 */
import { type FieldError, goQuote } from '@bulkhead/apimachinery';
import type { Attributes, ExistingPods } from './attributes.js';
import { isExemptNamespace } from './exemptions.js';
import {
  AUDIT_LABEL,
  AUDIT_VERSION_LABEL,
  ENFORCE_LABEL,
  ENFORCE_VERSION_LABEL,
  hasLabel,
  type Labels,
  type PolicyToEvaluate,
  policyToEvaluate,
  WARN_LABEL,
  WARN_VERSION_LABEL,
} from './labels.js';
import {
  compareLevels,
  formatLevelVersion,
  isEquivalentPolicy,
  isFullyPrivileged,
  isSameLevelVersion,
  type LevelVersion,
  type Policy,
} from './level-version.js';
import { evaluatePodsInNamespace } from './namespace-dry-run.js';
import type { PodSecurityAdmission } from './pod-security-admission.js';
import { type DecodeMessages, isNamespace, readObject } from './request-object.js';
import { type AdmissionResponse, allow, deny, invalidNamespaceStatus } from './response.js';

const NAMESPACE: DecodeMessages = { object: 'failed to decode object', kind: 'failed to decode namespace' };
// Two blanks, as the API server has it.
const OLD_NAMESPACE: DecodeMessages = {
  object: 'failed to decode  old object',
  kind: 'failed to decode  old namespace',
};

/** The answer to a request for a Namespace; its subresources pass. */
export function validateNamespace(
  admission: PodSecurityAdmission,
  attributes: Attributes,
  existing: ExistingPods,
): AdmissionResponse {
  if (attributes.subresource !== '') return allow();
  const read = readObject(attributes, attributes.object, isNamespace, NAMESPACE);
  if ('refusal' in read) return read.refusal;
  const request: NamespaceRequest = {
    admission,
    attributes,
    name: read.value.metadata?.name ?? attributes.name,
    labels: read.value.metadata?.labels,
    evaluated: policyToEvaluate(read.value.metadata?.labels, admission.defaultPolicy),
  };
  if (attributes.operation === 'CREATE') return validateCreate(request);
  return attributes.operation === 'UPDATE' ? validateUpdate(request, existing) : allow();
}

interface NamespaceRequest {
  readonly admission: PodSecurityAdmission;
  readonly attributes: Attributes;
  readonly name: string;
  readonly labels: Labels | undefined;
  readonly evaluated: PolicyToEvaluate;
}

function validateCreate(request: NamespaceRequest): AdmissionResponse {
  const { attributes, admission, evaluated } = request;
  if (evaluated.errors.length > 0) return invalidLabels(request);
  const { exemptions } = admission.configuration;
  return isExemptNamespace(attributes.namespace, exemptions) ? allow(exemptWarnings(request)) : allow();
}

function validateUpdate(request: NamespaceRequest, existing: ExistingPods): AdmissionResponse {
  const { attributes, admission, evaluated, name } = request;
  const read = readObject(attributes, attributes.oldObject, isNamespace, OLD_NAMESPACE);
  if ('refusal' in read) return read.refusal;
  const old = policyToEvaluate(read.value.metadata?.labels, admission.defaultPolicy);
  // Labels that were broken before may stay as they are, or nothing else of the namespace could be changed.
  if (evaluated.errors.length > 0 && !isSameErrors(evaluated.errors, old.errors)) return invalidLabels(request);

  const { enforce } = evaluated.policy;
  const { exemptions } = admission.configuration;
  if (!isStricter(enforce, old.policy.enforce)) return allow();
  if (isExemptNamespace(attributes.namespace, exemptions)) return allow(exemptWarnings(request));
  const warnings = evaluatePodsInNamespace(admission.evaluator, name, enforce, existing, exemptions);
  return allow({ warnings });
}

/** Whether pods that were fine could now break the policy. */
function isStricter(enforce: LevelVersion, old: LevelVersion): boolean {
  if (isSameLevelVersion(enforce, old) || enforce.level === 'privileged') return false;
  return enforce.version !== old.version || compareLevels(enforce.level, old.level) > 0;
}

function isSameErrors(a: readonly FieldError[], b: readonly FieldError[]): boolean {
  return (
    a.length === b.length &&
    a.every((error, index) => error.field === b[index]?.field && error.badValue === b[index]?.badValue)
  );
}

function invalidLabels({ attributes, admission, evaluated }: NamespaceRequest): AdmissionResponse {
  return deny(invalidNamespaceStatus(attributes.name, evaluated.errors, admission.minor));
}

/** The warning that the labels of an exempt namespace do nothing, where they seem to. */
function exemptWarnings({ admission, evaluated, labels, name }: NamespaceRequest): { warnings: readonly string[] } {
  const { policy } = evaluated;
  if (isFullyPrivileged(policy) || isEquivalentPolicy(policy, admission.defaultPolicy)) return { warnings: [] };
  const parts = labelledParts(policy, labels).join(', ');
  return {
    warnings: [`namespace ${goQuote(name)} is exempt from Pod Security, and the policy (${parts}) will be ignored`],
  };
}

function labelledParts({ enforce, audit, warn }: Policy, labels: Labels | undefined): string[] {
  const modes = [
    { mode: 'enforce', levelVersion: enforce, keys: [ENFORCE_LABEL, ENFORCE_VERSION_LABEL] },
    { mode: 'audit', levelVersion: audit, keys: [AUDIT_LABEL, AUDIT_VERSION_LABEL] },
    { mode: 'warn', levelVersion: warn, keys: [WARN_LABEL, WARN_VERSION_LABEL] },
  ];
  return modes
    .filter(({ levelVersion, keys }) => levelVersion.level !== 'privileged' && hasLabel(labels, ...keys))
    .map(({ mode, levelVersion }) => `${mode}=${formatLevelVersion(levelVersion)}`);
}
