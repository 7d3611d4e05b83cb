/**
 * ResourceQuotas. Source: pkg/apis/core/validation/validation.go ValidateResourceQuota,
 * pkg/apis/core/helper/helpers.go for the scopes.
 */
import type {
  ResourceQuota,
  ResourceQuotaSpec,
  ScopedResourceSelectorRequirement,
} from '../../generated/types/core-v1.js';
import { nameIsDnsSubdomain } from '../../names/index.js';
import type { Minor } from '../../version.js';
import { internalValue } from '../bad-value.js';
import type { ErrorList } from '../error-list.js';
import { Path } from '../field-path.js';
import { validateObjectMeta } from '../metadata/object-meta.js';
import { isStandardQuotaResource, validateQuotaResourceName } from '../resource-name.js';
import { readQuantity, validateResourceQuantity } from '../resource-quantity.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, list, map, struct, text, texts } from '../zero-value.js';

const SPEC_PATH = new Path('spec');

const POD_RESOURCES: readonly string[] = [
  'pods',
  ...['cpu', 'memory'].flatMap((name) => [name, `limits.${name}`, `requests.${name}`]),
];
const CLAIM_RESOURCES: readonly string[] = ['persistentvolumeclaims', 'requests.storage'];

/** What each scope may be used for. */
const SCOPES: ReadonlyMap<string, { readonly resources: readonly string[]; readonly minimumMinor: Minor }> = new Map([
  ['BestEffort', { resources: ['pods'], minimumMinor: 0 }],
  ['NotBestEffort', { resources: POD_RESOURCES, minimumMinor: 0 }],
  ['Terminating', { resources: POD_RESOURCES, minimumMinor: 0 }],
  ['NotTerminating', { resources: POD_RESOURCES, minimumMinor: 0 }],
  ['PriorityClass', { resources: POD_RESOURCES, minimumMinor: 0 }],
  ['CrossNamespacePodAffinity', { resources: POD_RESOURCES, minimumMinor: 0 }],
  ['VolumeAttributesClass', { resources: CLAIM_RESOURCES, minimumMinor: 33 }],
]);
const CONFLICTS: readonly (readonly [string, string])[] = [
  ['BestEffort', 'NotBestEffort'],
  ['Terminating', 'NotTerminating'],
];
/** Scopes that a selector can only test for existence. */
const EXISTENCE_SCOPES: readonly string[] = [
  'BestEffort',
  'NotBestEffort',
  'Terminating',
  'NotTerminating',
  'CrossNamespacePodAffinity',
];
const OPERATOR_NAMED_RIGHTLY_SINCE: Minor = 31;
const EXISTENCE_MESSAGE =
  'when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ' +
  'ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity';

export function validateResourceQuota(object: ResourceQuota, _: ValidationOptions, errors: ErrorList): void {
  validateObjectMeta(object.metadata, { isNamespaced: true, nameRule: nameIsDnsSubdomain }, errors);
  const spec = struct(object.spec);
  const hard = map<string | number>(spec.hard);
  for (const name of Object.keys(hard)) {
    const path = (): Path => SPEC_PATH.child('hard').key(name);
    validateQuotaResourceName(name, path, errors);
    const quantity = readQuantity(hard[name], path, errors);
    if (quantity !== undefined) validateResourceQuantity(name, quantity, path, errors);
  }
  validateScopes(spec, errors);
  if (isSet(spec.scopeSelector)) validateScopeSelector(spec, SPEC_PATH.child('scopeSelector'), errors);
}

const knownScope = (scope: string, minor: Minor) => {
  const known = SCOPES.get(scope);
  return known !== undefined && minor >= known.minimumMinor ? known : undefined;
};

/** The limited resources to which the scope does not apply. */
function misfitsOf(scope: string, spec: ResourceQuotaSpec, minor: Minor): readonly string[] {
  const known = knownScope(scope, minor);
  if (known === undefined) return [];
  return Object.keys(map(spec.hard)).filter((name) => isStandardQuotaResource(name) && !known.resources.includes(name));
}

function validateScopes(spec: ResourceQuotaSpec, errors: ErrorList): void {
  const scopes = texts(spec.scopes);
  if (scopes.length === 0) return;
  const path = SPEC_PATH.child('scopes');
  const shown = internalValue('[]core.ResourceQuotaScope', scopes, errors.minor);
  for (const scope of scopes) {
    if (knownScope(scope, errors.minor) === undefined) errors.invalid(path, shown, 'unsupported scope');
    for (const _ of misfitsOf(scope, spec, errors.minor)) {
      errors.invalid(path, shown, 'unsupported scope applied to resource');
    }
  }
  for (const pair of CONFLICTS) {
    if (pair.every((scope) => scopes.includes(scope))) errors.invalid(path, shown, 'conflicting scopes');
  }
}

/** Positions in the list are left out of the paths, as upstream does. */
function validateScopeSelector(spec: ResourceQuotaSpec, path: Path, errors: ErrorList): void {
  const expressionsPath = path.child('matchExpressions');
  const expressions = list(spec.scopeSelector?.matchExpressions);
  const shown = internalValue('core.ScopeSelector', struct(spec.scopeSelector), errors.minor);
  for (const expression of expressions) {
    const scope = text(expression.scopeName);
    if (knownScope(scope, errors.minor) === undefined) {
      errors.invalid(expressionsPath.child('scopeName'), scope, 'unsupported scope');
    }
    for (const _ of misfitsOf(scope, spec, errors.minor)) {
      errors.invalid(expressionsPath, shown, 'unsupported scope applied to resource');
    }
    validateScopeExpression(expression, expressionsPath, errors);
  }
  const scopes = expressions.map((expression) => text(expression.scopeName));
  for (const pair of CONFLICTS) {
    if (pair.every((scope) => scopes.includes(scope))) errors.invalid(expressionsPath, shown, 'conflicting scopes');
  }
}

function validateScopeExpression(expression: ScopedResourceSelectorRequirement, path: Path, errors: ErrorList): void {
  const operator = text(expression.operator);
  const values = texts(expression.values);
  if (EXISTENCE_SCOPES.includes(text(expression.scopeName)) && operator !== 'Exists') {
    const name = errors.minor >= OPERATOR_NAMED_RIGHTLY_SINCE ? 'Exists' : 'Exist';
    errors.invalid(path.child('operator'), operator, `must be '${name}' ${EXISTENCE_MESSAGE}`);
  }
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (values.length > 0) return;
      errors.required(
        path.child('values'),
        "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector",
      );
      return;
    case 'Exists':
    case 'DoesNotExist':
      if (values.length === 0) return;
      errors.invalid(
        path.child('values'),
        values,
        "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector",
      );
      return;
    default:
      errors.invalid(path.child('operator'), operator, 'not a valid selector operator');
  }
}
