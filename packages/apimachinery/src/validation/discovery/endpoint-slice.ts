/**
 * EndpointSlices. Source: pkg/apis/discovery/validation/validation.go ValidateEndpointSliceCreate.
 */
import type { Endpoint, EndpointHints, EndpointPort, EndpointSlice } from '../../generated/types/discovery-v1.js';
import { canonicalIPProblems, endpointIPProblems, ipProblems, parseIP } from '../../ip/index.js';
import {
  dns1123SubdomainProblems,
  fullyQualifiedDomainNameProblem,
  labelValueProblems,
  nameIsDnsSubdomain,
} from '../../names/index.js';
import type { Minor } from '../../version.js';
import { pointedText } from '../bad-value.js';
import type { ErrorList } from '../error-list.js';
import { Path } from '../field-path.js';
import { validateObjectMeta } from '../metadata/object-meta.js';
import { report, reportDomainProblems, validateDns1123Label, validateQualifiedName } from '../name.js';
import { PROTOCOLS } from '../pod/ports.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, list, text, texts } from '../zero-value.js';

const ADDRESS_TYPES: readonly string[] = ['FQDN', 'IPv4', 'IPv6'];
/** Before, an address of the other family was no address. */
const FAMILY_TOLD_APART_SINCE: Minor = 33;
const MAX_ADDRESSES = 100;
const MAX_PORTS = 20_000;
const MAX_ENDPOINTS = 1000;
const MAX_HINTS = 8;

export function validateEndpointSlice(object: EndpointSlice, options: ValidationOptions, errors: ErrorList): void {
  validateObjectMeta(object.metadata, { isNamespaced: true, nameRule: nameIsDnsSubdomain }, errors);
  const type = text(object.addressType);
  if (type === '') errors.required(new Path('addressType'));
  else if (!ADDRESS_TYPES.includes(type)) errors.notSupported(new Path('addressType'), type, ADDRESS_TYPES);
  // The order changed with the texts about addresses.
  const isPortsFirst = errors.minor >= FAMILY_TOLD_APART_SINCE;
  if (isPortsFirst) validatePorts(list(object.ports), new Path('ports'), errors);
  validateEndpoints(list(object.endpoints), type, options, errors);
  if (!isPortsFirst) validatePorts(list(object.ports), new Path('ports'), errors);
}

function validateEndpoints(
  endpoints: readonly Endpoint[],
  type: string,
  options: ValidationOptions,
  errors: ErrorList,
): void {
  const path = new Path('endpoints');
  if (endpoints.length > MAX_ENDPOINTS) return errors.tooMany(path, endpoints.length, MAX_ENDPOINTS);
  for (const [index, endpoint] of endpoints.entries()) {
    validateEndpoint(endpoint, type, path.index(index), options, errors);
  }
}

function validatePorts(ports: readonly EndpointPort[], path: Path, errors: ErrorList): void {
  if (ports.length > MAX_PORTS) return errors.tooMany(path, ports.length, MAX_PORTS);
  const names = new Set<string>();
  for (const [index, port] of ports.entries()) {
    const portPath = path.index(index);
    const name = text(port.name);
    const protocol = text(port.protocol);
    if (name !== '') validateDns1123Label(name, portPath, 'name', errors);
    if (names.has(name)) errors.duplicate(portPath.child('name'), pointedText(name, errors.minor));
    names.add(name);
    if (!isSet(port.protocol)) errors.required(portPath.child('protocol'));
    else if (!PROTOCOLS.includes(protocol)) errors.notSupported(portPath.child('protocol'), protocol, PROTOCOLS);
    if (isSet(port.appProtocol)) validateQualifiedName(text(port.appProtocol), portPath, 'appProtocol', errors);
  }
}

function validateEndpoint(
  endpoint: Endpoint,
  type: string,
  path: Path,
  options: ValidationOptions,
  errors: ErrorList,
): void {
  const addresses = texts(endpoint.addresses);
  const addressesPath = path.child('addresses');
  if (addresses.length === 0) errors.required(addressesPath, 'must contain at least 1 address');
  else if (addresses.length > MAX_ADDRESSES) errors.tooMany(addressesPath, addresses.length, MAX_ADDRESSES);
  for (const [index, address] of addresses.entries()) {
    if (type === 'FQDN') {
      const problem = fullyQualifiedDomainNameProblem(address);
      if (problem !== undefined) reportDomainProblems([problem], addressesPath.index(index), errors);
    } else if (type === 'IPv4' || type === 'IPv6') {
      validateAddress(address, type, { list: addressesPath, item: addressesPath.index(index) }, options, errors);
    }
  }
  if (isSet(endpoint.nodeName)) {
    report(endpoint.nodeName, dns1123SubdomainProblems(text(endpoint.nodeName)), path, 'nodeName', errors);
  }
  if (isSet(endpoint.hostname)) validateDns1123Label(text(endpoint.hostname), path, 'hostname', errors);
  if (isSet(endpoint.hints)) validateHints(endpoint.hints, path.child('hints'), errors);
}

function validateAddress(
  address: string,
  type: 'IPv4' | 'IPv6',
  path: { readonly list: Path; readonly item: Path },
  options: ValidationOptions,
  errors: ErrorList,
): void {
  if (errors.minor < FAMILY_TOLD_APART_SINCE) return validateAddressAsBefore(address, type, path.item, errors);
  const problems = type === 'IPv4' ? ipProblems(address, options.strictIPs) : canonicalIPProblems(address);
  if (problems.length > 0) return errors.invalidEach(path.item, address, problems);
  if (parseIP(address)?.family !== (type === 'IPv4' ? 4 : 6)) {
    errors.invalid(path.list, address, `must be an ${type} address`);
  }
  errors.invalidEach(path.item, address, endpointIPProblems(address));
}

function validateAddressAsBefore(address: string, type: 'IPv4' | 'IPv6', path: Path, errors: ErrorList): void {
  if (parseIP(address)?.family !== (type === 'IPv4' ? 4 : 6)) {
    errors.invalid(path, address, `must be a valid ${type} address`);
  }
  errors.invalidEach(path, address, endpointIPProblems(address));
}

function validateHints(hints: EndpointHints, path: Path, errors: ErrorList): void {
  const zones = list(hints.forZones);
  const nodes = list(hints.forNodes);
  const zonesPath = path.child('forZones');
  const nodesPath = path.child('forNodes');
  if (zones.length > MAX_HINTS) return errors.tooMany(zonesPath, zones.length, MAX_HINTS);
  for (const [index, zone] of zones.entries()) {
    const name = text(zone.name);
    const namePath = zonesPath.index(index).child('name');
    if (zones.findIndex((other) => text(other.name) === name) < index) errors.duplicate(namePath, name);
    errors.invalidEach(namePath, name, labelValueProblems(name, errors.minor));
  }
  if (nodes.length > MAX_HINTS) return errors.tooMany(nodesPath, nodes.length, MAX_HINTS);
  for (const [index, node] of nodes.entries()) {
    const name = text(node.name);
    const namePath = nodesPath.index(index).child('name');
    if (nodes.findIndex((other) => text(other.name) === name) < index) errors.duplicate(namePath, name);
    errors.invalidEach(namePath, name, dns1123SubdomainProblems(name));
  }
}
