/**
 * ConfigMaps and Secrets, which can be closed to changes.
 * Source: pkg/apis/core/validation/validation.go ValidateConfigMapUpdate, ValidateSecretUpdate.
 */
import type { ConfigMap, Secret } from '../../generated/types/core-v1.js';
import type { ErrorList } from '../error-list.js';
import { Path } from '../field-path.js';
import { IMMUTABLE, validateImmutableField } from './immutable-field.js';
import { semanticallyEqual } from './semantic-equal.js';

export function validateConfigMapUpdate(object: ConfigMap, old: ConfigMap, errors: ErrorList): void {
  if (old.immutable !== true) return;
  validateStillImmutable(object.immutable, errors);
  validateClosed(object.data, old.data, 'data', errors);
  validateClosed(object.binaryData, old.binaryData, 'binaryData', errors);
}

export function validateSecretUpdate(object: Secret, old: Secret, errors: ErrorList): void {
  validateImmutableField(object.type, old.type, new Path('type'), errors);
  if (old.immutable !== true) return;
  validateStillImmutable(object.immutable, errors);
  validateClosed(object.data, old.data, 'data', errors);
}

const CLOSED = `${IMMUTABLE} when \`immutable\` is set`;

function validateStillImmutable(immutable: boolean | undefined, errors: ErrorList): void {
  if (immutable !== true) errors.forbidden(new Path('immutable'), CLOSED);
}

function validateClosed(data: unknown, old: unknown, name: string, errors: ErrorList): void {
  if (!semanticallyEqual(data, old)) errors.forbidden(new Path(name), CLOSED);
}
