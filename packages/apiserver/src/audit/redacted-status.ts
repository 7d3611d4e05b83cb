/**
 * Refusals of writes of Secrets may quote what was written. A log of metadata does not keep that; upstream's does.
 */
import type { RequestInfo } from '@bulkhead/engine/authorization';
import type { AuditRecord } from './audit-record.js';

const QUOTING_CODES: ReadonlySet<number> = new Set([400, 422, 500]);
const REDACTED = 'REDACTED: the message may quote the content of the secret';

export function redactedStatus(status: object, code: number, info: RequestInfo, record: AuditRecord): object {
  const isSecret = info.apiGroup === '' && info.resource === 'secrets';
  if (!isSecret || record.wantsRequestObject || !QUOTING_CODES.has(code)) return status;
  const kept = Object.entries(status).filter(([key]) => key !== 'details');
  return { ...Object.fromEntries(kept), message: REDACTED };
}
