/**
 * Annotations of the audit event. The first writer of a key has the word; later ones are dropped.
 *
 * Source: k8s.io/apiserver/pkg/audit/context.go.
 */
import type { RequestContext } from '../http/request.js';

export function addAuditAnnotation(
  { auditAnnotations }: Pick<RequestContext, 'auditAnnotations'>,
  key: string,
  value: string,
): void {
  if (!auditAnnotations.has(key)) auditAnnotations.set(key, value);
}
