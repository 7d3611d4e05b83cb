/** The sides of questions: as text on the command line, and as JSON in a batch. */

import { isIP } from 'node:net';
import type { Side } from '@bulkhead/engine/network-policy';
import { member, text } from '../../authorization/untyped.js';

const NAME = '[^/@\\s]+';
const WORKLOAD = new RegExp(`^(${NAME})/(${NAME})(?:@([^@]+))?$`);
const MACHINE = new RegExp(`^node:(${NAME})(?:@([^@]+))?$`);

export const SIDE_FORMS = 'NAMESPACE/NAME[@IP], an IP address, svc:NAMESPACE/NAME or node:NAME[@IP]';

/** A side as people write it; undefined where it is none. */
export function parseSide(written: string): Side | undefined {
  if (isIP(written) !== 0) return { kind: 'ip', ip: written };
  const machine = MACHINE.exec(written);
  if (machine !== null) return { kind: 'node', name: machine[1] ?? '', ...ipOf(machine[2]) };
  const isService = written.startsWith('svc:');
  const found = WORKLOAD.exec(isService ? written.slice(4) : written);
  if (found === null) return undefined;
  const [, namespace = '', name = '', ip] = found;
  if (isService) return ip === undefined ? { kind: 'service', namespace, name } : undefined;
  return { kind: 'workload', namespace, name, ...ipOf(ip) };
}

const ipOf = (ip: string | undefined): { readonly ip?: string } => (ip === undefined ? {} : { ip });

/** A side of a batch: an object as it is pinned, or a text; a string says what is wrong. */
export function sideOfJson(value: unknown, name: string): Side | string {
  if (typeof value === 'string') return parseSide(value) ?? `${name}: expected ${SIDE_FORMS}`;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return `${name}: expected an object with a kind, or a text`;
  }
  const wrong = ['kind', 'namespace', 'name', 'ip'].find((field) => !isTextOrMissing(member(value, field)));
  if (wrong !== undefined) return `${name}.${wrong}: expected a text`;
  const at = (field: string): string => text(member(value, field));
  const ip = at('ip') === '' ? {} : { ip: at('ip') };
  switch (at('kind')) {
    case 'pod':
    case 'workload':
      return { kind: at('kind') === 'pod' ? 'pod' : 'workload', namespace: at('namespace'), name: at('name'), ...ip };
    case 'service':
      return { kind: 'service', namespace: at('namespace') || 'default', name: at('name') };
    case 'node':
      return { kind: 'node', name: at('name'), ...ip };
    case 'ip':
      return { kind: 'ip', ip: at('ip') };
    default:
      return `${name}.kind: expected one of pod, workload, ip, service and node`;
  }
}

const isTextOrMissing = (value: unknown): boolean => value === undefined || value === null || typeof value === 'string';

/** A side as people write it. */
export function sideText(side: Side): string {
  switch (side.kind) {
    case 'ip':
      return side.ip;
    case 'service':
      return `svc:${side.namespace}/${side.name}`;
    case 'node':
      return `node:${side.name}${side.ip === undefined ? '' : `@${side.ip}`}`;
    default:
      return `${side.namespace || 'default'}/${side.name}${side.ip === undefined ? '' : `@${side.ip}`}`;
  }
}
