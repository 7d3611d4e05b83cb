/**
 * Node selectors, as node affinity and persistent volumes use them.
 * Source: pkg/apis/core/validation/validation.go ValidateNodeSelector and its neighbours.
 */
import type { NodeSelector, NodeSelectorRequirement, NodeSelectorTerm } from '../../generated/types/core-v1.js';
import { dns1123SubdomainProblems, labelValueProblems } from '../../names/index.js';
import type { Minor } from '../../version.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import { validateQualifiedName } from '../name.js';
import { list, text, texts } from '../zero-value.js';

const INVALID_OPERATOR = 'not a valid selector operator';
/** Before, values of required node affinity were not looked at. */
const VALUES_CHECKED_SINCE: Minor = 32;

export function validateNodeSelector(selector: NodeSelector, path: Path, errors: ErrorList): void {
  const terms = list(selector.nodeSelectorTerms);
  const termsPath = path.child('nodeSelectorTerms');
  if (terms.length === 0) return errors.required(termsPath, 'must have at least one node selector term');
  for (let index = 0; index < terms.length; index += 1) {
    const term = terms[index];
    if (term !== undefined) validateNodeSelectorTerm(term, true, termsPath.index(index), errors);
  }
}

/** Values are looked at only where the term is a demand, not a preference. */
export function validateNodeSelectorTerm(
  term: NodeSelectorTerm,
  isRequired: boolean,
  path: Path,
  errors: ErrorList,
): void {
  const expressions = list(term.matchExpressions);
  for (let index = 0; index < expressions.length; index += 1) {
    const expression = expressions[index];
    if (expression === undefined) continue;
    validateRequirement(expression, isRequired, path.child('matchExpressions').index(index), errors);
  }
  const fields = list(term.matchFields);
  for (let index = 0; index < fields.length; index += 1) {
    const field = fields[index];
    if (field !== undefined) validateFieldRequirement(field, path.child('matchFields').index(index), errors);
  }
}

function validateRequirement(
  requirement: NodeSelectorRequirement,
  isRequired: boolean,
  path: Path,
  errors: ErrorList,
): void {
  const values = texts(requirement.values);
  const operator = text(requirement.operator);
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (values.length === 0) {
        errors.required(path.child('values'), "must be specified when `operator` is 'In' or 'NotIn'");
      }
      break;
    case 'Exists':
    case 'DoesNotExist':
      if (values.length > 0) {
        errors.forbidden(path.child('values'), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
      }
      break;
    case 'Gt':
    case 'Lt':
      if (values.length !== 1) {
        errors.required(path.child('values'), "must be specified single value when `operator` is 'Lt' or 'Gt'");
      }
      break;
    default:
      errors.invalid(path.child('operator'), operator, INVALID_OPERATOR);
  }
  validateQualifiedName(text(requirement.key), path, 'key', errors);
  if (!isRequired || errors.minor < VALUES_CHECKED_SINCE) return;
  for (let index = 0; index < values.length; index += 1) {
    const value = text(values[index]);
    const problems = labelValueProblems(value, errors.minor);
    if (problems.length > 0) errors.invalidEach(path.child('values').index(index), value, problems);
  }
}

/** The only field is the node's name. */
function validateFieldRequirement(requirement: NodeSelectorRequirement, path: Path, errors: ErrorList): void {
  const values = texts(requirement.values);
  const operator = text(requirement.operator);
  if (operator !== 'In' && operator !== 'NotIn') errors.invalid(path.child('operator'), operator, INVALID_OPERATOR);
  else if (values.length !== 1) {
    const detail = "must be only one value when `operator` is 'In' or 'NotIn' for node field selector";
    errors.required(path.child('values'), detail);
  }
  const key = text(requirement.key);
  if (key !== 'metadata.name') return errors.invalid(path.child('key'), key, 'not a valid field selector key');
  for (let index = 0; index < values.length; index += 1) {
    const value = text(values[index]);
    const problems = dns1123SubdomainProblems(value);
    if (problems.length > 0) errors.invalidEach(path.child('values').index(index), value, problems);
  }
}
