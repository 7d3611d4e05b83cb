/** The audit log: who did what, by a policy. */
export { addAuditAnnotation } from './audit-annotation.js';
export type { AuditBackend } from './audit-backend.js';
export { AuditRecord } from './audit-record.js';
export { type AuditOptions, type AuditStages, auditStages } from './audit-stage.js';
export {
  AUDIT_MODES,
  type AuditLogOptions,
  type AuditMode,
  auditLogDefaults,
  auditLogErrors,
  openAuditLog,
} from './log-backend.js';
export type { AuditPolicy } from './policy.js';
export { type AuditPolicyResult, parseAuditPolicy } from './policy-file.js';
