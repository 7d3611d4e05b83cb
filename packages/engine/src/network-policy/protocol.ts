/** The protocols that policies know. Of all others, ICMP among them, the API says nothing. */

export type Protocol = 'TCP' | 'UDP' | 'SCTP';

export const PROTOCOLS: readonly Protocol[] = ['TCP', 'UDP', 'SCTP'];

export const FIRST_PORT = 1;
export const LAST_PORT = 65535;

export interface PortRange {
  readonly protocol: Protocol;
  readonly from: number;
  readonly to: number;
}

export function isProtocol(value: unknown): value is Protocol {
  return value === 'TCP' || value === 'UDP' || value === 'SCTP';
}

export function isPort(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= FIRST_PORT && value <= LAST_PORT;
}
