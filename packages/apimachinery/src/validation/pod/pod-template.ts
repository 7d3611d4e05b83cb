/**
 * Templates of pods. Source: pkg/apis/core/validation/validation.go ValidatePodTemplateSpec, ValidatePodTemplate.
 */
import type { PodTemplate, PodTemplateSpec } from '../../generated/types/core-v1.js';
import { nameIsDnsSubdomain } from '../../names/index.js';
import type { ErrorList } from '../error-list.js';
import { Path } from '../field-path.js';
import { validateAnnotations, validateLabels } from '../metadata/labels.js';
import { validateObjectMeta } from '../metadata/object-meta.js';
import type { ValidationOptions } from '../validation-options.js';
import { list, struct } from '../zero-value.js';
import { validatePodAnnotations } from './annotations.js';
import { validateAppArmorAnnotationsMatchFields } from './app-armor.js';
import { validatePodSpec } from './pod-spec.js';
import { validateSeccompAnnotationsMatchFields } from './seccomp.js';

/** Errors of labels and annotations leave out `metadata`, as upstream does. */
export function validatePodTemplateSpec(
  template: PodTemplateSpec,
  path: Path,
  options: ValidationOptions,
  errors: ErrorList,
): void {
  const { metadata } = template;
  const spec = struct(template.spec);
  const specPath = path.child('spec');
  validateLabels(metadata?.labels, path, 'labels', errors);
  validateAnnotations(metadata?.annotations, path, 'annotations', errors);
  validatePodAnnotations(metadata?.annotations, spec, () => path.child('annotations'), options, errors);
  validatePodSpec(spec, undefined, specPath, options, errors);
  validateSeccompAnnotationsMatchFields(metadata, spec, specPath, errors);
  validateAppArmorAnnotationsMatchFields(metadata, spec, specPath, options, errors);
  if (list(spec.ephemeralContainers).length > 0) {
    errors.forbidden(specPath.child('ephemeralContainers'), 'ephemeral containers not allowed in pod template');
  }
}

export function validatePodTemplate(object: PodTemplate, options: ValidationOptions, errors: ErrorList): void {
  validateObjectMeta(object.metadata, { isNamespaced: true, nameRule: nameIsDnsSubdomain }, errors);
  validatePodTemplateSpec(struct(object.template), new Path('template'), options, errors);
}
