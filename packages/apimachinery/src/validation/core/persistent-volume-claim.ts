/**
 * Persistent volume claims.
 * Source: pkg/apis/core/validation/validation.go ValidatePersistentVolumeClaimSpec.
 */
import { Verbatim } from '../../field-error.js';
import type {
  PersistentVolumeClaim,
  PersistentVolumeClaimSpec,
  TypedLocalObjectReference,
  TypedObjectReference,
} from '../../generated/types/core-v1.js';
import { dns1123LabelProblems, dns1123SubdomainProblems, nameIsDnsSubdomain } from '../../names/index.js';
import { internalValue, JSON_SINCE } from '../bad-value.js';
import type { ErrorList } from '../error-list.js';
import { Path } from '../field-path.js';
import { validateLabelSelector } from '../metadata/label-selector.js';
import { validateObjectMeta } from '../metadata/object-meta.js';
import { report } from '../name.js';
import { readQuantity, validatePositiveQuantity, validateResourceQuantity } from '../resource-quantity.js';
import type { ValidationOptions } from '../validation-options.js';
import { entry, isSet, struct, text, texts } from '../zero-value.js';

export const ACCESS_MODES: readonly string[] = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];
export const VOLUME_MODES: readonly string[] = ['Block', 'Filesystem'];

export function validatePersistentVolumeClaim(
  claim: PersistentVolumeClaim,
  options: ValidationOptions,
  errors: ErrorList,
): void {
  validateObjectMeta(claim.metadata, { isNamespaced: true, nameRule: nameIsDnsSubdomain }, errors);
  validatePersistentVolumeClaimSpec(struct(claim.spec), new Path('spec'), options, errors);
}

export function validatePersistentVolumeClaimSpec(
  spec: PersistentVolumeClaimSpec,
  path: Path,
  options: ValidationOptions,
  errors: ErrorList,
): void {
  const modes = texts(spec.accessModes);
  if (modes.length === 0) errors.required(path.child('accessModes'), 'at least 1 access mode is required');
  validateLabelSelector(spec.selector, () => path.child('selector'), errors);
  validateAccessModes(modes, path, errors);
  validateStorage(spec, path, errors);
  const className = text(spec.storageClassName);
  if (className !== '') report(className, dns1123SubdomainProblems(className), path, 'storageClassName', errors);
  if (isSet(spec.volumeMode) && !VOLUME_MODES.includes(spec.volumeMode)) {
    errors.notSupported(path.child('volumeMode'), spec.volumeMode, VOLUME_MODES);
  }
  if (isSet(spec.dataSource)) validateDataSource(spec.dataSource, path.child('dataSource'), errors);
  if (isSet(spec.dataSourceRef)) validateDataSource(spec.dataSourceRef, path.child('dataSourceRef'), errors);
  validateDataSources(spec, path, errors);
  const attributesClass = text(spec.volumeAttributesClassName);
  if (attributesClass !== '' && options.volumeAttributesClass) {
    report(attributesClass, dns1123SubdomainProblems(attributesClass), path, 'volumeAttributesClassName', errors);
  }
}

export function validateAccessModes(modes: readonly string[], path: Path, errors: ErrorList): void {
  for (const mode of modes) {
    if (!ACCESS_MODES.includes(mode)) errors.notSupported(path.child('accessModes'), mode, ACCESS_MODES);
  }
  const others = modes.filter((mode) => mode !== 'ReadWriteOncePod' && ACCESS_MODES.includes(mode));
  if (modes.includes('ReadWriteOncePod') && others.length > 0) {
    errors.forbidden(path.child('accessModes'), 'may not use ReadWriteOncePod with other access modes');
  }
}

function validateStorage(spec: PersistentVolumeClaimSpec, path: Path, errors: ErrorList): void {
  const storagePath = (): Path => path.child('resources').key('storage');
  const written = entry<string | number>(spec.resources?.requests, 'storage');
  if (!isSet(written)) return errors.required(storagePath());
  const quantity = readQuantity(written, storagePath, errors);
  if (quantity === undefined) return;
  if (quantity.nano <= 0n) validatePositiveQuantity(quantity, storagePath, errors);
  else validateResourceQuantity('storage', quantity, storagePath, errors);
}

function validateDataSource(
  source: TypedLocalObjectReference | TypedObjectReference,
  path: Path,
  errors: ErrorList,
): void {
  if (text(source.name) === '') errors.required(path.child('name'));
  const kind = text(source.kind);
  if (kind === '') errors.required(path.child('kind'));
  const apiGroup = text(source.apiGroup);
  if (apiGroup !== '') report(apiGroup, dns1123SubdomainProblems(apiGroup), path, 'apiGroup', errors);
  else if (kind !== 'PersistentVolumeClaim') {
    errors.invalid(path, kind, "must be 'PersistentVolumeClaim' when referencing the default apiGroup");
  }
  const namespace = 'namespace' in source ? text(source.namespace) : '';
  if (namespace !== '') report(namespace, dns1123LabelProblems(namespace), path, 'namespace', errors);
}

/** Upstream hands a path object over as the bad value, whose JSON is empty. */
const pathAsValue = (errors: ErrorList): Verbatim =>
  errors.minor >= JSON_SINCE
    ? new Verbatim('{}')
    : internalValue('field.Path', { name: 'dataSource', parent: {} }, errors.minor);

function validateDataSources(spec: PersistentVolumeClaimSpec, path: Path, errors: ErrorList): void {
  const { dataSource, dataSourceRef } = spec;
  if (!isSet(dataSource) || !isSet(dataSourceRef)) return;
  if (text(dataSourceRef.namespace) !== '') {
    errors.invalid(path, pathAsValue(errors), 'may not be specified when dataSourceRef.namespace is specified');
  } else if (!isSameReference(dataSource, dataSourceRef)) {
    errors.invalid(path, pathAsValue(errors), 'must match dataSourceRef');
  }
}

const isSameReference = (left: TypedLocalObjectReference, right: TypedObjectReference): boolean =>
  (left.apiGroup ?? undefined) === (right.apiGroup ?? undefined) &&
  text(left.kind) === text(right.kind) &&
  text(left.name) === text(right.name);
