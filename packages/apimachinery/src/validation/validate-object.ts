/**
 * The field errors with which kube-apiserver would refuse to create an object: the object gets its namespace, name and
 * defaults as on a server, then the validation of its kind runs, then, if that found nothing, the one of all metadata.
 * Source: k8s.io/apiserver/pkg/registry/rest/create.go BeforeCreate.
 */

import { applyDefaults } from '../defaults/apply-defaults.js';
import { isObject } from '../defaults/changes.js';
import type { FieldError } from '../field-error.js';
import type { ObjectMeta, TypeMeta } from '../generated/types/meta-v1.js';
import { nameIsDnsSubdomain, nameIsPathSegment } from '../names/index.js';
import type { Minor } from '../version.js';
import type { VersionProfile } from '../version-profile.js';
import { ErrorList } from './error-list.js';
import { validatePlainObjectMeta } from './metadata/object-meta.js';
import { type ValidatedKind, validatedKind } from './registry.js';
import { validationOptions } from './validation-options.js';
import { isSet, struct, text } from './zero-value.js';

export interface ValidateOptions {
  /** Whether kube-apiserver runs with `--allow-privileged`; true unless said otherwise. */
  readonly allowPrivileged?: boolean;
  /** Whether the object has its defaults already. */
  readonly isDefaulted?: boolean;
  /** What is known of a kind that is not covered: its metadata is looked at then. */
  readonly otherwise?: { readonly isNamespaced: boolean };
}

interface AnyObject extends TypeMeta {
  readonly metadata?: ObjectMeta;
}

const NO_ERRORS: readonly FieldError[] = Object.freeze([]);

/**
 * The errors in the order in which the API server of that version lists them; none for kinds that are not covered.
 * The object is as decoded: what the version does not know, or what its gates switch off, is gone.
 */
export function validateObject(
  object: unknown,
  profile: VersionProfile,
  { allowPrivileged = true, isDefaulted = false, otherwise }: ValidateOptions = {},
): readonly FieldError[] {
  if (!isObject<AnyObject>(object)) return NO_ERRORS;
  const kind = validatedKind(object.apiVersion, object.kind);
  if (kind === undefined) return otherwise === undefined ? NO_ERRORS : metadataErrors(object, otherwise, profile.minor);
  const { pod, template } = validationOptions(profile, allowPrivileged);
  const options = object.kind === 'Pod' ? pod : template;
  const defaulted = isDefaulted ? object : applyDefaults(object, profile);
  const metadata = metadataOnCreate(defaulted.metadata, kind, profile.minor);
  const prepared: AnyObject = kind.prepare(
    metadata === defaulted.metadata ? defaulted : { ...defaulted, metadata },
    options,
  );
  const errors = new ErrorList(profile.minor);
  kind.validate(prepared, options, errors);
  if (errors.length === 0) {
    const rules = { isNamespaced: kind.isNamespaced, nameRule: nameIsPathSegment };
    validatePlainObjectMeta(prepared.metadata, rules, errors);
  }
  return errors.length === 0 ? NO_ERRORS : errors.items;
}

/** Names become keys of the store, so none goes in unseen. */
function metadataErrors(
  { metadata }: AnyObject,
  { isNamespaced }: { readonly isNamespaced: boolean },
  minor: Minor,
): readonly FieldError[] {
  const errors = new ErrorList(minor);
  validatePlainObjectMeta(metadata, { isNamespaced, nameRule: nameIsDnsSubdomain }, errors);
  return errors.items;
}

const GENERATED_PREFIX_LENGTH = 58;
/** Stands for the five characters that the API server draws. */
const GENERATED_SUFFIX = 'xxxxx';

/** The namespace of the request, a generated name, and the first generation. */
export function metadataOnCreate(metadata: ObjectMeta | undefined, kind: ValidatedKind, minor: Minor): ObjectMeta {
  const given: ObjectMeta = struct(metadata);
  const namespace = kind.isNamespaced ? text(given.namespace) || 'default' : '';
  const generateName = text(given.generateName);
  const isGenerated = generateName !== '' && text(given.name) === '';
  const name = isGenerated ? `${generateName.slice(0, GENERATED_PREFIX_LENGTH)}${GENERATED_SUFFIX}` : text(given.name);
  const setsGeneration = isSet(given.generation) && kind.generationSince !== undefined && minor >= kind.generationSince;
  const isUnchanged = text(given.namespace) === namespace && text(given.name) === name && !setsGeneration;
  if (isUnchanged) return given;
  return setsGeneration ? { ...given, namespace, name, generation: 1 } : { ...given, namespace, name };
}
