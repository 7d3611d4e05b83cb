/**
 * RuntimeClasses. Source: pkg/apis/node/validation/validation.go ValidateRuntimeClass.
 */
import type { Toleration } from '../../generated/types/core-v1.js';
import type { RuntimeClass } from '../../generated/types/node-v1.js';
import { dns1123LabelProblems, nameIsDnsSubdomain } from '../../names/index.js';
import type { Minor } from '../../version.js';
import { internalValue } from '../bad-value.js';
import type { ErrorList } from '../error-list.js';
import { Path } from '../field-path.js';
import { validateLabels } from '../metadata/labels.js';
import { validatePlainObjectMeta } from '../metadata/object-meta.js';
import { validateResourceRequirements } from '../pod/resources.js';
import { validateTolerations } from '../pod/tolerations.js';
import { validateContainerResourceName } from '../resource-name.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, list, text } from '../zero-value.js';

const SCHEDULING_PATH = new Path('scheduling');
/** Before, an empty handler was a bad name. */
const MISSING_HANDLER_SINCE: Minor = 36;
/** Before, the path named the list twice. */
const PATH_MENDED_SINCE: Minor = 35;
const NO_CLAIMS: ReadonlySet<string> = new Set();

export function validateRuntimeClass(object: RuntimeClass, options: ValidationOptions, errors: ErrorList): void {
  validatePlainObjectMeta(object.metadata, { isNamespaced: false, nameRule: nameIsDnsSubdomain }, errors);
  const handler = text(object.handler);
  if (handler === '' && errors.minor >= MISSING_HANDLER_SINCE) errors.required(new Path('handler'));
  else errors.invalidEach(new Path('handler'), handler, dns1123LabelProblems(handler));
  if (isSet(object.overhead)) {
    const limits = object.overhead.podFixed;
    const requirements = isSet(limits) ? { limits } : {};
    const path = (): Path => new Path('overhead');
    validateResourceRequirements(requirements, validateContainerResourceName, NO_CLAIMS, path, errors);
  }
  if (!isSet(object.scheduling)) return;
  validateLabels(object.scheduling.nodeSelector, SCHEDULING_PATH, 'nodeSelector', errors);
  validateDistinctTolerations(list(object.scheduling.tolerations), options, errors);
}

function validateDistinctTolerations(
  tolerations: readonly Toleration[],
  options: ValidationOptions,
  errors: ErrorList,
): void {
  const path = SCHEDULING_PATH.child('tolerations');
  const listPath = errors.minor >= PATH_MENDED_SINCE ? path : path.child('tolerations');
  // Comparisons of numbers are for pods alone.
  const withoutComparisons = { ...options, taintTolerationComparison: false };
  validateTolerations(tolerations, () => listPath, withoutComparisons, errors);
  const seen = new Set<string>();
  for (const [index, toleration] of tolerations.entries()) {
    const { key, operator, value, effect } = toleration;
    const identity = JSON.stringify([key, operator, value, effect].map(text));
    if (seen.has(identity))
      errors.duplicate(path.index(index), internalValue('core.Toleration', toleration, errors.minor));
    seen.add(identity);
  }
}
