/**
 * StorageClasses. Source: pkg/apis/storage/validation/validation.go ValidateStorageClass,
 * pkg/apis/core/validation/validation.go ValidateTopologySelectorTerm.
 */
import type { TopologySelectorTerm } from '../../generated/types/core-v1.js';
import type { StorageClass } from '../../generated/types/storage-v1.js';
import { byteLength, nameIsDnsSubdomain, qualifiedNameProblems } from '../../names/index.js';
import { pointedText } from '../bad-value.js';
import type { ErrorList } from '../error-list.js';
import { Path } from '../field-path.js';
import { validateObjectMeta } from '../metadata/object-meta.js';
import { validateQualifiedName } from '../name.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, list, map, type TextMap, text, texts } from '../zero-value.js';

const RECLAIM_POLICIES: readonly string[] = ['Delete', 'Retain'];
const BINDING_MODES: readonly string[] = ['Immediate', 'WaitForFirstConsumer'];
const MAX_PARAMETERS = 512;
const MAX_PARAMETERS_BYTES = 256 * 1024;

export function validateStorageClass(object: StorageClass, _: ValidationOptions, errors: ErrorList): void {
  validateObjectMeta(object.metadata, { isNamespaced: false, nameRule: nameIsDnsSubdomain }, errors);
  const provisioner = text(object.provisioner).toLowerCase();
  const provisionerPath = new Path('provisioner');
  if (provisioner === '') errors.required(provisionerPath);
  else errors.invalidEach(provisionerPath, provisioner, qualifiedNameProblems(provisioner, errors.minor));
  validateParameters(map(object.parameters), new Path('parameters'), errors);
  const { reclaimPolicy, volumeBindingMode } = object;
  if (isSet(reclaimPolicy) && reclaimPolicy !== '' && !RECLAIM_POLICIES.includes(reclaimPolicy)) {
    errors.notSupported(new Path('reclaimPolicy'), pointedText(reclaimPolicy, errors.minor), RECLAIM_POLICIES);
  }
  const modePath = new Path('volumeBindingMode');
  if (!isSet(volumeBindingMode)) errors.required(modePath);
  else if (!BINDING_MODES.includes(volumeBindingMode)) {
    errors.notSupported(modePath, pointedText(volumeBindingMode, errors.minor), BINDING_MODES);
  }
  validateTopologies(list(object.allowedTopologies), new Path('allowedTopologies'), errors);
}

function validateParameters(parameters: TextMap, path: Path, errors: ErrorList): void {
  const keys = Object.keys(parameters);
  if (keys.length > MAX_PARAMETERS) return errors.tooLong(path, MAX_PARAMETERS);
  let total = 0;
  for (const key of keys) {
    if (key === '') errors.invalid(path, key, 'field can not be empty.');
    total += byteLength(key) + byteLength(text(parameters[key]));
  }
  if (total > MAX_PARAMETERS_BYTES) errors.tooLong(path, MAX_PARAMETERS_BYTES);
}

/** More repetitions of one error than this are of no use. */
const MAX_REPETITIONS = 100;

/** A term is compared with all before it, and with as many empty ones as there are terms: upstream's slip. */
function validateTopologies(terms: readonly TopologySelectorTerm[], path: Path, errors: ErrorList): void {
  const seen = new Map<string, number>([['', terms.length]]);
  for (const [index, term] of terms.entries()) {
    const expressionsPath = path.index(index).child('matchLabelExpressions');
    const identity = validateTopologyTerm(term, expressionsPath, errors);
    const count = seen.get(identity) ?? 0;
    for (let copy = 0; copy < Math.min(count, MAX_REPETITIONS); copy += 1) errors.duplicate(expressionsPath, '');
    seen.set(identity, count + 1);
  }
}

/** What makes the term the same as another. */
function validateTopologyTerm(term: TopologySelectorTerm, path: Path, errors: ErrorList): string {
  const values = new Map<string, readonly string[]>();
  for (const [index, requirement] of list(term.matchLabelExpressions).entries()) {
    const requirementPath = path.index(index);
    const key = text(requirement.key);
    const wanted = texts(requirement.values);
    if (wanted.length === 0) errors.required(requirementPath.child('values'));
    for (const [position, value] of wanted.entries()) {
      if (wanted.indexOf(value) < position) errors.duplicate(requirementPath.child('values').index(position), value);
    }
    validateQualifiedName(key, requirementPath, 'key', errors);
    if (values.has(key)) errors.duplicate(requirementPath.child('key'), key);
    values.set(key, [...new Set(wanted)].sort());
  }
  return values.size === 0 ? '' : JSON.stringify([...values].sort(([left], [right]) => (left < right ? -1 : 1)));
}
