/**
 * What in roles and bindings was not understood or cannot take effect, in the words of the API server where it would
 * refuse the object, and with its place.
 */
import { decodingError, formatErrorBody } from '@bulkhead/apimachinery';
import { validateObject } from '@bulkhead/apimachinery/validation';
import { AuditObject, printable, serverDecoding } from '@bulkhead/audit';
import type { RbacKind, RbacProblem } from '@bulkhead/engine/rbac';
import type { ClusterProfile } from '@bulkhead/features';
import type { Context } from '../context.js';
import { rbacKey, type SourceObject } from './rbac-source.js';
import { member, text } from './untyped.js';

export interface AccessProblem {
  readonly object: { readonly kind: RbacKind; readonly namespace: string; readonly name: string };
  /** `''` for defaults of the version. */
  readonly file: string;
  readonly line: number;
  readonly fieldPath: string;
  readonly message: string;
}

/** With a file of thousands of slips, the first ones say enough. */
const MAX_PRINTED = 20;

export function printProblems({ process }: Context, problems: readonly AccessProblem[]): void {
  for (const { object, file, line, fieldPath, message } of problems.slice(0, MAX_PRINTED)) {
    const name = object.namespace === '' ? object.name : `${object.namespace}/${object.name}`;
    const place = file === '' ? '' : `${file}:${line}: `;
    const field = fieldPath === '' ? '' : `${fieldPath}: `;
    process.stderr.write(`bulkhead: ${place}${printable(`${object.kind} ${name}: ${field}${message}`)}\n`);
  }
  const more = problems.length - MAX_PRINTED;
  if (more > 0) process.stderr.write(`bulkhead: and ${more} more problems of roles and bindings\n`);
}

/** A version of RBAC that no supported server serves: the object is left out. */
export function notServed(
  { file, source }: SourceObject,
  apiVersion: string,
  kind: RbacKind,
  name: string,
): AccessProblem {
  const namespace = kind === 'Role' || kind === 'RoleBinding' ? namespaceOf(source.value) : '';
  const message = `no matches for kind "${kind}" in version "${apiVersion}"; it was left out`;
  return { object: { kind, namespace, name }, file, line: source.place([]).line, fieldPath: 'apiVersion', message };
}

/** What the index found, after what the API server itself would say of those objects. */
export function problemsOf(
  problems: readonly RbacProblem[],
  sources: ReadonlyMap<string, SourceObject>,
  profile: ClusterProfile,
): readonly AccessProblem[] {
  const decoding = serverDecoding(profile);
  const byObject = new Map<string, RbacProblem[]>();
  for (const problem of problems) {
    const key = rbacKey(problem.kind, problem.namespace, problem.name);
    const known = byObject.get(key);
    if (known === undefined) byObject.set(key, [problem]);
    else known.push(problem);
  }
  return [...byObject].flatMap(([key, own]) => {
    const found = sources.get(key);
    if (found === undefined) return own.map((problem) => ({ ...identified(problem), file: '', line: 0 }));
    const object = new AuditObject(found.file, found.source, profile, decoding);
    const refusals = refusalsOf(object, profile);
    const others = own.filter(({ fieldPath }) => !refusals.some((refusal) => refusal.fieldPath === fieldPath));
    const [first] = own;
    if (first === undefined) return [];
    return [...refusals, ...others].map(({ fieldPath, message }) => ({
      ...identified(first),
      file: found.file,
      line: object.locate(fieldPath).line,
      fieldPath,
      message,
    }));
  });
}

const identified = ({ kind, namespace, name, fieldPath, message }: RbacProblem) => ({
  object: { kind, namespace, name },
  fieldPath,
  message,
});

function refusalsOf(
  object: AuditObject,
  profile: ClusterProfile,
): readonly { readonly fieldPath: string; readonly message: string }[] {
  const undecodable = decodingError(object.schemaFindings);
  if (undecodable !== undefined) return [{ fieldPath: '', message: undecodable }];
  return validateObject(object.object, profile)
    .filter(({ field }) => !field.startsWith('metadata.'))
    .map((error) => ({ fieldPath: error.field, message: formatErrorBody(error, profile.minor) }));
}

const namespaceOf = (value: unknown): string => text(member(member(value, 'metadata'), 'namespace'));
