/**
 * The finalizer that every namespace gets. Source: pkg/registry/core/namespace/strategy.go PrepareForCreate.
 */
import type { Namespace } from '../../generated/types/core-v1.js';
import { texts } from '../zero-value.js';

const FINALIZER = 'kubernetes';

export function prepareNamespace(namespace: Namespace): Namespace {
  const finalizers = texts(namespace.spec?.finalizers);
  if (finalizers.includes(FINALIZER)) return namespace;
  return { ...namespace, spec: { ...namespace.spec, finalizers: [...finalizers, FINALIZER] } };
}
