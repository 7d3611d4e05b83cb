/**
 * Which requests a webhook or a policy is asked about.
 * Source: pkg/apis/admissionregistration/validation/validation.go validateRuleWithOperations, validateResources.
 */
import type { RuleWithOperations } from '../../generated/types/admissionregistration-v1.js';
import { internalValue } from '../bad-value.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import { isSet, text, texts } from '../zero-value.js';

const OPERATIONS: readonly string[] = ['*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE'];
const SCOPES: readonly string[] = ['*', 'Cluster', 'Namespaced'];

export function validateRuleWithOperations(rule: RuleWithOperations, path: Path, errors: ErrorList): void {
  validateOperations(texts(rule.operations), path.child('operations'), errors);
  const groups = texts(rule.apiGroups);
  validateWildcards(groups, groups, path.child('apiGroups'), 'API groups', errors);
  const versions = texts(rule.apiVersions);
  validateWildcards(versions, versions, path.child('apiVersions'), 'API versions', errors);
  for (const [index, version] of versions.entries()) {
    if (version === '') errors.required(path.child('apiVersions').index(index));
  }
  validateResources(texts(rule.resources), path.child('resources'), errors);
  if (isSet(rule.scope) && !SCOPES.includes(rule.scope)) {
    errors.notSupported(path.child('scope'), text(rule.scope), SCOPES);
  }
}

function validateOperations(operations: readonly string[], path: Path, errors: ErrorList): void {
  const shown = internalValue('[]admissionregistration.OperationType', operations, errors.minor);
  validateWildcards(operations, shown, path, 'operations', errors);
  for (const [index, operation] of operations.entries()) {
    if (!OPERATIONS.includes(operation)) errors.notSupported(path.index(index), operation, OPERATIONS);
  }
}

function validateWildcards(
  values: readonly string[],
  shown: unknown,
  path: Path,
  what: string,
  errors: ErrorList,
): void {
  if (values.length === 0) errors.required(path);
  if (values.length > 1 && values.includes('*')) {
    errors.invalid(path, shown, `if '*' is present, must not specify other ${what}`);
  }
}

function validateResources(resources: readonly string[], path: Path, errors: ErrorList): void {
  if (resources.length === 0) errors.required(path);
  const withAnySubresource = new Set<string>();
  const ofAnyResource = new Set<string>();
  // Only the last resource without a subresource counts, as upstream does.
  let isLastPlain = false;
  for (const [index, entry] of resources.entries()) {
    if (entry === '') {
      errors.required(path.index(index));
      continue;
    }
    const slash = entry.indexOf('/');
    if (slash < 0) {
      isLastPlain = entry !== '*';
      continue;
    }
    const resource = entry.slice(0, slash);
    const subresource = entry.slice(slash + 1);
    if (withAnySubresource.has(resource)) {
      errors.invalid(path.index(index), entry, `if '${resource}/*' is present, must not specify ${entry}`);
    }
    if (ofAnyResource.has(subresource)) {
      errors.invalid(path.index(index), entry, `if '*/${subresource}' is present, must not specify ${entry}`);
    }
    if (subresource === '*') withAnySubresource.add(resource);
    if (resource === '*') ofAnyResource.add(subresource);
  }
  if (resources.length > 1 && resources.includes('*/*')) {
    errors.invalid(path, resources, "if '*/*' is present, must not specify other resources");
  }
  if (resources.includes('*') && isLastPlain) {
    errors.invalid(path, resources, "if '*' is present, must not specify other resources without subresources");
  }
}
