/**
 * Namespaces and service accounts.
 * Source: pkg/apis/core/validation/validation.go ValidateNamespace, ValidateServiceAccount.
 */
import type { Namespace, ServiceAccount } from '../../generated/types/core-v1.js';
import { nameIsDnsLabel, nameIsDnsSubdomain } from '../../names/index.js';
import type { ErrorList } from '../error-list.js';
import { Path } from '../field-path.js';
import { validateFinalizerName, validateKubeFinalizerName } from '../metadata/finalizers.js';
import { validateObjectMeta } from '../metadata/object-meta.js';
import type { ValidationOptions } from '../validation-options.js';
import { texts } from '../zero-value.js';

const FINALIZERS_PATH = new Path('spec').child('finalizers');

export function validateNamespace(object: Namespace, _: ValidationOptions, errors: ErrorList): void {
  validateObjectMeta(object.metadata, { isNamespaced: false, nameRule: nameIsDnsLabel }, errors);
  for (const name of texts(object.spec?.finalizers)) {
    validateFinalizerName(name, FINALIZERS_PATH, errors);
    validateKubeFinalizerName(name, FINALIZERS_PATH, errors);
  }
}

export function validateServiceAccount(object: ServiceAccount, _: ValidationOptions, errors: ErrorList): void {
  validateObjectMeta(object.metadata, { isNamespaced: true, nameRule: nameIsDnsSubdomain }, errors);
}
