/**
 * ReplicationControllers. Source: pkg/apis/core/validation/validation.go ValidateReplicationController.
 */
import type { ReplicationController } from '../../generated/types/core-v1.js';
import {
  DNS1123_SUBDOMAIN_MAX_LENGTH,
  maxLengthMessage,
  type NameRule,
  nameIsDnsSubdomain,
} from '../../names/index.js';
import type { Minor } from '../../version.js';
import { textMapValue } from '../bad-value.js';
import type { ErrorList } from '../error-list.js';
import { Path } from '../field-path.js';
import { type ObjectMetaRules, validateObjectMeta } from '../metadata/object-meta.js';
import { validateNonnegativeField } from '../number.js';
import { validatePodTemplateSpec } from '../pod/pod-template.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, map, struct, type TextMap, text, textEntry } from '../zero-value.js';
import { validateRunsForever } from './template-labels.js';

const SPEC_PATH = new Path('spec');

/** From here on the name is checked as declared at the type, which counts bytes and ignores `generateName`. */
const LONG_NAME_SINCE: Minor = 35;

const longNameRule: NameRule = (name, isPrefix) =>
  nameIsDnsSubdomain(name, isPrefix).map((problem) =>
    problem === maxLengthMessage(DNS1123_SUBDOMAIN_MAX_LENGTH)
      ? `must be no more than ${DNS1123_SUBDOMAIN_MAX_LENGTH} bytes`
      : problem,
  );

const SUBDOMAIN: ObjectMetaRules = { isNamespaced: true, nameRule: nameIsDnsSubdomain };
const LONG_NAME: ObjectMetaRules = { isNamespaced: true, nameRule: longNameRule, ignoresGenerateName: true };

export function validateReplicationController(
  object: ReplicationController,
  options: ValidationOptions,
  errors: ErrorList,
): void {
  validateObjectMeta(object.metadata, errors.minor >= LONG_NAME_SINCE ? LONG_NAME : SUBDOMAIN, errors);
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
