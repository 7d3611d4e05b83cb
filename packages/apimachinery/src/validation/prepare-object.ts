/**
 * What the API server changes in a new object before it validates it. Source: the PrepareForCreate methods of the
 * strategies under pkg/registry, as far as they do not allocate or look anything up.
 */
import type { VersionProfile } from '../version-profile.js';
import { validatedKind } from './registry.js';
import { validationOptions } from './validation-options.js';

/** The prepared object, with its defaults; the same one when nothing has to change, or of kinds that are not covered. */
export function prepareObject<T extends object>(object: T, profile: VersionProfile): T {
  const { apiVersion, kind } = object as { readonly apiVersion?: unknown; readonly kind?: unknown };
  const known = validatedKind(apiVersion, kind);
  if (known === undefined) return object;
  const { pod, template } = validationOptions(profile);
  // The function is the one for objects of this kind.
  return known.prepare(object, kind === 'Pod' ? pod : template) as T;
}
