/**
 * Owner references. Source: k8s.io/apimachinery/pkg/api/validation/objectmeta.go ValidateOwnerReferences.
 */
import { Verbatim } from '../../field-error.js';
import type { OwnerReference } from '../../generated/types/meta-v1.js';
import type { Minor } from '../../version.js';
import { internalValue, JSON_SINCE } from '../bad-value.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import { goJson } from '../go-json.js';
import { isSet, list, text } from '../zero-value.js';

/** The texts named the field until 1.33. */
const PLAIN_MESSAGE_SINCE: Minor = 34;

export function validateOwnerReferences(
  references: readonly OwnerReference[] | undefined,
  parent: Path,
  errors: ErrorList,
): void {
  const entries = list(references);
  if (entries.length === 0) return;
  const path = parent.child('ownerReferences');
  let controller: string | undefined;
  for (const reference of entries) {
    validateOwnerReference(reference, path, errors);
    if (reference.controller !== true) continue;
    const current = `${text(reference.kind)}/${text(reference.name)}`;
    if (controller === undefined) controller = current;
    else {
      const value =
        errors.minor >= JSON_SINCE
          ? new Verbatim(`[${entries.map(ownerReferenceJson).join(',')}]`)
          : internalValue('[]v1.OwnerReference', entries, errors.minor);
      const found = `Found "true" in references for ${controller} and ${current}`;
      errors.invalid(path, value, `Only one reference can have Controller set to true. ${found}`);
    }
  }
}

function validateOwnerReference(reference: OwnerReference, path: Path, errors: ErrorList): void {
  const apiVersion = text(reference.apiVersion);
  const { group, version } = groupVersion(apiVersion);
  if (version === '') errors.invalid(path.child('apiVersion'), apiVersion, 'version must not be empty');
  for (const name of ['kind', 'name', 'uid'] as const) {
    if (text(reference[name]) !== '') continue;
    const what = errors.minor >= PLAIN_MESSAGE_SINCE ? 'must not be empty' : `${name} must not be empty`;
    errors.invalid(path.child(name), '', what);
  }
  if (group === '' && version === 'v1' && reference.kind === 'Event') {
    const detail = '/v1, Kind=Event is disallowed from being an owner';
    const value =
      errors.minor >= JSON_SINCE
        ? new Verbatim(ownerReferenceJson(reference))
        : internalValue('v1.OwnerReference', reference, errors.minor);
    errors.invalid(path, value, detail);
  }
}

/** A text with two slashes is no group and version: both come out empty. */
function groupVersion(apiVersion: string): { readonly group: string; readonly version: string } {
  const parts = apiVersion.split('/', 3);
  if (parts.length === 1) return { group: '', version: apiVersion };
  return parts.length === 2 ? { group: parts[0] ?? '', version: parts[1] ?? '' } : { group: '', version: '' };
}

function ownerReferenceJson(reference: OwnerReference): string {
  const fields = (['apiVersion', 'kind', 'name', 'uid'] as const).map(
    (name) => `"${name}":${goJson(text(reference[name]))}`,
  );
  for (const name of ['controller', 'blockOwnerDeletion'] as const) {
    if (isSet(reference[name])) fields.push(`"${name}":${goJson(reference[name])}`);
  }
  return `{${fields.join(',')}}`;
}
