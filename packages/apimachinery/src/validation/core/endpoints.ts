/**
 * Endpoints. Source: pkg/apis/core/validation/validation.go ValidateEndpointsCreate.
 */
import type { EndpointAddress, EndpointPort, Endpoints } from '../../generated/types/core-v1.js';
import { endpointIPProblems, ipProblems } from '../../ip/index.js';
import { dns1123SubdomainProblems, nameIsDnsSubdomain, portNumberProblems } from '../../names/index.js';
import type { ErrorList } from '../error-list.js';
import { Path } from '../field-path.js';
import { validateObjectMeta } from '../metadata/object-meta.js';
import { report, validateDns1123Label, validateQualifiedName } from '../name.js';
import { PROTOCOLS } from '../pod/ports.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, list, number, text } from '../zero-value.js';

const SUBSETS_PATH = new Path('subsets');

export function validateEndpoints(object: Endpoints, options: ValidationOptions, errors: ErrorList): void {
  validateObjectMeta(object.metadata, { isNamespaced: true, nameRule: nameIsDnsSubdomain }, errors);
  for (const [index, subset] of list(object.subsets).entries()) {
    const path = SUBSETS_PATH.index(index);
    const addresses = list(subset.addresses);
    const notReady = list(subset.notReadyAddresses);
    if (addresses.length === 0 && notReady.length === 0) {
      errors.required(path, 'must specify `addresses` or `notReadyAddresses`');
    }
    for (const [position, address] of addresses.entries()) {
      validateAddress(address, path.child('addresses').index(position), options, errors);
    }
    for (const [position, address] of notReady.entries()) {
      validateAddress(address, path.child('notReadyAddresses').index(position), options, errors);
    }
    const ports = list(subset.ports);
    for (const [position, port] of ports.entries()) {
      validatePort(port, ports.length > 1, path.child('ports').index(position), errors);
    }
  }
}

function validateAddress(address: EndpointAddress, path: Path, options: ValidationOptions, errors: ErrorList): void {
  const ip = text(address.ip);
  report(ip, ipProblems(ip, options.strictIPs), path, 'ip', errors);
  const hostname = text(address.hostname);
  if (hostname !== '') validateDns1123Label(hostname, path, 'hostname', errors);
  if (isSet(address.nodeName)) {
    report(address.nodeName, dns1123SubdomainProblems(address.nodeName), path, 'nodeName', errors);
  }
  report(ip, endpointIPProblems(ip), path, 'ip', errors);
}

function validatePort(port: EndpointPort, isNameRequired: boolean, path: Path, errors: ErrorList): void {
  const name = text(port.name);
  if (name !== '') validateDns1123Label(name, path, 'name', errors);
  else if (isNameRequired) errors.required(path.child('name'));
  report(number(port.port), portNumberProblems(number(port.port)), path, 'port', errors);
  const protocol = text(port.protocol);
  if (protocol === '') errors.required(path.child('protocol'));
  else if (!PROTOCOLS.includes(protocol)) errors.notSupported(path.child('protocol'), protocol, PROTOCOLS);
  if (isSet(port.appProtocol)) validateQualifiedName(port.appProtocol, path, 'appProtocol', errors);
}
