/**
 * The message of the answer with which the API server refuses an invalid object.
 * Source: k8s.io/apimachinery/pkg/api/errors/errors.go NewInvalid, util/errors Aggregate.
 */
import type { FieldError } from '../field-error.js';
import { formatFieldError } from '../field-error.js';
import type { Minor } from '../version.js';

/** `Pod "web" is invalid: …`; errors of the same text are named once. */
export function invalidMessage(
  { apiVersion, kind, name }: { readonly apiVersion: string; readonly kind: string; readonly name: string },
  errors: readonly FieldError[],
  minor: Minor,
): string {
  const slash = apiVersion.indexOf('/');
  const groupKind = slash < 0 ? kind : `${kind}.${apiVersion.slice(0, slash)}`;
  const texts = [...new Set(errors.map((error) => formatFieldError(error, minor)))];
  const [first = '<nil>'] = texts;
  return `${groupKind} "${name}" is invalid: ${texts.length > 1 ? `[${texts.join(', ')}]` : first}`;
}
