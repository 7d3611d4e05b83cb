/**
 * ReplicationControllers. Source: pkg/apis/core/validation/validation.go ValidateReplicationController.
 */
import type { ReplicationController } from '../../generated/types/core-v1.js';
import { nameIsDnsSubdomain } from '../../names/index.js';
import { textMapValue } from '../bad-value.js';
import type { ErrorList } from '../error-list.js';
import { Path } from '../field-path.js';
import { validateObjectMeta } from '../metadata/object-meta.js';
import { validateNonnegativeField } from '../number.js';
import { validatePodTemplateSpec } from '../pod/pod-template.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, map, struct, text, textEntry, type TextMap } from '../zero-value.js';
import { validateRunsForever } from './template-labels.js';

const SPEC_PATH = new Path('spec');

export function validateReplicationController(
  object: ReplicationController,
  options: ValidationOptions,
  errors: ErrorList,
): void {
  validateObjectMeta(object.metadata, { isNamespaced: true, nameRule: nameIsDnsSubdomain }, errors);
  const spec = struct(object.spec);
  const selector: TextMap = map(spec.selector);
  const isEmpty = Object.keys(selector).length === 0;
  validateNonnegativeField(spec.minReadySeconds, SPEC_PATH, 'minReadySeconds', errors);
  if (isEmpty) errors.required(SPEC_PATH.child('selector'));
  validateNonnegativeField(spec.replicas, SPEC_PATH, 'replicas', errors);
  const { template } = spec;
  const path = SPEC_PATH.child('template');
  if (!isSet(template)) return errors.required(path);
  const labels = template.metadata?.labels;
  if (!isEmpty && !isSubset(selector, labels)) {
    const detail = '`selector` does not match template `labels`';
    errors.invalid(path.child('metadata').child('labels'), textMapValue(labels, errors.minor), detail);
  }
  validatePodTemplateSpec(template, path, options, errors);
  validateRunsForever(template, 'ReplicationController', path, errors);
}

const isSubset = (selector: TextMap, labels: TextMap | undefined): boolean =>
  Object.keys(selector).every((key) => textEntry(labels, key) === text(selector[key]));
