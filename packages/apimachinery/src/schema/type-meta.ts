/**
 * What an object says it is, and what Go answers when it does not say so well.
 * Source: k8s.io/apimachinery/pkg/runtime/serializer/json/meta.go and runtime/schema.ParseGroupVersion.
 */
import type { SchemaFinding, WrongType } from './finding.js';
import { goTypeOf, isPlainObject, jsonTypeOf } from './json-type.js';

const NOTHING: readonly SchemaFinding[] = [];
const GO_TYPE_META =
  'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';

/** What is wrong with `apiVersion` and `kind`, when the object cannot be decoded as any kind. */
export function typeMetaFindings(value: unknown): readonly SchemaFinding[] {
  if (!isPlainObject(value)) return [notAnObject(value)];
  const { apiVersion, kind } = value;
  const invalid = invalidText('apiVersion', apiVersion) ?? invalidText('kind', kind) ?? malformed(apiVersion, kind);
  return invalid === undefined ? NOTHING : [invalid];
}

/** The finding about metadata that is no object. */
export function notMetadata(value: unknown): WrongType {
  const message = `json: cannot unmarshal ${goTypeOf(value)} into Go value of type v1.ObjectMeta`;
  return { kind: 'wrong-type', path: 'metadata', expected: 'object', got: jsonTypeOf(value), message, fatal: true };
}

function notAnObject(value: unknown): SchemaFinding {
  if (value === null || value === undefined) return missing('kind');
  const message = `couldn't get version/kind; json parse error: json: cannot unmarshal ${goTypeOf(value)} into Go value of type ${GO_TYPE_META}`;
  return { kind: 'wrong-type', path: '', expected: 'object', got: jsonTypeOf(value), message, fatal: true };
}

function invalidText(name: 'apiVersion' | 'kind', value: unknown): WrongType | undefined {
  if (typeof value === 'string' || value === null || value === undefined) return undefined;
  const message = `couldn't get version/kind; json parse error: json: cannot unmarshal ${goTypeOf(value)} into Go struct field .${name} of type string`;
  return { kind: 'wrong-type', path: name, expected: 'string', got: jsonTypeOf(value), message, fatal: true };
}

function malformed(apiVersion: unknown, kind: unknown): SchemaFinding | undefined {
  const text = typeof apiVersion === 'string' ? apiVersion : '';
  if (text.split('/').length > 2) {
    const message = `unexpected GroupVersion string: ${text}`;
    return { kind: 'wrong-type', path: 'apiVersion', expected: 'group/version', got: 'string', message, fatal: true };
  }
  if (kind === '' || kind === null || kind === undefined) return missing('kind');
  // A version of nothing is none: "", "/" and "apps/" name no version.
  return text === '' || text.endsWith('/') ? missing('apiVersion') : undefined;
}

const missing = (name: 'kind' | 'apiVersion'): SchemaFinding => ({
  kind: 'missing-type-meta',
  path: name,
  missing: name,
  message: name === 'kind' ? "Object 'Kind' is missing" : "Object 'apiVersion' is missing",
});
