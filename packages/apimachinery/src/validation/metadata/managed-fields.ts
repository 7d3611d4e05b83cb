/**
 * Entries of managedFields. Source: k8s.io/apimachinery/pkg/apis/meta/v1/validation ValidateManagedFields.
 */
import type { ManagedFieldsEntry } from '../../generated/types/meta-v1.js';
import { exceedsBytes } from '../../names/byte-length.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import { list, text } from '../zero-value.js';

export const FIELD_MANAGER_MAX_LENGTH = 128;
const SUBRESOURCE_MAX_LENGTH = 256;

export function validateManagedFields(
  managedFields: readonly ManagedFieldsEntry[] | undefined,
  metadataPath: Path,
  errors: ErrorList,
): void {
  const entries = list(managedFields);
  for (let index = 0; index < entries.length; index += 1) {
    const entry = entries[index];
    if (entry === undefined || isGoodEntry(entry)) continue;
    validateEntry(entry, metadataPath.child('managedFields').index(index), errors);
  }
}

/** The common case at once: objects read from a cluster have several entries each. */
function isGoodEntry({ operation, fieldsType, manager, subresource }: ManagedFieldsEntry): boolean {
  return (
    (operation === 'Update' || operation === 'Apply') &&
    fieldsType === 'FieldsV1' &&
    text(subresource).length < SUBRESOURCE_MAX_LENGTH / 4 &&
    text(manager).length <= FIELD_MANAGER_MAX_LENGTH &&
    /^[ -~]*$/.test(text(manager))
  );
}

function validateEntry(entry: ManagedFieldsEntry, path: Path, errors: ErrorList): void {
  const operation = text(entry.operation);
  if (operation !== 'Apply' && operation !== 'Update') {
    errors.invalid(path.child('operation'), operation, 'must be `Apply` or `Update`');
  }
  const fieldsType = text(entry.fieldsType);
  if (fieldsType !== '' && fieldsType !== 'FieldsV1') {
    errors.invalid(path.child('fieldsType'), fieldsType, 'must be `FieldsV1`');
  }
  validateFieldManager(text(entry.manager), path.child('manager'), errors);
  if (exceedsBytes(text(entry.subresource), SUBRESOURCE_MAX_LENGTH)) {
    errors.tooLong(path.child('subresource'), SUBRESOURCE_MAX_LENGTH);
  }
}

/** At most 128 bytes of printable characters. */
export function validateFieldManager(manager: string, path: Path, errors: ErrorList): void {
  if (exceedsBytes(manager, FIELD_MANAGER_MAX_LENGTH)) errors.tooLong(path, FIELD_MANAGER_MAX_LENGTH);
  let position = 0;
  for (const character of manager) {
    const code = character.codePointAt(0) ?? 0;
    if (!isPrintable(character)) {
      const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
      errors.invalid(path, manager, `invalid character ${name} (at position ${position})`);
    }
    position += utf8Length(code);
  }
}

/** Go's unicode.IsPrint: letters, marks, numbers, punctuation, symbols and the ASCII space. */
const isPrintable = (character: string): boolean => character === ' ' || /[\p{L}\p{M}\p{N}\p{P}\p{S}]/u.test(character);

function utf8Length(code: number): number {
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}
