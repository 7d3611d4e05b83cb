/**
 * IngressClasses. Source: pkg/apis/networking/validation/validation.go ValidateIngressClass.
 */
import type { IngressClass, IngressClassParametersReference } from '../../generated/types/networking-v1.js';
import { byteLength, dns1123LabelProblems, domainPrefixedPathProblems, nameIsDnsSubdomain } from '../../names/index.js';
import type { ErrorList } from '../error-list.js';
import { Path } from '../field-path.js';
import { validateObjectMeta } from '../metadata/object-meta.js';
import { report, reportDomainProblems } from '../name.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, text } from '../zero-value.js';
import { validateTypedReference } from './ingress-backend.js';

const SPEC_PATH = new Path('spec');
const CONTROLLER_MAX_BYTES = 250;

export function validateIngressClass(object: IngressClass, _: ValidationOptions, errors: ErrorList): void {
  validateObjectMeta(object.metadata, { isNamespaced: false, nameRule: nameIsDnsSubdomain }, errors);
  const controller = text(object.spec?.controller);
  const path = SPEC_PATH.child('controller');
  if (byteLength(controller) > CONTROLLER_MAX_BYTES) errors.tooLong(path, CONTROLLER_MAX_BYTES);
  reportDomainProblems(domainPrefixedPathProblems(controller), path, errors);
  const parameters = object.spec?.parameters;
  if (isSet(parameters)) validateParameters(parameters, SPEC_PATH.child('parameters'), errors);
}

function validateParameters(parameters: IngressClassParametersReference, path: Path, errors: ErrorList): void {
  validateTypedReference(parameters, path, errors);
  const { scope, namespace } = parameters;
  if (!isSet(scope)) return errors.required(path.child('scope'));
  const namespacePath = path.child('namespace');
  switch (scope) {
    case 'Namespace':
      if (!isSet(namespace)) errors.required(namespacePath, "`parameters.scope` is set to 'Namespace'");
      else report(namespace, dns1123LabelProblems(text(namespace)), path, 'namespace', errors);
      return;
    case 'Cluster':
      if (isSet(namespace)) errors.forbidden(namespacePath, "`parameters.scope` is set to 'Cluster'");
      return;
    default:
      errors.notSupported(path.child('scope'), text(scope), ['Cluster', 'Namespace']);
  }
}
