/**
 * Ports of a pod's containers that are defined twice, or whose definitions contradict each other (since 1.28), and
 * names that two ports have (since 1.33).
 * Source: pkg/api/pod/warnings.go.
 */
import type { ContainerPort, PodSpec } from '../../generated/types/core-v1.js';
import { goQuote } from '../../schema/go-quote.js';
import type { Path } from '../../validation/field-path.js';
import { validationOptions } from '../../validation/validation-options.js';
import { list, number, text } from '../../validation/zero-value.js';
import type { Minor } from '../../version.js';
import type { WarningList } from '../warning-list.js';

const DEFINITIONS_SINCE: Minor = 28;
const NAMES_SINCE: Minor = 33;

const CONTAINER_LISTS = ['initContainers', 'containers', 'ephemeralContainers'] as const;

/** A port with its defaults. */
interface Port {
  readonly name: string;
  readonly hostPort: number | bigint;
  readonly containerPort: number | bigint;
  readonly protocol: string;
  readonly hostIP: string;
  readonly path: () => Path;
}

export function warnOfPorts(spec: PodSpec, specPath: Path, isPod: boolean, warnings: WarningList): void {
  if (warnings.minor < DEFINITIONS_SINCE) return;
  const ports = portsOf(spec, specPath, isPod, warnings);
  for (let index = 0; index < ports.length; index += 1) {
    const port = ports[index];
    if (port === undefined) continue;
    if (port.hostIP !== '' && port.hostPort == 0) {
      warnings.at(port.path(), `hostIP set without hostPort: ${print(port)}`);
    }
    for (let other = 0; other < index; other += 1) {
      const earlier = ports[other];
      if (earlier === undefined || !warnings.mayCompare()) break;
      const relation = relationOf(port, earlier);
      if (relation !== undefined) warnings.at(port.path(), `${relation} port definition with ${earlier.path()}`);
    }
  }
  if (ports.length > 1 && warnings.minor >= NAMES_SINCE) warnOfNames(ports, warnings);
}

function portsOf(spec: PodSpec, specPath: Path, isPod: boolean, warnings: WarningList): readonly Port[] {
  const ports: Port[] = [];
  for (const listName of CONTAINER_LISTS) {
    const containers = list<{ readonly ports?: readonly ContainerPort[] }>(spec[listName]);
    for (let index = 0; index < containers.length; index += 1) {
      const given = list(containers[index]?.ports);
      for (let portIndex = 0; portIndex < given.length; portIndex += 1) {
        const port: ContainerPort = given[portIndex] ?? {};
        const containerPort = number(port.containerPort);
        const hostPort = number(port.hostPort);
        const isOnHost =
          hostPort == 0 &&
          spec.hostNetwork === true &&
          listName !== 'ephemeralContainers' &&
          publishes(isPod, warnings);
        ports.push({
          name: text(port.name),
          hostPort: isOnHost ? containerPort : hostPort,
          containerPort,
          protocol: text(port.protocol) || 'TCP',
          hostIP: text(port.hostIP),
          path: () => specPath.child(listName).index(index).child('ports').index(portIndex),
        });
      }
    }
  }
  return ports;
}

/** Whether ports on the host's network get their host port by default: in templates that is a matter of a gate. */
const publishes = (isPod: boolean, { profile }: WarningList): boolean =>
  isPod || validationOptions(profile).template.hostPortsInTemplates;

/** How the definition clashes with an earlier one, if it does. */
function relationOf(port: Port, earlier: Port): string | undefined {
  if (port.containerPort != earlier.containerPort || port.protocol !== earlier.protocol) return undefined;
  const isSameHostPort = port.hostPort == earlier.hostPort;
  if (isSameHostPort && port.hostIP === earlier.hostIP) return 'duplicate';
  // One without a host port says nothing that the other does not.
  if (port.hostPort == 0 || earlier.hostPort == 0) return 'overlapping';
  // Which of the two an address gets is not defined if only one names an address.
  return isSameHostPort && (port.hostIP === '') !== (earlier.hostIP === '') ? 'dangerously ambiguous' : undefined;
}

function warnOfNames(ports: readonly Port[], warnings: WarningList): void {
  const first = new Map<string, Port>();
  for (const port of ports) {
    if (port.name === '') continue;
    const other = first.get(port.name);
    if (other === undefined) {
      first.set(port.name, port);
      continue;
    }
    const otherPath = other.path().toString();
    warnings.at(
      port.path(),
      `duplicate port name ${goQuote(port.name)} with ${otherPath}, ` +
        `services and probes that select ports by name will use ${otherPath}`,
    );
  }
}

/** As Go prints the struct. */
const print = ({ name, hostPort, containerPort, protocol, hostIP }: Port): string =>
  `{Name:${name} HostPort:${hostPort} ContainerPort:${containerPort} Protocol:${protocol} HostIP:${hostIP}}`;
