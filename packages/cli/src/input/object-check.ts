/** Whether a document is a Kubernetes object, and what it is when it is not. */

export type Judgement =
  | { readonly kind: 'object' }
  /** Part of an object, for a strategic merge. */
  | { readonly kind: 'patch' }
  /** A file of another program. */
  | { readonly kind: 'foreign'; readonly message: string }
  /** Meant to be an object, by its looks. */
  | { readonly kind: 'half'; readonly message: string };

/** Kinds that tools on this side of the API server use for their own files. */
const FOREIGN_GROUPS = ['kustomize.config.k8s.io/', 'bulkhead.dev/'];

export function judge(value: unknown): Judgement {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { kind: 'foreign', message: `not a Kubernetes object: expected a map, found ${typeName(value)}` };
  }
  const apiVersion = textOf(value, 'apiVersion');
  const kind = textOf(value, 'kind');
  if (apiVersion !== undefined && kind !== undefined) {
    if (isForeignGroup(apiVersion)) return foreign(`a ${kind} of ${apiVersion} is not an object of a cluster`);
    return Object.hasOwn(value, '$patch') ? { kind: 'patch' } : { kind: 'object' };
  }
  if (apiVersion === undefined && kind === undefined) return foreign('it has no "apiVersion" and no "kind"');
  const message = `not a Kubernetes object: it has no "${kind === undefined ? 'kind' : 'apiVersion'}"`;
  const isMeant = Object.hasOwn(value, 'metadata') || Object.hasOwn(value, 'spec') || Object.hasOwn(value, 'items');
  return { kind: isMeant ? 'half' : 'foreign', message };
}

const foreign = (why: string): Judgement => ({ kind: 'foreign', message: `not a Kubernetes object: ${why}` });

const isForeignGroup = (apiVersion: string): boolean =>
  apiVersion === 'builtin' || FOREIGN_GROUPS.some((group) => apiVersion.startsWith(group));

/** A field that holds text that says something. */
function textOf(value: object, key: string): string | undefined {
  const found = Object.hasOwn(value, key) ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
  return typeof found === 'string' && found !== '' ? found : undefined;
}

const typeName = (value: unknown): string =>
  Array.isArray(value) ? 'a list' : value === null ? 'null' : `a ${typeof value}`;
