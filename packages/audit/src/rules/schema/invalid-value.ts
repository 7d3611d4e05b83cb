import { type FieldError, formatFieldError } from '@bulkhead/apimachinery';
import { validateObject } from '@bulkhead/apimachinery/validation';
import type { AuditObject } from '../../audit-object.js';
import type { ObjectRule, Report } from '../../rule.js';
import { portRangeFix } from './port-range.js';

/** Findings after which the API server does not come to validate the object. */
const DECODING_FAILS: ReadonlySet<string> = new Set([
  'wrong-type',
  'removed-api',
  'not-yet-api',
  'api-not-enabled',
  'unknown-kind',
  'limit-exceeded',
]);

export const invalidValue: ObjectRule = {
  id: 'schema/invalid-value',
  title: 'Value that the API server refuses',
  severity: 'high',
  gains: 'availability',
  layer: 'code',
  standards: [],
  description: 'The API server refuses the object: a value breaks one of its rules.',
  risk: 'The object is not applied; what it was to protect stays as it is.',
  remediation: 'Correct the value as the message says.',
  subject: 'object',
  check: (object, { profile }) => {
    if (object.schemaFindings.some(({ kind }) => DECODING_FAILS.has(kind))) return undefined;
    const errors = validateObject(object.object, profile).filter((error) => !isHostUsers(error));
    return errors.map((error): Report => {
      const path = writtenPath(error.field, object);
      return { fields: [path], message: formatFieldError(error, profile.minor), ...portRangeFix(object, path) };
    });
  },
};

/** The family of `user-namespaces/refused`. */
const isHostUsers = ({ detail }: FieldError): boolean =>
  /^when `(?:hostUsers|pod\.Spec\.HostUsers)` is false/.test(detail);

/** Some of upstream's paths are not those of the file: `spec.securityContext.hostPID` is `spec.hostPID` there. */
function writtenPath(path: string, object: AuditObject): string {
  if (object.exists(path)) return path;
  const moved = path.replace(/securityContext\.(host(?:PID|IPC|Network|Users)|shareProcessNamespace)$/, '$1');
  return object.exists(moved) ? moved : path;
}
