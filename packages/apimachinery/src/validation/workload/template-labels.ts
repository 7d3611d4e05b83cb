/**
 * What controllers demand of their template: labels that the selector matches, a restart policy, no deadline.
 * Source: pkg/apis/apps/validation/validation.go ValidatePodTemplateSpecForReplicaSet and its neighbours.
 */
import type { PodTemplateSpec } from '../../generated/types/core-v1.js';
import { type CompiledSelector, matchesSelector } from '../../selectors/label-selector.js';
import { textMapValue } from '../bad-value.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import { isSet, map, text } from '../zero-value.js';

export function validateSelectorMatchesTemplate(
  selector: CompiledSelector,
  template: PodTemplateSpec,
  path: Path,
  errors: ErrorList,
): void {
  const labels = template.metadata?.labels;
  if (matchesSelector(selector, map(labels))) return;
  const badValue = textMapValue(labels, errors.minor);
  const detail = '`selector` does not match template `labels`';
  errors.invalid(path.child('metadata').child('labels'), badValue, detail);
}

/** Pods of controllers run for ever. */
export function validateRunsForever(template: PodTemplateSpec, kind: string, path: Path, errors: ErrorList): void {
  const specPath = path.child('spec');
  const restartPolicy = text(template.spec?.restartPolicy);
  if (restartPolicy !== 'Always') errors.notSupported(specPath.child('restartPolicy'), restartPolicy, ['Always']);
  if (isSet(template.spec?.activeDeadlineSeconds)) {
    const detail = `activeDeadlineSeconds in ${kind} is not Supported`;
    errors.forbidden(specPath.child('activeDeadlineSeconds'), detail);
  }
}
