/**
 * Volumes for which a claim is made with the pod.
 * Source: pkg/apis/core/validation/validation.go validateEphemeralVolumeSource, ValidateTemplateObjectMeta.
 */
import type { EphemeralVolumeSource } from '../../generated/types/core-v1.js';
import type { ObjectMeta } from '../../generated/types/meta-v1.js';
import { validatePersistentVolumeClaimSpec } from '../core/persistent-volume-claim.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import { validateAnnotations, validateLabels } from '../metadata/labels.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, number, struct, text } from '../zero-value.js';

/** Metadata that a template may not have, in Go's order of fields. */
const OTHER_TEXTS_FIRST = ['name', 'generateName', 'namespace', 'selfLink', 'uid', 'resourceVersion'] as const;
const LISTS = ['ownerReferences', 'finalizers', 'managedFields'] as const;
const TIMES = ['creationTimestamp', 'deletionTimestamp'] as const;

export function validateEphemeralVolume(
  source: EphemeralVolumeSource,
  path: Path,
  options: ValidationOptions,
  errors: ErrorList,
): void {
  const template = source.volumeClaimTemplate;
  if (!isSet(template)) return errors.required(path.child('volumeClaimTemplate'));
  const templatePath = path.child('volumeClaimTemplate');
  validateTemplateMetadata(struct(template.metadata), templatePath.child('metadata'), errors);
  validatePersistentVolumeClaimSpec(struct(template.spec), templatePath.child('spec'), options, errors);
}

function validateTemplateMetadata(metadata: ObjectMeta, path: Path, errors: ErrorList): void {
  validateAnnotations(metadata.annotations, path, 'annotations', errors);
  validateLabels(metadata.labels, path, 'labels', errors);
  const refuse = (name: string): void => errors.forbidden(path.child(GO_NAMES.get(name) ?? name), 'cannot be set');
  for (const name of OTHER_TEXTS_FIRST) if (text(metadata[name]) !== '') refuse(name);
  if (number(metadata.generation) != 0) refuse('generation');
  for (const name of TIMES) if (isSet(metadata[name])) refuse(name);
  if (isSet(metadata.deletionGracePeriodSeconds)) refuse('deletionGracePeriodSeconds');
  // Empty lists count as set.
  for (const name of LISTS) if (isSet(metadata[name])) refuse(name);
}

/** Upstream lowers only the first letter of the Go name. */
const GO_NAMES: ReadonlyMap<string, string> = new Map([['uid', 'uID']]);
