/**
 * What an update may not do to metadata.
 * Source: k8s.io/apimachinery/pkg/api/validation/objectmeta.go ValidateObjectMetaAccessorUpdate.
 */
import { quote } from '../../field-error.js';
import type { ObjectMeta } from '../../generated/types/meta-v1.js';
import type { ErrorList } from '../error-list.js';
import { validateAnnotations, validateLabels } from '../metadata/labels.js';
import { validateManagedFields } from '../metadata/managed-fields.js';
import { METADATA_PATH } from '../metadata/object-meta.js';
import { validateOwnerReferences } from '../metadata/owner-references.js';
import { isSet, number, struct, texts } from '../zero-value.js';
import { validateImmutableField } from './immutable-field.js';

const IMMUTABLE = [
  'name',
  'namespace',
  'uid',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
] as const;

export function validateObjectMetaUpdate(
  metadata: ObjectMeta | undefined,
  oldMetadata: ObjectMeta | undefined,
  errors: ErrorList,
): void {
  const meta = struct(metadata);
  const old = struct(oldMetadata);
  if (isSet(old.deletionTimestamp)) validateNoNewFinalizers(meta, old, errors);
  if (number(meta.generation) < number(old.generation)) {
    errors.invalid(METADATA_PATH.child('generation'), number(meta.generation), 'must not be decremented');
  }
  for (const name of IMMUTABLE) validateImmutableField(meta[name], old[name], METADATA_PATH.child(name), errors);
  validateLabels(meta.labels, METADATA_PATH, 'labels', errors);
  validateAnnotations(meta.annotations, METADATA_PATH, 'annotations', errors);
  validateOwnerReferences(meta.ownerReferences, METADATA_PATH, errors);
  validateManagedFields(meta.managedFields, METADATA_PATH, errors);
}

function validateNoNewFinalizers(meta: Partial<ObjectMeta>, old: Partial<ObjectMeta>, errors: ErrorList): void {
  const known = new Set(texts(old.finalizers));
  const added = [...new Set(texts(meta.finalizers))].filter((name) => !known.has(name)).sort();
  if (added.length === 0) return;
  const list = `[]string{${added.map(quote).join(', ')}}`;
  const detail = `no new finalizers can be added if the object is being deleted, found new finalizers ${list}`;
  errors.forbidden(METADATA_PATH.child('finalizers'), detail);
}
