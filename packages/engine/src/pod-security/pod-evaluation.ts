/**
 * One pod against the three modes of a namespace's policy: enforce refuses, audit annotates the audit event, warn
 * answers the client. A level and version that two modes share is evaluated once.
 *
 * Source: k8s.io/pod-security-admission/admission/admission.go.
 */
import { type FieldError, goQuote } from '@bulkhead/apimachinery';
import type { Attributes } from './attributes.js';
import type { Verdict } from './evaluator.js';
import { hasExemptRuntimeClass } from './exemptions.js';
import type { PolicyToEvaluate } from './labels.js';
import { formatLevelVersion, type LevelVersion, type Policy } from './level-version.js';
import { errorEvent, evaluationEvent, exemptionEvent, type MetricEvent, type Mode } from './metrics.js';
import type { PodSecurityAdmission } from './pod-security-admission.js';
import type { PodLike } from './pod-view.js';
import { type AdmissionResponse, type AuditAnnotation, aggregate, allow, deny, forbiddenStatus } from './response.js';

export class PodEvaluation {
  readonly #admission: PodSecurityAdmission;
  readonly #attributes: Attributes;
  readonly #policy: Policy;
  readonly #errors: readonly FieldError[];
  readonly #verdicts = new Map<string, Verdict>();
  readonly #metrics: MetricEvent[] = [];

  constructor(admission: PodSecurityAdmission, attributes: Attributes, { policy, errors }: PolicyToEvaluate) {
    this.#admission = admission;
    this.#attributes = attributes;
    this.#policy = policy;
    this.#errors = errors;
  }

  run(pod: PodLike, enforces: boolean): AdmissionResponse {
    if (hasExemptRuntimeClass(pod, this.#admission.configuration.exemptions)) {
      return allow({ audit: { exempt: 'runtimeClass' }, metrics: [exemptionEvent(this.#attributes)] });
    }
    const { enforce, audit, warn } = this.#policy;
    const annotations: Partial<Record<AuditAnnotation, string>> = {};
    if (this.#errors.length > 0) {
      annotations.error = `Failed to parse policy: ${aggregate(this.#errors, this.#admission.minor)}`;
      this.#metrics.push(errorEvent(false, this.#attributes));
    }

    let refusal: string | undefined;
    if (enforces) {
      annotations['enforce-policy'] = formatLevelVersion(enforce);
      const verdict = this.#verdict(enforce, pod);
      this.#count(verdict.allowed ? 'allow' : 'deny', enforce, 'enforce');
      if (!verdict.allowed) refusal = violation('violates', enforce, verdict);
    }
    const audited = this.#verdict(audit, pod);
    if (!audited.allowed) {
      annotations['audit-violations'] = violation('would violate', audit, audited);
      this.#count('deny', audit, 'audit');
    }
    if (refusal !== undefined) {
      const status = forbiddenStatus(this.#attributes, refusal);
      return deny(status, { audit: annotations, metrics: this.#metrics });
    }
    return allow({ audit: annotations, warnings: this.#warnings(warn, pod), metrics: this.#metrics });
  }

  #warnings(warn: LevelVersion, pod: PodLike): readonly string[] {
    const verdict = this.#verdict(warn, pod);
    if (verdict.allowed) return [];
    this.#count('deny', warn, 'warn');
    return [violation('would violate', warn, verdict)];
  }

  #verdict(levelVersion: LevelVersion, pod: PodLike): Verdict {
    const key = formatLevelVersion(levelVersion);
    let verdict = this.#verdicts.get(key);
    if (verdict === undefined) {
      verdict = this.#admission.evaluator.evaluatePod(levelVersion, pod);
      this.#verdicts.set(key, verdict);
    }
    return verdict;
  }

  #count(decision: 'allow' | 'deny', levelVersion: LevelVersion, mode: Mode): void {
    this.#metrics.push(evaluationEvent(decision, levelVersion, mode, this.#attributes, this.#admission.minor));
  }
}

function violation(verb: string, levelVersion: LevelVersion, verdict: Verdict): string {
  return `${verb} PodSecurity ${goQuote(formatLevelVersion(levelVersion))}: ${verdict.forbiddenDetail}`;
}
