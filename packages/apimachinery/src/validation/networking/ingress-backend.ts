/**
 * Where an ingress sends requests. Source: pkg/apis/networking/validation/validation.go validateIngressBackend.
 */
import type { TypedLocalObjectReference } from '../../generated/types/core-v1.js';
import type { IngressBackend, IngressServiceBackend } from '../../generated/types/networking-v1.js';
import { nameIsDns1035Label, nameIsDnsLabel, portNameProblems, portNumberProblems } from '../../names/index.js';
import type { Minor } from '../../version.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import { report, validateDns1123Subdomain, validatePathSegment } from '../name.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, number, text } from '../zero-value.js';

export function validateIngressBackend(
  backend: IngressBackend,
  path: Path,
  options: ValidationOptions,
  errors: ErrorList,
): void {
  const { resource, service } = backend;
  if (isSet(resource)) {
    if (isSet(service)) errors.invalid(path, '', 'cannot set both resource and service backends');
    else validateTypedReference(resource, path.child('resource'), errors);
  } else if (isSet(service)) validateServiceBackend(service, path, options, errors);
  else errors.invalid(path, '', 'resource or service backend is required');
}

function validateServiceBackend(
  service: IngressServiceBackend,
  path: Path,
  options: ValidationOptions,
  errors: ErrorList,
): void {
  const servicePath = path.child('service');
  const name = text(service.name);
  const nameRule = options.relaxedServiceNames ? nameIsDnsLabel : nameIsDns1035Label;
  if (name === '') errors.required(servicePath.child('name'));
  else report(name, nameRule(name, false), servicePath, 'name', errors);
  const portName = text(service.port?.name);
  const portNumber = Number(number(service.port?.number));
  const portPath = servicePath.child('port');
  if (portName !== '' && portNumber !== 0) errors.invalid(path, '', 'cannot set both port name & port number');
  else if (portName !== '') report(portName, portNameProblems(portName), portPath, 'name', errors);
  else if (portNumber !== 0) report(portNumber, portNumberProblems(portNumber), portPath, 'number', errors);
  else errors.required(path, 'port name or number is required');
}

/** Before, some texts named the field. */
const PLAIN_TEXTS_SINCE: Minor = 34;

/** Of ingress classes' parameters too. */
export function validateTypedReference(reference: TypedLocalObjectReference, path: Path, errors: ErrorList): void {
  if (isSet(reference.apiGroup)) validateDns1123Subdomain(text(reference.apiGroup), path, 'apiGroup', errors);
  for (const field of ['kind', 'name'] as const) {
    const value = text(reference[field]);
    if (value === '')
      errors.required(path.child(field), errors.minor >= PLAIN_TEXTS_SINCE ? '' : `${field} is required`);
    else validatePathSegment(value, path, field, errors);
  }
}
