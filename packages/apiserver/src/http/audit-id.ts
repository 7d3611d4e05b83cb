import { randomUUID } from 'node:crypto';
import { firstHeader } from './header-map.js';
import type { ApiRequest } from './request.js';

const MAX_LENGTH = 64;

/** The client's own id of a request, so far as it can be printed, or a new one. */
export function auditIDOf(request: ApiRequest): string {
  const given = firstHeader(request.headers, 'audit-id');
  if (given === undefined) return randomUUID();
  const printable = given.replace(/[^\u0020-\u007e]/g, '').slice(0, MAX_LENGTH);
  return printable === '' ? randomUUID() : printable;
}
