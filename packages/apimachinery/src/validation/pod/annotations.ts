/**
 * Annotations of pods that mean something to the API server.
 * Source: pkg/apis/core/validation/validation.go ValidatePodSpecificAnnotations.
 */
import type { PodSpec, Toleration } from '../../generated/types/core-v1.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import { jsonArrayProblem } from '../go-json-syntax.js';
import type { ValidationOptions } from '../validation-options.js';
import { type TextMap, text, textEntry } from '../zero-value.js';
import { validateAppArmorAnnotations } from './app-armor.js';
import { validateSeccompAnnotations } from './seccomp.js';
import { validateTolerations } from './tolerations.js';

export const MIRROR_POD_ANNOTATION = 'kubernetes.io/config.mirror';
const TOLERATIONS_ANNOTATION = 'scheduler.alpha.kubernetes.io/tolerations';
const DELETION_COST_ANNOTATION = 'controller.kubernetes.io/pod-deletion-cost';

export function validatePodAnnotations(
  annotations: TextMap | undefined,
  spec: PodSpec,
  path: () => Path,
  options: ValidationOptions,
  errors: ErrorList,
): void {
  if (annotations === undefined) return;
  const mirror = textEntry(annotations, MIRROR_POD_ANNOTATION);
  if (mirror !== undefined && text(spec.nodeName) === '') {
    const detail = 'must set spec.nodeName if mirror pod annotation is set';
    errors.invalid(path().key(MIRROR_POD_ANNOTATION), mirror, detail);
  }
  const tolerations = textEntry(annotations, TOLERATIONS_ANNOTATION);
  if (tolerations !== undefined && tolerations !== '') {
    validateTolerationsAnnotation(tolerations, path(), options, errors);
  }
  const cost = textEntry(annotations, DELETION_COST_ANNOTATION);
  if (cost !== undefined && options.podDeletionCost && !isInt32(cost)) {
    errors.invalid(path().key(DELETION_COST_ANNOTATION), cost, 'must be a 32bit integer');
  }
  validateSeccompAnnotations(annotations, path, errors);
  validateAppArmorAnnotations(annotations, spec, path, errors);
}

/** How tolerations were written before they became a field. */
function validateTolerationsAnnotation(json: string, path: Path, options: ValidationOptions, errors: ErrorList): void {
  const problem = jsonArrayProblem(json, '[]core.Toleration');
  if (problem !== undefined) return errors.invalid(path, TOLERATIONS_ANNOTATION, problem);
  const tolerations: readonly Toleration[] | null = JSON.parse(json);
  const listPath = (): Path => path.child(TOLERATIONS_ANNOTATION);
  validateTolerations(tolerations ?? [], listPath, options, errors);
}

function isInt32(value: string): boolean {
  if (!/^(0|-[0-9]+|[1-9][0-9]*)$/.test(value) || value.length > 16) return false;
  const number = Number(value);
  return number >= -2_147_483_648 && number <= 2_147_483_647;
}
