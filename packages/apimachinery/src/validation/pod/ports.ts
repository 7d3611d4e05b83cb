/**
 * Ports of containers. Source: pkg/apis/core/validation/validation.go validateContainerPorts,
 * AccumulateUniqueHostPorts, validatePodHostNetworkDeps.
 */
import type { Container, ContainerPort, PodSpec } from '../../generated/types/core-v1.js';
import { portNameProblems, portNumberProblems } from '../../names/index.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import { report } from '../name.js';
import type { ValidationOptions } from '../validation-options.js';
import { list, number, text } from '../zero-value.js';

export const PROTOCOLS: readonly string[] = ['SCTP', 'TCP', 'UDP'];

export function validateContainerPorts(
  ports: readonly ContainerPort[] | undefined,
  containerPath: Path,
  errors: ErrorList,
): void {
  const entries = list(ports);
  if (entries.length === 0) return;
  const names = new Set<string>();
  for (let index = 0; index < entries.length; index += 1) {
    const port = entries[index];
    if (port !== undefined) validateContainerPort(port, names, containerPath.child('ports').index(index), errors);
  }
}

function validateContainerPort(port: ContainerPort, names: Set<string>, path: Path, errors: ErrorList): void {
  const name = text(port.name);
  if (name !== '') {
    const problems = portNameProblems(name);
    if (problems.length > 0) errors.invalidEach(path.child('name'), name, problems);
    else if (names.has(name)) errors.duplicate(path.child('name'), name);
    else names.add(name);
  }
  const containerPort = number(port.containerPort);
  if (containerPort == 0) errors.required(path.child('containerPort'));
  else report(containerPort, portNumberProblems(containerPort), path, 'containerPort', errors);
  const hostPort = number(port.hostPort);
  if (hostPort != 0) report(hostPort, portNumberProblems(hostPort), path, 'hostPort', errors);
  validateProtocol(text(port.protocol), path, errors);
}

export function validateProtocol(protocol: string, parent: Path, errors: ErrorList): void {
  if (protocol === '') errors.required(parent.child('protocol'));
  else if (!PROTOCOLS.includes(protocol)) errors.notSupported(parent.child('protocol'), protocol, PROTOCOLS);
}

/** No two containers of the list may ask for the same host port. */
export function checkHostPortConflicts(containers: readonly Container[], path: Path, errors: ErrorList): void {
  let taken: Set<string> | undefined;
  for (let index = 0; index < containers.length; index += 1) {
    const ports = list(containers[index]?.ports);
    for (let portIndex = 0; portIndex < ports.length; portIndex += 1) {
      const port = ports[portIndex];
      if (port === undefined || number(port.hostPort) == 0) continue;
      const key = `${text(port.protocol)}/${text(port.hostIP)}/${number(port.hostPort)}`;
      taken ??= new Set();
      if (!taken.has(key)) taken.add(key);
      else errors.duplicate(path.index(index).child('ports').index(portIndex).child('hostPort'), key);
    }
  }
}

/** On the host's network a container's port is the host's port. */
export function validateHostNetworkPorts(
  spec: PodSpec,
  specPath: Path,
  options: ValidationOptions,
  errors: ErrorList,
): void {
  if (spec.hostNetwork !== true) return;
  const containers = list(spec.containers);
  for (let index = 0; index < containers.length; index += 1) {
    const ports = list(containers[index]?.ports);
    for (let portIndex = 0; portIndex < ports.length; portIndex += 1) {
      const hostPort = number(ports[portIndex]?.hostPort);
      const mayBeLeftOut = !options.isPod && !options.hostPortsInTemplates;
      if ((mayBeLeftOut && hostPort == 0) || hostPort == number(ports[portIndex]?.containerPort)) continue;
      const path = specPath.child('containers').index(index).child('ports').index(portIndex).child('hostPort');
      errors.invalid(path, hostPort, 'must match `containerPort` when `hostNetwork` is true');
    }
  }
}
