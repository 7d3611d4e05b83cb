/**
 * One connection between two parties, read in every way that the documentation leaves to the network plugin.
 *
 * - Allowed when egress of the source and ingress of the destination allow it; a pod always reaches itself.
 * - Traffic between a pod and the machine that it runs on is always allowed.
 * - A hostNetwork pod: the usual plugin cannot tell it from its machine, so no selector matches it and no policy holds
 *   it; other plugins treat it as any pod.
 * - An ipBlock against a Service's address: the usual plugin sees the pod behind it; others the Service's address.
 */
import type { Address } from './address.js';
import { type DestinationPort, type DirectionVerdict, decideDirection, type Party } from './direction-verdict.js';
import type { Endpoint } from './endpoint.js';
import type { NetworkModel } from './network-model.js';

/** A party with both readings of hostNetwork. */
export interface Side {
  readonly endpoint: Endpoint | undefined;
  readonly address: Address | undefined;
  readonly machine: string | undefined;
}

export interface ServiceView {
  readonly addresses: readonly Address[];
  readonly port: number;
  readonly mayHideClients: boolean;
}

export interface ConnectionVerdict {
  readonly allowed: boolean;
  readonly implementationDefined: boolean;
  readonly egress: DirectionVerdict;
  readonly ingress: DirectionVerdict;
  /** Why no policy was asked; empty where policies decided. */
  readonly exemption: '' | 'same pod' | 'own node';
}

const OPEN: DirectionVerdict = { allowed: true, isolated: false, allowedBy: [], deniedBy: [] };

export function sideOfEndpoint(endpoint: Endpoint, address: Address | undefined): Side {
  const own = address ?? endpoint.addresses[0];
  const machine = endpoint.hostNetwork && endpoint.nodeName !== '' ? endpoint.nodeName : undefined;
  return { endpoint, address: own, machine };
}

export function decideSides(
  model: NetworkModel,
  from: Side,
  to: Side,
  destination: DestinationPort,
  service: ServiceView | undefined,
): ConnectionVerdict {
  const { endpoint } = from;
  if (endpoint !== undefined && endpoint === to.endpoint && endpoint.kind === 'Pod') {
    return { allowed: true, implementationDefined: false, egress: OPEN, ingress: OPEN, exemption: 'same pod' };
  }
  const usual = decideReading(model, usualParty(from), usualParty(to), destination);
  const others = otherReadings(model, from, to, destination, service, usual);
  return { ...usual, implementationDefined: others.some((allowed) => allowed !== usual.allowed) };
}

/** The hostNetwork pod as its machine. */
export function usualParty(side: Side): Party {
  return side.endpoint?.hostNetwork === true ? { ...side, endpoint: undefined } : side;
}

type Reading = Omit<ConnectionVerdict, 'implementationDefined'>;

function decideReading(model: NetworkModel, from: Party, to: Party, destination: DestinationPort): Reading {
  if (isOwnMachine(from, to) || isOwnMachine(to, from)) {
    return { allowed: true, egress: OPEN, ingress: OPEN, exemption: 'own node' };
  }
  const egress = decideDirection(model, 'egress', from, to, destination);
  const ingress = decideDirection(model, 'ingress', to, from, destination);
  return { allowed: egress.allowed && ingress.allowed, egress, ingress, exemption: '' };
}

/** Whether the one party is the machine on which the other one's pod runs. */
function isOwnMachine(machine: Party, pod: Party): boolean {
  if (machine.endpoint !== undefined || machine.machine === undefined || machine.machine === '') return false;
  return pod.endpoint?.nodeName === machine.machine;
}

function otherReadings(
  model: NetworkModel,
  from: Side,
  to: Side,
  destination: DestinationPort,
  service: ServiceView | undefined,
  usual: Reading,
): readonly boolean[] {
  const readings: boolean[] = [];
  if (from.endpoint?.hostNetwork === true || to.endpoint?.hostNetwork === true) {
    readings.push(decideReading(model, from, to, destination).allowed);
  }
  if (service === undefined || usual.exemption !== '') return readings;
  const source = usualParty(from);
  const target = usualParty(to);
  for (const address of service.addresses) {
    const seen = { ...target, address };
    const { allowed } = decideDirection(model, 'egress', source, seen, destination);
    readings.push(allowed && usual.ingress.allowed);
    const atServicePort = { ...destination, port: service.port };
    // A rule for the Service's port is a mistake where it denies, and works in some plugins where it allows.
    const byServicePort = decideDirection(model, 'egress', source, seen, atServicePort).allowed;
    if (byServicePort) readings.push(usual.ingress.allowed);
  }
  if (service.mayHideClients && source.endpoint === undefined && dependsOnAddress(model, target)) {
    readings.push(!usual.allowed);
  }
  return readings;
}

/** Whether a block of addresses takes part in the ingress of the pod. */
function dependsOnAddress(model: NetworkModel, { endpoint }: Party): boolean {
  if (endpoint === undefined) return false;
  return model
    .policiesSelecting(endpoint)
    .some((policy) => policy.ingress?.some((rule) => rule.peers?.some((peer) => peer.kind === 'addresses') === true));
}
