/**
 * Ports of services. Source: pkg/apis/core/validation/validation.go validateServicePort, validateService.
 */
import type { ServicePort, ServiceSpec } from '../../generated/types/core-v1.js';
import { portNumberProblems } from '../../names/index.js';
import { internalValue } from '../bad-value.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import { report, validateDns1123Label, validatePortNumberOrName, validateQualifiedName } from '../name.js';
import { PROTOCOLS } from '../pod/ports.js';
import { isSet, list, number, text } from '../zero-value.js';

export function validateServicePorts(spec: ServiceSpec, path: Path, errors: ErrorList): void {
  const ports = list(spec.ports);
  const names = new Set<string>();
  for (let index = 0; index < ports.length; index += 1) {
    const port = ports[index];
    if (port !== undefined) validateServicePort(port, ports.length > 1, names, path.index(index), errors);
  }
}

function validateServicePort(
  port: ServicePort,
  isNameRequired: boolean,
  names: Set<string>,
  path: Path,
  errors: ErrorList,
): void {
  const name = text(port.name);
  if (name !== '') {
    validateDns1123Label(name, path, 'name', errors);
    if (names.has(name)) errors.duplicate(path.child('name'), name);
    names.add(name);
  } else if (isNameRequired) errors.required(path.child('name'));
  report(number(port.port), portNumberProblems(number(port.port)), path, 'port', errors);
  const protocol = text(port.protocol);
  if (protocol === '') errors.required(path.child('protocol'));
  else if (!PROTOCOLS.includes(protocol)) errors.notSupported(path.child('protocol'), protocol, PROTOCOLS);
  validatePortNumberOrName(port.targetPort, path, 'targetPort', errors);
  if (isSet(port.appProtocol)) validateQualifiedName(text(port.appProtocol), path, 'appProtocol', errors);
}

/** No two ports of one protocol may share a node port or a number. */
export function validateUniquePorts(spec: ServiceSpec, path: Path, errors: ErrorList): void {
  const ports = list(spec.ports);
  if (ports.length === 0) return;
  const nodePorts = new Set<string>();
  for (let index = 0; index < ports.length; index += 1) {
    const port = ports[index];
    const nodePort = number(port?.nodePort);
    if (nodePort == 0) continue;
    const key = `${text(port?.protocol)} ${nodePort}`;
    if (nodePorts.has(key)) errors.duplicate(path.index(index).child('nodePort'), nodePort);
    nodePorts.add(key);
  }
  const numbers = new Set<string>();
  for (let index = 0; index < ports.length; index += 1) {
    const protocol = text(ports[index]?.protocol);
    const port = Number(number(ports[index]?.port));
    const key = `${protocol} ${port}`;
    if (numbers.has(key))
      errors.duplicate(path.index(index), internalValue('core.ServicePort', { protocol, port }, errors.minor));
    numbers.add(key);
  }
}
